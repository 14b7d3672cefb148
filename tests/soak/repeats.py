"""Which kill made a message be said again, and what was in doubt at that moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.notice import NoticeState
from bot.service.delivery import LEASE

CLOCKS = 0.05  # seconds by which two looks at the clock may differ


@dataclass(frozen=True)
class Doubt:
    """A notice that was being sent (``since``: a Unix time), or in doubt, when a desk was killed."""

    state: NoticeState
    since: float | None


@dataclass(frozen=True)
class Kill:
    """``at``: a Unix time. ``desk``: by which name that desk knew Telegram. ``doubts``: of all desks, by text."""

    number: int
    at: float
    desk: str
    doubts: Mapping[str, Doubt]


@dataclass(frozen=True)
class Saying:
    """A message as Telegram took it: when, from which desk, and when it answered."""

    at: float
    desk: str
    answered: float


def doubt(state: NoticeState, lease_until: datetime | None) -> Doubt:
    """Of a notice as it stands."""
    return Doubt(state, (lease_until - LEASE).timestamp() if lease_until else None)


@dataclass
class Repeats:
    """What matters and was said again, by the kill of the process that had said it and had not written that down."""

    kills: Sequence[Kill]
    _by_kill: dict[int, list[tuple[str, Saying]]] = field(
        default_factory=lambda: defaultdict(list), init=False
    )

    def explain(self, text: str, first: Saying, again: Saying) -> bool:
        """Whether a kill is the reason; counted for that kill."""
        of_desk = (one for one in self.kills if one.desk == first.desk and one.at >= first.at - CLOCKS)
        kill = next(of_desk, None)
        if kill is None or kill.at > again.at or text not in kill.doubts:
            return False
        self._by_kill[kill.number].append((text, first))
        return True

    @property
    def number(self) -> int:
        return sum(map(len, self._by_kill.values()))

    @property
    def most(self) -> int:
        """By one kill."""
        return max(map(len, self._by_kill.values()), default=0)

    def more_than_one(self) -> Iterable[str]:
        """The kills that repeated more than one, and how these notices stood."""
        for kill in self.kills:
            repeated = self._by_kill.get(kill.number, [])
            if len(repeated) > 1:
                told = "; ".join(_told(kill, text, first) for text, first in repeated)
                yield f"kill {kill.number} of {kill.desk}: {told}; {len(kill.doubts)} in doubt in all"


def _told(kill: Kill, text: str, first: Saying) -> str:
    doubt = kill.doubts[text]
    began = "" if doubt.since is None else f" for {kill.at - doubt.since:.3f} s"
    answered = f"answered {first.answered - kill.at:+.3f} s from then"
    return f"{text} was {doubt.state}{began}, heard {kill.at - first.at:.3f} s before, {answered}"
