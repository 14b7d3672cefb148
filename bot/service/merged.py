"""Tickets that go on in others: where a merged one is spoken of, and which were merged into one."""

from sqlmodel import col, select

from bot.desk.ticket import State, Ticket, number_of
from bot.service import history
from bot.service.work import Work


def place_of(work: Work, ticket: Ticket) -> Ticket:
    """The ticket itself, or the one in which it goes on."""
    while ticket.state == State.MERGED and ticket.merged_into_id is not None:
        ticket = work.session.get_one(Ticket, ticket.merged_into_id)
    return ticket


def all_of(work: Work, ticket: Ticket) -> list[int]:
    """The ids of the ticket and of all that were merged into it, also by way of others."""
    found, new = [], [ticket.id or 0]
    while new:
        found += new
        query = select(Ticket.id).where(
            col(Ticket.merged_into_id).in_(new), Ticket.state == State.MERGED, col(Ticket.id).not_in(found)
        )
        new = [one for one in work.session.exec(query) if one]
    return found


def held(work: Work, ticket_id: int | None) -> Ticket:
    """Where the ticket goes on, as it is now, held for this transaction. Raises ``LookupError`` when there is none."""
    known = history.find(work, ticket_id)
    if known is None:
        raise LookupError(f"there is no ticket {ticket_id}")
    ticket = history.held(work, place_of(work, known).id)
    while ticket.state == State.MERGED:  # merged while this waited for it
        ticket = history.held(work, place_of(work, ticket).id)
    return ticket


def numbers(work: Work, ticket: Ticket) -> str:
    """The numbers of the tickets that were merged into this one; empty when none was."""
    return ", ".join(number_of(one) for one in all_of(work, ticket)[1:])
