"""The rows of every book: which model a line of it must be."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.service.books_columns import Book
from bot.service.books_roster_rows import RosterRow, StaffRow
from bot.service.books_rows import AccountRow, Bad, BillRow, CustomerRow, OutageRow, Row, read_as

ROWS: dict[Book, type[Row]] = {
    Book.CUSTOMERS: CustomerRow,
    Book.ACCOUNTS: AccountRow,
    Book.BILLS: BillRow,
    Book.OUTAGES: OutageRow,
    Book.STAFF: StaffRow,
    Book.ROSTER: RosterRow,
}


def read(book: Book, line: int, cells: dict[str, Any], zone: ZoneInfo) -> tuple[Row | None, list[Bad]]:
    """The row of a line of a book, or what is wrong with it. ``zone`` is that of local times."""
    return read_as(ROWS[book], line, cells, zone)
