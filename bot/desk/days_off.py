"""The days on which a country does not work, and the weekend days on which it does instead (调休).

From a kept calendar (the ``holidays`` library), which knows China's make-up days for the years that the State Council
has announced, each November for the year after. Of later years it knows the statutory holidays and no make-up days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.desk.holidays import IN_CHINESE, names_are, open_calendar
from bot.desk.labels import Language

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
    """The public holidays of a year, those moved from a weekend included. Raises ``ValueError`` for no country."""
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


def _worked_instead(name: str) -> date | None:
    found = _EXCHANGED.search(name)
    return date(int(found[3]), int(found[1]), int(found[2])) if found else None


def _in_chinese(name: str) -> str:
    name = _ESTIMATED.sub("", name)
    observed = _OBSERVED.match(name)
    if observed:
        return IN_CHINESE[observed[1]] + "（补假）" if observed[1] in IN_CHINESE else name
    return IN_CHINESE.get(name, name)
