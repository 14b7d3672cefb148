"""Cells as people and Excel write them: read, or refused with a reason that has its words."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.words import Words
from bot.desk.account import AccountKind
from bot.desk.bill import BillState
from bot.desk.labels import Language
from bot.desk.outage import AreaKind, OutageKind, OutageState, Supply
from bot.desk.party import Standing
from bot.service import books_words
from bot.service.books_columns import COLUMNS, Book, HeaderUnusable, headings
from bot.service.books_kinds import ROWS, read
from bot.service.books_words import OTHER_WORDS, Unreadable

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")

DAYS: dict[Any, date] = {
    "2027-01-31": date(2027, 1, 31),
    "2027/1/31": date(2027, 1, 31),
    "2027.1.31": date(2027, 1, 31),
    "2027年1月31日": date(2027, 1, 31),
    "20270131": date(2027, 1, 31),
    "２０２７－０１－３１": date(2027, 1, 31),
    20270131.0: date(2027, 1, 31),
    date(2027, 1, 31): date(2027, 1, 31),
    datetime.combine(date(2027, 1, 31), time()): date(2027, 1, 31),
    "2024-02-29": date(2024, 2, 29),
    "1900-01-01": date(1900, 1, 1),
    "2200-12-31": date(2200, 12, 31),
}
NO_DAYS = {
    "2027-02-29": "no_such_day",
    "2027-13-01": "no_such_day",
    "1899-12-31": "day_out_of_range",
    "2201-01-01": "day_out_of_range",
    "3027-01-01": "day_out_of_range",
    "0027-01-01": "day_out_of_range",
    "31.01.2027": "not_a_day",
    "01/02/2027": "not_a_day",
    "tomorrow": "not_a_day",
    "2027-01": "not_a_day",
}
AMOUNTS: dict[Any, str] = {
    "1234.50": "1234.50",
    "1,234.50": "1234.50",
    "1,234,567": "1234567",
    "¥88": "88",
    "￥88.5元": "88.5",
    88: "88",
    88.5: "88.5",
    0.1 + 0.2: "0.3",
    Decimal("7.70"): "7.70",
}
NO_AMOUNTS: dict[Any, str] = {
    "0": "amount_not_positive",
    "0.00": "amount_not_positive",
    "-5": "amount_not_positive",
    -5.5: "amount_not_positive",
    "1.234,56": "not_an_amount",
    "12,34": "not_an_amount",
    "1e5": "not_an_amount",
    "abc": "not_an_amount",
    "": "missing",
    None: "missing",
    "9" * 19: "amount_too_large",
    float("nan"): "not_a_number",
    float("inf"): "not_a_number",
}
PHONES: dict[Any, str | None] = {
    "13800138001": "+8613800138001",
    13800138001.0: "+8613800138001",
    "138-0013-8001": "+8613800138001",
    "+44 7400 123456": "+447400123456",
    "010-62345678": "+861062345678",
    "": None,
    None: None,
}
MOMENTS: dict[Any, datetime] = {
    "2026-03-05 08:00": datetime(2026, 3, 5, 0, 0, tzinfo=UTC),
    "2026-03-05T08:00:00": datetime(2026, 3, 5, 0, 0, tzinfo=UTC),
    "2026/3/5 8:00": datetime(2026, 3, 5, 0, 0, tzinfo=UTC),
    "2026年3月5日 8:30": datetime(2026, 3, 5, 0, 30, tzinfo=UTC),
    "2026年3月5日8:30": datetime(2026, 3, 5, 0, 30, tzinfo=UTC),
    "2026-03-05T08:00:00+01:00": datetime(2026, 3, 5, 7, 0, tzinfo=UTC),
    "2026-03-05T08:00:00Z": datetime(2026, 3, 5, 8, 0, tzinfo=UTC),
    datetime.combine(date(2026, 3, 5), time()): datetime(2026, 3, 4, 16, 0, tzinfo=UTC),
    datetime.combine(date(2026, 3, 5), time(7, 59, 59, 999995)): datetime(2026, 3, 5, 0, 0, tzinfo=UTC),
}


@pytest.mark.parametrize("cell", DAYS, ids=repr)
def test_days(cell: Any) -> None:
    assert books_words.day(cell) == DAYS[cell]


@pytest.mark.parametrize("cell", NO_DAYS)
def test_no_days(cell: str) -> None:
    assert reason(books_words.day, cell) == NO_DAYS[cell]


@pytest.mark.parametrize("cell", AMOUNTS, ids=repr)
def test_amounts(cell: Any) -> None:
    assert books_words.amount(cell) == Decimal(AMOUNTS[cell])


@pytest.mark.parametrize("cell", NO_AMOUNTS, ids=repr)
def test_no_amounts(cell: Any) -> None:
    assert reason(books_words.amount, cell) == NO_AMOUNTS[cell]


@pytest.mark.parametrize("cell", PHONES, ids=repr)
def test_phones(cell: Any) -> None:
    assert books_words.phone(cell) == PHONES[cell]


@pytest.mark.parametrize("cell", ["123", "phone", "+1", "1380013800"])
def test_no_phones(cell: str) -> None:
    assert reason(books_words.phone, cell) == "not_a_phone"


@pytest.mark.parametrize("cell", MOMENTS, ids=repr)
def test_times_are_local(cell: Any) -> None:
    assert books_words.moment(cell, SHANGHAI) == MOMENTS[cell]


@pytest.mark.parametrize("cell", ["2026-03-05", "08:00", "2026-03-05 24:00", "2026-03-05 08:60", "soon"])
def test_no_times(cell: str) -> None:
    assert reason(lambda one: books_words.moment(one, SHANGHAI), cell) in ("not_a_time", "not_a_day")


def test_a_time_that_clocks_leave_out_is_named_and_one_that_comes_twice_is_the_first() -> None:
    assert reason(lambda one: books_words.moment(one, BERLIN), "2027-03-28 02:30") == "time_left_out"
    assert books_words.moment("2027-10-31 02:30", BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_areas_are_read_and_keep_the_names_of_the_accounts() -> None:
    found = books_words.areas(
        "site:云栖苑（一期）；线路：F12; building: B 1 ;户号:meter_1;site:云栖苑（一期）"
    )
    assert found == (
        (AreaKind.SITE, "云栖苑（一期）"),
        (AreaKind.FEEDER, "F12"),
        (AreaKind.BUILDING, "B 1"),
        (AreaKind.ACCOUNT, "meter_1"),
    )
    for cell in ("云栖苑", "planet:Mars", "site:", "site:a:b", "x;y"):
        assert reason(books_words.areas, cell) == "not_an_area"
    assert reason(books_words.areas, " ; ") == "missing"


@pytest.mark.parametrize(
    ("kind", "cell", "label"),
    [
        (Language, "中文", Language.ZH),
        (Language, "English", Language.EN),
        (Standing, "VIP", Standing.VIP),
        (Standing, "credit risk", Standing.CREDIT_RISK),
        (AccountKind, "电表", AccountKind.METER),
        (BillState, "已缴", BillState.PAID),
        (BillState, "Unpaid", BillState.OPEN),
        (OutageKind, "故障", OutageKind.FAULT),
        (OutageState, "已恢复", OutageState.RESTORED),
        (Supply, "停水", Supply.WATER),
    ],
)
def test_words_of_lists(kind: Any, cell: str, label: Any) -> None:
    assert books_words.label(kind, cell) == label
    with pytest.raises(Unreadable) as error:
        books_words.label(kind, "nonsense")
    assert error.value.more["list"].startswith(next(iter(kind)).value)


def test_every_other_word_of_a_list_belongs_to_that_list() -> None:
    for kind, words in OTHER_WORDS.items():
        assert all(isinstance(label, kind) for label in words.values()), kind
        assert all(word == word.casefold() for word in words), kind


def test_whatever_is_no_text_becomes_text() -> None:
    cells = [(1.0, "1"), (1.5, "1.5"), (True, "yes"), (None, ""), ("a \n b", "a b"), (10**15, "1" + "0" * 15)]
    assert [(cell, books_words.text(cell)) for cell, _ in cells] == cells
    assert reason(books_words.text, "x" * 501) == "too_long"
    assert reason(books_words.text, "a\x00b") == "control_characters"


@pytest.mark.parametrize("book", Book)
def test_the_columns_are_the_fields_of_the_row(book: Book) -> None:
    fields = {info.alias or name: info.is_required() for name, info in ROWS[book].model_fields.items()}
    assert {one.field: one.required for one in COLUMNS[book]} == fields


@pytest.mark.parametrize("book", Book)
def test_headers_in_either_language_in_any_order(book: Book) -> None:
    english = [one.field for one in reversed(COLUMNS[book])]
    chinese = [one.names[0] for one in COLUMNS[book]]
    assert [one.field for one in headings(book, english).values()] == english
    assert [one.field for one in headings(book, chinese).values()] == [one.field for one in COLUMNS[book]]


def test_no_name_of_a_column_means_two() -> None:
    for book in Book:
        names = [name for one in COLUMNS[book] for name in {one.field, *one.names}]
        assert len(names) == len(set(names)), book


@pytest.mark.parametrize(
    ("cells", "what", "columns", "close"),
    [
        (["number", "name", "phnoe"], "unknown", ["phnoe"], "phone"),
        (["客户编号", "姓名", "手机", "手机号码x"], "unknown", ["手机号码x"], "phone"),
        (["number", "name", "xyzzy"], "unknown", ["xyzzy"], ""),
        (["number", "name", "手机", "Phone"], "twice", ["Phone"], ""),
        (["phone"], "missing", ["number", "name"], ""),
        ([None, " "], "empty", [one.field for one in COLUMNS[Book.CUSTOMERS]], ""),
    ],
)
def test_headers_that_cannot_be_used(cells: list[Any], what: str, columns: list[str], close: str) -> None:
    with pytest.raises(HeaderUnusable) as error:
        headings(Book.CUSTOMERS, cells)
    assert (error.value.what, list(error.value.columns), error.value.close) == (what, columns, close)


def test_unknown_columns_may_be_left_out() -> None:
    found = headings(Book.CUSTOMERS, ["x", "Name", None, "NUMBER"], leave_unknown=True)
    assert {place: one.field for place, one in found.items()} == {1: "name", 3: "number"}


ANYTHING = st.one_of(
    st.none(), st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes()
)


@given(st.sampled_from(Book), st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_the_cells_is_a_row_or_named_with_words(book: Book, data: st.DataObject) -> None:
    cells = {one.field: data.draw(ANYTHING) for one in COLUMNS[book]}
    row, mistakes = read(book, 7, cells, SHANGHAI)
    assert (row is None) == bool(mistakes)
    for one in mistakes:
        for language in Language:
            values = {name: str(value) for name, value in one.more.items()}
            assert wording().label(language, f"import_{one.reason}", values)


def test_every_reason_has_its_words() -> None:
    folder = Path(books_words.__file__).parent
    named = set()
    for file in folder.glob("books*.py"):
        text = file.read_text("utf-8")
        for mark in ('Unreadable("', 'PydanticCustomError("'):
            named |= {part.split('"')[0] for part in text.split(mark)[1:]}
    assert len(named) > 20
    assert all(wording().has(language, f"import_{one}") for one in named for language in Language), named


@cache
def wording() -> Words:
    return Words(SHANGHAI, lambda: datetime.now(UTC))


def reason(read: Any, cell: Any) -> str:
    with pytest.raises(Unreadable) as error:
        read(cell)
    return error.value.reason
