"""Tickets that go on in others: where a merged one is spoken of, and which were merged into one."""

from sqlmodel import col, select

from bot.desk.ticket import Move, State, Ticket, TicketEvent, number_of
from bot.service import history
from bot.service.work import Work


def place_of(work: Work, ticket: Ticket) -> Ticket:
    """The ticket itself, or the one in which it goes on."""
    return way_of(work, ticket)[-1]


def way_of(work: Work, ticket: Ticket) -> list[Ticket]:
    """The ticket, and those in which it goes on one after the other; the last one is open, or was."""
    way = [ticket]
    while way[-1].state == State.MERGED and way[-1].merged_into_id is not None:
        way.append(work.session.get_one(Ticket, way[-1].merged_into_id))
    return way


def hold_way(work: Work, ticket: Ticket) -> list[Ticket]:
    """``way_of``, held for this transaction; of several the lower number first."""
    held: set[int] = set()
    while (
        missing := {one.id or 0 for one in way_of(work, ticket)} - held
    ):  # merged while this waited: once more
        for number in sorted(missing):
            history.held(work, number)
        held |= missing
    return way_of(work, ticket)


def merging_of(work: Work, ticket: Ticket) -> TicketEvent:
    """The move with which it was merged last."""
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.MERGED)
    return work.session.exec(query.order_by(col(TicketEvent.id).desc()).limit(1)).one()


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
