"""The days of holidays, lunar ones included, from a kept calendar (the ``holidays`` library).

A holiday is known by its name in the calendar, in English or in Chinese: ``Spring Festival`` and ``春节`` are the same.
"""

import difflib
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays as calendars

from bot.desk.labels import Language

SAMPLE = range(2020, 2032)  # the years in which a name is looked for; some holidays are not in every year
LIBRARYS = {Language.ZH: ("zh_CN",), Language.EN: ("en_US", "en_GB", "en_SG", "en_IN", "en_HK")}
_SHIFTED = re.compile(r"^(?:Day off|休息日)|\((?:observed|additional holiday)\)|（补假）")
_ESTIMATED = re.compile(r"\s*[(（](?:estimated|预估|预计)[)）]")
_INNER = re.compile(r"^(.*?)\s*[(（](.*)[)）]$")

# Of calendars that have no Chinese names.
IN_CHINESE = {
    "New Year's Day": "元旦",
    "Chinese New Year": "春节",
    "Good Friday": "耶稣受难日",
    "Easter Monday": "复活节星期一",
    "Labor Day": "劳动节",
    "May Day": "五月节",
    "Spring Bank Holiday": "春季银行假日",
    "Late Summer Bank Holiday": "夏季银行假日",
    "Summer Bank Holiday": "夏季银行假日",
    "Vesak Day": "卫塞节",
    "Buddha Purnima": "佛诞节",
    "Eid al-Fitr": "开斋节",
    "Eid al-Adha": "古尔邦节",
    "Islamic New Year": "伊斯兰新年",
    "Prophet's Birthday": "圣纪节",
    "Prophet Muhammad's Birthday": "圣纪节",
    "Diwali": "排灯节",
    "Holi": "洒红节",
    "Dussehra": "十胜节",
    "Republic Day": "共和国日",
    "Independence Day": "独立日",
    "Mahatma Gandhi's Birthday": "甘地诞辰",
    "Guru Nanak's Birthday": "古鲁那纳克诞辰",
    "Janmashtami (Vaishnava)": "克里希纳诞辰",
    "Malaysia Day": "马来西亚日",
    "National Day": "国庆日",
    "Saint Patrick's Day": "圣帕特里克节",
    "Saint Andrew's Day": "圣安德鲁日",
    "Christmas": "圣诞节",
    "Christmas Day": "圣诞节",
    "Boxing Day": "节礼日",
    "Second Day of Christmas": "圣诞节次日",
    "Ascension Day": "耶稣升天节",
    "Pentecost Monday": "圣灵降临节星期一",
    "Whit Monday": "圣灵降临节星期一",
    "Corpus Christi": "基督圣体节",
    "German Unity Day": "德国统一日",
    "Martin Luther King Jr. Day": "马丁·路德·金纪念日",
    "Washington's Birthday": "总统日",
    "Memorial Day": "阵亡将士纪念日",
    "Juneteenth National Independence Day": "六月节",
    "Columbus Day": "哥伦布日",
    "Veterans Day": "退伍军人节",
    "Thanksgiving Day": "感恩节",
}


def check(country: str, name: str) -> None:
    """Raises ``ValueError`` when there is no such calendar (``CN``, ``SG``, ``GB-ENG`` …) or no such holiday in it."""
    known = _names(country)
    if name.casefold() not in known:
        shown = sorted({names[Language.EN] for names in known.values()})
        near = difflib.get_close_matches(name.casefold(), known, n=3, cutoff=0.5)
        meant = f"did you mean {known[near[0]][Language.EN]!r}? " if near else ""
        raise ValueError(f"{country} has no holiday {name!r}; {meant}it has: {', '.join(shown)}")


def said(country: str, name: str, language: Language) -> str:
    """The holiday's name in ``language``. Raises ``ValueError`` as ``check`` does."""
    check(country, name)
    return _names(country)[name.casefold()][language]


@cache
def days_in(country: str, name: str, year: int) -> tuple[date, ...]:
    """On which days the holiday begins in ``year``: mostly one, of some lunar ones none or two.

    Of holidays of several days it is the first. None for years that the calendar does not know. Raises ``ValueError``
    as ``check`` does.
    """
    check(country, name)
    wanted = _names(country)[name.casefold()][Language.EN]
    days = {day for day, found in _year(country, year) if found[Language.EN] == wanted}
    return tuple(sorted(day for day in days if day - timedelta(days=1) not in days))


@cache
def _names(country: str) -> dict[str, dict[Language, str]]:
    """Every way to name a holiday of the country, with its names."""
    found: dict[str, dict[Language, str]] = {}
    for year in SAMPLE:
        for _, names in _year(country, year):
            for name in names.values():
                inner = _INNER.match(name)
                for way in (name, *(inner.groups() if inner else ())):
                    found.setdefault(way.casefold(), names)
    return found


@cache
def _year(country: str, year: int) -> list[tuple[date, dict[Language, str]]]:
    """The holidays of a year, a row for each of their days, with their names in both languages."""
    kept = _categories(country.partition("-")[0])
    english, chinese = (
        open_calendar(country, language, (year,), observed=False, categories=kept)
        for language in (Language.EN, Language.ZH)
    )
    rows = []
    for day in english:
        pairs = zip(english.get_list(day), chinese.get_list(day), strict=True)
        for name, other in pairs:
            if not _SHIFTED.search(name):
                name, other = _ESTIMATED.sub("", name), _ESTIMATED.sub("", other)
                zh = other if names_are(chinese, Language.ZH) else IN_CHINESE.get(name, name)
                rows.append((day, {Language.EN: name, Language.ZH: zh}))
    return rows


def open_calendar(
    country: str, language: Language, years: Iterable[int], **how: Any
) -> calendars.HolidayBase:
    """The library's calendar of a country for these years, with names in ``language`` where it has them.

    ``how`` goes to the library. Raises ``ValueError`` when there is no such country (``CN``, ``SG``, ``GB-ENG`` …).
    """
    code, _, part = country.partition("-")
    known = calendars.list_supported_countries()
    if code not in known or (part and part not in known[code]):
        raise ValueError(f"no calendar of {country!r}; write a country's code, like CN, SG, IN or GB-ENG")
    spoken = calendars.country_holidays(code, subdiv=part or None).supported_languages
    worded = next((one for one in LIBRARYS[language] if one in spoken), None)
    return calendars.country_holidays(code, subdiv=part or None, years=years, language=worded, **how)


def names_are(calendar: calendars.HolidayBase, language: Language) -> bool:
    """Whether an opened calendar has its names in ``language``."""
    return calendar.language in LIBRARYS[language]


def _categories(code: str) -> tuple[str, ...]:
    """Also the days on which only some do not work, and those that are kept without a day off."""
    known = getattr(calendars, code, None)
    kept = ("public", "half_day", "optional")
    return tuple(one for one in kept if known is None or one in known.supported_categories)
