"""What customers thought: stars, and a figure like the net promoter score by class of customer."""

from bot.charts import parts
from bot.charts.page import BAD, BODY, EMPTY, GOOD, INNER, MARGIN, PLAIN, SMALL, SOFT, WIDTH, Page
from bot.charts.parts import Row
from bot.charts.wording import Say, Wording, in_language, period
from bot.desk.digest import BEST_STARS, DETRACTS_TO, PROMOTES_FROM, Digest, Opinion
from bot.desk.labels import Language
from bot.desk.party import Standing

NOTE = 56  # pixels of the line that says how the figure is reckoned
SCALE = 100  # the figure's bounds, both sides of the middle


def satisfaction(digest: Digest, language: Language, wording: Wording) -> bytes:
    """A PNG, 1280 pixels wide."""
    say = in_language(wording, language)
    title, days, everybody = say("chart_satisfaction"), period(digest, say), digest.opinion()
    if everybody.mean is None:
        return parts.empty(title, days, say("chart_no_marks"))
    classes = digest.opinions()
    height = parts.HEAD + parts.ROW * (BEST_STARS + len(classes)) + 2 * parts.SECTION + NOTE + parts.FOOT
    page = Page(height)
    parts.head(page, title, days, _summary(everybody, everybody.mean, say))
    top = _stars(page, parts.section(page, parts.HEAD, say("chart_by_stars")), everybody, say)
    top = parts.section(page, top, say("chart_by_class"))
    page.write(MARGIN, top + 24, say("chart_net_note"), SMALL, colour=SOFT)
    _classes(page, top + NOTE, classes, say)
    return page.png()


def _summary(opinion: Opinion, mean: float, say: Say) -> str:
    values = {"mean": f"{mean:.1f}", "marks": opinion.marks}
    if opinion.net is None:
        return say("chart_satisfaction_few", values)
    return say("chart_satisfaction_sum", values | {"net": signed(opinion.net)})


def signed(figure: int) -> str:
    """With its sign, as people write it."""
    return f"{figure:+d}".replace("-", "−") if figure else "0"


def _stars(page: Page, top: float, opinion: Opinion, say: Say) -> float:
    for stars in range(BEST_STARS, 0, -1):
        count = opinion.counts[stars - 1]
        percent = round(100 * count / opinion.marks)
        many = opinion.net is not None
        said = say("chart_marks_share", {"marks": count, "percent": percent}) if many else str(count)
        fill = PLAIN if stars >= PROMOTES_FROM else BAD if stars <= DETRACTS_TO else GOOD
        row = Row("★" * stars, (count,), said)
        top = parts.rows(page, top, [row], [fill], max(opinion.counts))
    return top


def _classes(page: Page, top: float, classes: dict[Standing, Opinion], say: Say) -> None:
    """Bars from the middle: to the right where more are delighted than unhappy, else to the left."""
    middle, half = WIDTH / 2, INNER / 2
    for standing, opinion in classes.items():
        net = opinion.net or 0
        values = {"net": signed(net), "marks": opinion.marks}
        said = say("chart_net" if opinion.net is not None else "chart_net_few", values)
        name = say(f"standing_{standing}")
        width = INNER - page.measured(said, BODY) - 32
        page.write(MARGIN, top + 44, name[:1].upper() + name[1:], width=width)
        page.write(WIDTH - MARGIN, top + 44, said, align="right")
        page.bar(MARGIN, top + 60, INNER, parts.BAR, EMPTY)
        length = half * abs(net) / SCALE
        if net:
            page.bar(
                middle if net > 0 else middle - length, top + 60, length, parts.BAR, PLAIN if net > 0 else BAD
            )
        page.rule(middle, top + 54, top + 66 + parts.BAR)
        top += parts.ROW
