"""The demo company: customers, accounts, bills and outages to try the desk with, taken over as an import takes them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.bill import Bill
from bot.desk.outage import Outage
from bot.desk.party import Party
from bot.service import books
from bot.service.books import Line, Report, Seen
from bot.service.books_columns import Book
from bot.service.work import Work

NOUNS: Mapping[Book, type[Any]] = {
    Book.CUSTOMERS: Party,
    Book.ACCOUNTS: Account,
    Book.BILLS: Bill,
    Book.OUTAGES: Outage,
}
FROM_TODAY = ("due", "paid", "contract_until", "warranty_until")  # days
_HOURS = re.compile(r"(-?\d+)h")
_DAYS = re.compile(r"(-?\d+) (\d\d:\d\d)")


def seed(work: Work, demo: Mapping[str, Any]) -> dict[Book, Report]:
    """Adds what is not there yet, book by book: dates that count from today stay what they were on the first day.

    ``demo`` as in bot/demo.toml: ``columns`` and rows of each book.
    """
    return {book: _seed(work, book, demo["columns"][book], demo[book]) for book in NOUNS}


def _seed(work: Work, book: Book, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Report:
    noun = NOUNS[book]
    numbers = [row[columns.index("number")] for row in rows]
    known = set(work.session.exec(select(noun.number).where(col(noun.number).in_(numbers))))
    lines = [
        Line(at, dict(_cells(work, columns, row)))
        for at, (number, row) in enumerate(zip(numbers, rows, strict=True), start=1)
        if number not in known
    ]
    report = books.take(work, book, lines, Seen())
    report.unchanged += len(known)
    return report


def _cells(work: Work, columns: Sequence[str], row: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    now = work.now.astimezone(work.policy.zone)
    for name, cell in zip(columns, row, strict=True):
        if name in FROM_TODAY and isinstance(cell, int):
            yield name, now.date() + timedelta(days=cell)
        elif name == "period":
            yield name, _month(now.date(), cell)
        elif name in ("from", "to"):
            yield name, _moment(now, cell)
        else:
            yield name, cell


def _month(today: date, months: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return f"{year}-{month + 1:02}"


def _moment(now: datetime, cell: str) -> str:
    """``-1h``: hours from now; ``2 09:00``: the local time on a day counted from today."""
    if hours := _HOURS.fullmatch(cell):
        return (now + timedelta(hours=int(hours[1]))).isoformat(timespec="minutes")
    found = _DAYS.fullmatch(cell)
    if found is None:
        raise ValueError(f"the demo company has no such time: {cell!r}; write -1h or 2 09:00")
    return f"{now.date() + timedelta(days=int(found[1]))} {found[2]}"
