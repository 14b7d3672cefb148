"""Everything the desk keeps of a customer, as plain values: what an export holds.

Agents' notes among themselves (``//``, reasons, supervision) are not in it, nor what is only about the running of the
desk (leases, tokens).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlmodel import SQLModel, col, or_, select

from bot.desk.account import PROVEN, Account, AccountLink, Untied
from bot.desk.bill import Bill
from bot.desk.correction import Correction
from bot.desk.customer import Customer
from bot.desk.notice import Notice
from bot.desk.occasion import Survey
from bot.desk.outage import SupplyReport
from bot.desk.promise import Promise
from bot.desk.rating import Rating
from bot.desk.remark import Remark
from bot.desk.suggestion import Points, Suggestion
from bot.desk.ticket import Ticket, TicketEvent, number_of
from bot.desk.ticket_told import told
from bot.desk.transcript import Author, Message, MessageEdit
from bot.desk.wishes import Consent, Wishes
from bot.service import carrying
from bot.service.work import Work

Row = dict[str, Any]
Sections = dict[str, list[Row]]

# What of each noun is the customer's: the rest is keys, leases and the like.
FIELDS: Mapping[type[SQLModel], tuple[str, ...]] = {
    Customer: ("chat_id", "name", "username", "phone", "language", "created_at", "unreachable_at"),
    Consent: ("topic", "given", "changed_at"),
    Wishes: (
        *("quiet_from", "quiet_until", "zone", "most_a_week"),
        *("bill_detail", "bill_days_before", "bill_channel"),
    ),
    Message: ("author", "text", "media", "reading", "written_at", "edited_at", "ticket_id"),
    MessageEdit: ("text_before", "text_after", "edited_at"),
    Ticket: (
        *("number", "kind", "category", "urgent", "hazard", "state", "place", "since"),
        *("resolution", "filed_at", "due_at", "first_answered_at", "resolved_at"),
    ),
    TicketEvent: ("ticket_id", "move", "author", "before", "after", "reason", "at"),
    Promise: ("ticket_id", "words", "state", "due_at", "made_at", "ended_at", "settled_at"),
    Suggestion: ("ticket_id", "state", "reason", "changed_at"),
    Points: ("subject", "points", "given_at"),
    Remark: ("kind", "category", "text", "state", "noted_at"),
    Correction: ("text", "field", "before", "after", "author", "at"),
    Rating: ("ticket_id", "stars", "comment", "rated_at"),
    Survey: ("asked_at", "stars", "comment", "answered_at", "standing"),
    SupplyReport: ("supply", "site", "building", "reported_at"),
    Bill: ("number", "period", "amount", "currency", "due_on", "state", "paid_on"),
    Notice: (
        *("kind", "topic", "channel", "language", "text", "template", "values", "state"),
        *("created_at", "sent_at", "error"),
    ),
}


def everything(work: Work, customer: Customer) -> Sections:
    """What is kept, by section, each row as values that JSON can hold; sections without rows are left out."""
    own = customer.id
    of_messages = select(Message.id).where(Message.customer_id == own)
    shown = of_messages.where(col(Message.internal).is_(False))
    of_tickets = select(Ticket.id).where(Ticket.customer_id == own)
    proven = select(AccountLink.account_id).where(
        AccountLink.customer_id == own, col(AccountLink.proof).in_(PROVEN)
    )
    found: Sections = {
        "person": [_row(customer)],
        "settings": [_row(one) for one in _of(work, Wishes, Wishes.customer_id == own)],
        "consents": [_row(one) for one in _of(work, Consent, Consent.customer_id == own)],
        "accounts": _accounts(work, customer),
        "untied": _untied(work, customer),
        "bills": [_row(one) for one in _of(work, Bill, col(Bill.account_id).in_(proven))],
        "messages": [
            _row(one)
            for one in _of(work, Message, Message.customer_id == own, col(Message.internal).is_(False))
        ],
        "edits": _edits(work, shown),
        "tickets": [_row(one) for one in _of(work, Ticket, Ticket.customer_id == own)],
        "history": _history(work, of_tickets),
        "promises": [
            _row(one)
            for one in _of(
                work, Promise, col(Promise.ticket_id).in_(of_tickets), col(Promise.made_at).is_not(None)
            )
        ],
        "suggestions": [
            _row(one) for one in _of(work, Suggestion, col(Suggestion.ticket_id).in_(of_tickets))
        ],
        "points": [_row(one) for one in _of(work, Points, Points.customer_id == own)],
        "remarks": [_row(one) for one in _of(work, Remark, col(Remark.message_id).in_(of_messages))],
        "corrections": [
            _row(one)
            for one in _of(
                work,
                Correction,
                or_(col(Correction.ticket_id).in_(of_tickets), col(Correction.message_id).in_(of_messages)),
            )
        ],
        "ratings": [_row(one) for one in _of(work, Rating, col(Rating.ticket_id).in_(of_tickets))],
        "surveys": [_row(one) for one in _of(work, Survey, Survey.customer_id == own)],
        "reports": [_row(one) for one in _of(work, SupplyReport, SupplyReport.customer_id == own)],
        "notices": [_row(one) for one in _of(work, Notice, Notice.customer_id == own)],
    }
    return {name: rows for name, rows in found.items() if rows}


def customer_of(work: Work, customer_id: int) -> Customer | None:
    return work.session.get(Customer, customer_id)


def _of(work: Work, noun: type[SQLModel], *where: Any) -> Iterable[SQLModel]:
    return work.session.exec(select(noun).where(*where).order_by(*noun.__table__.primary_key)).all()  # type: ignore[attr-defined]


def _accounts(work: Work, customer: Customer) -> list[Row]:
    """The ties are the customer's; of an account only what they have proven to be theirs."""
    query = (
        select(AccountLink, Account)
        .join(Account)
        .where(AccountLink.customer_id == customer.id)
        .order_by(col(AccountLink.id))
    )
    return [
        {"number": account.number, "proof": link.proof.value, "linked_at": _plain(link.linked_at)}
        | ({"address": account.address, "holder": account.holder} if link.proof in PROVEN else {})
        for link, account in work.session.exec(query).all()
    ]


def _untied(work: Work, customer: Customer) -> list[Row]:
    query = select(Untied, Account).join(Account).where(Untied.customer_id == customer.id)
    return [
        {"number": account.number, "untied_at": _plain(untied.untied_at)}
        for untied, account in work.session.exec(query.order_by(col(Untied.account_id))).all()
    ]


def _history(work: Work, of_tickets: Any) -> list[Row]:
    """What happened to the tickets, as far as the customer may read it."""
    own = [number_of(one) for one in work.session.exec(of_tickets)]
    lines = work.session.exec(
        select(TicketEvent).where(col(TicketEvent.ticket_id).in_(of_tickets)).order_by(col(TicketEvent.id))
    )
    return [_row(one) | shown for one in lines if (shown := told(one, own)) is not None]


def _edits(work: Work, shown: Any) -> list[Row]:
    """What messages said before and after; of agents' what the customer got."""
    query = (
        select(MessageEdit, Message.author)
        .join(Message, col(Message.id) == col(MessageEdit.message_ref))
        .where(col(MessageEdit.message_ref).in_(shown))
        .order_by(col(MessageEdit.id))
    )
    return [
        _for_customer(_row(one), "text_before", "text_after") if author == Author.AGENT else _row(one)
        for one, author in work.session.exec(query)
    ]


def _row(one: SQLModel) -> Row:
    row = {field: _plain(getattr(one, field)) for field in FIELDS[type(one)]}
    return _for_customer(row, "text") if isinstance(one, Message) and one.author == Author.AGENT else row


def _for_customer(row: Row, *names: str) -> Row:
    """Without the notes that an agent's words may hold."""
    return row | {name: carrying.for_customer(row[name]) or "" for name in names if row[name]}


def _plain(value: Any) -> Any:
    """As JSON has it: times in ISO 8601 (UTC), labels as their words."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date | time) else value
