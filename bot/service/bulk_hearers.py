"""Whom one answer is for: the tickets of a defect or an outage, and the customers behind them."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select

from bot.desk.bulk import BulkReply
from bot.desk.customer import Customer
from bot.desk.finding import Defect
from bot.desk.outage import Outage, SupplyReport
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.service import cards, merged
from bot.service.work import Work


def place_of(work: Work, ticket: Ticket) -> Defect | Outage | None:
    """The defect that the ticket speaks of, else the outage that it belongs to."""
    if ticket.defect_id is not None:
        return work.session.get(Defect, ticket.defect_id)
    query = select(TicketEvent.after).where(
        TicketEvent.ticket_id == ticket.id,
        TicketEvent.move == Move.OUTAGE,
        TicketEvent.reason != cards.BESIDES,
    )
    number = work.session.exec(query.order_by(col(TicketEvent.id).desc()).limit(1)).first()
    return outage(work, number) if number else None


def outage(work: Work, number: str) -> Outage | None:
    """The outage of this number, however it is written large or small."""
    return work.session.exec(select(Outage).where(func.upper(Outage.number) == number.upper())).first()


def reached(work: Work, bulk: BulkReply) -> tuple[int, int]:
    """How many open tickets it is about, and how many customers hear it; also those whose report became no ticket."""
    tickets = select(Ticket).where(col(Ticket.id).in_(_of_place(work, bulk)))
    places = [merged.place_of(work, one) for one in work.session.exec(tickets)]
    found = {one.id: one.customer_id for one in places if one.state in LIVE}
    customers = set(found.values())
    if bulk.outage_id is not None and not bulk.resolves:
        reports = (
            select(SupplyReport.customer_id)
            .join(Customer, col(Customer.id) == col(SupplyReport.customer_id))
            # who was erased has no chat
            .where(SupplyReport.outage_id == bulk.outage_id, Customer.chat_id > 0)
        )
        customers |= set(work.session.exec(reports))
    return len(found), len(customers)


def next_tickets(work: Work, bulk: BulkReply, limit: int) -> Sequence[int]:
    """The ids of the tickets behind the last one that was looked at."""
    query = _of_place(work, bulk).where(col(Ticket.id) > bulk.last_ticket_id)
    return [one for one in work.session.exec(query.order_by(col(Ticket.id)).limit(limit)) if one]


def theirs(work: Work, bulk: BulkReply, customer_id: int) -> Sequence[int]:
    """The ids of the customer's tickets, whether they were looked at or not."""
    query = _of_place(work, bulk).where(Ticket.customer_id == customer_id)
    return [one for one in work.session.exec(query.order_by(col(Ticket.id))) if one]


def next_reports(work: Work, bulk: BulkReply, limit: int) -> Sequence[SupplyReport]:
    """The reports of the outage behind the last one that was looked at."""
    query = (
        select(SupplyReport)
        .where(SupplyReport.outage_id == bulk.outage_id, col(SupplyReport.id) > bulk.last_report_id)
        .order_by(col(SupplyReport.id))
        .limit(limit)
    )
    return work.session.exec(query).all()


def _of_place(work: Work, bulk: BulkReply) -> Any:
    """The query for the ids of the tickets of its defect or outage."""
    if bulk.defect_id is not None:
        return select(Ticket.id).where(Ticket.defect_id == bulk.defect_id)
    number = work.session.get_one(Outage, bulk.outage_id).number
    return (
        select(Ticket.id)
        .join(TicketEvent, col(TicketEvent.ticket_id) == col(Ticket.id))
        .where(
            TicketEvent.move == Move.OUTAGE,
            TicketEvent.after == number,
            TicketEvent.reason != cards.BESIDES,
        )
        .distinct()
    )
