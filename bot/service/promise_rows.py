"""Promises as rows: which stand in a ticket, and where they are spoken of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Ticket
from bot.service import merged
from bot.service.work import Work


@dataclass(frozen=True)
class Standing:
    """A promise as it is told: ``broken`` when its time is over and it was not made good."""

    words: str
    due_at: datetime
    broken: bool


def find(work: Work, promise_id: int) -> Promise | None:
    """The promise, or None: a button may carry any number, also one that no column can hold."""
    return work.session.get(Promise, promise_id) if 0 < promise_id < 2**31 else None


def hold(work: Work, promise_id: object, ticket: Ticket) -> Promise | None:
    """The promise as it is now; None when it is none of ``ticket``, which the caller holds."""
    if not isinstance(promise_id, int):
        return None
    found = work.session.get(Promise, promise_id, populate_existing=True)
    if found is None or found.ticket_id == ticket.id:
        return found
    return found if found.ticket_id in merged.all_of(work, ticket) else None


def unsettled(work: Work, ticket: Ticket) -> Sequence[Promise]:
    """What the customer still waits for: made, or broken and not made good; the soonest first.

    With what was promised in tickets that were merged into this one, also by way of others.
    """
    waits = or_(
        col(Promise.state) == PromiseState.MADE,
        (col(Promise.state) == PromiseState.BROKEN) & col(Promise.settled_at).is_(None),
    )
    return _of(work, ticket, waits)


def offered(work: Work, ticket: Ticket) -> Sequence[Promise]:
    """What was read in agents' words and nobody decided about."""
    return _of(work, ticket, col(Promise.state) == PromiseState.OFFERED)


def ended_at(work: Work, ticket: Ticket, moment: datetime | None) -> Sequence[Promise]:
    """What was kept, or needed no more, at just this moment: when the ticket was resolved."""
    if moment is None:
        return []
    ended = col(Promise.state).in_((PromiseState.KEPT, PromiseState.DROPPED))
    return _of(work, ticket, ended & (col(Promise.ended_at) == moment) & col(Promise.made_at).is_not(None))


def of_message(work: Work, message_ref: int | None) -> Promise | None:
    """The last promise that was read in a message."""
    query = select(Promise).where(Promise.message_ref == message_ref).order_by(col(Promise.id).desc())
    return work.session.exec(query.limit(1)).first()


def standing(work: Work, ticket: Ticket) -> list[Standing]:
    """``unsettled`` as it is told."""
    return [
        Standing(one.words, one.due_at, one.state == PromiseState.BROKEN) for one in unsettled(work, ticket)
    ]


def subject(promise: Promise) -> str:
    return f"promise:{promise.id}"


def _of(work: Work, ticket: Ticket, where: ColumnElement[bool]) -> Sequence[Promise]:
    work.session.flush()
    query = (
        select(Promise)
        .where(col(Promise.ticket_id).in_(merged.all_of(work, ticket)), where)
        .order_by(col(Promise.due_at), col(Promise.id))
        .execution_options(populate_existing=True)
    )
    return work.session.exec(query).all()
