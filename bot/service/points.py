"""Points that customers are given: once for each reason, counted from their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.suggestion import Points
from bot.desk.ticket import Ticket, number_of
from bot.service.once import insert_once
from bot.service.work import Work


@dataclass(frozen=True)
class Gift:
    """``number`` of the ticket that they were given for; ``at`` is aware."""

    number: str
    points: int
    at: datetime


def give(work: Work, ticket: Ticket) -> int:
    """Gives the customer the policy's points for a suggestion, once; how many the ticket brought, now or before."""
    row = {
        "customer_id": ticket.customer_id,
        "subject": subject_of(ticket.id),
        "points": work.policy.suggestions.points,
        "given_at": work.now,
    }
    if row["points"] and insert_once(work.session, Points, row):
        return work.policy.suggestions.points
    return for_ticket(work, ticket.customer_id, ticket.id)


def for_ticket(work: Work, customer_id: int, ticket_id: int | None) -> int:
    """How many points a ticket brought its customer."""
    found = work.session.get(Points, (customer_id, subject_of(ticket_id)))
    return found.points if found else 0


def given_to(work: Work, chat_id: int) -> Sequence[Gift]:
    """What the customer of a chat was given, the latest first."""
    query = (
        select(Points)
        .join(Customer, col(Customer.id) == col(Points.customer_id))
        .where(Customer.chat_id == chat_id)
        .order_by(col(Points.given_at).desc(), col(Points.subject).desc())
    )
    return [
        Gift(number_of(int(one.subject.removeprefix("suggestion:"))), one.points, one.given_at)
        for one in work.session.exec(query)
    ]


def subject_of(ticket_id: int | None) -> str:
    return f"suggestion:{ticket_id}"
