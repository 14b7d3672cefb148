"""The end of a snooze: its time has come, the customer wrote, it became urgent, or an agent goes on with it."""

from sqlmodel import col, select

from bot.desk.escalation import Rung
from bot.desk.ticket import LIVE, Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import history, ladder, staffroom
from bot.service.work import Work

PIECE = 200  # tickets in one transaction


def customer_spoke(work: Work, ticket: Ticket) -> None:
    """The customer wrote: whoever put the ticket off looks at it now. The ticket is held."""
    end(work, ticket, "customer", Author.CUSTOMER)


def became_urgent(work: Work, ticket: Ticket) -> None:
    """Danger is never put off."""
    end(work, ticket, "urgent", Author.DESK)


def closed(ticket: Ticket) -> None:
    """There is nothing to be reminded of any more."""
    ticket.snoozed_until, ticket.snooze_reason = None, ""


def wake(work: Work) -> int:
    """Reminds of tickets whose time has come, at most ``PIECE``; how many were looked at. A tick, in pieces.

    Of what was merged nobody is reminded before that is undone. Two at once share the work:
    tickets that one holds are left out by the other.
    """
    due = (
        select(Ticket)
        .where(col(Ticket.snoozed_until) <= work.now, Ticket.state != State.MERGED)
        .order_by(col(Ticket.snoozed_until), col(Ticket.id))
        .limit(PIECE)
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(due).all()
    for ticket in found:
        end(work, ticket, "over", Author.DESK)
    return len(found)


def end(work: Work, ticket: Ticket, why: str, author: Author, agent_id: int | None = None) -> bool:
    """Ends the snooze, and calls whoever holds the ticket, or who stands above them; False when it is not put off. The
    ticket is held.

    ``why``: over, customer, agent, urgent or merged (another ticket goes on in it).
    """
    until, reason = ticket.snoozed_until, ticket.snooze_reason
    if until is None:
        return False
    closed(ticket)
    work.session.add(ticket)
    if ticket.state not in LIVE:
        return True
    ladder.hasten(work, ticket)
    history.note(work, ticket, Move.SNOOZED, author, agent_id=agent_id, before=until.isoformat(), reason=why)
    holder = ladder.person_on(work, ticket, Rung.OWNER) if ticket.owner_id or ticket.assigned_id else None
    to = {"to": holder.name, "to_id": holder.user_id} if holder else {"to": "", "to_id": 0}
    staffroom.tell(work, ticket, f"woken_{why}", until_at=until.isoformat(), reason=reason, **to)
    staffroom.refresh_card(work, ticket)
    return True
