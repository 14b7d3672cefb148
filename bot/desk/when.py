"""When something is to happen: what is said of days and hours, put together into windows of time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.desk.workday import Hours
from bot.desk.working import Calendar

HOUR, NOON, MIDNIGHT = 60, 12 * 60, 24 * 60  # minutes of a day
EVENING_ENDS = 22 * HOUR
OFFICE_HOURS = Hours(9 * HOUR, 18 * HOUR)
SOONER, LATER = timedelta(minutes=30), timedelta(minutes=30)  # around an hour that is only about right
LONGEST_BREAK = 30  # days without work in a row; beyond it a calendar is no help


@dataclass(frozen=True)
class Window:
    """From ``begins`` until ``due``: aware instants, UTC. An appointment at an hour has both the same."""

    begins: datetime
    due: datetime


@dataclass(frozen=True)
class Days:
    """Local days, the last one included."""

    first: date
    last: date


@dataclass(frozen=True)
class Part:
    """A part of a day, in minutes from midnight."""

    first: int
    last: int


MORNING, LUNCH, AFTERNOON = Part(9 * HOUR, NOON), Part(NOON, 14 * HOUR), Part(NOON, 18 * HOUR)
DUSK, NIGHT, SMALL_HOURS = Part(17 * HOUR, 19 * HOUR), Part(18 * HOUR, EVENING_ENDS), Part(0, 6 * HOUR)
EARLY = Part(9 * HOUR, 10 * HOUR)


@dataclass(frozen=True)
class Clock:
    """Times as they were said, in minutes; ``settled`` when it is told whether before or after noon."""

    first: int
    last: int
    settled: bool = False


class Kind(Enum):
    """What the days are: before Friday, before December and before the end of the month are three things."""

    DAY = auto()
    PERIOD = auto()  # before it means before it begins
    EDGE = auto()  # an end: before it means by it


class Bound(Enum):
    ON = auto()
    BY = auto()
    TILL = auto()  # 周五前: mostly with Friday, sometimes not
    BEFORE = auto()  # before Friday: mostly without, sometimes with
    AFTER = auto()
    ABOUT = auto()


@dataclass(frozen=True)
class Piece:
    """A stretch of text that tells a day, an hour or a lapse of time; ``days`` in the order of likelihood."""

    start: int
    end: int
    days: tuple[Days, ...] = ()
    kind: Kind = Kind.DAY
    part: Part | None = None
    clock: Clock | None = None
    closing: bool = False  # the end of the office's day
    lapse: timedelta | None = None  # from now, of minutes and hours
    bound: Bound = Bound.ON
    vague: bool = False

    @property
    def tells_hours(self) -> bool:
        return self.clock is not None or self.part is not None or self.closing


def merged(first: Piece, other: Piece) -> Piece | None:
    """Both as one, when they complete each other; None when they tell the same twice."""
    if first.lapse or other.lapse or (first.days and other.days) or (first.clock and other.clock):
        return None
    if (first.part and other.part) or (first.closing and other.tells_hours):
        return None
    days = first if first.days else other
    bound = other.bound if first.bound is Bound.ON else first.bound
    return replace(
        first,
        start=min(first.start, other.start),
        end=max(first.end, other.end),
        days=days.days,
        kind=days.kind,
        part=first.part or other.part,
        clock=first.clock or other.clock,
        closing=first.closing or other.closing,
        bound=bound,
        vague=first.vague or other.vague,
    )


def day(of: date) -> tuple[Days, ...]:
    return (Days(of, of),)


@dataclass(frozen=True)
class Here:
    """Now, in the zone and with the working days of those who promise."""

    now: datetime
    zone: ZoneInfo
    calendar: Calendar

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def windows(self, piece: Piece) -> tuple[Window, ...]:
        """What ``piece`` can mean, the likeliest first, nothing that is past and nothing twice."""
        now = self.now.astimezone(UTC)
        found = self.readings(piece)
        if not piece.days and not any(self.ahead(one) for one in found):
            found = tuple(self._on(self._next_day(piece), piece))
        ahead = (replace(one, begins=max(one.begins, now)) for one in found if self.ahead(one))
        return tuple(dict.fromkeys(ahead))

    def readings(self, piece: Piece) -> tuple[Window, ...]:
        """What ``piece`` says, the likeliest first, past or not."""
        if piece.lapse is not None:  # who comes in 20 minutes may come sooner
            now = self.now.astimezone(UTC)
            return (Window(now, now + piece.lapse),)
        return tuple(one for days in self._days_meant(piece) for one in self._on(days, piece))

    def today_is_past(self, piece: Piece, window: Window) -> bool:
        """Whether only an hour was said, and ``window`` is on another day than this one."""
        if piece.days or piece.lapse is not None:
            return False
        return (window.due - timedelta(seconds=1)).astimezone(self.zone).date() > self.today

    def _next_day(self, piece: Piece) -> Days:
        tomorrow = self.workday(self.today, 1) if piece.closing else self.today + timedelta(days=1)
        return Days(tomorrow, tomorrow)

    def ahead(self, window: Window) -> bool:
        return window.due > self.now

    def _days_meant(self, piece: Piece) -> Iterator[Days]:
        for days in self._in_order(piece):
            eve = self.workday(days.first, -1)
            earlier = Days(eve, eve)
            if piece.tells_hours or piece.kind is Kind.EDGE or piece.bound not in (Bound.TILL, Bound.BEFORE):
                yield days
            elif piece.kind is Kind.PERIOD:
                yield earlier
            else:
                yield from (days, earlier) if piece.bound is Bound.TILL else (earlier, days)

    def _in_order(self, piece: Piece) -> tuple[Days, ...]:
        """Said after work of a Friday, Friday is mostly the next one."""
        first, *others = piece.days or day(self.today)
        over = self._instant(self.today, self._open(self.today)[1]) <= self.now
        return (*others, first) if first.last == self.today and over else (first, *others)

    def _on(self, days: Days, piece: Piece) -> Iterator[Window]:
        if piece.bound is Bound.AFTER and not piece.tells_hours:
            next_day = self.workday(days.last, 1)
            days, piece = Days(next_day, next_day), replace(piece, bound=Bound.ON)
        for first, last in self._hours(days, piece):
            begins, due = self._instant(days.first, first), self._instant(days.last, last)
            if piece.bound is Bound.ABOUT and piece.clock:
                begins, due = begins - SOONER, due + LATER
            if piece.bound in (Bound.BY, Bound.TILL, Bound.BEFORE):
                begins = self.now.astimezone(UTC)
            yield Window(min(begins, due), due)

    def _hours(self, days: Days, piece: Piece) -> Iterator[tuple[int, int]]:
        """The minutes of the first day and of the last one between which it is to happen."""
        opens, closes = self._open(days.first)[0], self._open(days.last)[1]
        if piece.closing:
            yield opens if piece.bound is not Bound.ON else closes, closes
        elif piece.clock is not None:
            for first, last in _read(piece.clock, piece.part):
                if piece.bound is Bound.AFTER:
                    last = next((end for end in (closes, EVENING_ENDS) if end > last), MIDNIGHT)
                yield first, last
                if last >= 9 * HOUR and self._instant(days.last, last) > self.now:
                    return  # ten at night is meant only when ten in the morning is past
        elif piece.part is not None:
            limit = piece.bound in (Bound.TILL, Bound.BEFORE) and piece.part not in (MORNING, EARLY)
            yield piece.part.first, piece.part.first if limit else piece.part.last
        else:
            late = days.last == self.today and self._instant(days.last, closes) <= self.now
            yield opens, MIDNIGHT if late else closes

    def works(self, on: date) -> bool:
        return bool(self.calendar.day(on).hours)

    def _open(self, on: date) -> tuple[int, int]:
        """Minutes at which the day's work begins and ends; on a free day those of the next that is not."""
        hours = self.calendar.day(on).hours or self.calendar.day(self.workday(on, 1)).hours or (OFFICE_HOURS,)
        return hours[0].start, hours[-1].end

    def _instant(self, of: date, minutes: int) -> datetime:
        days, minute = divmod(minutes, MIDNIGHT)
        wall = time(minute // HOUR, minute % HOUR)
        return datetime.combine(of + timedelta(days=days), wall, self.zone).astimezone(UTC)

    def workday(self, of: date, step: int, count: int = 1) -> date:
        """The ``count``-th working day after ``of`` (``step`` 1) or before it (-1)."""
        for _ in range(count):
            nearest = of + timedelta(days=step)
            of = nearest
            for _ in range(LONGEST_BREAK):
                if self.works(of):
                    break
                of += timedelta(days=step)
            else:
                of = nearest
        return of


def _read(clock: Clock, part: Part | None) -> Iterator[tuple[int, int]]:
    """What the clock can show: three is in the afternoon, seven may be either."""
    if clock.settled or clock.first > NOON + 59:
        yield clock.first, clock.last
        return
    for shift in _shifts(clock.last, part):
        yield clock.first + shift, clock.last + shift


def _shifts(last: int, part: Part | None) -> tuple[int, ...]:
    """By how much what a clock shows may have to be moved to be meant: nothing, or half a day."""
    if part is not None:
        near = range(part.first - 2 * HOUR, part.last + 2 * HOUR + 1)
        return (next((shift for shift in (0, NOON, MIDNIGHT) if last + shift in near), 0),)
    if last < 7 * HOUR:
        return (NOON,)
    return (0, NOON) if last < NOON else (0,)
