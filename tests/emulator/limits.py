"""Telegram's flood limits, after its bot FAQ: overall, per private chat, per group."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

COUNTED = ("send", "copy", "forward", "editmessage", "createforumtopic", "editforumtopic")
FREE = {"sendchataction"}


@dataclass
class Limits:
    """``(posts, seconds)`` each: ``overall`` and ``group`` are sliding windows; ``private`` is a burst that
    refills one post at a time over ``private_seconds`` seconds each."""

    overall: tuple[int, float] = (30, 1.0)
    group: tuple[int, float] = (20, 60.0)
    private_burst: int = 4
    private_seconds: float = 1.0
    _windows: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _spent: dict[int, tuple[float, float]] = field(default_factory=dict)

    @staticmethod
    def counts(method: str) -> bool:
        """True for the methods that post or edit."""
        return method not in FREE and method.startswith(COUNTED)

    def refuse(self, chat_id: int, posts: int, now: float) -> int | None:
        """Seconds to wait (whole, at least 1), or None and the posts are charged; ``now`` in seconds."""
        waits = [self._window_wait(0, self.overall, posts, now)]
        if chat_id < 0:
            waits.append(self._window_wait(chat_id, self.group, posts, now))
        else:
            waits.append(self._bucket_wait(chat_id, posts, now))
        longest = max(waits)
        if longest > 0:
            return max(1, math.ceil(longest))
        self._windows[0].extend([now] * posts)
        if chat_id < 0:
            self._windows[chat_id].extend([now] * posts)
        else:
            self._spent[chat_id] = (self._level(chat_id, now) + posts, now)
        return None

    def _window_wait(self, key: int, limit: tuple[int, float], posts: int, now: float) -> float:
        most, seconds = limit
        window = self._windows[key]
        while window and window[0] <= now - seconds:
            window.popleft()
        over = len(window) + posts - most
        if over <= 0 or not window:
            return 0.0
        return window[min(over, len(window)) - 1] + seconds - now

    def _level(self, chat_id: int, now: float) -> float:
        spent, then = self._spent.get(chat_id, (0.0, now))
        return max(0.0, spent - (now - then) / self.private_seconds)

    def _bucket_wait(self, chat_id: int, posts: int, now: float) -> float:
        level = self._level(chat_id, now)
        # An album larger than the burst must still be possible from rest.
        over = level + min(posts, self.private_burst) - self.private_burst
        return over * self.private_seconds if over > 1e-9 else 0.0
