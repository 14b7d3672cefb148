"""What was marked as kept was not done, says the customer."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import LIVE, Move, State, Ticket, TicketEvent
from bot.service import history, intake, merged, open_matters, promise_endings, promise_rows, promise_words
from bot.service.intake import Outcome
from bot.service.view import TicketView, view
from bot.service.work import Work


@dataclass(frozen=True)
class Disputed:
    """The promise as it is now, in its ticket; ``reopened``: what became of the ticket, when it was resolved.

    ``over``: it is too late for that, or the matter ended; nothing changed.
    """

    promise: Promise
    ticket: TicketView
    reopened: Outcome | None = None
    over: bool = False


def dispute(work: Work, chat_id: int, promise_id: int) -> Disputed | None:
    """The customer of a chat says that a promise was not kept: it stands again, or is broken, and whoever promised is
    called. A resolved ticket is opened again, like by any "not solved". None: it is not theirs.

    Only within the policy's days after it was marked as kept, and only in a ticket that is, or can be, open.
    """
    promise = promise_rows.find(work, promise_id)
    if promise is None:
        return None
    ticket = merged.held(work, promise.ticket_id)
    customer = history.customer_of(work, ticket)
    if customer.chat_id != chat_id:
        return None
    work.session.refresh(promise)
    done_at = _done_at(work, ticket, promise)
    if done_at is not None and not _still_to_be_heard(work, ticket, done_at):
        return Disputed(promise, view(work, ticket, customer.language), over=True)
    outcome = None
    if done_at is not None and ticket.state == State.RESOLVED:
        outcome = intake.reopen(work, None, customer, ticket.id or 0)
    if done_at is not None and promise_endings.not_kept(work, ticket, promise):
        promise_words.call(work, ticket, promise, "promise_disputed", str(ticket.steps))
    return Disputed(promise, view(work, ticket, customer.language), outcome)


def _still_to_be_heard(work: Work, ticket: Ticket, done_at: datetime) -> bool:
    if work.now - done_at > work.policy.promises.dispute_within:
        return False
    if ticket.state == State.RESOLVED:
        return open_matters.still_reopenable(work, ticket)
    return ticket.state in LIVE


def _done_at(work: Work, ticket: Ticket, promise: Promise) -> datetime | None:
    """When it was marked as done. None: it was not; a broken one may be settled because another took its place."""
    if promise.state == PromiseState.KEPT:
        return promise.ended_at
    said_done = select(TicketEvent.id).where(
        col(TicketEvent.ticket_id).in_(merged.all_of(work, ticket)),
        TicketEvent.move == Move.PROMISE_KEPT,
        TicketEvent.after == promise.due_at.isoformat(),
        TicketEvent.at == promise.settled_at,
    )
    settled = promise.state == PromiseState.BROKEN and promise.settled_at is not None
    return promise.settled_at if settled and work.session.exec(said_done.limit(1)).first() else None
