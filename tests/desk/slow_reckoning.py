"""Working time as a person would reckon it: looking at the wall clock every minute. Shares no code with bot/desk.

Public holidays are written by hand, from the State Council's notices for 2025 and 2026 and from the federal lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
FIRST = datetime(2024, 12, 25, tzinfo=UTC)
LAST = datetime(2027, 1, 3, tzinfo=UTC)  # what is written by hand ends here
UNKNOWN = 255

Span = tuple[str, str]  # of local time, like ("09:00", "12:00")


def days(first: str, last: str) -> list[str]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(begin + timedelta(days=count)).isoformat() for count in range((end - begin).days + 1)]


FREE: Mapping[str | None, frozenset[str]] = {
    None: frozenset(),
    "CN": frozenset(
        [
            "2025-01-01", *days("2025-01-28", "2025-02-04"), *days("2025-04-04", "2025-04-06"),
            *days("2025-05-01", "2025-05-05"), *days("2025-05-31", "2025-06-02"), *days("2025-10-01", "2025-10-08"),
            *days("2026-01-01", "2026-01-03"), *days("2026-02-15", "2026-02-23"), *days("2026-04-04", "2026-04-06"),
            *days("2026-05-01", "2026-05-05"), *days("2026-06-19", "2026-06-21"), *days("2026-09-25", "2026-09-27"),
            *days("2026-10-01", "2026-10-07"), "2027-01-01",
        ]
    ),
    "DE": frozenset(
        [
            "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-05-29",
            "2025-06-09", "2025-10-03", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06",
            "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26", "2027-01-01",
        ]
    ),
    "US": frozenset(
        [
            "2024-12-25", "2025-01-01", "2025-01-20", "2025-02-17", "2025-05-26", "2025-06-19", "2025-07-04",
            "2025-09-01", "2025-10-13", "2025-11-11", "2025-11-27", "2025-12-25", "2026-01-01", "2026-01-19",
            "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-07-04", "2026-09-07", "2026-10-12",
            "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01",
        ]
    ),
}  # fmt: skip
MADE_UP: Mapping[str | None, frozenset[str]] = {
    None: frozenset(),
    "CN": frozenset(
        [
            "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
            "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
        ]
    ),
    "DE": frozenset(),
    "US": frozenset(),
}  # fmt: skip


class SlowCalendar:
    """``week``: Monday to Sunday; ``own``: the company's word on dates, which wins over holidays."""

    def __init__(
        self,
        zone: str,
        week: Sequence[Sequence[Span]],
        country: str | None = None,
        own: Mapping[str, Sequence[Span]] | None = None,
    ) -> None:
        self.zone, self.week, self.country, self.own = ZoneInfo(zone), week, country, own or {}
        self._known = bytearray([UNKNOWN]) * minute_of(LAST)

    def is_open(self, minute: int) -> int:
        """Whether a minute (counted from FIRST) is worked."""
        if self._known[minute] == UNKNOWN:
            local = (FIRST + minute * MINUTE).astimezone(self.zone)
            wall = f"{local.hour:02d}:{local.minute:02d}"
            spans = self._spans(local.date())
            self._known[minute] = any(first <= wall < last for first, last in spans)
        return self._known[minute]

    def _spans(self, day: date) -> Sequence[Span]:
        text = day.isoformat()
        if text in self.own:
            return self.own[text]
        if text in MADE_UP[self.country]:
            return next(spans for spans in self.week if spans)
        if text in FREE[self.country]:
            return []
        return self.week[day.weekday()]


Spell = tuple[datetime, datetime | None]


def minute_of(moment: datetime) -> int:
    return (moment - FIRST) // MINUTE


def minutes_between(calendar: SlowCalendar, start: datetime, end: datetime) -> int:
    count = 0
    for minute in range(minute_of(start), minute_of(end)):
        count += calendar.is_open(minute)
    return count


def reached(
    calendar: SlowCalendar, start: datetime, minutes: int, pauses: Iterable[Spell] = ()
) -> datetime | None:
    """The end of the minute with which ``minutes`` are used up; None when a pause without an end comes before."""
    spells = [(minute_of(begin), None if end is None else minute_of(end)) for begin, end in pauses]
    now = minute_of(start)
    while minutes:
        waits = False
        for begin, end in spells:
            if begin <= now and end is None:
                return None
            waits = waits or (end is not None and begin <= now < end)
        if not waits and calendar.is_open(now):
            minutes -= 1
        now += 1
    return FIRST + now * MINUTE
