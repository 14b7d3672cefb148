"""What is open, and what of it is late: by category and by site."""

from bot.charts import parts
from bot.charts.page import BAD, GOOD, NEAR, Page
from bot.charts.parts import Row
from bot.charts.wording import Say, Wording, in_language, period
from bot.desk.digest import Digest, Figures
from bot.desk.labels import Language

MOST_SITES = 6


def backlog(digest: Digest, language: Language, wording: Wording) -> bytes:
    """A PNG, 1280 pixels wide."""
    say = in_language(wording, language)
    title, days, total = say("chart_backlog"), period(digest, say), digest.figures()
    if not total.open:
        return parts.empty(title, days, say("chart_nothing_open"))
    categories = [_row(say("category_" + one), of, say) for one, of in digest.by_department().items()]
    sites = _sites(digest, say)
    most = max(sum(row.parts) for row in categories + sites)
    height = parts.HEAD + parts.KEY + 2 * parts.SECTION + parts.ROW * len(categories + sites) + parts.FOOT
    page = Page(height)
    parts.head(page, title, days, _summary(digest, total, say))
    fills = [BAD, NEAR, GOOD]  # the worst begins at the same edge in every row
    names = [say("chart_late"), say("chart_warned"), say("chart_on_time")]
    top = parts.key(page, parts.HEAD, list(zip(names, fills)))
    top = parts.section(page, top, say("chart_by_category"))
    top = parts.rows(page, top, categories, fills, most)
    top = parts.section(page, top, say("chart_by_site"))
    parts.rows(page, top, sites, fills, most)
    return page.png()


def _summary(digest: Digest, total: Figures, say: Say) -> str:
    values = {"open": total.open, "late": total.late}
    before = digest.before()
    if before is None:
        return say("chart_backlog_sum", values)
    return say("chart_backlog_since", values | {"open_before": before.open, "late_before": before.late})


def _sites(digest: Digest, say: Say) -> list[Row]:
    """The sites with most open tickets; the smaller ones together."""
    known = [(site, of) for site, of in digest.by_site().items() if of.open and site]
    shown, smaller = known[:MOST_SITES], known[MOST_SITES:]
    found = [_row(site, of, say) for site, of in shown]
    if smaller:
        name = say("chart_other_sites", {"sites": len(smaller)})
        found.append(_row(name, sum((of for _, of in smaller), Figures()), say))
    unknown = digest.by_site().get("", Figures())
    return [*found, _row(say("chart_no_site"), unknown, say)] if unknown.open else found


def _row(name: str, of: Figures, say: Say) -> Row:
    said = say("chart_some_late", {"open": of.open, "late": of.late}) if of.late else str(of.open)
    return Row(name, (of.late, of.warned, of.on_time), said)
