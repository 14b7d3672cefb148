"""The first sheet of the workbook: every figure of the digest, each department's leading to its tickets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields

from openpyxl.worksheet.worksheet import Worksheet

from bot.charts import sheets
from bot.charts.sheets import Column, Value
from bot.charts.wording import Say
from bot.desk.digest import BEST_STARS, Digest, Figures, Kept, Opinion
from bot.desk.labels import Category, Kind

FIGURES = [one.name for one in fields(Figures)]
NAME, NUMBER = 30, 12  # widths of columns


def summarize(sheet: Worksheet, digest: Digest, departments: Mapping[Category, Worksheet], say: Say) -> None:
    """Tables one below the other."""
    sheets.put(sheet, 1, 1, say("sheet_title"))
    sheets.emphasize(sheet, 1)
    first, last = digest.days
    sheets.put(sheet, 2, 1, f"{first} – {last}")  # with the year: a file is kept
    sheets.put(sheet, 3, 1, say("sheet_zone", {"zone": digest.zone.key}))
    sheet.freeze_panes = "B4"
    sheets.widths(sheet, [Column("", NAME), *(Column("", NUMBER) for _ in range(BEST_STARS + 3))])
    row = _departments(sheet, 5, digest, departments, say)
    row = _table(sheet, row, say("chart_by_kind"), _heads(say), _figures("kind_", digest.by_kind(), say))
    sites = [[site or say("chart_no_site"), *astuple(of)] for site, of in digest.by_site().items()]
    row = _table(sheet, row, say("chart_by_site"), _heads(say), sites)
    stars = [f"{number} ★" for number in range(1, BEST_STARS + 1)]
    heads = [*stars, *(say(f"sheet_{one}") for one in ("marks", "mean", "net"))]
    row = _table(sheet, row, say("chart_satisfaction"), heads, _opinions(digest, say))
    heads = [say(f"chart_{one}") for one in ("kept", "broken", "waiting")] + [say("sheet_kept_percent")]
    _table(sheet, row, say("chart_promises"), heads, _promises(digest, say))


def _departments(
    sheet: Worksheet, row: int, digest: Digest, departments: Mapping[Category, Worksheet], say: Say
) -> int:
    found = digest.by_department()
    rows = _figures("category_", found, say)
    rows.append([say("sheet_total"), *astuple(sum(found.values(), Figures()))])
    before = digest.before()
    if before is not None:
        rows.append([say("sheet_before"), *astuple(before)])
    following = _table(sheet, row, say("chart_by_category"), _heads(say), rows)
    for number, one in enumerate(found, row + 1):
        sheets.lead(sheet, number, 1, departments[one])
    sheets.emphasize(sheet, row + 1 + len(found))
    return following


def _table(
    sheet: Worksheet, row: int, name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]
) -> int:
    """The row at which the next table begins."""
    sheets.header(sheet, row, [Column(title, 0) for title in (name, *heads)])
    for values in rows:
        row += 1
        for column, value in enumerate(values, 1):
            sheets.put(sheet, row, column, value)
    return row + 2


def _heads(say: Say) -> list[str]:
    return [say(f"sheet_{name}") for name in FIGURES]


def _figures(
    prefix: str, found: Mapping[Category, Figures] | Mapping[Kind, Figures], say: Say
) -> list[Sequence[Value]]:
    return [[say(f"{prefix}{one}"), *astuple(of)] for one, of in found.items()]


def _opinions(digest: Digest, say: Say) -> list[Sequence[Value]]:
    def row(name: str, of: Opinion) -> Sequence[Value]:
        return [name, *of.counts, of.marks, of.mean, of.net]

    rows = [row(say(f"standing_{one}"), of) for one, of in digest.opinions().items()]
    return [*rows, row(say("sheet_total"), digest.opinion())]


def _promises(digest: Digest, say: Say) -> list[Sequence[Value]]:
    def row(name: str, of: Kept) -> Sequence[Value]:
        return [name, of.kept, of.broken, of.waiting, of.percent]

    found = digest.promises()
    rows = [row(say(f"category_{one}"), of) for one, of in found.items()]
    return [*rows, row(say("sheet_total"), sum(found.values(), Kept()))]
