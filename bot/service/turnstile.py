"""How few of what matters are in doubt at once: what a kill can repeat.

A letter is in doubt from the moment its sending is committed until its result is. What matters and was in doubt when
the desk was killed is said again, so of what can wait only one goes at a time, as long as the line is quicker than
the rate. On a slower line the next one goes when the rate wants it: as many are in doubt as rate times delay, and no
more. Live answers do not queue here.
"""

from collections.abc import Iterable

MOMENT = 0.01  # seconds; at thousands a second, what is due in so short a time goes together


class Turnstile:
    """``now`` is in seconds on any clock that only goes forward."""

    def __init__(self) -> None:
        self._inside: set[int] = set()
        self._opens_at = 0.0

    def room(self, rate: float, now: float, leaving: Iterable[int] = ()) -> int:
        """How many may enter now, at ``rate`` a second, when those ``leaving`` have left."""
        free = now >= self._opens_at or not self._inside.difference(leaving)
        return max(1, int(rate * MOMENT)) if free else 0

    def enter(self, notice_ids: Iterable[int], rate: float, now: float) -> None:
        entering = set(notice_ids)
        if entering:
            self._inside |= entering
            self._opens_at = now + len(entering) / rate

    def leave(self, notice_ids: Iterable[int]) -> None:
        """Their results are written, or given up."""
        self._inside.difference_update(notice_ids)

    def wait(self, now: float) -> float | None:
        """Seconds until somebody more may enter whoever is inside; None when nobody has to wait."""
        return max(self._opens_at - now, 0) if self._inside else None
