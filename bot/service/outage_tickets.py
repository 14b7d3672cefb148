"""Tickets that belong to an outage: marked so in their history, and told in their topics."""

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.outage import Outage
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.desk.transcript import Author
from bot.service import cards, history, staffroom
from bot.service.work import Work


def mark(work: Work, ticket: Ticket, outage: Outage, reason: str = "same area") -> None:
    """The ticket belongs to the outage from now on; once. Its card says so, and its topic.

    ``reason`` ``cards.BESIDES``: its message reported the outage, and the ticket is about what else it said.
    """
    if _events(work, outage, ticket_id=ticket.id):
        return
    history.note(work, ticket, Move.OUTAGE, Author.DESK, after=outage.number, reason=reason)
    if reason != cards.BESIDES:
        staffroom.tell(work, ticket, "outage", outage=outage.number, out=outage.supply)
    staffroom.refresh_card(work, ticket)


def of_customer(work: Work, customer: Customer, outage: Outage) -> Ticket | None:
    """The customer's own ticket in the outage, the newest."""
    tickets = _events(work, outage, customer_id=customer.id, part=True)
    return tickets[-1] if tickets else None


def tell_restored(work: Work, outage: Outage) -> None:
    """Whoever works on a ticket of the outage learns that it is over."""
    for ticket in _events(work, outage, part=True):
        if ticket.state in LIVE:
            ticket.steps += 1
            work.session.add(ticket)
            staffroom.tell(work, ticket, "outage_over", outage=outage.number, out=outage.supply)
            staffroom.refresh_card(work, ticket)


def _events(
    work: Work,
    outage: Outage,
    *,
    ticket_id: int | None = None,
    customer_id: int | None = None,
    part: bool = False,
) -> list[Ticket]:
    """The tickets with the outage in their history; ``part``: only those that are about it."""
    query = (
        select(Ticket)
        .join(TicketEvent, col(TicketEvent.ticket_id) == col(Ticket.id))
        .where(TicketEvent.move == Move.OUTAGE, TicketEvent.after == outage.number)
        .order_by(col(Ticket.id))
    )
    if ticket_id is not None:
        query = query.where(col(Ticket.id) == ticket_id)
    if customer_id is not None:
        query = query.where(Ticket.customer_id == customer_id)
    if part:
        query = query.where(TicketEvent.reason != cards.BESIDES)
    return list(work.session.exec(query).all())
