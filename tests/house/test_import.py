"""python -m bot import: files as people save them, the report in both languages, exit statuses, dry run."""

import csv
import io
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import select

from bot import books
from bot.chat.words import Words
from bot.desk.bill import Bill
from bot.desk.labels import Language
from bot.desk.outage import Outage
from bot.desk.party import Party
from bot.service import demo
from bot.service.books_columns import Book
from bot.service.work import Desk, StoreAway, Work
from bot.settings import ROOT
from tests.databases import Clock

ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ROWS = [
    ["客户编号", "姓名", "手机", "生日"],
    ["K1", "陈晓岚", "13800138001", "1990-02-03"],
    ["K2", "Tom, junior", "+447400123456", ""],
    ["", "", "", ""],
    ["K3", "李", "123", "1990-02-30"],
]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(desk: Desk, policy: Any, clock: Clock, capsys: pytest.CaptureFixture[str]) -> Run:
    """Imports a file; the exit status and what was printed to stdout and stderr."""

    def run(
        file: Path, book: Book = Book.CUSTOMERS, language: str = "en", **more: bool
    ) -> tuple[int, str, str]:
        words = Words(policy.zone, clock)
        status = books.run(desk, words, Language(language), book, file, **more)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def text(rows: list[list[str]] = ROWS, separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def parties(desk: Desk) -> list[str]:
    with desk() as work:
        return [one.number for one in work.session.exec(select(Party).order_by(Party.number))]


def written(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@ONE
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_people_save_it(run: Run, desk: Desk, tmp_path: Path, encoding: str, separator: str) -> None:
    file = written(tmp_path, text(separator=separator).encode(encoding))
    status, out, _ = run(file)
    assert status == books.SOME_BAD
    assert parties(desk) == ["K1", "K2"]
    with desk() as work:
        names = set(work.session.exec(select(Party.name)))
    assert names == {"陈晓岚", "Tom, junior"}
    assert f"{file}: line 5: 手机 “123”: is no phone number" in out
    assert f"{file}: line 5: 生日 “1990-02-30”: there is no such day" in out
    assert "3 lines: 2 added, 0 changed, 0 unchanged, 1 bad" in out


@ONE
def test_the_report_in_chinese_and_the_second_run(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, text())
    _, out, _ = run(file, language="zh")
    assert "第 5 行: 手机 “123”: 不是能拨打的电话号码" in out
    assert "共 3 行：新增 2，变更 0，无变化 0，有误 1" in out
    _, again, _ = run(file, language="zh")
    assert "共 3 行：新增 0，变更 0，无变化 2，有误 1" in again


@ONE
def test_good_lines_only(run: Run, tmp_path: Path) -> None:
    assert run(written(tmp_path, text(ROWS[:3])))[0] == books.ALL_GOOD


@ONE
def test_a_workbook_with_real_dates_and_numbers(run: Run, desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["姓名", "客户编号", "手机", "生日"],
        ["陈晓岚", 1001, 13800138001.0, date(1990, 2, 3)],
        [None, None, None, None],
        ["李", "K3", 123, "1990-02-30"],
    ):
        sheet.append(row)
    book.save(tmp_path / "file.data")
    status, out, _ = run(tmp_path / "file.data")
    assert status == books.SOME_BAD
    assert "line 4: 手机 “123”" in out
    with desk() as work:
        (one,) = work.session.exec(select(Party)).all()
    assert (one.number, one.phone, one.birthday) == ("1001", "+8613800138001", date(1990, 2, 3))


@ONE
def test_a_dry_run_keeps_nothing(run: Run, desk: Desk, tmp_path: Path) -> None:
    status, out, _ = run(written(tmp_path, text()), dry_run=True)
    assert status == books.SOME_BAD
    assert "tried and not kept: 2 would be added" in out
    assert parties(desk) == []


@ONE
def test_many_pieces_with_a_number_twice(run: Run, desk: Desk, tmp_path: Path) -> None:
    rows = [["number", "name"], *([f"K{at}", "x"] for at in range(1100)), ["K7", "again"]]
    status, out, _ = run(written(tmp_path, text(rows)))
    assert status == books.SOME_BAD
    assert "line 1102: number “K7”: this number stands in line 9 already" in out
    assert len(parties(desk)) == 1100


UNUSABLE: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", "is empty; the first line names the columns"),
    "blank lines": ("\n\n , \n", "is empty"),
    "other columns": ("phone\n1", "a column is missing: number, name; add it"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "is neither text nor an Excel workbook"),
    "a broken workbook": (b"PK\x03\x04nonsense", "cannot be opened as an Excel workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .xlsx"),
    "an unknown column": ("number,name,phnoe\n1,x,2", "unknown column: phnoe; did you mean phone?"),
    "a column twice": ("number,name,编号\n1,x,2", "the column 编号 is there twice"),
    "a missing column": ("number,phone\n1,2", "a column is missing: name; add it"),
}


@ONE
@pytest.mark.parametrize("case", UNUSABLE)
def test_a_file_that_cannot_be_used_is_named(run: Run, desk: Desk, tmp_path: Path, case: str) -> None:
    content, said = UNUSABLE[case]
    file = written(tmp_path, content)
    status, out, err = run(file)
    assert (status, out) == (books.UNUSABLE, "")
    assert str(file) in err
    assert said in err
    assert parties(desk) == []


@ONE
def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    status, _, err = run(tmp_path / "none.csv", language="zh")
    assert status == books.UNUSABLE
    assert "请给出 CSV 或 XLSX 文件的路径" in err


@ONE
def test_unknown_columns_may_be_left_out(run: Run, desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path, "number,name,phnoe\n1,x,2")
    assert run(file, leave_unknown=True)[0] == books.ALL_GOOD
    assert parties(desk) == ["1"]


@ONE
def test_cells_without_a_column_and_lines_that_end_early(run: Run, desk: Desk, tmp_path: Path) -> None:
    file = written(
        tmp_path, 'number,name,phone\nK1,王, 某\nK2,"王, 某",,extra\nK3,李\n"K4","two\nlines"\nK5,x,1\n'
    )
    status, out, _ = run(file)
    assert status == books.SOME_BAD
    assert "line 2: phone “某”: is no phone number" in out
    assert "line 3: “extra”: there are more cells than columns have names" in out
    assert "line 7: phone “1”" in out
    assert parties(desk) == ["K3", "K4"]


@ONE
def test_markup_in_a_cell_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    _, out, _ = run(written(tmp_path, "number,name,phone\nK1,x,[bold]1[/bold]\n"))
    assert "“[bold]1[/bold]”" in out


@ONE
def test_an_import_that_breaks_off_goes_on_where_it_was(
    desk: Desk, policy: Any, clock: Clock, run: Run, tmp_path: Path
) -> None:
    opened = 0

    @contextmanager
    def breaking() -> Iterator[Work]:
        nonlocal opened
        opened += 1
        with desk() as work:
            yield work
            if opened == 2:
                raise StoreAway("the disk is full")

    file = written(tmp_path, text([["number", "name"], *([f"K{at}", "x"] for at in range(1200))]))
    words = Words(policy.zone, clock)
    with pytest.raises(StoreAway):
        books.run(breaking, words, Language.EN, Book.CUSTOMERS, file)
    assert len(parties(desk)) == 500
    assert "1200 lines: 700 added, 0 changed, 500 unchanged, 0 bad" in run(file)[1]


def test_the_command_itself(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'desk.db'}"}

    def bot(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert bot("migrate").returncode == 0
    file = str(written(tmp_path, text()))
    done = bot("import", "customers", file, "--lang", "zh")
    assert (done.returncode, "新增 2" in done.stdout) == (books.SOME_BAD, True)
    again = bot("import", "customers", file, "--lang", "en", "--dry-run")
    assert (again.returncode, "2 unchanged" in again.stdout) == (books.SOME_BAD, True)
    assert bot("import", "bills", file).returncode == books.UNUSABLE
    assert bot("seed").returncode == 0


def test_the_demo_company_is_taken_whole_and_once(desk: Desk, clock: Clock) -> None:
    company = tomllib.loads((ROOT / "bot" / "demo.toml").read_text("utf-8"))
    with desk() as work:
        reports = demo.seed(work, company)
    assert {book: (one.added, one.mistakes) for book, one in reports.items()} == {
        Book.CUSTOMERS: (30, []),
        Book.ACCOUNTS: (40, []),
        Book.BILLS: (60, []),
        Book.OUTAGES: (7, []),
    }
    with desk() as work:
        bills = work.session.exec(select(Bill)).all()
        outages = work.session.exec(select(Outage)).all()
    assert {one.state.value for one in bills} == {"open", "paid", "settled", "cancelled"}
    assert {one.state.value for one in outages} == {"announced", "started", "restored", "cancelled"}
    clock.forward(days=3)
    with desk() as work:
        again = demo.seed(work, company)
    assert [(one.added, one.changed, one.bad) for one in again.values()] == [(0, 0, 0)] * 4
