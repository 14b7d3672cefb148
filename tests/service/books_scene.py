"""Books in a test: lines as a file would bring them."""

from typing import Any

from bot.service import books
from bot.service.books import Line, Report, Seen
from bot.service.books_columns import Book
from tests.builders import Scene


def take(scene: Scene, book: Book, *rows: dict[str, Any], seen: Seen | None = None, first: int = 2) -> Report:
    """Takes rows over as lines from ``first`` on, in one transaction."""
    lines = [Line(at, row) for at, row in enumerate(rows, first)]
    with scene.desk() as work:
        return books.take(work, book, lines, seen or Seen())


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.bad


def reasons(report: Report) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.reason) for one in report.mistakes]


def party(number: str = "K1", **more: Any) -> dict[str, Any]:
    return {"number": number, "name": "李娜"} | more


def account(number: str = "meter_1", **more: Any) -> dict[str, Any]:
    return {"kind": "meter", "number": number, "site": "云栖苑"} | more


def bill(number: str = "B1", **more: Any) -> dict[str, Any]:
    values = {
        "number": number,
        "account": "meter_1",
        "period": "2026-02",
        "amount": "88.50",
        "due": "2026-03-20",
    }
    return values | more


def outage(number: str = "T1", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "kind": "planned",
        "supply": "power",
        "from": "2026-03-05 08:00",
        "to": "2026-03-05 12:00",
        "areas": "site:云栖苑",
    } | more
