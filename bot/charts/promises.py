"""Whether promises to customers were kept, by department."""

from bot.charts import parts
from bot.charts.page import BAD, GOOD, PLAIN, Page
from bot.charts.parts import Row
from bot.charts.wording import Say, Wording, in_language, period
from bot.desk.digest import Digest, Kept
from bot.desk.labels import Language


def promises(digest: Digest, language: Language, wording: Wording) -> bytes:
    """A PNG, 1280 pixels wide."""
    say = in_language(wording, language)
    title, days = say("chart_promises"), period(digest, say)
    found = digest.promises()
    total = sum(found.values(), Kept())
    if not total.total:
        return parts.empty(title, days, say("chart_no_promises"))
    rows = [
        Row(say("category_" + one), (of.broken, of.waiting, of.kept), _said(of, say))
        for one, of in found.items()
    ]
    page = Page(parts.HEAD + parts.KEY + parts.ROW * len(rows) + parts.FOOT)
    parts.head(page, title, days, _summary(total, say))
    fills = [BAD, GOOD, PLAIN]
    names = [say("chart_broken"), say("chart_waiting"), say("chart_kept")]
    top = parts.key(page, parts.HEAD, list(zip(names, fills)))
    parts.rows(page, top, rows, fills, max(of.total for of in found.values()))
    return page.png()


def _summary(total: Kept, say: Say) -> str:
    values = {"kept": total.kept, "broken": total.broken, "waiting": total.waiting}
    if total.percent is None:
        return say("chart_promises_waiting", values)
    return say("chart_promises_sum", values | {"percent": total.percent})


def _said(of: Kept, say: Say) -> str:
    if of.percent is None:
        return say("chart_none_due") if of.waiting else "0"
    ended = of.kept + of.broken
    return say("chart_kept_of", {"kept": of.kept, "ended": ended, "percent": of.percent})
