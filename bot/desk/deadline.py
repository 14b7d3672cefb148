"""Why a clock is due when it is: each piece of working time that was counted, and what was left out between."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.desk.clocks import Clock, due_at, running, standstills
from bot.desk.labels import Language
from bot.desk.ticket_clock import Metric, PauseReason
from bot.desk.workday import Why, Workday
from bot.desk.working import Calendar, intervals, not_announced


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True)


class Counted(_Step):
    """Working time that counted, on the local date ``day``. ``total``: what had counted by its end.

    ``start`` and ``end`` are aware, both by the clock of the calendar's zone as it went between. ``zh`` and ``en``
    name the company's exception.
    """

    what: Literal["counted"] = "counted"
    day: date
    start: datetime
    end: datetime
    amount: timedelta
    total: timedelta
    why: Why
    zh: str = ""
    en: str = ""

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return self.day.isoweekday()

    def name(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en


class Closed(_Step):
    """A local date on which nothing counts. ``why`` week: a weekend; ``worked_on``: the weekend day worked for it."""

    what: Literal["closed"] = "closed"
    day: date
    why: Why
    zh: str = ""
    en: str = ""
    worked_on: date | None = None

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return self.day.isoweekday()

    def name(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en


class Waited(_Step):
    """The clock stood still; ``end`` is None while it does. In the calendar's zone."""

    what: Literal["waited"] = "waited"
    start: datetime
    end: datetime | None
    reason: PauseReason


Step = Counted | Closed | Waited


class Explanation(BaseModel):
    """How a deadline came about. Instants are aware, in ``zone``, the calendar's.

    ``due_at`` is None while the clock waits. ``round_the_clock``: every instant counts. ``not_announced``: years whose
    make-up days nobody has announced yet, so that the deadline may move. Its JSON reads back as the same value.
    """

    model_config = ConfigDict(frozen=True)

    metric: Metric
    calendar: str
    zone: str
    round_the_clock: bool
    started_at: datetime
    target: timedelta
    steps: tuple[Step, ...]
    due_at: datetime | None
    not_announced: tuple[int, ...] = ()

    @property
    def counted(self) -> tuple[Counted, ...]:
        return tuple(step for step in self.steps if isinstance(step, Counted))


def explain(clock: Clock) -> Explanation:
    """Why the clock is due when it is; of one that waits, what counted before. Raises ``BeyondCalendar``."""
    calendar, due = clock.calendar, due_at(clock)
    zone = calendar.zone
    pauses = [one for one in standstills(clock) if due is None or one.start < due]
    end = due or pauses[-1].start  # one that is not due waits in the last pause
    counted = list(_counted(clock, end))
    waited = [
        Waited(
            start=pause.start.astimezone(zone),
            end=None if pause.until is None else pause.until.astimezone(zone),
            reason=pause.reason,
        )
        for pause in pauses
    ]
    return Explanation(
        metric=clock.metric,
        calendar=calendar.name,
        zone=zone.key,
        round_the_clock=calendar.never_closes,
        started_at=clock.started_at.astimezone(zone),
        target=clock.target,
        steps=_in_order([*counted, *waited, *_closed(calendar, clock.started_at, end, waited)], zone),
        due_at=None if due is None else due.astimezone(zone),
        not_announced=not_announced(calendar, clock.started_at, end),
    )


def _counted(clock: Clock, end: datetime) -> Iterator[Counted]:
    zone, total = clock.calendar.zone, timedelta(0)
    for since, until in running(clock):
        if since >= end:
            return
        for piece in intervals(clock.calendar, since, end if until is None else min(until, end)):
            total += piece.amount
            start = piece.start.astimezone(zone)
            as_it_went = timezone(
                start.utcoffset() or timedelta(0)
            )  # until clocks changed, where the piece ends so
            yield Counted(
                day=piece.day.on,
                start=start.astimezone(as_it_went),
                end=piece.end.astimezone(as_it_went),
                amount=piece.amount,
                total=total,
                why=piece.day.why,
                zh=piece.day.zh,
                en=piece.day.en,
            )


def _closed(calendar: Calendar, start: datetime, end: datetime, waited: list[Waited]) -> Iterator[Closed]:
    """The days without hours between, but for those that the clock stood still all day."""
    first, last = (moment.astimezone(calendar.zone).date() for moment in (start, end))
    for count in range((last - first).days + 1):
        day = calendar.day(first + timedelta(days=count))
        if not day.hours and not any(_covers(pause, day) for pause in waited):
            yield Closed(day=day.on, why=day.why, zh=day.zh, en=day.en, worked_on=day.worked_on)


def _covers(pause: Waited, day: Workday) -> bool:
    return pause.start.date() < day.on and (pause.end is None or day.on < pause.end.date())


def _in_order(steps: list[Step], zone: ZoneInfo) -> tuple[Step, ...]:
    def begins(step: Step) -> datetime:
        if isinstance(step, Closed):
            return datetime.combine(step.day, datetime.min.time(), zone)
        return step.start

    return tuple(sorted(steps, key=lambda step: begins(step).timestamp()))
