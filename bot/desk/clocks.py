"""The clock of a promise: how much of its working time is used, until when it is kept, and since when it is broken.

A clock is a value; what is asked of it depends on nothing else but ``now`` where that is given. Working time is used
up between ``started_at`` and ``stopped_at``, outside the pauses. The due instant is the first at which the target is
used up. Whoever stops the clock by then has kept the promise; at that instant it is broken otherwise, whenever
somebody looks. While it waits for the customer, nobody knows when it is due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.desk.ticket_clock import ClockState, Metric, PauseReason
from bot.desk.working import Calendar, add, working_between

NONE = timedelta(0)


@dataclass(frozen=True)
class Pause:
    """From when until when (aware, kept in UTC) a clock stands still; ``until`` is None while it lasts."""

    start: datetime
    until: datetime | None
    reason: PauseReason = PauseReason.CUSTOMER

    def __post_init__(self) -> None:
        _in_utc(self, "start")
        _in_utc(self, "until")
        if self.until is not None and self.until < self.start:
            raise ValueError(f"a pause ends ({self.until}) before it starts ({self.start}); swap them")


@dataclass(frozen=True)
class Clock:
    """One promise to a customer. ``target`` and ``warn_before`` are working time of ``calendar``, zero or more; it is
    warned so long before the target is used up. Instants are aware, and kept in UTC. Raises ``ValueError`` for
    what cannot be.
    """

    metric: Metric
    started_at: datetime
    target: timedelta
    calendar: Calendar
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None
    warn_before: timedelta = NONE

    def __post_init__(self) -> None:
        _in_utc(self, "started_at")
        _in_utc(self, "stopped_at")
        if self.target < NONE or self.warn_before < NONE:
            raise ValueError(
                f"target {self.target} and warn_before {self.warn_before} must not be negative; give zero or more"
            )
        if self.stopped_at is not None and self.stopped_at < self.started_at:
            raise ValueError(
                f"stopped_at {self.stopped_at} is before started_at {self.started_at}; swap them"
            )


def due_at(clock: Clock) -> datetime | None:
    """The first instant (UTC) at which the target is used up; None while it waits in a pause with no end yet."""
    return _reached(clock, clock.target)


def warn_at(clock: Clock) -> datetime | None:
    """The instant (UTC) at which ``warn_before`` is left of the target; None while it waits before that."""
    return _reached(clock, max(clock.target - clock.warn_before, NONE))


def used(clock: Clock, now: datetime) -> timedelta:
    """The working time used until ``now`` (aware), or until the clock was stopped."""
    end = now if clock.stopped_at is None else min(now, clock.stopped_at)
    return sum(
        (
            working_between(clock.calendar, since, end if until is None else min(until, end))
            for since, until in running(clock)
            if since < end
        ),
        NONE,
    )


def left(clock: Clock, now: datetime) -> timedelta:
    """The working time that is left at ``now``; negative: by how much it is late."""
    return clock.target - used(clock, now)


def state(clock: Clock, now: datetime) -> ClockState:
    """How the promise stands at ``now`` (aware). A broken one stays broken, also when it is stopped later."""
    if breached_at(clock, now) is not None:
        return ClockState.BREACHED
    if met_at(clock, now) is not None:
        return ClockState.MET
    return ClockState.RUNNING if paused_since(clock, now) is None else ClockState.PAUSED


def breached_at(clock: Clock, now: datetime) -> datetime | None:
    """When the promise was broken: the due instant, however late ``now`` (aware) is; None when it is not broken."""
    due = due_at(clock)
    if due is None or due > now or (clock.stopped_at is not None and clock.stopped_at <= due):
        return None
    return due


def met_at(clock: Clock, now: datetime) -> datetime | None:
    """When the promise was kept (UTC); None when it is not, or not yet."""
    if clock.stopped_at is None or clock.stopped_at > now or breached_at(clock, now) is not None:
        return None
    return clock.stopped_at


def paused_since(clock: Clock, now: datetime) -> datetime | None:
    """Since when (UTC) the clock stands still at ``now`` (aware), pauses that touch taken as one; None when it runs."""
    if clock.stopped_at is not None and clock.stopped_at <= now:
        return None
    return next(
        (
            pause.start
            for pause in standstills(clock)
            if pause.start <= now and (pause.until is None or now < pause.until)
        ),
        None,
    )


def standstills(clock: Clock) -> list[Pause]:
    """The pauses as far as they fall between start and stop, in order; those that overlap or touch are one."""
    merged: list[Pause] = []
    for pause in sorted(clock.pauses, key=lambda one: one.start):
        start, until = max(pause.start, clock.started_at), pause.until
        if clock.stopped_at is not None:
            until = clock.stopped_at if until is None else min(until, clock.stopped_at)
        if until is not None and until <= start:
            continue
        before = merged[-1] if merged else None
        if before is not None and (before.until is None or start <= before.until):
            both = None if before.until is None or until is None else max(before.until, until)
            merged[-1] = Pause(before.start, both, before.reason)
        else:
            merged.append(Pause(start, until, pause.reason))
    return merged


def running(clock: Clock) -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when the clock runs, in order; the last spell has no end unless a pause has none."""
    since = clock.started_at
    for pause in standstills(clock):
        if since < pause.start:
            yield since, pause.start
        if pause.until is None:
            return
        since = pause.until
    yield since, None


def _reached(clock: Clock, amount: timedelta) -> datetime | None:
    if not amount:
        return clock.started_at
    for since, until in running(clock):
        there = None if until is None else working_between(clock.calendar, since, until)
        if there is None or there >= amount:
            return add(clock.calendar, since, amount)
        amount -= there
    return None


def _in_utc(value: Pause | Clock, name: str) -> None:
    """Keeps an instant in UTC: two of one zone would compare by the wall clock, which comes twice in some nights."""
    moment = getattr(value, name)
    if moment is None:
        return
    if moment.tzinfo is None:
        raise ValueError(f"{name} is a time without a zone: {moment!r}; use an aware datetime")
    object.__setattr__(value, name, moment.astimezone(UTC))
