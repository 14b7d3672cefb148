"""When whoever is called ought to have heard of it, and what the ladder did besides. Shares no code with bot/."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.month.roster import Roster
from tests.month.script import DAY
from tests.month.slow_policy import SlowPolicy
from tests.month.walk import NEVER, Life, SlowClock

ACTS_LATER = 0.5  # of a minute: a sweep calls first, and then it gives tickets to others


@dataclass(frozen=True)
class Hearing:
    """``sweeps``: the minutes of the month in which the desk swept, in order."""

    policy: SlowPolicy
    sweeps: Sequence[int]

    def when(
        self, life: Life, noticed: int, urgent: bool, still: Callable[[int], bool]
    ) -> tuple[int | None, bool]:
        """In which sweep whoever is called hears of a step, None where it is over by then, and whether it waited so
        long that whoever stands there by then is called. ``urgent``: when it was noticed.
        """
        due = noticed if urgent else self._next_digest(noticed)
        alarm = next((one for one in _alarms(life) if noticed <= one < due), None)
        due = due if alarm is None else alarm
        at = bisect_left(self.sweeps, due)
        if at == len(self.sweeps) or not still(self.sweeps[at]):
            return None, False
        return self.sweeps[at], due - noticed > self.policy.digest_minutes()

    def _next_digest(self, noticed: int) -> int:
        """Digests go out at fixed minutes, those of the staff's quiet hours when these end."""
        every, (quiet_from, quiet_until) = self.policy.digest_minutes(), self.policy.quiet()
        due = (noticed // every + 1) * every
        day, minute = divmod(due, DAY)
        if minute >= quiet_from:
            return (day + 1) * DAY + quiet_until
        return max(due, day * DAY + quiet_until)


def still_runs(life: Life, clock: SlowClock, warning: bool) -> Callable[[int], bool]:
    """Whether the clock runs at a minute, and of a warning, whether it is not late yet."""

    def still(at: int) -> bool:
        broke = clock.breached is not None and max(clock.breached, int(clock.breach_known)) <= at
        stopped = clock.stop is not None and clock.stop <= at
        return not stopped and not waits(life, at) and not (warning and broke)

    return still


def waits(life: Life, at: int) -> bool:
    """Whether the ticket waits for its customer."""
    return any(begin <= at < (NEVER if until is None else until) for begin, until in life.pauses)


def given_away(
    roster: Roster, life: Life, holder: str | None, at: int, found: Sequence[str]
) -> Iterator[str]:
    """What is wrong with whom a sweep gave a late ticket to (``found``) when it was to give it to somebody else."""
    labels = life.at(at)
    pools = roster.takers(labels.category, holder, at)
    wanted = next((pool for pool in pools if pool), [])
    if not labels.urgent:  # of those who have room
        wanted = [name for pool in pools for name in pool]
    if len(found) > 1 or any(name not in wanted for name in found):
        yield f"at {at} it was given to {list(found)}, and one of {wanted} was to have it"
    if not found and wanted and labels.urgent:
        yield f"at {at} it was given to nobody, and {wanted} were there"


def _alarms(life: Life) -> Iterable[int]:
    """The minutes in which it became urgent."""
    calm = [labels.urgent for _, labels in life.labels]
    return [
        minute for (minute, now), was in zip(life.labels[1:], calm, strict=False) if now.urgent and not was
    ]
