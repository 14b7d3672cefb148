"""Working time: what a department's calendar counts between two instants, and when an amount of it is used up.

An instant counts when clocks of the calendar's zone show a time within the hours of their date. Nothing else is needed
for the nights when clocks change: an hour that is left out has no instants, an hour that comes twice counts twice.

A year is laid out once, as its pieces of working time with their sums; everything is then asked by bisection.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.desk.days_off import announced_until
from bot.desk.workday import NO_HOURS, Exceptional, Hours, Workday, checked, workday

FIRST_YEAR, LAST_YEAR = 2000, 2099
DAYS_OF_WEEK = 7
STEP = timedelta(hours=6)  # no zone changes its clocks twice within
NONE = timedelta(0)
ROUND_THE_CLOCK = ((Hours(0, 24 * 60),),) * DAYS_OF_WEEK


class BeyondCalendar(ValueError):
    """The calendar does not reach so far; the message names it and the cure."""


@dataclass(frozen=True)
class Piece:
    """Working time in one go, aware and in UTC, with the local day that it belongs to."""

    start: datetime
    end: datetime
    day: Workday

    @property
    def amount(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True)
class _Year:
    """The pieces of a local year in their order; ``through``: the working time from New Year to the end of each."""

    pieces: tuple[Piece, ...]
    starts: list[datetime]
    through: list[timedelta]

    @property
    def total(self) -> timedelta:
        return self.through[-1] if self.through else NONE

    def used(self, moment: datetime) -> timedelta:
        """The working time of the year before ``moment`` (UTC)."""
        at = bisect_right(self.starts, moment) - 1
        if at < 0:
            return NONE
        piece = self.pieces[at]
        return self.through[at] - (piece.end - moment) if moment < piece.end else self.through[at]

    def reached(self, amount: timedelta) -> datetime:
        """The first instant before which the year has ``amount`` (more than none, at most the total)."""
        at = bisect_left(self.through, amount)
        return self.pieces[at].end - (self.through[at] - amount)


@dataclass(frozen=True)
class Calendar:
    """When a department works. ``name`` is its key in policy.toml.

    ``week``: the hours of Monday to Sunday, each day's in order and apart. ``country``: whose public holidays are
    free and whose make-up days are worked, with ``make_up`` as their hours (where it is empty, those of the first day
    of the week that has any). ``exceptions``: the company's own word on a date, which wins over both.
    Raises ``ValueError`` for hours out of order, a week that is not seven days, and a calendar that is never open.
    """

    name: str
    zone: ZoneInfo
    week: tuple[tuple[Hours, ...], ...]
    country: str | None = None
    make_up: tuple[Hours, ...] = NO_HOURS
    exceptions: Mapping[date, Exceptional] = field(default_factory=dict, hash=False)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_WEEK:
            raise ValueError(
                f"calendar {self.name!r} has {len(self.week)} days; give hours of Monday to Sunday"
            )
        for hours in self.week:
            checked(hours)
        if not any(self.week):
            raise ValueError(f"calendar {self.name!r} has no hours on any day; give some day its hours")

    @property
    def never_closes(self) -> bool:
        return self.week == ROUND_THE_CLOCK and not self.country and not self.exceptions

    def day(self, on: date) -> Workday:
        """What the calendar says of a local date, and why."""
        return workday(on, self.week, self.country, self.make_up, self.exceptions.get(on))


def round_the_clock(name: str, zone: ZoneInfo) -> Calendar:
    """The calendar that counts every instant, holidays too."""
    return Calendar(name, zone, ROUND_THE_CLOCK)


def working_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time from ``start`` until ``end`` (aware). Raises ``ValueError`` when they are the wrong way round,
    ``BeyondCalendar`` outside the years that it knows.
    """
    first, last = _year_of(calendar, start), _year_of(calendar, end)
    start, end = start.astimezone(UTC), end.astimezone(UTC)  # two of one zone would compare by the wall clock
    if end < start:
        raise ValueError(f"the end {end} is before the start {start}; give them in their order")
    since, until = _laid_out(calendar, first).used(start), _laid_out(calendar, last).used(end)
    if first == last:
        return until - since
    whole = sum((_laid_out(calendar, year).total for year in range(first, last)), NONE)
    return whole - since + until


def add(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """The first instant (UTC) at which ``amount`` of working time since ``start`` (aware) is used up.

    That may be the end of a day's hours, never the beginning of the next; nothing is used up at once. Raises
    ``ValueError`` for a negative amount, ``BeyondCalendar`` when the calendar does not reach so far.
    """
    if amount < NONE:
        raise ValueError(f"the amount {amount} is negative; give working time of zero or more")
    if not amount:
        return start.astimezone(UTC)
    year = _year_of(calendar, start)
    amount += _laid_out(calendar, year).used(start.astimezone(UTC))
    while amount > _laid_out(calendar, year).total:
        amount -= _laid_out(calendar, year).total
        year += 1
        _check_year(calendar, year)
    return _laid_out(calendar, year).reached(amount)


def intervals(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Piece]:
    """Each piece of working time from ``start`` until ``end`` (aware), with its day and why that is worked."""
    first, last = _year_of(calendar, start), _year_of(calendar, end)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    for year in range(first, last + 1):
        laid = _laid_out(calendar, year)
        for piece in laid.pieces[max(bisect_right(laid.starts, start) - 1, 0) :]:
            if piece.start >= end:
                return
            if piece.end > start:
                yield Piece(max(piece.start, start), min(piece.end, end), piece.day)


def next_open(calendar: Calendar, moment: datetime) -> datetime:
    """The first instant (UTC) at or after ``moment`` (aware) that counts. Raises ``BeyondCalendar``."""
    year = _year_of(calendar, moment)
    moment = moment.astimezone(UTC)
    while True:
        laid = _laid_out(calendar, year)
        at = bisect_right(laid.starts, moment) - 1
        if at >= 0 and moment < laid.pieces[at].end:
            return moment
        if at + 1 < len(laid.starts):
            return laid.starts[at + 1]
        year += 1
        _check_year(calendar, year)


def not_announced(calendar: Calendar, start: datetime, end: datetime) -> tuple[int, ...]:
    """The years from ``start`` until ``end`` whose make-up days nobody has announced yet: a deadline may still move."""
    known = announced_until(calendar.country) if calendar.country else None
    if known is None:
        return ()
    first, last = (moment.astimezone(calendar.zone).year for moment in (start, end))
    return tuple(range(max(first, known + 1), last + 1))


def _year_of(calendar: Calendar, moment: datetime) -> int:
    """The local year of an instant."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment!r}; use an aware datetime")
    year = moment.astimezone(calendar.zone).year
    _check_year(calendar, year)
    return year


def _check_year(calendar: Calendar, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BeyondCalendar(
            f"calendars.{calendar.name} is known from {FIRST_YEAR} to {LAST_YEAR} and {year} is asked for;"
            " give the calendar more hours, or the target less time"
        )


def _laid_out(calendar: Calendar, year: int) -> _Year:
    laid = calendar._years.get(year)
    if laid is None:
        laid = calendar._years[year] = _lay_out(calendar, year)
    return laid


def _lay_out(calendar: Calendar, year: int) -> _Year:
    pieces = tuple(_pieces(calendar, year))
    through, total = [], NONE
    for piece in pieces:
        total += piece.amount
        through.append(total)
    return _Year(pieces, [piece.start for piece in pieces], through)


def _pieces(calendar: Calendar, year: int) -> Iterator[Piece]:
    """The year's working time, in the order of instants; a piece ends where clocks change."""
    new_year = date(year, 1, 1)
    days = [new_year + timedelta(days=count) for count in range((date(year + 1, 1, 1) - new_year).days)]
    plan = {day: calendar.day(day) for day in days}
    for since, until, offset in _spells(calendar.zone, year):
        begin, end = (
            (moment + offset).replace(tzinfo=None) for moment in (since, until)
        )  # by the wall clock
        for day in days[max((begin.date() - new_year).days, 0) : (end.date() - new_year).days + 1]:
            midnight = datetime.combine(day, time.min)
            for hours in plan[day].hours:
                start, stop = max(midnight + hours.since, begin), min(midnight + hours.until, end)
                if start < stop:
                    yield Piece(
                        start.replace(tzinfo=UTC) - offset, stop.replace(tzinfo=UTC) - offset, plan[day]
                    )


@lru_cache(maxsize=1024)
def _spells(zone: ZoneInfo, year: int) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """From when until when (UTC) the zone has which offset, in a year and a day around it."""
    since = moment = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    end = datetime(year + 1, 1, 1, tzinfo=UTC) + timedelta(days=1)
    found = []
    while moment < end:
        following = moment + STEP
        if _offset(zone, following) != _offset(zone, moment):
            change = _change(zone, moment, following)
            found.append((since, change, _offset(zone, moment)))
            since = change
        moment = following
    return (*found, (since, end, _offset(zone, end - timedelta(seconds=1))))


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second between the two at which clocks change."""
    old = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset
