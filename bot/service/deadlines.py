"""By when a ticket's first answer is owed, from what is known of it."""

from datetime import datetime

from sqlmodel import col, func, select

from bot.desk import sla
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


def first_answer_due(work: Work, ticket: Ticket) -> datetime:
    """Counted from when the ticket was filed, or opened again; of one that became urgent later, the sooner of that
    and the urgent target from then on.
    """
    opened, urgent = _opened_at(work, ticket), None
    matter = matter_of(work, ticket)
    if ticket.urgent:
        urgent = _urgent_since(work, ticket, opened)
    if urgent is None:
        return sla.first_response_due(opened, matter, work.policy)
    ordinary = Matter(matter.kind, matter.category, False, matter.standing)
    return min(
        sla.first_response_due(opened, ordinary, work.policy),
        sla.first_response_due(urgent, matter, work.policy),
    )


def _opened_at(work: Work, ticket: Ticket) -> datetime:
    return _last(work, ticket, Move.REOPENED) or ticket.filed_at


def _urgent_since(work: Work, ticket: Ticket, opened: datetime) -> datetime | None:
    """When it became urgent after it was opened; None when it was urgent from the start."""
    calm = _last(work, ticket, Move.NOT_URGENT)
    query = select(func.min(TicketEvent.at)).where(
        TicketEvent.ticket_id == ticket.id,
        TicketEvent.move == Move.URGENT,
        col(TicketEvent.at) >= max(opened, calm or opened),
    )
    return work.session.exec(query).one()


def _last(work: Work, ticket: Ticket, move: Move) -> datetime | None:
    query = select(func.max(TicketEvent.at)).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.move == move
    )
    return work.session.exec(query).one()
