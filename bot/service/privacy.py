"""What the desk keeps of a customer: counted for them, handed over as files, erased when they ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel, col, func, select

from bot.desk.account import Account, AccountLink
from bot.desk.correction import Correction
from bot.desk.customer import Customer
from bot.desk.erasure import Erasure
from bot.desk.notice import Act, Notice
from bot.desk.occasion import Survey
from bot.desk.outage import SupplyReport
from bot.desk.promise import Promise
from bot.desk.rating import Rating
from bot.desk.remark import Remark
from bot.desk.suggestion import Suggestion
from bot.desk.ticket import LIVE, Ticket, number_of
from bot.desk.transcript import Message, MessageEdit
from bot.service import post
from bot.service.once import insert_once
from bot.service.work import Work

FORMS = ("html", "json")  # one file to read, one for programs
ASKED_AGAIN = 60  # seconds: a turn that is heard twice, or a second tap, brings no second export


@dataclass(frozen=True)
class Kept:
    """How much there is of a customer. ``counts``: by what it is, only what there is; ``accounts``: numbers."""

    counts: dict[str, int]
    accounts: Sequence[str]
    phone: bool


def kept(work: Work, chat_id: int) -> Kept:
    """What /privacy shows."""
    customer = _customer(work, chat_id)
    own, tickets = customer.id, select(Ticket.id).where(Ticket.customer_id == customer.id)
    messages = select(Message.id).where(Message.customer_id == own)
    media = work.session.exec(select(Message.media).where(Message.customer_id == own)).all()
    counts = {
        "messages": _count(work, Message, Message.customer_id == own),
        "files": sum(len(one) for one in media),
        "edits": _count(work, MessageEdit, col(MessageEdit.message_ref).in_(messages)),
        "tickets": _count(work, Ticket, Ticket.customer_id == own),
        "remarks": _count(work, Remark, col(Remark.message_id).in_(messages)),
        "corrections": _count(
            work,
            Correction,
            col(Correction.ticket_id).in_(tickets) | col(Correction.message_id).in_(messages),
        ),
        "ratings": _count(work, Rating, col(Rating.ticket_id).in_(tickets)),
        "promises": _count(
            work, Promise, col(Promise.ticket_id).in_(tickets) & col(Promise.made_at).is_not(None)
        ),
        "suggestions": _count(work, Suggestion, col(Suggestion.ticket_id).in_(tickets)),
        "surveys": _count(work, Survey, Survey.customer_id == own),
        "reports": _count(work, SupplyReport, SupplyReport.customer_id == own),
        "notices": _count(work, Notice, Notice.customer_id == own),
    }
    numbers = select(Account.number).join(AccountLink).where(AccountLink.customer_id == own)
    return Kept(
        counts={name: count for name, count in counts.items() if count},
        accounts=work.session.exec(numbers.order_by(col(AccountLink.id))).all(),
        phone=customer.phone is not None,
    )


def export(work: Work, chat_id: int) -> bool:
    """Sends the customer everything as files, made when they leave; False when that was asked for a moment ago."""
    customer = _customer(work, chat_id)
    spell = int(work.now.timestamp()) // ASKED_AGAIN
    posted = [
        post.to_customer(
            work,
            customer,
            f"customer:{customer.id}",
            "export",
            step=f"{spell}:{form}",
            act=Act.DOCUMENT,
            template="export_caption",
            values={"what": "kept", "as": form},
        )
        for form in FORMS
    ]
    return all(posted)


def open_tickets(work: Work, chat_id: int) -> list[str]:
    """The numbers of the customer's tickets that are not closed."""
    live = select(Ticket.id).where(
        Ticket.customer_id == _customer(work, chat_id).id, col(Ticket.state).in_(LIVE)
    )
    return [number_of(one) for one in work.session.exec(live.order_by(col(Ticket.id))).all()]


def ask_erasure(work: Work, chat_id: int, *, waits: bool) -> None:
    """The customer wants everything erased: now, or (``waits``) when none of their tickets is open any more.

    ``service/erasing.py`` does it once this turn is over. Asked again, the last word on waiting counts.
    """
    customer = _customer(work, chat_id)
    row = Erasure(
        customer_id=customer.id or 0,
        chat_id=chat_id,
        language=customer.language,
        waits=waits,
        asked_at=work.now,
    )
    if not insert_once(work.session, Erasure, row.model_dump(exclude={"id"})):
        known = erasure_of(work, customer)
        if known is not None and known.erased_at is None:
            known.waits, known.language = waits, customer.language
            work.session.add(known)


def keep_all(work: Work, chat_id: int) -> bool:
    """The customer changes their mind; False when the erasure has begun already."""
    known = erasure_of(work, _customer(work, chat_id))
    if known is None:
        return True
    if known.erased_at is not None:
        return False
    work.session.delete(known)
    return True


def erasure_of(work: Work, customer: Customer) -> Erasure | None:
    """The erasure that this customer asked for, held."""
    query = select(Erasure).where(Erasure.customer_id == customer.id).with_for_update()
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def _customer(work: Work, chat_id: int) -> Customer:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()


def _count(work: Work, noun: type[SQLModel], where: Any) -> int:
    return work.session.exec(select(func.count()).select_from(noun).where(where)).one()
