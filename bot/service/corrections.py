"""What people say a message really is, kept as it is said: the desk learns from it once somebody reviewed it."""

from typing import Any

from sqlmodel import col, select

from bot.desk.correction import Correction
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.ticket import Ticket
from bot.desk.transcript import Author, Message
from bot.service import remarks
from bot.service.view import opening_words
from bot.service.work import Work

NONE = "none"  # the kind of what files nothing


def keep(
    work: Work,
    ticket: Ticket,
    field: str,
    before: str,
    after: str,
    author: Author,
    agent_id: int | None = None,
) -> None:
    """Keeps that somebody changed a label (kind, category or urgent) of a ticket, with the words that opened it."""
    message = work.session.get(Message, ticket.source_message_id) if ticket.source_message_id else None
    work.session.add(
        Correction(
            ticket_id=ticket.id,
            message_id=message.id if message else None,
            text=opening_words(work, ticket),
            language=ticket.language,
            field=field,
            before=before,
            after=after,
            read=_as_first_read(work, message) if message else _remark_read(work, ticket),
            author=author,
            agent_id=agent_id,
            at=work.now,
        )
    )


def keep_answer(
    work: Work, message: Message, ticket_id: int | None, kind: Kind | None, category: Category | None
) -> None:
    """Keeps what a customer answered when the desk was unsure of their message; no kind: it is nothing to file.

    Also where they confirm the guess, which was too uncertain to act on. A message that the model did not read, or a
    second answer that there is nothing to file, leaves nothing.
    """
    read = _as_first_read(work, message)
    if not read or "kind" not in read or (kind is None and message.reading is None):
        return
    answer = {"kind": kind or NONE} | ({"category": category} if category else {})
    for field, after in answer.items():
        work.session.add(
            Correction(
                ticket_id=ticket_id,
                message_id=message.id,
                text=message.text,
                language=work.session.get_one(Customer, message.customer_id).language,
                field=field,
                before=str(read[field]),
                after=str(after),
                read=read,
                asked=True,
                author=Author.CUSTOMER,
                at=work.now,
            )
        )


def _as_first_read(work: Work, message: Message | None) -> dict[str, Any] | None:
    """What the model made of a message; the reading itself is gone once the customer said: nothing to file."""
    if message is None or message.reading:
        return message.reading if message else None
    first = select(Correction).where(Correction.message_id == message.id).order_by(col(Correction.id))
    earlier = work.session.exec(first.limit(1)).first()
    return earlier.read if earlier else None


def _remark_read(work: Work, ticket: Ticket) -> dict[str, Any] | None:
    """What the model made of the part of a message that opened this ticket, where the rest went to another one."""
    remark = remarks.opening(work, ticket)
    return {"kind": remark.kind, "category": remark.category} if remark else None
