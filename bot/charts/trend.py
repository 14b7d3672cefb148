"""How it went, week by week: what came in and went out, and what stayed open or was late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bot.charts import parts
from bot.charts.page import BAD, INNER, MARGIN, PAPER, PLAIN, POINTS, SMALL, Page, font
from bot.charts.wording import Say, Wording, in_language, period
from bot.desk.digest import Digest, Figures
from bot.desk.labels import Language

PANEL = 400  # pixels
UNDER = 96  # for the dates below a panel
SCALE = 84  # for the numbers left of it
NEWEST = 90  # for the newest values right of it
APART = 40  # two of those must be
MOST_DATES = 6
MOST_POINTS = 16  # with more, only the newest point is marked
LOCALES = {Language.ZH: "zh_CN", Language.EN: "en_GB"}
OTHER = "#8F4700"


@dataclass(frozen=True)
class Course:
    """A figure over the weeks: told apart by colour, by dashes and by the shape of its points."""

    name: str
    values: list[int]
    colour: str
    dashes: str
    shape: str


def trend(digest: Digest, language: Language, wording: Wording) -> bytes:
    """A PNG, 1280 pixels wide; a week's figures stand above the day on which it began."""
    say = in_language(wording, language)
    title, days, weeks = say("chart_trend"), period(digest, say), digest.trend()
    if len(weeks) < 2:
        return parts.empty(title, days, say("chart_no_trend"))
    figures = [of for _, of in weeks]
    locale = LOCALES[language]
    dates = [format_skeleton("MMMd", day, locale=locale) for day, _ in weeks]
    panels = _panels(figures, say)
    page = Page(parts.HEAD + len(panels) * (parts.SECTION + parts.KEY + PANEL + UNDER))
    since = replace(digest, begin=datetime.combine(weeks[0][0], time(), digest.zone))
    parts.head(page, title, period(since, say), _summary(figures, say))
    top = float(parts.HEAD)
    for heading, courses in panels:
        top = parts.section(page, top, heading) + parts.KEY
        _draw(page.panel(MARGIN + SCALE, top, INNER - SCALE - NEWEST, PANEL), courses, dates, locale)
        top += PANEL + UNDER
    return page.png()


def _summary(figures: Sequence[Figures], say: Say) -> str:
    first, last = figures[0], figures[-1]
    values = {
        "open_first": first.open,
        "open_last": last.open,
        "late_first": first.late,
        "late_last": last.late,
    }
    return say("chart_trend_sum", values)


def _panels(figures: Sequence[Figures], say: Say) -> list[tuple[str, list[Course]]]:
    """Each heading with its two courses."""
    flow = [
        Course(say("chart_filed"), [of.filed for of in figures], PLAIN.colour, "-", "o"),
        Course(say("chart_resolved"), [of.resolved for of in figures], OTHER, "--", "s"),
    ]
    stock = [
        Course(say("chart_open"), [of.open for of in figures], PLAIN.colour, "-", "o"),
        Course(say("chart_late"), [of.late for of in figures], BAD.colour, "--", "D"),
    ]
    return [(say("chart_flow"), flow), (say("chart_stock"), stock)]


def _draw(axes: Axes, courses: Sequence[Course], dates: Sequence[str], locale: str) -> None:
    for course in courses:
        axes.plot(
            course.values,
            color=course.colour,
            linestyle=course.dashes,
            linewidth=5,
            marker=course.shape,
            markevery=1 if len(dates) <= MOST_POINTS else [-1],
            markersize=13,
            markeredgecolor=PAPER,
            markeredgewidth=2,
            label=course.name,
            clip_on=False,
        )
    highest = 1.12 * max(1, *(max(course.values) for course in courses))
    axes.set(xlim=(-0.25, len(dates) - 0.9), ylim=(0, highest))
    _say_last(axes, courses, highest, locale)
    steps = [one for one in MaxNLocator(nbins=4, integer=True).tick_values(0, highest) if one <= highest]
    axes.set_yticks(steps, [format_decimal(one, locale=locale) for one in steps])
    every = -(-len(dates) // MOST_DATES)
    shown = range((len(dates) - 1) % every, len(dates), every)  # the last week is always named
    axes.set_xticks(list(shown), [dates[one] for one in shown])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL))
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-SCALE / (INNER - SCALE - NEWEST), 1.02),
        borderaxespad=0,
        borderpad=0,
        ncols=len(courses),
        frameon=False,
        prop=font(SMALL),
        handlelength=2.4,
    )


def _say_last(axes: Axes, courses: Sequence[Course], highest: float, locale: str) -> None:
    """The newest values right of their points; values that are almost the same are moved apart, none below zero."""
    lowest = APART / 2
    for course in sorted(courses, key=lambda course: course.values[-1]):
        point = course.values[-1] * PANEL / highest
        shown = max(point, lowest)
        lowest = shown + APART
        axes.annotate(
            format_decimal(course.values[-1], locale=locale),
            (len(course.values) - 1, course.values[-1]),
            xytext=(20 * POINTS, (shown - point) * POINTS),
            textcoords="offset points",
            va="center",
            color=course.colour,
            fontproperties=font(SMALL),
        )
