"""What went out, what waits, what did not go and why: notices as a person of the company reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, func, or_, select

from bot.desk.account import Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.party import AccountParty, Party
from bot.desk.wishes import Topic
from bot.service.work import Work

UNDER_WAY = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING)
STAFF = "staff"


class Fate(StrEnum):
    """What became of a notice, for whoever asks."""

    DUE = "due"  # waits, or is on its way
    SENT = "sent"
    FAILED = "failed"  # refused, expired, or nobody knows and it is not said again
    CANCELLED = "cancelled"  # never said: no consent, its reason is gone, too late


class UnknownCustomer(Exception):
    """Nobody has this chat, customer number or account number."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"nobody is known as {asked!r}; name a chat's number, a customer number or an account's number"
        )


@dataclass(frozen=True)
class Asked:
    """Which notices: every condition that is given must hold. ``first``: only what the desk says first.

    ``since`` (aware): made at or after it. ``customer``: a chat's number, a customer number or an account's number.
    """

    fate: Fate | None = None
    topic: Topic | None = None
    since: datetime | None = None
    customer: str = ""
    first: bool = False


@dataclass(frozen=True)
class Line:
    """One notice. ``to`` is the customer's name, of who has no chat that of the books, or ``staff``; ``at`` is when it
    was said, else when it is due.
    """

    notice: Notice
    to: str
    fate: Fate
    at: datetime
    why: str


def listed(work: Work, asked: Asked, most: int) -> list[Line]:
    """The newest ``most`` by the time they were said or are due. Raises ``UnknownCustomer``."""
    query = (
        select(Notice, func.coalesce(col(Customer.name), col(Party.name)))
        .outerjoin(Customer, col(Customer.id) == col(Notice.customer_id))
        .outerjoin(Party, col(Party.id) == col(Notice.party_id))
        .where(*_where(work, asked))
        .order_by(func.coalesce(col(Notice.sent_at), col(Notice.due_at)).desc(), col(Notice.id).desc())
        .limit(most)
    )
    return [
        Line(
            notice=notice,
            to=name or (STAFF if notice.chat_id < 0 else str(notice.chat_id)),
            fate=fate_of(notice.state, notice.matters),
            at=notice.sent_at or notice.due_at,
            why=notice.error or "",
        )
        for notice, name in work.session.exec(query).all()
    ]


def counts(work: Work, asked: Asked) -> dict[tuple[str, str, Fate], int]:
    """How many there are by topic (empty for what is no word of the desk's own), kind and fate."""
    grouped = (col(Notice.topic), col(Notice.kind), col(Notice.state), col(Notice.matters))
    query = select(*grouped, func.count()).where(*_where(work, asked)).group_by(*grouped)  # type: ignore[call-overload]
    found: dict[tuple[str, str, Fate], int] = {}
    for topic, kind, state, matters, count in work.session.exec(query).all():
        key = (str(topic or ""), kind, fate_of(state, matters))
        found[key] = found.get(key, 0) + count
    return dict(sorted(found.items()))


def reasons(work: Work, asked: Asked) -> dict[str, int]:
    """Why what failed or was cancelled was not said, the most frequent first."""
    silent = (NoticeState.DEAD, NoticeState.UNKNOWN, NoticeState.CANCELLED)
    reason = func.coalesce(col(Notice.error), "")
    query = select(reason, func.count()).where(col(Notice.state).in_(silent), *_where(work, asked))
    found = work.session.exec(query.group_by(reason)).all()
    return dict(sorted(found, key=lambda one: -one[1]))


def fate_of(state: NoticeState, matters: bool) -> Fate:
    if state in UNDER_WAY or (state == NoticeState.UNKNOWN and matters):
        return Fate.DUE
    return {NoticeState.SENT: Fate.SENT, NoticeState.CANCELLED: Fate.CANCELLED}.get(state, Fate.FAILED)


def _where(work: Work, asked: Asked) -> Sequence[ColumnElement[bool]]:
    found: list[Any] = []
    state, matters = col(Notice.state), col(Notice.matters)
    match asked.fate:
        case Fate.DUE:
            found.append(or_(state.in_(UNDER_WAY), and_(state == NoticeState.UNKNOWN, matters)))
        case Fate.SENT:
            found.append(state == NoticeState.SENT)
        case Fate.FAILED:
            doubtful = and_(state == NoticeState.UNKNOWN, ~matters)
            found.append(or_(state == NoticeState.DEAD, doubtful))
        case Fate.CANCELLED:
            found.append(state == NoticeState.CANCELLED)
    if asked.topic is not None:
        found.append(col(Notice.topic) == asked.topic)
    elif asked.first:
        found.append(col(Notice.topic).is_not(None))
    if asked.since is not None:
        found.append(col(Notice.created_at) >= asked.since)
    if asked.customer:
        customers, parties = _hearers(work, asked.customer)
        found.append(col(Notice.customer_id).in_(customers) | col(Notice.party_id).in_(parties))
    return found


def _hearers(work: Work, asked: str) -> tuple[list[int | None], list[int | None]]:
    """Customers with a chat, and parties of the books. Raises ``UnknownCustomer``."""
    of_account = (
        select(AccountLink.customer_id)
        .join(Account, col(Account.id) == col(AccountLink.account_id))
        .where(Account.number == asked)
    )
    belonging = (
        select(AccountParty.party_id)
        .join(Account, col(Account.id) == col(AccountParty.account_id))
        .where(Account.number == asked)
    )
    of_party = select(Party.id).where(or_(Party.number == asked, col(Party.id).in_(belonging)))
    named = select(Party.id).where(Party.number == asked)
    known: list[Any] = [col(Customer.id).in_(of_account), col(Customer.party_id).in_(named)]
    if asked.lstrip("-").isdecimal() and len(asked) < 19:
        known.append(col(Customer.chat_id) == int(asked))
    customers = list(work.session.exec(select(Customer.id).where(or_(*known))).all())
    parties = list(work.session.exec(of_party).all())
    if not customers and not parties:
        raise UnknownCustomer(asked)
    return customers, parties
