"""When which department works (``calendars`` in policy.toml)."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from bot.desk.days_off import days_off
from bot.desk.policy_parts import Part, Worded, Zone
from bot.desk.workday import NO_HOURS, Exceptional, Hours, checked, read_hours
from bot.desk.working import Calendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SOME_YEAR = 2026  # any: it is only asked whether there is such a country
LONGEST_EXCEPTION = 366


def _days(text: str) -> str:
    """Days as they are written: one of the week, or the first and the last of several."""
    first, _, last = text.partition("-")
    if first not in DAYS or (last or first) not in DAYS or text.endswith("-"):
        raise ValueError(f"no such days: {text!r}; write one of {', '.join(DAYS)}, or several like mon-fri")
    if DAYS.index(last or first) < DAYS.index(first):
        raise ValueError(f"{text!r} runs over the week's end; write the days of both weeks by themselves")
    return text


def _a_date(value: object) -> object:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("write a date without quotes, like 2026-12-31")
    return value


Days = Annotated[str, AfterValidator(_days)]
OneInterval = Annotated[Hours, BeforeValidator(read_hours)]
DayHours = Annotated[tuple[OneInterval, ...], AfterValidator(checked)]
OneDate = Annotated[date, BeforeValidator(_a_date)]


class ExceptionPart(Worded):
    """The company's own word on a date, or on all from ``on`` until ``until``: its hours, or closed without any."""

    on: OneDate
    until: OneDate | None = None
    hours: DayHours = NO_HOURS

    def dates(self) -> list[date]:
        return [
            self.on + timedelta(days=count) for count in range(((self.until or self.on) - self.on).days + 1)
        ]

    @field_validator("until")
    @classmethod
    def _after_on(cls, until: date | None, info: object) -> date | None:
        on = getattr(info, "data", {}).get("on")
        if until is not None and on is not None and not 0 <= (until - on).days < LONGEST_EXCEPTION:
            raise ValueError(
                f"{until} is not within a year after on = {on}; write the last day of the exception"
            )
        return until


class CalendarPart(Part):
    """``hours``: by days of the week, several intervals a day; days that are not there are closed.

    ``zone``: the desk's where it is not given. ``holidays``: a country's code; its public holidays are closed and its
    make-up days open, with the hours of ``make_up``, else of the week's first working day. ``exceptions`` win over
    both.
    """

    hours: dict[Days, DayHours] = Field(min_length=1)
    zone: Zone | None = None
    holidays: str | None = None
    make_up: DayHours = NO_HOURS
    exceptions: tuple[ExceptionPart, ...] = ()

    def __hash__(self) -> int:
        return hash((tuple(self.hours.items()), self.zone, self.holidays, self.make_up, self.exceptions))

    @property
    def week(self) -> tuple[tuple[Hours, ...], ...]:
        """The hours of Monday to Sunday."""
        return tuple(
            next((hours for days, hours in self.hours.items() if day in _each(days)), NO_HOURS)
            for day in DAYS
        )

    @field_validator("hours")
    @classmethod
    def _each_day_once(cls, hours: dict[str, tuple[Hours, ...]]) -> dict[str, tuple[Hours, ...]]:
        named = [day for days in hours for day in _each(days)]
        twice = next((day for day in DAYS if named.count(day) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is there twice; give each day its hours once")
        if not any(hours.values()):
            raise ValueError("no day has hours; give some day its hours")
        return hours

    @field_validator("holidays")
    @classmethod
    def _known_country(cls, country: str | None) -> str | None:
        if country is not None:
            days_off(country, SOME_YEAR)
        return country

    @field_validator("exceptions")
    @classmethod
    def _each_date_once(cls, exceptions: tuple[ExceptionPart, ...]) -> tuple[ExceptionPart, ...]:
        known: set[date] = set()
        for one in exceptions:
            twice = next((day for day in one.dates() if day in known), None)
            if twice is not None:
                raise ValueError(f"{twice} is there twice; keep one exception for each date")
            known.update(one.dates())
        return exceptions

    @model_validator(mode="after")
    def _made_up_for_something(self) -> "CalendarPart":
        if self.make_up and self.holidays is None:
            raise ValueError("make_up is there without holidays; add the country's code, or remove make_up")
        return self


@lru_cache(maxsize=256)
def opened(part: CalendarPart, name: str, zone: str) -> Calendar:
    """The calendar that a part describes; ``zone`` is that of the desk."""
    exceptions = {
        day: Exceptional(one.hours, one.zh, one.en) for one in part.exceptions for day in one.dates()
    }
    return Calendar(name, ZoneInfo(part.zone or zone), part.week, part.holidays, part.make_up, exceptions)


def _each(days: str) -> tuple[str, ...]:
    first, _, last = days.partition("-")
    return DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]
