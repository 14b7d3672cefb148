"""What the ladder ought to have done in a month, reckoned minute by minute. Shares no code with bot/.

What people did is taken from the script, and who held a ticket when from its history; everything that the desk does by
itself is reckoned here: warnings, breaches, steps, who stood where, and when it was noticed.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.month.hearing import Hearing, given_away, still_runs, waits
from tests.month.roster import Roster
from tests.month.script import BEGIN, DAY, Course, Month
from tests.month.slow_policy import Labels, SlowPolicy, after
from tests.month.walk import NEVER, Life, SlowClock, Walk, as_written, life_of


@dataclass(frozen=True)
class Step:
    """``rung`` is who is meant, ``stands_on`` and ``who`` (a name) who is called; both empty: nobody is there."""

    fired: int
    noticed: int
    rung: str
    stands_on: str | None
    who: str | None
    acts: tuple[str, ...] = ("remind",)
    heard: int | None = None  # in which sweep its acts were done and whoever is called heard of it


@dataclass(frozen=True)
class Bare:
    """A step before it is known whom it calls. ``known``: since when it is due; later than it was when the labels made
    it so. ``still``: whether its reason holds at a minute.
    """

    fired: int
    rung: str
    acts: tuple[str, ...]
    known: float
    still: Callable[[int], bool]


Held = Sequence[tuple[float, str]]
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
        self.roster, self.hearing = Roster(month), Hearing(policy, sweeps)

    def clocks(self, course: Course, held: Held) -> Iterator[tuple[SlowClock, dict[int, Step]]]:
        """Each clock of a ticket with its steps; 0 is the warning."""
        life = life_of(course, self.policy.longest_wait())
        for clock in life.clocks:
            if clock.begin > self.last:
                continue
            Walk(self.policy, course, life, clock, self.last).run()
            steps: dict[int, Step] = {}
            if clock.warned is not None:
                bare = Bare(clock.warned, "owner", ("remind",), clock.known[0], still_runs(life, clock, True))
                steps[0] = self._step(life, held, bare)
            still = still_runs(life, clock, False)
            for number, (fired, rung, acts) in enumerate(clock.climbed, start=1):
                steps[number] = self._step(life, held, Bare(fired, rung, acts, clock.known[number], still))
            yield clock, steps

    def _step(self, life: Life, held: Held, bare: Bare) -> Step:
        noticed, swept = self.noticing.when(life, max(bare.fired, int(bare.known)))
        labels = life.at(noticed, before=not swept and bare.known <= noticed)
        return self._called(life, held, bare, noticed, labels, swept)

    def _called(self, life: Life, held: Held, bare: Bare, noticed: int, labels: Labels, swept: bool) -> Step:
        """A step with whoever is called when it is noticed, or, if they hear of it much later, by then."""
        heard, late = self.hearing.when(life, noticed, labels.urgent, bare.still)
        at, category, inclusive = noticed, labels.category, swept
        if heard is not None and late:
            at, category, inclusive = heard, life.at(heard).category, True
        stands_on, who = self.roster.stands(bare.rung, category, _holder(held, at, inclusive), at)
        return Step(bare.fired, noticed, bare.rung, stands_on, who, bare.acts, heard)

    def waited_out(self, course: Course, held: Held) -> list[Step]:
        """What whoever holds the ticket hears of waits that lasted the longest."""
        longest = self.policy.longest_wait()
        life = life_of(course, longest)
        written = as_written(course).pauses
        ends = [begin + longest for begin, until in written if (until or NEVER) > begin + longest]

        def still(at: int) -> bool:
            return not closed(course, at) and not waits(life, at)

        return [
            self._step(life, held, Bare(end, "owner", ("remind",), end, still))
            for end in ends
            if end <= self.last
        ]

    def given_away(self, course: Course, held: Held, at: int, found: Sequence[str]) -> Iterator[str]:
        """What is wrong with whom the ticket was given to by the ladder in a sweep."""
        return given_away(self.roster, as_written(course), _holder(held, at, True), at, found)

    def round_at(self, course: Course, at: int) -> int:
        return 1 + sum(one.what == "reopen" and one.minute <= at for one in course.deeds)

    def returned(self, course: Course, held: Held, offers: Sequence[Transferred]) -> list[Step]:
        """The steps of offers that nobody answered in time, in their order."""
        ends = (*(later.offered for later in offers[1:]), NEVER)
        found = (self._returned(course, held, one, end) for one, end in zip(offers, ends, strict=False))
        return [step for step in found if step is not None]

    def _returned(self, course: Course, held: Held, one: Transferred, replaced: int) -> Step | None:
        life = life_of(course, self.policy.longest_wait())
        due = self._due(one, life)
        answered = self._answered(course, one, replaced)
        swept = self.noticing.swept(due + 1)  # at the very minute it is still in time
        noticed = min(swept, answered)
        if answered <= due or replaced <= noticed or noticed == NEVER or closed(course, noticed):
            return None
        if self._ended(course, held, one.offered, noticed) or one.offered < self._called_off(one) <= due:
            return None
        labels = life.at(noticed)
        steps = self.policy.steps(labels.urgent, "")
        rung, acts = next((to, acts) for to, _, acts in steps if to != "owner")
        bare = Bare(due, rung, acts, due, lambda at: not closed(course, at) and at < replaced)
        return self._called(life, held, bare, noticed, labels, swept == noticed)

    def _due(self, one: Transferred, life: Life) -> int:
        """Until when an offer waits; what becomes urgent meanwhile waits no longer than the urgent time from then."""
        every_hour, within = self.policy.open("round_the_clock"), self.policy.accept_minutes(True)
        if life.at(one.offered).urgent:
            return after(every_hour, one.offered, within)
        opened = self.policy.open(self.policy.calendar_of(one.department))
        due = after(opened, one.offered, self.policy.accept_minutes(False))
        alarms = [minute for minute, labels in life.labels if labels.urgent and one.offered < minute <= due]
        return min([due, *(after(every_hour, minute, within) for minute in alarms)])

    def _ended(self, course: Course, held: Held, offered: int, noticed: int) -> bool:
        """Whether the ticket went to somebody else meanwhile, or was closed and opened again."""
        reopened = any(one.what == "reopen" and offered < one.minute <= noticed for one in course.deeds)
        return reopened or any(offered < since <= noticed for since, _ in held)

    def _called_off(self, one: Transferred) -> int:
        """When it was seen that the receiver goes on leave: what is offered to them by then comes back."""
        first = self.roster.leave_of(one.receiver)
        return NEVER if first is None else self.noticing.swept(first * DAY + self.policy.leave_from())

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
