"""What staff wrote for many customers at once, where it is for nobody any more but one who is erased: it goes, too.

What others were told as well, or a name for what others have as well, stays: it is theirs as much.
"""

from collections.abc import Sequence

from sqlalchemy import func, or_, update
from sqlmodel import col, select

from bot.desk.bulk import BulkReply
from bot.desk.customer import Customer
from bot.desk.finding import Defect
from bot.desk.notice import Notice
from bot.desk.outage import Outage, SupplyReport
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.service.work import Work


def defects_of(work: Work, customer_id: int) -> Sequence[int]:
    """The defects of which nobody else has a ticket."""
    mine = select(Ticket.defect_id).where(
        Ticket.customer_id == customer_id, col(Ticket.defect_id).is_not(None)
    )
    others = (
        select(Ticket.defect_id)
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(col(Ticket.defect_id).in_(mine), Ticket.customer_id != customer_id, col(Customer.chat_id) > 0)
    )
    return sorted({one for one in work.session.exec(mine) if one} - set(work.session.exec(others)))


def answers_of(work: Work, customer_id: int, ticket_ids: Sequence[int]) -> Sequence[int]:
    """The answers to many that were for nobody else; and those that were asked for in one of these tickets and never
    said.
    """
    answered = select(BulkReply.outage_id).where(col(BulkReply.outage_id).is_not(None)).distinct()
    outages = [one for one in work.session.exec(answered) if _reached(work, one or 0) == {customer_id}]
    asked = select(Notice.subject).where(Notice.kind == "bulk", col(Notice.ticket_id).in_(ticket_ids))
    unsaid = [int(one.removeprefix("bulk:")) for one in work.session.exec(asked)]
    query = select(BulkReply.id).where(
        or_(
            col(BulkReply.defect_id).in_(defects_of(work, customer_id)),
            col(BulkReply.outage_id).in_(outages),
            col(BulkReply.id).in_(unsaid) & col(BulkReply.confirmed_at).is_(None),
        )
    )
    return [one for one in work.session.exec(query.order_by(col(BulkReply.id))) if one]


def forget(work: Work, answer_ids: Sequence[int], defect_ids: Sequence[int]) -> None:
    """Takes the words of these answers and the names of these defects; nothing is said with them any more."""
    connection, over = work.session.connection(), {"ended_at": func.coalesce(BulkReply.ended_at, work.now)}
    answers = update(BulkReply).where(col(BulkReply.id).in_(answer_ids))
    connection.execute(answers.values(words="", due_at=None, **over))
    connection.execute(update(Defect).where(col(Defect.id).in_(defect_ids)).values(title=""))


def _reached(work: Work, outage_id: int) -> set[int]:
    """The customers who reported the outage, or have a ticket of it."""
    number = select(Outage.number).where(Outage.id == outage_id).scalar_subquery()
    reported = select(SupplyReport.customer_id).where(SupplyReport.outage_id == outage_id)
    filed = (
        select(Ticket.customer_id)
        .join(TicketEvent, col(TicketEvent.ticket_id) == col(Ticket.id))
        .where(TicketEvent.move == Move.OUTAGE, TicketEvent.after == number)
    )
    living = select(Customer.id).where(
        col(Customer.id).in_(reported) | col(Customer.id).in_(filed), col(Customer.chat_id) > 0
    )
    return {one for one in work.session.exec(living) if one}
