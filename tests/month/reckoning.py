"""What the ladder ought to have done in a month, reckoned minute by minute. Shares no code with bot/.

What people did is taken from the script, and who held a ticket when from its history; everything that the desk does by
itself is reckoned here: warnings, breaches, steps, who stood where, and when it was noticed.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests.month.script import BEGIN, DAY, Course, Month
from tests.month.slow_policy import SlowPolicy, after

WORDS = ("first_response", "next_response")
RUNGS = ("owner", "shift_lead", "department_head", "management")
NEVER = 10**9


@dataclass(frozen=True)
class Step:
    """``rung`` is who is meant, ``stands_on`` and ``who`` (a name) who is called; both empty: nobody is there."""

    fired: int
    noticed: int
    rung: str
    stands_on: str | None
    who: str | None


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
    climbed: list[tuple[int, str]] = field(default_factory=list)  # when each step was due, and who is meant


@dataclass
class Life:
    """What happened to a ticket, as far as its clocks are concerned."""

    clocks: list[SlowClock] = field(default_factory=list)
    pauses: list[tuple[int, int | None]] = field(default_factory=list)
    urgent_from: int | None = None
    inclusive: list[int] = field(
        default_factory=list
    )  # minutes of deeds before which the clocks were looked at
    exclusive: list[int] = field(default_factory=list)  # and of those that are in time at the very minute


def life_of(course: Course, longest: int) -> Life:
    """What the script says, as clocks that begin and stop; no wait is longer than ``longest`` minutes."""
    life = _as_written(course)
    life.pauses = [(begin, min(until or NEVER, begin + longest)) for begin, until in life.pauses]
    return life


def _as_written(course: Course) -> Life:
    life = Life(urgent_from=course.filed if course.urgent else None)
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
                if life.urgent_from is None:
                    life.urgent_from = at
                    _end_pause(life, at)
                life.inclusive.append(at)
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
        self.policy, self.course, self.life, self.clock, self.last = policy, course, life, clock, last
        since = life.urgent_from
        self.changes = since if since is not None and since > clock.begin and since != course.filed else None
        self.urgent = since is not None and since <= clock.begin
        self.open, self.target, self.warning = policy.terms(course, self.urgent, clock.metric)
        self.steps = policy.steps(self.urgent, clock.metric)
        self.used = self.over = 0
        self.open_when_late = self.open

    def run(self) -> None:
        """Looks at each minute until the clock stops: what has come due, and whether it counts."""
        clock, paused = self.clock, self._paused()
        begins = {begin for begin, _ in self.life.pauses}
        for now in range(clock.begin, self.last + 1):
            if now == clock.stop:
                break
            if now not in paused or now in begins:
                self._fire(now)
            if now == self.changes:
                self._become_urgent(now)
                if now not in paused:
                    self._fire(now)
            if now not in paused:
                self.used += self.open[now]
                self.over += self.open_when_late[now] if clock.breached is not None else 0
        self._judge(paused)

    def _fire(self, now: int) -> None:
        clock = self.clock
        if clock.breached is None:
            if clock.warned is None and self.warning <= self.used < self.target:
                clock.warned = now
            if self.used < self.target:
                return
            clock.breached = now
        done = len(clock.climbed)
        while done < len(self.steps) and self.over >= self.steps[done][1]:
            clock.climbed.append((now, self.steps[done][0]))
            done += 1

    def _become_urgent(self, now: int) -> None:
        """From now on by the urgent terms, if these are sooner; the ladder is the urgent one in any case, and begins
        now if it is late already.
        """
        self.urgent, self.steps = True, self.policy.steps(True, self.clock.metric)
        open_minutes, target, warning = self.policy.terms(self.course, True, self.clock.metric)
        self.open_when_late, self.over = open_minutes, 0
        if self.clock.breached is not None:
            return
        if after(open_minutes, now, target) <= after(self.open, self.clock.begin, self.target):
            self.open, self.target, self.warning, self.used = open_minutes, target, warning, 0

    def _paused(self) -> set[int]:
        end = self.last + 1
        return {
            minute
            for begin, until in self.life.pauses
            for minute in range(begin, end if until is None else until)
        }

    def _judge(self, paused: set[int]) -> None:
        clock = self.clock
        stopped = clock.stop is not None and clock.stop <= self.last
        if clock.breached is not None:
            clock.state = "breached"
        elif stopped:
            clock.state = "dropped" if clock.dropped else "met"
        elif self.last in paused:
            clock.state = "paused"


Held = Sequence[tuple[int, str]]
"""Who held a ticket from which minute on, by its history, in order."""


@dataclass(frozen=True)
class Noticing:
    """The minutes of the month in which the desk swept, in order."""

    sweeps: Sequence[int]

    def when(self, life: Life, fired: int) -> tuple[int, bool]:
        """When a step was noticed, and whether by a sweep rather than by somebody doing something."""
        swept = self.swept(fired)
        deeds = [one for one in life.inclusive if one >= fired] + [
            one for one in life.exclusive if one > fired
        ]
        first = min(deeds, default=NEVER)
        return (first, False) if first <= swept else (swept, True)

    def swept(self, fired: int) -> int:
        """The first sweep that can see what is due at a minute."""
        at = bisect_left(self.sweeps, fired)
        return self.sweeps[at] if at < len(self.sweeps) else NEVER


class Roster:
    """Who stands where."""

    def __init__(self, month: Month) -> None:
        self.people = sorted(month.people, key=lambda one: one.name)

    @cached_property
    def _by_name(self) -> dict[str, Any]:
        return {one.name: one for one in self.people}

    def stands(self, rung: str, category: str, holder: str | None, at: int) -> tuple[str | None, str | None]:
        """The nearest person from ``rung`` upwards: where they stand, and their name."""
        for each in RUNGS[RUNGS.index(rung) :]:
            found = self._on(each, category, holder, at)
            if found is not None:
                return each, found
        return None, None

    def _on(self, rung: str, category: str, holder: str | None, at: int) -> str | None:
        match rung:
            case "owner":
                return holder if holder and not self._away(holder, at) else None
            case "shift_lead":
                leads = [one for one in self.people if one.role == "lead" and not self._away(one.name, at)]
                there = [one for one in leads if _works(one, at, False)]
                called = there or [one for one in leads if _works(one, at, True)]
                own = [one for one in called if one.department == category]
                return next((one.name for one in own or called), None)
            case "department_head":
                return self._first("head", category, at)
            case _:
                return self._first("manager", None, at)

    def _first(self, role: str, department: str | None, at: int) -> str | None:
        found = [one for one in self.people if one.role == role and one.department == department]
        there = [one for one in found if not self._away(one.name, at)]
        return next((one.name for one in there), None)

    def _away(self, name: str, at: int) -> bool:
        away = self._by_name[name].away
        return away is not None and away[0] <= at // DAY <= away[1]


def _works(one: Any, at: int, on_call: bool) -> bool:
    return any(turn.on_call == on_call and turn.begin <= at < turn.end for turn in one.turns)


@dataclass(frozen=True)
class Transferred:
    """An offer as it was made, to somebody (a name) of a department."""

    offered: int
    receiver: str
    department: str


class Reckoning:
    """The whole month: every ticket's clocks and their steps."""

    def __init__(self, month: Month, policy: SlowPolicy, sweeps: Sequence[int]) -> None:
        self.month, self.policy, self.noticing = month, policy, Noticing(sweeps)
        self.last = sweeps[-1]
        self.roster = Roster(month)

    def clocks(self, course: Course, held: Held) -> Iterator[tuple[SlowClock, dict[int, Step]]]:
        """Each clock of a ticket with its steps; 0 is the warning."""
        life = life_of(course, self.policy.longest_wait())
        for clock in life.clocks:
            if clock.begin > self.last:
                continue
            Walk(self.policy, course, life, clock, self.last).run()
            steps: dict[int, Step] = {}
            if clock.warned is not None:
                steps[0] = self._step(course, life, held, clock.warned, "owner")
            for number, (fired, rung) in enumerate(clock.climbed, start=1):
                steps[number] = self._step(course, life, held, fired, rung)
            yield clock, steps

    def _step(self, course: Course, life: Life, held: Held, fired: int, rung: str) -> Step:
        noticed, swept = self.noticing.when(life, fired)
        stands_on, who = self.roster.stands(rung, course.category, _holder(held, noticed, swept), noticed)
        return Step(fired, noticed, rung, stands_on, who)

    def waited_out(self, course: Course, held: Held) -> list[Step]:
        """What whoever holds the ticket hears of waits that lasted the longest."""
        longest = self.policy.longest_wait()
        life = life_of(course, longest)
        written = _as_written(course).pauses
        ends = [begin + longest for begin, until in written if (until or NEVER) > begin + longest]
        return [self._step(course, life, held, end, "owner") for end in ends if end <= self.last]

    def returned(self, course: Course, held: Held, offers: Sequence[Transferred]) -> list[Step]:
        """The steps of offers that nobody answered in time, in their order."""
        ends = (*(later.offered for later in offers[1:]), NEVER)
        found = (self._returned(course, held, one, end) for one, end in zip(offers, ends, strict=False))
        return [step for step in found if step is not None]

    def _returned(self, course: Course, held: Held, one: Transferred, replaced: int) -> Step | None:
        urgent_from = life_of(course, NEVER).urgent_from
        due = self._due(one, urgent_from)
        answered = self._answered(course, one, replaced)
        swept = self.noticing.swept(due + 1)  # at the very minute it is still in time
        noticed = min(swept, answered)
        if answered <= due or replaced <= noticed or noticed == NEVER or closed(course, noticed):
            return None
        if self._ended(course, held, one.offered, noticed):
            return None
        urgent = urgent_from is not None and urgent_from <= noticed
        rung = next(to for to, _ in self.policy.steps(urgent, "") if to != "owner")
        holder = _holder(held, noticed, inclusive=swept == noticed)
        stands_on, who = self.roster.stands(rung, course.category, holder, noticed)
        return Step(due, noticed, rung, stands_on, who)

    def _due(self, one: Transferred, urgent_from: int | None) -> int:
        """Until when an offer waits; what becomes urgent meanwhile waits no longer than the urgent time from then."""
        every_hour, within = self.policy.open("round_the_clock"), self.policy.accept_minutes(True)
        if urgent_from is not None and urgent_from <= one.offered:
            return after(every_hour, one.offered, within)
        opened = self.policy.open(self.policy.calendar_of(one.department))
        due = after(opened, one.offered, self.policy.accept_minutes(False))
        return due if urgent_from is None else min(due, after(every_hour, urgent_from, within))

    def _ended(self, course: Course, held: Held, offered: int, noticed: int) -> bool:
        """Whether the ticket went to somebody else meanwhile, or was closed and opened again."""
        reopened = any(one.what == "reopen" and offered < one.minute <= noticed for one in course.deeds)
        return reopened or any(offered < since <= noticed for since, _ in held)

    def _answered(self, course: Course, one: Transferred, replaced: int) -> int:
        """When the receiver said yes or no, in time or not."""
        minutes = (
            deed.minute
            for deed in course.deeds
            if deed.what in ("accept", "decline")
            and one.offered < deed.minute < replaced
            and deed.person is not None
            and self.month.people[deed.person].name == one.receiver
        )
        return next(minutes, NEVER)


def closed(course: Course, at: int) -> bool:
    """Whether the matter was closed at a minute."""
    said = [one.what for one in course.deeds if one.minute <= at]
    last = next((what for what in reversed(said) if what in ("resolve", "withdraw", "reopen")), "")
    return last in ("resolve", "withdraw")


def _holder(held: Held, at: int, inclusive: bool) -> str | None:
    """Who held the ticket; of a step noticed by a deed, before that deed."""
    return next((name for since, name in reversed(held) if since < at or (inclusive and since == at)), None)


def minute_since_begin(moment: Any) -> int:
    """Raises ``ValueError`` for a moment that is not a whole minute."""
    whole, rest = divmod(moment - BEGIN, timedelta(minutes=1))
    if rest:
        raise ValueError(f"{moment} is not a whole minute of the month")
    return int(whole)
