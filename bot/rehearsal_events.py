"""What happens in a rehearsal: events of a file, or a usual year of bills, payments and outages."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.bill import Bill
from bot.desk.customer import Customer
from bot.desk.money import currency_of
from bot.desk.wishes import Topic
from bot.rehearsal import Event
from bot.service import books, control
from bot.service.books import Line, Seen
from bot.service.books_columns import Book
from bot.service.work import Work

DUE_AFTER = timedelta(days=20)  # of a usual bill
USUAL_AMOUNT = Decimal(120)  # of an account that never had a bill


class BadEvent(ValueError):
    """A line of the events' file that cannot be used; the message names file, line and cure."""


@dataclass(frozen=True)
class Record:
    """A record of the company's books comes in, with the columns of an import."""

    at: datetime
    book: Book
    cells: Mapping[str, Any]
    source: str = "a usual year"

    def happen(self, work: Work) -> None:
        report = books.take(work, self.book, [Line(1, self.cells)], Seen())
        if report.mistakes:
            one = report.mistakes[0]
            raise BadEvent(f"{self.source}: {self.book}: {one.column}: {one.value!r}: {one.reason}")


@dataclass(frozen=True)
class Wish:
    """A customer turns a topic on or off."""

    at: datetime
    chat: int
    topic: Topic
    given: bool
    source: str = ""

    def happen(self, work: Work) -> None:
        if work.session.exec(select(Customer.id).where(Customer.chat_id == self.chat)).first() is None:
            raise BadEvent(f"{self.source}: nobody has the chat {self.chat}; name one that wrote to the desk")
        control.consent(work, self.chat, self.topic, self.given)


def read(file: Path, work: Work) -> list[Event]:
    """Lines of JSON: ``{"at": "2027-02-06 10:00", "book": "bills", "row": {...}}`` with the columns of an import, or
    ``{"at", "chat", "topic", "given"}``. Local times of the desk. Raises ``BadEvent``.
    """
    found: list[Event] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            found.append(_event(f"{file.name}:{number}", line, work))
    return found


def _event(source: str, line: str, work: Work) -> Event:
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        at = at if at.tzinfo else at.replace(tzinfo=work.policy.zone)
        if "book" in said:
            return Record(at, Book(said["book"]), dict(said["row"]), source)
        return Wish(at, int(said["chat"]), Topic(said["topic"]), bool(said["given"]), source)
    except (ValueError, KeyError, TypeError) as error:
        raise BadEvent(
            f'{source}: {error!r}; write {{"at": "2027-02-06 10:00", "book": "bills", "row": {{…}}}} with the'
            ' columns of an import, or {"at", "chat", "topic", "given"}'
        ) from error


def usual(work: Work, until: datetime) -> list[Event]:
    """A year as it usually goes: a bill a month for every account, most of them paid in time, a planned outage a
    quarter and a fault every half-year at every site. The same books give the same year.
    """
    zone = work.policy.zone
    first, last = work.now.astimezone(zone).date(), until.astimezone(zone).date()
    months = list(_months(first, last))
    accounts = work.session.exec(select(Account).order_by(col(Account.id))).all()
    found: list[Event] = []
    for account in accounts:
        amount, currency = _amount(work, account)
        for month in months:
            found += _bill(work, account, month, amount, currency)
    sites = sorted({account.site for account in accounts if account.site})
    for at, site in enumerate(sites):
        for month in months[at % 3 :: 3]:
            found += _planned(work, f"P{at}", site, month + timedelta(days=at % 20))
        for month in months[at % 6 :: 6]:
            found += _fault(work, f"F{at}", site, month + timedelta(days=9 + at % 11))
    return found


def _bill(work: Work, account: Account, month: date, amount: Decimal, currency: str) -> Iterator[Event]:
    issued = month + timedelta(days=(account.id or 0) % 5)
    due = issued + DUE_AFTER
    row: dict[str, Any] = {
        "number": f"REHEARSED-{account.number}-{month:%Y%m}",
        "account": account.number,
        "period": f"{month:%Y-%m}",
        "amount": str(amount),
        "currency": currency,
        "due": due.isoformat(),
    }
    yield Record(_at(work, issued, 6), Book.BILLS, row)
    luck = _luck(account.number, month)
    late = -5 if luck < 60 else 0 if luck < 80 else 4 if luck < 92 else 20  # days after the due date
    paid = due + timedelta(days=late)
    yield Record(_at(work, paid, 15), Book.BILLS, row | {"state": "paid", "paid": paid.isoformat()})


def _planned(work: Work, number: str, site: str, day: date) -> Iterator[Event]:
    begin, end = _at(work, day, 9), _at(work, day, 12)
    row = _outage(f"REHEARSED-{number}-{day:%Y%m%d}", "planned", site, begin, end)
    yield Record(max(begin - timedelta(days=10), work.now), Book.OUTAGES, row)
    yield Record(end - timedelta(minutes=20), Book.OUTAGES, row | {"state": "restored"})


def _fault(work: Work, number: str, site: str, day: date) -> Iterator[Event]:
    begin = _at(work, day, 19)
    row = _outage(f"REHEARSED-{number}-{day:%Y%m%d}", "fault", site, begin, begin + timedelta(hours=3))
    yield Record(begin, Book.OUTAGES, row | {"state": "started"})
    yield Record(begin + timedelta(hours=2), Book.OUTAGES, row | {"state": "restored"})


def _outage(number: str, kind: str, site: str, begin: datetime, end: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "kind": kind,
        "supply": "power",
        "from": begin,
        "to": end,
        "areas": f"site:{site}",
        "cause_zh": "线路检修",
        "cause_en": "work on the line",
    }


def _amount(work: Work, account: Account) -> tuple[Decimal, str]:
    """What the account's last bill was about."""
    query = select(Bill).where(Bill.account_id == account.id).order_by(col(Bill.due_on).desc())
    last = work.session.exec(query.limit(1)).first()
    if last is None:
        return USUAL_AMOUNT, work.policy.bills.currency
    return Decimal(last.amount) / currency_of(last.currency).sub_unit, last.currency


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months that begin after ``first`` and before ``last``."""
    month = first.replace(day=1)
    while (month := (month + timedelta(days=32)).replace(day=1)) < last:
        yield month


def _luck(number: str, month: date) -> int:
    """0 to 99, the same whenever it is asked."""
    return hashlib.sha256(f"{number}:{month}".encode()).digest()[0] * 100 // 256


def _at(work: Work, day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=work.policy.zone)


__all__: Sequence[str] = ("BadEvent", "Record", "Wish", "read", "usual")
