"""What the words for times of both languages have in common: the days they mean, and finding them in a text."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.desk.holidays import days_in
from bot.desk.when import LONGEST_BREAK, Days, Here, Kind, Piece, day

WEEK = timedelta(days=7)
LONG_PAST = 180  # days: 5 January said in November is the next one, 20 November said on the 25th is past
STARTED = 10  # days into a month within which a day of it that is past is not the next month's
NEAR = 3  # "in the next few days"

Builder = Callable[[re.Match[str], Here], Piece | None]
Rule = tuple[re.Pattern[str], Builder]

# By names of the holidays calendars; of a holiday that a country does not have the first of FALLBACK that has it.
HOLIDAYS: dict[str, tuple[str, ...]] = {
    "labour": ("Labor Day", "May Day", "Labour Day", "International Labor Day"),
    "national": ("National Day",),
    "new year": ("New Year's Day",),
    "spring": ("Chinese New Year", "Spring Festival", "春节"),
    "qingming": ("Tomb-Sweeping Day", "清明节"),
    "dragon": ("Dragon Boat Festival", "端午节"),
    "autumn": ("Mid-Autumn Festival", "中秋节"),
    "christmas": ("Christmas Day",),
    "easter": ("Good Friday",),
}
FALLBACK = ("CN", "GB-ENG", "HK")


def scan(rules: Sequence[Rule], text: str, here: Here) -> list[Piece]:
    """The pieces of ``text`` in order; of two in one place the one of the earlier rule."""
    taken = bytearray(len(text))
    found: list[Piece] = []
    for pattern, build in rules:
        match = pattern.search(text)
        while match:
            start, end = match.span()
            piece = None if any(taken[start:end]) else _built(build, match, here)
            if piece is not None:
                taken[start:end] = b"\x01" * (end - start)
                found.append(piece)
            match = pattern.search(text, start + 1 if piece is None else end)
    return sorted(found, key=lambda one: one.start)


def _built(build: Builder, match: re.Match[str], here: Here) -> Piece | None:
    try:
        return build(match, here)
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return None


def days_piece(
    match: re.Match[str], days: Iterable[Days], kind: Kind = Kind.DAY, vague: bool = False
) -> Piece:
    return Piece(*match.span(), days=tuple(dict.fromkeys(days)), kind=kind, vague=vague)


def monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def coming(today: date, weekday: int) -> tuple[Days, ...]:
    """The next day of that name; said on such a day it may also be the one in a week."""
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    return (*day(first), *(day(first + WEEK) if first == today else ()))


def next_weeks(today: date, weekday: int, either: bool) -> tuple[Days, ...]:
    """That day of the week after this one. On a Sunday people do not agree which week that is.

    ``either``: it may also be the coming one ("next Friday", said on a Tuesday).
    """
    nearest = coming(today, weekday)[0].first
    found = [monday(today) + WEEK + timedelta(days=weekday)]
    if today.weekday() == 6:
        found.append(found[0] + WEEK)
    elif either and nearest not in (today, found[0]):
        found.append(nearest)
    return tuple(Days(one, one) for one in found)


def week(today: date, ahead: int, here: Here) -> Days:
    """From Monday to the last working day of a week; the rest of this one when ``ahead`` is 0."""
    first = monday(today) + ahead * WEEK
    worked = [one for one in (first + timedelta(days=n) for n in range(7)) if here.works(one)]
    last = max(worked, default=first + timedelta(days=4))
    if ahead == 0:
        first, last = today, last if last >= today else first + timedelta(days=6)
    return Days(first, last)


def weekend(today: date, ahead: int) -> Days:
    saturday = monday(today) + ahead * WEEK + timedelta(days=5)
    return Days(max(saturday, today) if ahead == 0 else saturday, saturday + timedelta(days=1))


def months_on(today: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    count = today.year * 12 + today.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def month(first: date, part: str = "") -> Days:
    """A month, or a part of it: ``early``, ``mid``, ``late``, ``end``."""
    last = monthrange(first.year, first.month)[1]
    start, stop = {"early": (1, 10), "mid": (11, 20), "late": (21, last), "end": (25, last)}.get(
        part, (1, last)
    )
    return Days(first.replace(day=start), first.replace(day=stop))


def in_year(today: date, of_month: int, of_day: int, year: int | None = None) -> date:
    """A day of the calendar as it is said, mostly without its year. Raises ``ValueError`` when there is none."""
    if year is not None:
        return date(year + 2000 if year < 100 else year, of_month, of_day)
    years = tuple(range(today.year, today.year + 9))  # leap years are eight years apart round 2100
    if (of_month, of_day) == (2, 29):
        years = tuple(one for one in years if monthrange(one, 2)[1] == 29)
    said = date(years[0], of_month, of_day)
    return date(years[1], of_month, of_day) if (today - said).days > LONG_PAST else said


def of_month(today: date, number: int) -> date:
    """The 5th: this month's, or the next one's when it is well past."""
    said = today.day - number
    first = today.replace(day=1)
    while said > STARTED or monthrange(first.year, first.month)[1] < number:
        first, said = months_on(first, 1), 0
    return first.replace(day=number)


def month_named(today: date, number: int, year: int | None = None) -> date:
    """The first day of a month: this year's, or the next one's when it is past."""
    return date(year or today.year + (number < today.month), number, 1)


def holiday(name: str, here: Here) -> Days | None:
    """The coming holiday with the days off around it, a key of ``HOLIDAYS``."""
    days = sorted(
        one for year in (0, 1) for one in _dated(name, here.calendar.country, here.today.year + year)
    )
    for first in days:
        last = first
        for _ in range(LONGEST_BREAK):
            if here.works(last + timedelta(days=1)):
                break
            last += timedelta(days=1)
        if last >= here.today:
            return Days(first, last)
    return None


def _dated(name: str, country: str | None, year: int) -> Iterator[date]:
    for calendar in (country, *FALLBACK) if country else FALLBACK:
        for known in HOLIDAYS[name]:
            try:
                days = days_in(calendar, known, year)
            except ValueError:
                continue
            if days:
                yield from days
                return


def around(match: re.Match[str], low: timedelta, here: Here) -> Piece:
    """Some days from now, of which nobody said how many."""
    return days_piece(match, (Days(here.today, here.today + low),), Kind.EDGE, vague=True)
