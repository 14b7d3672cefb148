"""The days that a digest is about: local dates, the last one not included."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.working import Calendar

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONGEST_REST = 60  # days: no company closes for longer
DECEMBER = 12


@dataclass(frozen=True)
class Period:
    """From ``first`` until before ``end``. ``before``: the first day of the period that it is compared with, which
    lasts until ``first``. Raises ``ValueError`` for days out of their order.
    """

    first: date
    end: date
    before: date

    def __post_init__(self) -> None:
        if not self.before <= self.first < self.end:
            raise ValueError(f"a period from {self.first} until before {self.end} has no days; swap them")

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first instant of it and the first one after it (UTC), as clocks of ``zone`` show the dates."""
        return begin_of(self.first, zone), begin_of(self.end, zone)

    def instants_before(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Those of the period before."""
        return begin_of(self.before, zone), begin_of(self.first, zone)


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of a local day, also where its midnight is left out or comes twice."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def span(first: date, end: date) -> Period:
    """Any days; compared with as many before them."""
    return Period(first, end, first - (end - first))


def morning_of(calendar: Calendar, today: date) -> Period | None:
    """What happened since the working day before; None on a day off."""
    if not calendar.day(today).hours:
        return None
    first = _working_day_before(calendar, today)
    return Period(first, today, _working_day_before(calendar, first))


def week_before(today: date) -> Period:
    """The last whole week, Monday to Sunday."""
    monday = monday_of(today)
    return span(monday - WEEK, monday)


def month_of(year: int, month: int) -> Period:
    """A whole month, compared with the one before. Raises ``ValueError`` for a month that is none."""
    first = date(year, month, 1)
    end = date(year + (month == DECEMBER), month % DECEMBER + 1, 1)
    return Period(first, end, (first - DAY).replace(day=1))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _working_day_before(calendar: Calendar, day: date) -> date:
    for number in range(1, LONGEST_REST):
        if calendar.day(day - DAY * number).hours:
            return day - DAY * number
    return day - DAY
