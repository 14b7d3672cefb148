"""``python -m bot import``: files of the company's books, taken over, and one report of what is wrong with them."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from bot.chat.words import Words, tame
from bot.desk.labels import Language
from bot.service import books
from bot.service.books import Line, Report, Seen
from bot.service.books_columns import COLUMNS, Book, Column, HeaderUnusable, headings
from bot.service.books_rows import Bad, shown
from bot.service.work import Desk

ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China saves CSV in the second
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ZIP, OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"
ALL_GOOD, UNUSABLE, SOME_BAD = 0, 1, 2  # exit statuses


class FileUnusable(Exception):
    """The file cannot be read as a table: ``word`` of chat/wording says why, with the cure."""

    def __init__(self, word: str, **values: Any) -> None:
        super().__init__(word)
        self.word, self.values = word, values


@dataclass(frozen=True)
class Table:
    """The lines of a file that are not empty, with their numbers in it; ``count`` is about how many there are."""

    header: Sequence[Any]
    lines: Iterator[tuple[int, Sequence[Any]]]
    count: int | None


class _NotKept(Exception):
    """Ends the transaction of a dry run."""


def run(
    desk: Desk,
    words: Words,
    language: Language,
    book: Book,
    file: Path,
    *,
    dry_run: bool = False,
    leave_unknown: bool = False,
) -> int:
    """Takes a file over and prints the report; the exit status. What is taken stays taken when a later piece fails."""
    out, said = Console(highlight=False, soft_wrap=True), _Sayings(words, language)
    try:
        table = opened(file)
        columns = headings(book, table.header, leave_unknown=leave_unknown)
        report = _take(desk, said, book, table, columns, dry_run)
    except FileUnusable as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(said.unusable(file, error), markup=False)
        return UNUSABLE
    except HeaderUnusable as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(said.header(file, error), markup=False)
        return UNUSABLE
    names = {column.field: str(table.header[place]).strip() for place, column in columns.items()}
    for one in report.mistakes:
        out.print(said.mistake(file, one, names), markup=False)
    out.print(said.summary(file, book, report, dry_run), markup=False)
    return SOME_BAD if report.bad else ALL_GOOD


def opened(file: Path) -> Table:
    """The table in a file, whatever its name: XLSX (the first sheet) or CSV. Raises ``FileUnusable``."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FileUnusable("import_file_unreadable", why=error.strerror or type(error).__name__) from error
    if content.startswith(OLD_EXCEL):
        raise FileUnusable("import_file_old_excel")
    table = _workbook(content) if content.startswith(ZIP) else _csv(content)
    if not any(str(cell).strip() for cell in table.header if cell is not None):
        raise FileUnusable("import_file_empty")
    return table


def _workbook(content: bytes) -> Table:
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size into the file
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        header: Sequence[Any] = next((row for _, row in rows), ())
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise FileUnusable("import_file_not_a_workbook") from error
    return Table(header, ((number, row) for number, row in rows if _filled(row)), None)


def _csv(content: bytes) -> Table:
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)

    def lines() -> Iterator[tuple[int, Sequence[Any]]]:
        begin = reader.line_num + 1  # a line of the file; a cell with line ends makes a record of several
        try:
            for row in reader:
                if _filled(row):
                    yield begin, row
                begin = reader.line_num + 1
        except csv.Error as error:
            raise FileUnusable("import_file_broken_line", line=str(begin)) from error

    rows = lines()
    _, header = next(rows, (0, ()))
    return Table(header, rows, max(text.count("\n"), 1))


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(UTF16) else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise FileUnusable("import_file_not_a_table")


def _filled(row: Sequence[Any]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row)


def _take(
    desk: Desk, said: "_Sayings", book: Book, table: Table, columns: Mapping[int, Column], dry_run: bool
) -> Report:
    """Takes the lines over in pieces, a transaction each, with a bar on stderr."""
    report, seen, lines = Report(), Seen(), _lines(table, columns)
    bar = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(TextColumn("{task.description}"), *bar, console=console, transient=True) as progress:
        task = progress.add_task(said.word("import_progress", book=book), total=table.count)
        while piece := list(islice(lines, books.AT_ONCE)):
            report.add(_piece(desk, book, piece, seen, dry_run))
            progress.advance(task, len(piece))
    return report


def _lines(table: Table, columns: Mapping[int, Column]) -> Iterator[Line | Bad]:
    """The lines with their cells by field; one that has more cells than the header has names is bad."""
    named = {place for place, cell in enumerate(table.header) if _filled([cell])}
    for number, row in table.lines:
        over = [cell for place, cell in enumerate(row) if place not in named and _filled([cell])]
        if over:
            yield Bad(number, "", shown(over[0]), "too_many_cells")
        else:
            cells = {one.field: row[place] if place < len(row) else None for place, one in columns.items()}
            yield Line(number, cells)


def _piece(desk: Desk, book: Book, piece: Sequence[Line | Bad], seen: Seen, dry_run: bool) -> Report:
    mistakes = [one for one in piece if isinstance(one, Bad)]
    report = Report(bad=len(mistakes), mistakes=mistakes)
    try:
        with desk() as work:
            report.add(books.take(work, book, [one for one in piece if isinstance(one, Line)], seen))
            if dry_run:
                raise _NotKept
    except _NotKept:
        pass
    report.mistakes.sort(key=lambda one: one.line)
    return report


@dataclass(frozen=True)
class _Sayings:
    """The report in words."""

    words: Words
    language: Language

    def word(self, key: str, **values: Any) -> str:
        """Numbers are written as they are: a year is no quantity."""
        plain = {name: str(value) for name, value in values.items()}
        return self.words.label(self.language, key, plain)

    def unusable(self, file: Path, error: FileUnusable) -> str:
        return f"caredesk: {file}: {self.word(error.word, **error.values)}"

    def header(self, file: Path, error: HeaderUnusable) -> str:
        named = (
            self.columns(error.book, error.columns) if error.what in ("missing", "empty") else error.columns
        )
        values = {
            "columns": self.listed(named),
            "known": self.listed(self.columns(error.book, [one.field for one in COLUMNS[error.book]])),
            "close": "".join(self.columns(error.book, [error.close])) if error.close else "",
        }
        return f"caredesk: {file}:1: {self.word(f'import_header_{error.what}', **values)}"

    def mistake(self, file: Path, one: Bad, names: Mapping[str, str]) -> str:
        """``FILE:LINE: column “value”: what is wrong; the cure``."""
        more = dict(one.more)
        if isinstance(more.get("list"), str):
            more["list"] = more["list"].replace(", ", self.word("import_and"))
        why = self.word(f"import_{one.reason}", **more)
        place = self.word("import_place", line=one.line)
        column = tame(names.get(one.column, one.column))
        value = self.word("import_value", value=tame(one.value)) if one.value else ""
        return f"{file}: {place}: {' '.join(part for part in (column, value) if part)}: {why}".replace(
            ": : ", ": "
        )

    def summary(self, file: Path, book: Book, report: Report, dry_run: bool) -> str:
        values = {
            "book": book,
            "lines": report.lines,
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "bad": report.bad,
        }
        return f"caredesk: {file}: {self.word('import_rehearsed' if dry_run else 'import_done', **values)}"

    def columns(self, book: Book, fields: Sequence[str]) -> list[str]:
        """The columns' names as people of the language write them."""
        chinese = {one.field: one.names[0] for one in COLUMNS[book]}
        return [chinese[one] if self.language == Language.ZH else one for one in fields]

    def listed(self, names: Sequence[str]) -> str:
        return self.word("import_and").join(tame(one) for one in names)
