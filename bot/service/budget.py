"""What Telegram lets the desk say: token buckets that all processes share.

A bucket holds up to ``size`` tokens and gains ``rate`` a second; an act takes one.

* "all": 26 a second, 4 at once. Live answers may take all four; what can wait leaves two, so an answer never
  waits for a broadcast, and no second sees more than 30.
* "chat:5", a private chat: one a second, three at once.
* "group:-100", a group: 15 a minute, 5 at once (20 in any minute). Two are kept for alarms, so that an urgent
  ticket's topic and card overtake a queue of others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlmodel import col

from bot.desk.notice import Budget, Lane
from bot.desk.policy import DeliveryPart
from bot.service.once import insert_once
from bot.service.work import Work

ALL = "all"
ALL_SIZE, KEPT_FOR_LIVE = 4, 2
CHAT_RATE = 1.0
KEPT_FOR_ALARMS = 2
LIVE = (Lane.ALERT, Lane.REPLY)
IDLE = timedelta(hours=1)  # a bucket not used for so long is full and can be forgotten
ROUNDING = 1e-6


@dataclass
class Bucket:
    """``filled_at``: when ``tokens`` was right. ``paused_until``: Telegram asked to wait."""

    scope: str
    rate: float
    size: int
    tokens: float
    filled_at: datetime
    paused_until: datetime | None = None
    used: bool = False

    def fill(self, now: datetime) -> None:
        passed = max((now - self.filled_at).total_seconds(), 0)
        self.tokens = min(self.size, self.tokens + passed * self.rate)
        self.filled_at = max(now, self.filled_at)

    def free_at(self, kept: int, now: datetime) -> datetime:
        """When one token can be taken that leaves ``kept``; ``now`` when it can be taken at once."""
        lacking = 1 + kept - self.tokens
        free = now + timedelta(seconds=lacking / self.rate) if lacking > ROUNDING else now
        return max(free, self.paused_until or now)


class Buckets:
    """The buckets of one claim: read once, taken from in memory, written back once, in the claim's
    transaction.
    """

    def __init__(self, work: Work) -> None:
        """Locks the bucket of all, so that claims of several processes follow each other."""
        self._work = work
        self._buckets: dict[str, Bucket] = {}
        values = {"scope": ALL, "tokens": ALL_SIZE, "filled_at": work.now}
        insert_once(work.session, Budget, values)
        self._load([ALL])

    def know(self, chat_ids: Iterable[int]) -> None:
        """Reads the buckets of these chats, all at once."""
        self._load([scope_of(chat_id) for chat_id in chat_ids])

    def free_at(self, lane: Lane) -> datetime:
        """When the bucket of all has a token for ``lane``."""
        return self._buckets[ALL].free_at(0 if lane in LIVE else KEPT_FOR_LIVE, self._work.now)

    def chat_free_at(self, chat_id: int, lane: Lane) -> datetime:
        """When the chat's own bucket has a token for ``lane``."""
        bucket = self._buckets[scope_of(chat_id)]
        kept = 0 if chat_id > 0 or lane == Lane.ALERT else min(KEPT_FOR_ALARMS, bucket.size - 1)
        return bucket.free_at(kept, self._work.now)

    def take(self, chat_id: int, cost: int) -> None:
        """Takes ``cost`` tokens (the parts of an album count each) from all and from the chat, into debt if
        need be.
        """
        for scope in (ALL, scope_of(chat_id)):
            self._buckets[scope].tokens -= cost
            self._buckets[scope].used = True

    def save(self) -> None:
        connection = self._work.session.connection()
        for bucket in self._buckets.values():
            if bucket.used:
                values = {"tokens": bucket.tokens, "filled_at": bucket.filled_at}
                if not insert_once(self._work.session, Budget, {"scope": bucket.scope} | values):
                    mine = col(Budget.scope) == bucket.scope
                    connection.execute(update(Budget).where(mine).values(**values))

    def _load(self, scopes: Iterable[str]) -> None:
        wanted = [scope for scope in dict.fromkeys(scopes) if scope not in self._buckets]
        rows = self._work.session.connection().execute(
            select(Budget).where(col(Budget.scope).in_(wanted)).with_for_update()
        )
        found = {row.scope: row for row in rows}
        for scope in wanted:
            rate, size = _limits(scope, self._work.policy.delivery)
            row = found.get(scope)
            bucket = Bucket(scope, rate, size, size, self._work.now)
            if row is not None:
                bucket = Bucket(scope, rate, size, row.tokens, row.filled_at, row.paused_until)
            bucket.fill(self._work.now)
            self._buckets[scope] = bucket


def scope_of(chat_id: int) -> str:
    return f"chat:{chat_id}" if chat_id > 0 else f"group:{chat_id}"


def pause(work: Work, chat_id: int | None, wait: timedelta) -> None:
    """Nothing more to ``chat_id`` (None: to anybody) before ``wait`` has passed; a longer pause stays."""
    scope = ALL if chat_id is None else scope_of(chat_id)
    size = _limits(scope, work.policy.delivery)[1]
    insert_once(work.session, Budget, {"scope": scope, "tokens": size, "filled_at": work.now})
    until = work.now + wait
    shorter = or_(col(Budget.paused_until).is_(None), col(Budget.paused_until) < until)
    work.session.connection().execute(
        update(Budget).where(col(Budget.scope) == scope, shorter).values(paused_until=until)
    )


def paused(work: Work) -> dict[str, datetime]:
    """What is paused now and until when, for health."""
    query = select(col(Budget.scope), col(Budget.paused_until)).where(col(Budget.paused_until) > work.now)
    return {row.scope: row.paused_until for row in work.session.connection().execute(query)}


def prune(work: Work) -> int:
    """Forgets buckets of chats that have long been full; returns how many."""
    idle = col(Budget.filled_at) < work.now - IDLE
    free = or_(col(Budget.paused_until).is_(None), col(Budget.paused_until) <= work.now)
    query = delete(Budget).where(idle, free, col(Budget.tokens) >= 0, col(Budget.scope) != ALL)
    return work.session.connection().execute(query).rowcount


def _limits(scope: str, policy: DeliveryPart) -> tuple[float, int]:
    """Tokens a second, and how many a full bucket holds."""
    if scope == ALL:
        return policy.per_second, ALL_SIZE
    if scope.startswith("chat:"):
        return CHAT_RATE, policy.per_chat_burst
    return policy.group_per_minute / 60, policy.group_burst
