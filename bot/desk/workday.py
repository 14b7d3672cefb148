"""One day of a working calendar: its hours, and why they are what they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.desk.days_off import days_off, make_up_days

_DAY = 24 * 60
_WRITTEN = re.compile(r"(\d\d):(\d\d)\s*[-–]\s*(\d\d):(\d\d)")


@dataclass(frozen=True, order=True)
class Hours:
    """From minute ``start`` until minute ``end`` of a local day; 24:00 is 1440. Raises ``ValueError``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if 0 <= self.end < self.start <= _DAY:
            rest = f" and 00:00-{_clock(self.end)} on the next" if self.end else ""
            raise ValueError(f"{self} runs over midnight; write {_clock(self.start)}-24:00 on this day{rest}")
        if not 0 <= self.start < self.end <= _DAY:
            raise ValueError(f"{self} is no time of work; write hours from 00:00 to 24:00, like 09:00-12:00")

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"

    @property
    def since(self) -> timedelta:
        return timedelta(minutes=self.start)

    @property
    def until(self) -> timedelta:
        return timedelta(minutes=self.end)


NO_HOURS: tuple[Hours, ...] = ()


def read_hours(text: object) -> Hours:
    """The hours in ``09:00-12:00``. Raises ``ValueError`` with the cure."""
    found = _WRITTEN.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError('write hours in quotes, like "09:00-12:00"; the day ends at 24:00')
    hour, minute, last_hour, last_minute = (int(part) for part in found.groups())
    if max(minute, last_minute) > 59:
        raise ValueError(f"{text} has a minute above 59; write hours like 09:00-12:00")
    return Hours(hour * 60 + minute, last_hour * 60 + last_minute)


def checked(hours: Sequence[Hours]) -> tuple[Hours, ...]:
    """The hours of a day as they are. Raises ``ValueError`` when they overlap or are out of order."""
    for earlier, later in zip(hours, hours[1:]):
        if later.start < earlier.end:
            raise ValueError(
                f"{later} begins before {earlier} has ended; write a day's hours in order and apart"
            )
    return tuple(hours)


class Why(StrEnum):
    """What decided a day's hours."""

    WEEK = "week"  # an ordinary day of the week, open or not
    HOLIDAY = "holiday"
    EXCHANGED = "exchanged"  # free in exchange for a weekend day that is worked
    MAKE_UP = "make_up"  # a weekend day that is worked in exchange
    EXCEPTION = "exception"  # the company's own word


@dataclass(frozen=True)
class Exceptional:
    """The company's own word on a date: its hours (none: closed), and what it is called."""

    hours: tuple[Hours, ...]
    zh: str
    en: str


@dataclass(frozen=True)
class Workday:
    """A local date. ``zh`` and ``en`` name the holiday or the exception, else they are empty; ``worked_on``: the
    weekend day for which it is free.
    """

    on: date
    hours: tuple[Hours, ...]
    why: Why
    zh: str = ""
    en: str = ""
    worked_on: date | None = None


def workday(
    on: date,
    week: Sequence[tuple[Hours, ...]],
    country: str | None,
    make_up: tuple[Hours, ...],
    exception: Exceptional | None,
) -> Workday:
    """What holds on a date: the company's exception, else a make-up day, else a holiday, else the day of the week."""
    if exception is not None:
        return Workday(on, exception.hours, Why.EXCEPTION, exception.zh, exception.en)
    if country and on in make_up_days(country, on.year):
        return Workday(on, make_up or next(hours for hours in week if hours), Why.MAKE_UP)
    free = days_off(country, on.year).get(on) if country else None
    if free is not None:
        why = Why.EXCHANGED if free.worked_on else Why.HOLIDAY
        return Workday(on, NO_HOURS, why, free.zh, free.en, free.worked_on)
    return Workday(on, week[on.weekday()], Why.WEEK)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
