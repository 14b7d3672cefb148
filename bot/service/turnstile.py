"""How few of what matters are in doubt at once: what a kill can repeat.

A letter is in doubt from the moment it may go until its result is written. What matters and was in doubt when the desk
was killed is said again, so of what can wait only one goes at a time, as long as the line is quicker than the rate. On
a slower line the next one goes when the rate wants it: as many are in doubt as rate times the usual delay, and no more.
An answer that is late where others are not lets nobody else in; what does not matter goes past it. Live answers do not
queue here.
"""

import math
from collections import deque
from collections.abc import Iterable, Mapping
from statistics import median

MOMENT = 0.01  # seconds; at thousands a second, what is due in so short a time goes together
REMEMBERED = 15  # delays of which the median is the usual one: a few late answers do not make a slow line


class Turnstile:
    """``now`` is in seconds on any clock that only goes forward."""

    def __init__(self) -> None:
        self._inside: dict[int, float] = {}  # since when each may have been on its way
        self._delays: deque[float] = deque(maxlen=REMEMBERED)
        self._opens_at = 0.0

    def room(self, rate: float, now: float, leaving: Iterable[int] = ()) -> int:
        """How many may enter now, at ``rate`` a second, when those ``leaving`` have left."""
        inside = len(self._inside.keys() - set(leaving))
        free = not inside or (now >= self._opens_at and inside < self._usual(rate))
        return max(1, int(rate * MOMENT)) if free else 0

    def held_up(self, rate: float, now: float, leaving: Iterable[int] = ()) -> bool:
        """Nobody may enter, and not because it is too early: whoever is inside takes longer than usual."""
        return now >= self._opens_at and not self.room(rate, now, leaving)

    def enter(self, going: Mapping[int, float], rate: float, now: float) -> None:
        """``going``: by notice, when it may go (a moment ahead, or past: at once)."""
        if going:
            self._inside |= {notice_id: max(at, now) for notice_id, at in going.items()}
            self._opens_at = now + len(going) / rate

    def leave(self, notice_ids: Iterable[int], now: float) -> None:
        """Their results are written, or given up."""
        for notice_id in notice_ids:
            since = self._inside.pop(notice_id, None)
            if since is not None:
                self._delays.append(max(now - since, 0))

    def wait(self, seen: float, now: float) -> float | None:
        """Seconds until another look is worthwhile for who saw it at ``seen``; None when time alone changes nothing."""
        return max(self._opens_at - now, 0) if self._inside and self._opens_at > seen else None

    def _usual(self, rate: float) -> int:
        """How many are inside at once when the rate is kept."""
        return math.ceil(rate * median(self._delays)) if self._delays else 0
