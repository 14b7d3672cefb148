"""Cells of a workbook: what people wrote stays words, times are real times, and every sheet can be read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from bot.desk.language import storable

LONGEST_TEXT = 200  # characters of what a customer wrote
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a table program begins to reckon
DATE, TIME, DURATION, DECIMAL = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "[h]:mm", "0.0"

_HEAD = PatternFill("solid", fgColor="DCE6F0")
_BOLD = Font(bold=True)
_LINK = Font(color="0563C1", underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)

Value = str | int | float | datetime | timedelta | None


@dataclass(frozen=True)
class Column:
    """``width`` in characters, as table programs measure it."""

    title: str
    width: int


def header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, 1):
        cell = put(sheet, row, number, column.title)
        cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, _TOP


def widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def put(sheet: Worksheet, row: int, column: int, value: Value, zone: ZoneInfo | None = None) -> Cell:
    """``zone``: in which a time is shown; a table program knows none."""
    cell = _cell(sheet, row, column)
    if isinstance(value, str):
        _say(cell, value)
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value.astimezone(zone).replace(tzinfo=None, microsecond=0), TIME
    elif isinstance(value, timedelta):
        cell.value, cell.number_format = value, DURATION
    elif value is not None:
        cell.value = value
        cell.number_format = DECIMAL if isinstance(value, float) else "General"
    return cell


def link(sheet: Worksheet, row: int, column: int, address: str) -> None:
    """Makes a cell lead to a page."""
    cell = _cell(sheet, row, column)
    cell.hyperlink = address
    cell.font = _LINK


def lead(sheet: Worksheet, row: int, column: int, other: Worksheet) -> None:
    """Makes a cell lead to the beginning of another sheet."""
    cell, title = _cell(sheet, row, column), other.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!A1")
    cell.font = _LINK


def emphasize(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font = _BOLD


def shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    """On one line, with an ellipsis where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _say(cell: Cell, text: str) -> None:
    """A text, whatever it begins with; the quote prefix keeps it one when somebody edits the cell."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", storable(text))
    cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # none of ours is merged
    return cell
