"""A ticket's clocks on their way through the minutes of a month. Shares no code with bot/."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.month.script import Course
from tests.month.slow_policy import Labels, SlowPolicy, after

WORDS = ("first_response", "next_response")
NEVER = 10**9
AFTER_DEED = 0.5  # of a minute: what new labels make due is so after the deed that changed them


@dataclass
class SlowClock:
    metric: str
    number: int
    begin: int
    stop: int | None = None
    dropped: bool = False
    state: str = "running"
    warned: int | None = None
    breached: int | None = None
    climbed: list[tuple[int, str, tuple[str, ...]]] = field(
        default_factory=list
    )  # when each step was due, who is meant, and what is done
    breach_known: float = 0  # since when it is, where the labels made it so
    known: dict[int, float] = field(
        default_factory=dict
    )  # since when, of steps due before the labels made them so


@dataclass
class Life:
    """What happened to a ticket, as far as its clocks are concerned."""

    labels: list[tuple[int, Labels]]  # since when it is what
    clocks: list[SlowClock] = field(default_factory=list)
    pauses: list[tuple[int, int | None]] = field(default_factory=list)
    inclusive: list[int] = field(
        default_factory=list
    )  # minutes of deeds before which the clocks were looked at
    exclusive: list[int] = field(default_factory=list)  # and of those that are in time at the very minute

    def at(self, minute: int, before: bool = False) -> Labels:
        """What it is at a minute; ``before``: before what is done in it."""
        return next(
            one for since, one in reversed(self.labels) if since < minute or (since == minute and not before)
        )

    def change(self, minute: int, **what: Any) -> bool:
        """Somebody says what it is; False when it was so before."""
        now = replace(self.labels[-1][1], **what)
        self.inclusive.append(minute)
        if now == self.labels[-1][1]:
            return False
        self.labels.append((minute, now))
        return True


def life_of(course: Course, longest: int) -> Life:
    """What the script says, as clocks that begin and stop; no wait is longer than ``longest`` minutes."""
    life = as_written(course)
    life.pauses = [(begin, min(until or NEVER, begin + longest)) for begin, until in life.pauses]
    return life


def as_written(course: Course) -> Life:
    labels = Labels(course.kind, course.category, course.standing, course.urgent)
    life = Life([(course.filed - 1, labels)])
    rounds = 1
    _begin(life, "first_response", rounds, course.filed)
    _begin(life, "resolution", rounds, course.filed)
    for deed in course.deeds:
        at = deed.minute
        match deed.what:
            case "answer":
                _stop(life, at, WORDS)
                life.exclusive.append(at)
            case "spoke":
                _end_pause(life, at)
                life.inclusive.append(at)
                if not any(one.stop is None and one.metric in WORDS for one in life.clocks):
                    number = 1 + sum(one.metric == "next_response" for one in life.clocks)
                    _begin(life, "next_response", number, at)
            case "wait":
                life.pauses.append((at, None))
                life.inclusive.append(at)
            case "go_on":
                _end_pause(life, at)
                life.inclusive.append(at)
            case "urgent":
                if life.change(at, urgent=True):
                    _end_pause(life, at)
            case "calm":
                life.change(at, urgent=False)
            case "kind" | "category":
                life.change(at, **{deed.what: deed.label})
            case "resolve" | "withdraw":
                _end_pause(life, at)
                _stop(life, at, (*WORDS, "resolution"), dropped=deed.what == "withdraw")
                life.exclusive.append(at)
            case "reopen":
                rounds += 1
                _begin(life, "first_response", rounds, at)
                _begin(life, "resolution", rounds, at)
    return life


def _begin(life: Life, metric: str, number: int, at: int) -> None:
    life.clocks.append(SlowClock(metric, number, at))


def _stop(life: Life, at: int, metrics: Sequence[str], dropped: bool = False) -> None:
    for clock in life.clocks:
        if clock.stop is None and clock.metric in metrics:
            clock.stop, clock.dropped = at, dropped


def _end_pause(life: Life, at: int) -> None:
    if life.pauses and life.pauses[-1][1] is None:
        life.pauses[-1] = (life.pauses[-1][0], at)


class Walk:
    """One clock's way through the minutes of the month."""

    def __init__(self, policy: SlowPolicy, course: Course, life: Life, clock: SlowClock, last: int) -> None:
        self.policy, self.life, self.clock, self.last = policy, life, clock, last
        self.paused, self.begins = self._paused(), {begin for begin, _ in life.pauses}
        self.labels = life.at(clock.begin)
        self.urgent_since: int | None = None  # if it became so while this clock ran
        self.calm_since = 0
        self._promise()

    def run(self) -> None:
        """Goes on to where the clock stops: what has come due, and whether it counts."""
        begin, stop = self.clock.begin, self.clock.stop
        end = min(self.last + 1, NEVER if stop is None else stop)
        for change in sorted({minute for minute, _ in self.life.labels if begin < minute < end}):
            self._pass(begin, change)
            self._fire(change)
            self._change(change)
            begin = change
        self._pass(begin, end)
        self._judge()

    def _pass(self, begin: int, end: int, known: float = 0) -> None:
        """Looks at each minute from ``begin`` until before ``end`` in which something can be due, and counts all."""
        now = begin
        while now < end:
            self._fire(now, known)
            then = min(now + self._nothing_for(), end)
            self._count(now, then)
            now = then

    def _nothing_for(self) -> int:
        """So many minutes are missing until something is due, and each of them counts for one at most."""
        done = len(self.clock.climbed)
        if self.clock.breached is None:
            missing = (self.warning if self.clock.warned is None else self.target) - self.used
        else:
            missing = self.steps[done][1] - self.over if done < len(self.steps) else NEVER
        return max(missing, 1)

    def _promise(self) -> None:
        """By what the ticket is now; what became urgent by the urgent terms from then on, if these are sooner."""
        metric, begin, since = self.clock.metric, self.clock.begin, self.urgent_since
        self.counts_from = begin
        self.open, self.target, self.warning = self.policy.terms(self.labels, metric)
        if since is not None:
            calm = self.policy.terms(replace(self.labels, urgent=False), metric)
            if after(self.open, since, self.target) <= after(calm[0], begin, calm[1]):
                self.counts_from = since
            else:
                self.open, self.target, self.warning = calm
        self._climb_from(since or 0)

    def _climb_from(self, since: int) -> None:
        """By the ladder that it has now; of what became urgent that begins then, in the time of urgent matters."""
        self.steps, self.late_from = self.policy.steps(self.labels.urgent, self.clock.metric), since
        when_late = self.policy.terms(self.labels, self.clock.metric)[0] if since else self.open
        self.counting, self.counting_when_late = map(self._without_waits, (self.open, when_late))
        self.used = self.over = 0

    def _change(self, now: int) -> None:
        """The ticket is something else from now on: what is not broken yet is due as if it had been so before."""
        before, self.labels = self.labels, self.life.at(now)
        if before.urgent != self.labels.urgent:
            self.urgent_since = now if self.labels.urgent else None
            self.calm_since = self.calm_since if self.labels.urgent else now
        if self.clock.breached is None:
            self._promise()
        else:
            self._climb_from(self.urgent_since or 0)
        self._pass(self.clock.begin, now, now + AFTER_DEED)
        self._fire(now, now + AFTER_DEED)

    def _count(self, begin: int, end: int) -> None:
        """The minutes that count from ``begin`` until before ``end``."""
        self.used += self.counting.count(1, max(begin, self.counts_from), end)
        if self.clock.breached is not None:
            late = max(begin, self.clock.breached, self.late_from)
            self.over += self.counting_when_late.count(1, late, end)

    def _without_waits(self, open_minutes: bytes) -> bytes:
        """Of the open minutes those in which nobody waits for the customer."""
        counting = bytearray(open_minutes)
        for minute in self.paused:
            counting[minute] = 0
        return bytes(counting)

    def _fire(self, now: int, known: float = 0) -> None:
        """What is due at a minute; ``known``: since when it is, where that is later."""
        clock, known = self.clock, max(now, known)
        if now in self.paused and now not in self.begins:
            return
        if clock.breached is None:
            if clock.warned is None and self.warning <= self.used < self.target and now >= self.counts_from:
                clock.warned = now
                clock.known[0] = known
            if self.used < self.target:
                return
            clock.breached, clock.breach_known = now, known
        done = len(clock.climbed)
        while done < len(self.steps) and self.over >= self.steps[done][1] and now >= clock.breached:
            due = now if self.labels.urgent else max(now, self.calm_since)
            to, _, acts = self.steps[done]
            clock.climbed.append((max(due, self.late_from), to, acts))
            done += 1
            clock.known[done] = known

    def _paused(self) -> set[int]:
        end = self.last + 1
        return {
            minute
            for begin, until in self.life.pauses
            for minute in range(begin, end if until is None else until)
        }

    def _judge(self) -> None:
        clock = self.clock
        stopped = clock.stop is not None and clock.stop <= self.last
        if clock.breached is not None:
            clock.state = "breached"
        elif stopped:
            clock.state = "dropped" if clock.dropped else "met"
        elif self.last in self.paused:
            clock.state = "paused"
