"""What messages say besides, and which tickets that links."""

from collections.abc import Sequence

from sqlmodel import col, or_, select

from bot.desk.remark import Remark, RemarkState
from bot.desk.ticket import Ticket, number_of
from bot.desk.transcript import Message
from bot.service import readings
from bot.service.readings import Part
from bot.service.work import Work

MOST_SHOWN = 3  # remarks of one ticket that its card shows, the oldest first


def keep(work: Work, message: Message, ticket: Ticket) -> bool:
    """Notes what the message says besides, now that it has its ticket. False when there is nothing, or it is noted."""
    reading = readings.of(message)
    if reading is None or not reading.parts or of_message(work, message.id) is not None:
        return False
    part = _besides(reading.parts, ticket)
    assert message.id is not None
    assert ticket.id is not None
    work.session.add(
        Remark(
            message_id=message.id,
            ticket_id=ticket.id,
            kind=part.kind,
            category=part.category,
            text=part.text,
            noted_at=work.now,
        )
    )
    work.session.flush()
    return True


def _besides(parts: Sequence[Part], ticket: Ticket) -> Part:
    """The part that the ticket is not about: the customer, or the ticket that was joined, may have chosen the other."""
    main, second = parts
    labels = (ticket.kind, ticket.category)
    if main.kind == second.kind:
        return main if labels == (second.kind, second.category) else second
    return main if ticket.kind == second.kind else second


def of_message(work: Work, message_id: int | None) -> Remark | None:
    return work.session.exec(select(Remark).where(Remark.message_id == message_id)).first()


def hold(work: Work, remark_id: int) -> Remark | None:
    """The remark as it is now, held for this transaction; its ticket is held before it (``history.hold``)."""
    query = select(Remark).where(Remark.id == remark_id).with_for_update(key_share=True)
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def unfiled(work: Work, ticket: Ticket) -> Sequence[Remark]:
    """What the ticket's messages say besides and is no ticket yet."""
    query = select(Remark).where(Remark.ticket_id == ticket.id, Remark.state != RemarkState.FILED)
    return work.session.exec(query.order_by(col(Remark.id)).limit(MOST_SHOWN)).all()


def linked(work: Work, ticket: Ticket) -> str:
    """The numbers of the tickets that this one is linked with, in both directions; empty when there are none."""
    query = select(Remark).where(
        or_(Remark.ticket_id == ticket.id, Remark.filed_id == ticket.id), col(Remark.filed_id).is_not(None)
    )
    found = work.session.exec(query.order_by(col(Remark.id))).all()
    return ", ".join(
        number_of(one.filed_id if one.ticket_id == ticket.id else one.ticket_id) for one in found
    )


def opening(work: Work, ticket: Ticket) -> Remark | None:
    """The remark that opened the ticket."""
    return work.session.exec(select(Remark).where(Remark.filed_id == ticket.id)).first()
