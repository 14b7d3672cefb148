"""The workbook read back: every figure is the sum of its rows, and what people wrote stays words."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.charts.sheets import shortened
from bot.charts.summary import FIGURES
from bot.charts.workbook import LINE, workbook
from bot.chat.words import Words
from bot.desk.digest import Digest, Line
from bot.desk.labels import Category, Kind, Language
from bot.desk.party import Standing
from bot.desk.ticket import State
from tests.charts import digests

both_languages = pytest.mark.parametrize("language", Language)
Rows = list[dict[str, Any]]


def read(digest: Digest, language: Language, words: Words) -> Workbook:
    return load_workbook(io.BytesIO(workbook(digest, language, words)))


def rows(sheet: Worksheet, names: Sequence[str]) -> Rows:
    return [dict(zip(names, row)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def tickets(book: Workbook, words: Words, language: Language) -> Rows:
    """The rows of all departments."""
    names = [*LINE, *FIGURES]
    return [row for one in Category for row in rows(book[words.label(language, f"category_{one}")], names)]


def table(sheet: Worksheet, head: str) -> dict[str, list[Any]]:
    """The rows of the first sheet's table that begins with ``head``, by their names; ends at an empty row."""
    found: dict[str, list[Any]] = {}
    lines = list(sheet.iter_rows(values_only=True))
    (begin,) = [number for number, line in enumerate(lines) if line[0] == head]
    for line in lines[begin + 1 :]:
        if line[0] is None:
            break
        found[str(line[0])] = list(line[1:])
    return found


def summed(found: Rows, **where: Any) -> list[int]:
    taken = [row for row in found if all(row[name] == value for name, value in where.items())]
    return [sum(row[name] for row in taken) for name in FIGURES]


@both_languages
def test_every_figure_is_the_sum_of_its_rows(words: Words, language: Language) -> None:
    def say(key: str) -> str:
        return words.label(language, key)

    book = read(digests.week(), language, words)
    first, found = book[say("sheet_summary")], tickets(book, words, language)
    assert len(found) == 160
    count = len(FIGURES)
    departments = table(first, say("chart_by_category"))
    for category in Category:
        name = say(f"category_{category}")
        own = rows(book[name], [*LINE, *FIGURES])
        assert departments[name][:count] == summed(own) == summed(found, category=name)
    assert departments[say("sheet_total")][:count] == summed(found)
    kinds = table(first, say("chart_by_kind"))
    assert {name: of[:count] for name, of in kinds.items()} == {
        name: summed(found, kind=name) for name in (say(f"kind_{one}") for one in Kind)
    }
    sites = table(first, say("chart_by_site"))
    assert set(sites) == {one["site"] or say("chart_no_site") for one in found}
    for name, of in sites.items():
        assert of[:count] == summed(found, site=None if name == say("chart_no_site") else name)


@both_languages
def test_every_mark_and_promise_has_its_row(words: Words, language: Language) -> None:
    def say(key: str) -> str:
        return words.label(language, key)

    book = read(digests.week(), language, words)
    first = book[say("sheet_summary")]
    given = [(row["standing"], row["stars"]) for row in tickets(book, words, language) if row["stars"]]
    surveys = rows(book[say("sheet_survey")], ["at", "standing", "stars", "comment"])
    given += [(row["standing"], row["stars"]) for row in surveys]
    satisfaction = table(first, say("chart_satisfaction"))
    assert set(satisfaction) == {say("sheet_total"), *(standing for standing, _ in given)}
    for name, of in satisfaction.items():
        own = [stars for standing, stars in given if name in (standing, say("sheet_total"))]
        assert of[:5] == [own.count(stars) for stars in range(1, 6)]
        assert of[5] == len(own)
        assert of[6] == pytest.approx(sum(own) / len(own))
        assert of[7] == round(100 * (own.count(5) - sum(one <= 3 for one in own)) / len(own))
    names = ["number", "category", "owner", "promise", "due_at", "outcome"]
    pledges = rows(book[say("sheet_promises")], names)
    states = [say(f"sheet_promise_{one}") for one in ("kept", "broken", "made")]
    for name, of in table(first, say("chart_promises")).items():
        own = [row["outcome"] for row in pledges if name in (row["category"], say("sheet_total"))]
        assert of[:3] == [own.count(state) for state in states]


@both_languages
def test_headers_are_in_the_language_and_stay_in_sight(words: Words, language: Language) -> None:
    book = read(digests.week(), language, words)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for cell in sheet[1]:
            assert cell.font.bold
            width = sheet.column_dimensions[cell.column_letter].width
            assert 8 <= width <= 60
    heads = [cell.value for cell in book.worksheets[1][1]]
    assert heads == [words.label(language, f"sheet_{one}") for one in [*LINE, *FIGURES]]
    expected = {"zh": "工单号", "en": "Number"}
    assert heads[0] == expected[language]


def one_ticket(**more: Any) -> Digest:
    line = Line("CD-7", digests.BEGIN, Kind.COMPLAINT, Category.DESIGN, State.OPEN)
    return replace(digests.nothing(), lines=(replace(line, **more),))


def cell_of(book: Workbook, words: Words, name: str) -> Any:
    return book[words.label(Language.EN, "category_design")].cell(2, list(LINE).index(name) + 1)


@pytest.mark.parametrize(
    "written", ["=1+1", "+86 139", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "1234", "TRUE"]
)
@pytest.mark.parametrize("name", ["words", "site", "owner"])
def test_what_people_wrote_is_never_reckoned(words: Words, written: str, name: str) -> None:
    book = read(one_ticket(**{name: written}), Language.EN, words)
    cell = cell_of(book, words, name)
    assert (cell.value, cell.data_type) == (written, "s")
    assert bool(cell.quotePrefix) == (written[0] in "=+-@")
    assert not [one for sheet in book for row in sheet.iter_rows() for one in row if one.data_type == "f"]


@pytest.mark.parametrize("written", ["a\x00b\x1fc", "half \ud83d here", "漏水\r\n\t三天", "字" * 5000])
def test_whatever_people_write_can_be_saved(words: Words, written: str) -> None:
    said = cell_of(read(one_ticket(words=written), Language.EN, words), words, "words").value
    assert "\n" not in said
    assert 1 < len(said) <= 200


def test_long_words_are_shortened_with_an_ellipsis() -> None:
    assert shortened("a  b\nc") == "a b c"
    assert shortened("x" * 200) == "x" * 200
    assert shortened("x" * 201) == "x" * 199 + "…"


def test_times_are_local_times(words: Words) -> None:
    filed = digests.BEGIN + timedelta(hours=3, minutes=5, seconds=30)  # midnight in Shanghai and a bit
    book = read(one_ticket(filed_at=filed, late_by=timedelta(hours=49)), Language.EN, words)
    cell = cell_of(book, words, "filed_at")
    assert cell.value == datetime(2026, 3, 2, 3, 5, 30)  # noqa: DTZ001, table programs know no zones
    assert cell.is_date
    late = cell_of(book, words, "late_by")
    assert late.value == timedelta(hours=49)
    assert late.number_format == "[h]:mm"
    assert "Asia/Shanghai" in book.worksheets[0]["A3"].value
    assert book.worksheets[0]["A2"].value == "2026-03-02 – 2026-03-08"


def test_links_lead_to_topics_and_sheets(words: Words) -> None:
    book = read(one_ticket(link="https://t.me/c/1/7"), Language.EN, words)
    assert cell_of(book, words, "link").hyperlink.target == "https://t.me/c/1/7"
    names = {cell.value: cell for (cell,) in book.worksheets[0].iter_rows(max_col=1) if cell.hyperlink}
    assert list(names) == [words.label(Language.EN, f"category_{one}") for one in Category]
    assert names["Sales promise"].hyperlink.location == "'Sales promise'!A1"
    assert cell_of(read(one_ticket(), Language.EN, words), words, "link").hyperlink is None


def test_the_latest_open_ticket_is_at_the_top(words: Words) -> None:
    lines = [
        Line("done", digests.BEGIN, Kind.PRAISE, Category.DESIGN, State.RESOLVED, late_by=timedelta(9)),
        Line("new", digests.BEGIN + timedelta(1), Kind.PRAISE, Category.DESIGN, State.OPEN),
        Line("old", digests.BEGIN, Kind.PRAISE, Category.DESIGN, State.TAKEN),
        Line(
            "late",
            digests.BEGIN + timedelta(2),
            Kind.PRAISE,
            Category.DESIGN,
            State.OPEN,
            late_by=timedelta(1),
        ),
    ]
    book = read(replace(digests.nothing(), lines=tuple(lines)), Language.EN, words)
    numbers = [row["number"] for row in rows(book["Design"], list(LINE))]
    assert numbers == ["late", "old", "new", "done"]


@both_languages
def test_a_departments_own_workbook_has_its_sheet_alone(words: Words, language: Language) -> None:
    book = read(digests.week().of(Category.QUALITY), language, words)
    names = ["sheet_summary", "category_quality", "sheet_promises", "sheet_findings"]
    assert book.sheetnames == [words.label(language, name) for name in names]


@both_languages
def test_a_digest_of_nothing_is_a_workbook_of_zeros(words: Words, language: Language) -> None:
    book = read(digests.nothing(), language, words)
    assert len(book.sheetnames) == 1 + len(Category)
    departments = table(book.worksheets[0], words.label(language, "chart_by_category"))
    assert all(set(of[: len(FIGURES)]) == {0} for of in departments.values())


@both_languages
@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("state", State)
def test_every_label_has_its_words(
    words: Words, language: Language, standing: Standing, state: State
) -> None:
    book = read(one_ticket(standing=standing, state=state), language, words)
    (row,) = tickets(book, words, language)
    assert row["standing"] == words.label(language, f"standing_{standing}")
    assert row["state"] == words.label(language, f"state_{state}")
