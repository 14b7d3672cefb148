"""What a ticket's targets depend on, from what is known of it."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from bot.desk.customer import Customer
from bot.desk.policy_service_levels import Matter
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.service import standing
from bot.service.work import Work

_of_ticket = col(TicketEvent.ticket_id) == bindparam("ticket")
LAST = select(func.max(TicketEvent.at)).where(_of_ticket, col(TicketEvent.move) == bindparam("move"))
BECAME_URGENT = select(func.min(TicketEvent.at)).where(
    _of_ticket,
    col(TicketEvent.move) == Move.URGENT,
    col(TicketEvent.before).is_(None),  # no danger was named before
    col(TicketEvent.at) >= bindparam("calm"),
)


def matter_of(work: Work, ticket: Ticket) -> Matter:
    """What the ticket's targets depend on."""
    customer = work.session.get_one(Customer, ticket.customer_id)
    found = standing.of_matter(work, customer, ticket.account_id)
    return Matter(ticket.kind, ticket.category, ticket.urgent, found)


def urgent_since(work: Work, ticket: Ticket, opened: datetime) -> datetime | None:
    """When it became urgent after ``opened`` (aware); None when it was by then. Another danger that is named later
    changes nothing about that.
    """
    calm = calmed_at(work, ticket)
    named = {"ticket": ticket.id, "calm": calm or ticket.filed_at}
    since = work.session.exec(BECAME_URGENT, params=named).one()
    return since if since is not None and since > opened else None


def calmed_at(work: Work, ticket: Ticket) -> datetime | None:
    """When its urgency was last taken back; None when it never was."""
    return _last(work, ticket, Move.NOT_URGENT)


def opened_at(work: Work, ticket: Ticket) -> datetime:
    """When it was filed, or opened again."""
    return _last(work, ticket, Move.REOPENED) or ticket.filed_at


def _last(work: Work, ticket: Ticket, move: Move) -> datetime | None:
    return work.session.exec(LAST, params={"ticket": ticket.id, "move": move}).one()
