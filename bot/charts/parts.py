"""What several pictures have in common: the head, the key to the colours, and rows of bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.page import BODY, EMPTY, HEADING, INNER, MARGIN, SMALL, SOFT, TITLE, WIDTH, Fill, Page

HEAD = 250  # pixels that the head takes
SECTION = 104
KEY = 74
ROW = 112
BAR = 34
FOOT = 48
EMPTY_HEIGHT = HEAD + 260


@dataclass(frozen=True)
class Row:
    """A bar of several parts, in the order of the colours, with its name and what is said of it at the right."""

    name: str
    parts: tuple[int, ...]
    said: str


def head(page: Page, title: str, period: str, summary: str) -> None:
    page.write(MARGIN, 96, title, TITLE)
    page.write(MARGIN, 152, period, SMALL, colour=SOFT)
    page.write(MARGIN, 214, summary, BODY)


def section(page: Page, top: float, title: str) -> float:
    """A heading at ``top``; where to go on below it."""
    page.write(MARGIN, top + 70, title, HEADING)
    return top + SECTION


def key(page: Page, top: float, fills: Sequence[tuple[str, Fill]]) -> float:
    """What the colours mean, in one line; where to go on below it."""
    x = float(MARGIN)
    for name, fill in fills:
        page.bar(x, top + 14, 34, 34, fill)
        page.write(x + 48, top + 44, name, SMALL, colour=SOFT, width=INNER / len(fills) - 60)
        x += 48 + page.measured(page.fitted(name, SMALL, INNER / len(fills) - 60), SMALL) + 44
    return top + KEY


def rows(page: Page, top: float, rows_of: Sequence[Row], fills: Sequence[Fill], most: int) -> float:
    """One bar a row, all on the scale from 0 to ``most``; where to go on below them."""
    for row in rows_of:
        said = page.measured(row.said, BODY)
        page.write(MARGIN, top + 44, row.name, width=INNER - said - 32)
        page.write(WIDTH - MARGIN, top + 44, row.said, align="right")
        page.bar(MARGIN, top + 60, INNER, BAR, EMPTY)
        x = float(MARGIN)
        for part, fill in zip(row.parts, fills):
            if part:
                page.bar(x, top + 60, INNER * part / most, BAR, fill)
                x += INNER * part / most
        top += ROW
    return top


def empty(title: str, period: str, reason: str) -> bytes:
    """A picture of nothing says so."""
    page = Page(EMPTY_HEIGHT)
    page.write(MARGIN, 96, title, TITLE)
    page.write(MARGIN, 152, period, SMALL, colour=SOFT)
    page.write(WIDTH / 2, EMPTY_HEIGHT - 180, reason, BODY, colour=SOFT, align="center")
    return page.png()
