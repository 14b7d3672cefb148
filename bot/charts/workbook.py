"""A digest as a file: the figures, and a sheet for each department with the tickets that they are counted from."""

import io
from collections.abc import Sequence
from dataclasses import astuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.charts import sheets
from bot.charts.sheets import Column, Value
from bot.charts.summary import FIGURES, summarize
from bot.charts.wording import Say, Wording, in_language
from bot.desk.digest import Digest, Line
from bot.desk.labels import Category, Language
from bot.desk.ticket import LIVE

MOST_LINKS = 65_000  # on one sheet: a table program refuses files with more than 65,530
LONGEST_TITLE = 31  # characters of a sheet's name
FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
LINE = {  # columns of a ticket with their widths
    "number": 11,
    "filed_at": 17,
    "kind": 12,
    "category": 14,
    "site": 24,
    "owner": 14,
    "standing": 15,
    "green": 10,
    "state": 16,
    "first_response_due_at": 17,
    "first_response_at": 17,
    "resolution_due_at": 17,
    "resolved_at": 17,
    "late_by": 11,
    "stars": 8,
    "words": 60,
    "link": 34,
}
COUNTED = 10  # width of a figure's column

Listed = tuple[str, dict[str, int], list[list[Value]]]
"""A sheet's word, its columns with their widths, and its rows."""


def workbook(digest: Digest, language: Language, wording: Wording) -> bytes:
    """An XLSX file. Each figure of its first sheet is the sum of a column of ones in the departments' sheets."""
    say = in_language(wording, language)
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    first = book.active
    first.title = _title(say("sheet_summary"))
    departments = {one: _sheet(book, say("category_" + one)) for one in digest.departments}
    for department, sheet in departments.items():
        _tickets(sheet, digest, department, say)
    _others(book, digest, say)
    summarize(first, digest, departments, say)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _tickets(sheet: Worksheet, digest: Digest, department: Category, say: Say) -> None:
    """Open ones first, the latest of them at the top."""
    lines = [line for line in digest.lines if line.category == department]
    lines.sort(key=lambda line: (line.state not in LIVE, -line.late_by, line.filed_at))
    columns = [Column(say(f"sheet_{name}"), width) for name, width in LINE.items()]
    columns += [Column(say(f"sheet_{name}"), COUNTED) for name in FIGURES]
    _table(sheet, digest, columns, [[*_cells(line, say), *astuple(digest.counted(line))] for line in lines])
    linked = list(LINE).index("link") + 1
    for row, line in enumerate(lines[:MOST_LINKS], 2):
        if line.link:
            sheets.link(sheet, row, linked, line.link)


def _cells(line: Line, say: Say) -> list[Value]:
    """In the order of ``LINE``."""
    return [
        line.number,
        line.filed_at,
        say(f"kind_{line.kind}"),
        say(f"category_{line.category}"),
        line.site,
        line.owner,
        say(f"standing_{line.standing}"),
        "✓" if line.green else "",
        say(f"state_{line.state}"),
        line.first_response_due_at,
        line.first_response_at,
        line.resolution_due_at,
        line.resolved_at,
        line.late_by or None,
        line.stars,
        sheets.shortened(line.words),
        line.link,
    ]


def _others(book: Workbook, digest: Digest, say: Say) -> None:
    """Sheets of what is no ticket; none where there is nothing to list."""
    for name, widths, rows in (
        _survey(digest, say),
        _promises(digest, say),
        _findings(digest, say),
        _people(digest),
    ):
        if rows:
            columns = [Column(say(f"sheet_{one}"), width) for one, width in widths.items()]
            _table(_sheet(book, say(f"sheet_{name}")), digest, columns, rows)


def _survey(digest: Digest, say: Say) -> Listed:
    rows: list[list[Value]] = [
        [one.at, say(f"standing_{one.standing}"), one.stars, sheets.shortened(one.comment)]
        for one in digest.surveys
    ]
    return "survey", {"at": 17, "standing": 15, "stars": 8, "comment": 60}, rows


def _promises(digest: Digest, say: Say) -> Listed:
    widths = {"number": 11, "category": 14, "owner": 14, "promise": 60, "due_at": 17, "outcome": 14}
    rows: list[list[Value]] = [
        [
            one.number,
            say(f"category_{one.category}"),
            one.owner,
            sheets.shortened(one.words),
            one.due_at,
            say(f"sheet_promise_{one.state}"),
        ]
        for one in digest.pledges
    ]
    return "promises", widths, rows


def _findings(digest: Digest, say: Say) -> Listed:
    widths = {"category": 14, "site": 24, "tickets": 10, "numbers": 40, "finding": 16, "plan": 60}
    rows: list[list[Value]] = [
        [
            say(f"category_{one.category}"),
            one.site,
            len(one.numbers),
            " ".join(one.numbers),
            say(f"sheet_finding_{one.state}"),
            sheets.shortened(one.plan),
        ]
        for one in digest.recurring
    ]
    return "findings", widths, rows


def _people(digest: Digest) -> Listed:
    widths = {"name": 18, "handled": 11, "late": 11, "transferred": 11, "praised": 11}
    return "people", widths, [list(astuple(one)) for one in digest.records]


def _table(
    sheet: Worksheet, digest: Digest, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> None:
    """Its header stays in sight and filters; the first column stays too."""
    sheets.header(sheet, 1, columns)
    sheets.widths(sheet, columns)
    for row, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            sheets.put(sheet, row, column, value, digest.zone)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.create_sheet(_title(name))
    assert isinstance(sheet, Worksheet)
    return sheet


def _title(name: str) -> str:
    """``name`` as a table program allows it for a sheet."""
    return " ".join(name.translate(FORBIDDEN).split())[:LONGEST_TITLE]
