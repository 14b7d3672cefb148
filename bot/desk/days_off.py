"""The days on which a country does not work, and the weekend days on which it does instead (调休).

From a kept calendar (the ``holidays`` library), which knows China's make-up days for the years that the State Council
has announced, each November for the year after. Of later years it knows the statutory holidays and no make-up days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.desk.holidays import IN_CHINESE, names_are, open_calendar
from bot.desk.labels import Language

DAY = timedelta(days=1)
WEEKEND = (5, 6)
ANNOUNCED_YEARLY = ("CN",)  # whose make-up days are decided anew each year
_ESTIMATED = re.compile(r"\s*[(（](?:estimated|预估|预计)[)）]")
_EXCHANGED = re.compile(
    r"\b(\d\d)/(\d\d)/(\d{4})\b"
)  # the library's English name has the day that is worked instead
_OBSERVED = re.compile(r"^(.*) \((?:observed|additional holiday)\)$")


@dataclass(frozen=True)
class DayOff:
    """A day off by its names; ``worked_on``: it is free in exchange for that weekend day."""

    zh: str
    en: str
    worked_on: date | None = None


@cache
def days_off(country: str, year: int) -> Mapping[date, DayOff]:
    """The public holidays of a year, those moved from a weekend included; where they are announced year by year, with
    the weekend days beside them. Raises ``ValueError`` for no country.
    """
    announced = announced_until(country)
    beside = _weekends_beside(country, year) if announced is not None and year <= announced else {}
    return _named(country, year) | beside


@cache
def _named(country: str, year: int) -> dict[date, DayOff]:
    """The days off that the library has."""
    english = open_calendar(country, Language.EN, (year,), expand=False)
    chinese = open_calendar(country, Language.ZH, (year,), expand=False)
    translated = names_are(chinese, Language.ZH)
    found = {}
    for day in english:
        en = "; ".join(_ESTIMATED.sub("", name) for name in english.get_list(day))
        names = chinese.get_list(day) if translated else [_in_chinese(one) for one in english.get_list(day)]
        zh = "、".join(_ESTIMATED.sub("", name) for name in names)
        found[day] = DayOff(zh, en, _worked_instead(en))
    return found


@cache
def make_up_days(country: str, year: int) -> frozenset[date]:
    """The weekend days of a year that are worked in exchange. Raises ``ValueError`` for no country."""
    # The last days of December may be worked for the holiday of the year after.
    calendar = open_calendar(country, Language.EN, (year, year + 1), expand=False)
    return frozenset(day for day in calendar.weekend_workdays if day.year == year)


@cache
def announced_until(country: str) -> int | None:
    """The last year whose make-up days are known; None where days off do not wait for an announcement."""
    if country.partition("-")[0] not in ANNOUNCED_YEARLY:
        return None
    calendar = open_calendar(country, Language.EN, (), expand=False)
    return max(calendar.special_public_holidays)


def _weekends_beside(country: str, year: int) -> dict[date, DayOff]:
    """The weekend days of a row of days off, by the name of the nearest holiday. The notices count them in ("10月1日至
    7日放假", General Office of the State Council, each year); the library leaves out those that are no holiday.
    """
    named = {day: off for one in (year - 1, year, year + 1) for day, off in _named(country, one).items()}
    worked = make_up_days(country, year) | make_up_days(country, year + 1)
    first = date(year, 1, 1)
    found = {}
    for day in (
        first + timedelta(days=count) for count in range(date(year + 1, 1, 1).toordinal() - first.toordinal())
    ):
        if day.weekday() in WEEKEND and day not in named and day not in worked:
            near = _nearest(day, named, worked)
            if near is not None:
                found[day] = near
    return found


def _nearest(day: date, named: Mapping[date, DayOff], worked: frozenset[date]) -> DayOff | None:
    """The holiday whose row of days off this weekend day is part of; None: of none."""
    for step in (-DAY, DAY):
        near = day + step
        if near.weekday() in WEEKEND and near not in named and near not in worked:
            near += step
        row = []
        while near in named:
            row.append(named[near])
            near += step
        if row:
            own = (one for one in row if one.worked_on is None and not _OBSERVED.match(one.en))
            return next(own, row[0])
    return None


def _worked_instead(name: str) -> date | None:
    found = _EXCHANGED.search(name)
    return date(int(found[3]), int(found[1]), int(found[2])) if found else None


def _in_chinese(name: str) -> str:
    name = _ESTIMATED.sub("", name)
    observed = _OBSERVED.match(name)
    if observed:
        return IN_CHINESE[observed[1]] + "（补假）" if observed[1] in IN_CHINESE else name
    return IN_CHINESE.get(name, name)
