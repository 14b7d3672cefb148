"""The company's books, taken over line by line: what is right is kept, what is not is named.

The same lines a second time change nothing. A file goes through ``take`` in pieces, each in a transaction of its own;
whatever else brings records (the API) uses the same functions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.service import books_accounts, books_bills, books_customers, books_outages, books_roster
from bot.service.books_columns import Book
from bot.service.books_kinds import read
from bot.service.books_rows import Bad, Row
from bot.service.work import Work

AT_ONCE = 500  # lines in one transaction


@dataclass(frozen=True)
class Line:
    """A line of a file by its number there; ``cells`` by the fields of its row (``books_columns.headings``)."""

    number: int
    cells: Mapping[str, Any]


@dataclass
class Report:
    """What became of the lines, and everything that is wrong with the ``bad`` ones."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    mistakes: list[Bad] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return self.added + self.changed + self.unchanged + self.bad

    def add(self, other: "Report") -> None:
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.bad += other.bad
        self.mistakes += other.mistakes


@dataclass
class Seen:
    """The numbers that a file has named so far, with the line of each: what comes twice is refused the second time."""

    lines: dict[str, int] = field(default_factory=dict)


TAKERS: Mapping[Book, Callable[..., books_customers.Taken]] = {
    Book.CUSTOMERS: books_customers.take_customers,
    Book.ACCOUNTS: books_accounts.take_accounts,
    Book.BILLS: books_bills.take_bills,
    Book.OUTAGES: books_outages.take_outages,
    Book.STAFF: books_roster.take_staff,
    Book.ROSTER: books_roster.take_roster,
}


def take(work: Work, book: Book, lines: Sequence[Line], seen: Seen) -> Report:
    """Takes over lines of one file; ``seen`` goes from piece to piece of it."""
    rows: dict[int, Row] = {}
    mistakes: list[Bad] = []
    for line in lines:
        row, wrong = read(book, line.number, dict(line.cells), work.policy.zone)
        if row is not None:
            wrong = _twice(seen, line.number, row)
        mistakes += wrong
        if row is not None and not wrong:
            rows[line.number] = row
    taken = TAKERS[book](work, rows)
    mistakes += taken.mistakes
    bad = {one.line for one in mistakes}
    return Report(
        taken.added, taken.changed, taken.unchanged, len(bad), sorted(mistakes, key=lambda one: one.line)
    )


def _twice(seen: Seen, line: int, row: Row) -> list[Bad]:
    if not row.key:
        return []
    first = seen.lines.setdefault(row.key, line)
    return [] if first == line else [Bad(line, "number", row.key, "duplicate", {"first": first})]
