"""What a ticket's targets depend on, from what is known of it."""

from datetime import datetime

from sqlmodel import col, func, select

from bot.desk.customer import Customer
from bot.desk.policy_service_levels import Matter
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.service import standing
from bot.service.work import Work


def matter_of(work: Work, ticket: Ticket) -> Matter:
    """What the ticket's targets depend on."""
    customer = work.session.get_one(Customer, ticket.customer_id)
    found = standing.of_matter(work, customer, ticket.account_id)
    return Matter(ticket.kind, ticket.category, ticket.urgent, found)


def urgent_since(work: Work, ticket: Ticket, opened: datetime) -> datetime | None:
    """When it became urgent after it was opened; None when it was urgent from the start."""
    calm = _last(work, ticket, Move.NOT_URGENT)
    query = select(func.min(TicketEvent.at)).where(
        TicketEvent.ticket_id == ticket.id,
        TicketEvent.move == Move.URGENT,
        col(TicketEvent.at) >= max(opened, calm or opened),
    )
    return work.session.exec(query).one()


def urgency_changed(work: Work, ticket: Ticket) -> datetime | None:
    """When it last became urgent, or urgent no more; None when it is as it was filed."""
    return _last(work, ticket, Move.URGENT, Move.NOT_URGENT)


def opened_at(work: Work, ticket: Ticket) -> datetime:
    """When it was filed, or opened again."""
    return _last(work, ticket, Move.REOPENED) or ticket.filed_at


def _last(work: Work, ticket: Ticket, *moves: Move) -> datetime | None:
    query = select(func.max(TicketEvent.at)).where(
        TicketEvent.ticket_id == ticket.id, col(TicketEvent.move).in_(moves)
    )
    return work.session.exec(query).one()
