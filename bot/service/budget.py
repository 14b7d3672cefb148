"""What Telegram lets the desk say: budgets that all processes share, taken in the claim's transaction.

Token buckets: one holds up to ``size`` tokens and gains ``rate`` a second; an act takes one.

* "all": ``per_second`` a second, four at once. Live answers may take all four; what can wait leaves two, so it goes
  out evenly and an answer never waits for a broadcast.
* "chat:5", a private chat: one a second, three at once.
* "group:-100", a group: 15 a minute, 5 at once (20 in any minute). Two are kept for alarms, so that an urgent
  ticket's topic and card overtake a queue of others.

Buckets are taken from when a notice is claimed, but Telegram counts when it hears of it, which a busy machine makes
now sooner, now later. So "all" also keeps what counts against the present ``Second``: an act counts from its claim
until a second after its answer. Telegram heard of it between the two, so whatever the delays are, no second of
Telegram's sees more than ``per_second``, and the desk may go as near to Telegram's limit as it likes.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Float, String, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bot.desk.notice import Budget, Lane
from bot.desk.policy import DeliveryPart
from bot.desk.times import Instant
from bot.service.foreach import ForEach, for_each
from bot.service.once import insert_once
from bot.service.work import Work

ALL = "all"
ALL_SIZE, KEPT_FOR_LIVE = 4, 2
SIZE_SECONDS = 0.15  # of the rate: what the bucket of all holds where that is more than ALL_SIZE
KEPT_OF_SECOND = 1  # acts in every second that only live answers may take
# So long before its moment an act is claimed: what that takes costs no rate.
AHEAD = timedelta(milliseconds=40)
# Seconds an act counts for longer while nobody knows whether Telegram has heard of it: a busy machine may hold a call
# back for seconds; the answer puts it right.
ON_THE_WAY = 5.0
STEP = 0.005  # seconds; answers that came so close together are counted as one
CHAT_RATE = 1.0
KEPT_FOR_ALARMS = 2
LIVE = (Lane.ALERT, Lane.REPLY)
IDLE = timedelta(hours=1)  # a bucket not used for so long is full and can be forgotten
SET_BACK = timedelta(seconds=5)  # a time so far ahead was written before the clock was set back
ROUNDING = 1e-6

# Whoever holds the row of "all" has all the others.
ROW_OF_ALL = select(Budget).where(col(Budget.scope) == ALL).with_for_update()
THESE = select(Budget).where(col(Budget.scope).in_(bindparam("scopes", expanding=True)))

_COLUMNS = ("scope", "tokens", "filled_at")


def _filled(insert: Any) -> Any:
    changes = {name: insert.excluded[name] for name in _COLUMNS[1:]}
    return insert.on_conflict_do_update(index_elements=["scope"], set_=changes)


FILL = ForEach(
    {"chat": String(), "left": Float(), "at": Instant()},
    lambda one: _filled(sqlite.insert(Budget).values(scope=one.chat, tokens=one.left, filled_at=one.at)),
    lambda rows: _filled(
        postgresql.insert(Budget).from_select(_COLUMNS, select(rows.chat, rows.left, rows.at))
    ),
)
COUNT = update(Budget).where(col(Budget.scope) == ALL).values(counting=bindparam("now_counting"))


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
        if self.filled_at - now > SET_BACK:
            self.filled_at, self.used = now, True
        self.filled_at = max(now, self.filled_at)

    def free_at(self, kept: int, now: datetime) -> datetime:
        """When one token can be taken that leaves ``kept``; ``now`` when it can be taken at once."""
        lacking = 1 + kept - self.tokens
        free = now + timedelta(seconds=lacking / self.rate) if lacking > ROUNDING else now
        return max(free, self.paused_until or now)


class Second:
    """What counts against the present second: at most ``most`` acts in ``length`` seconds, a whole number of them.

    ``counting``: acts by the Unix time at which they stop counting.
    """

    def __init__(self, rate: float, counting: Iterable[Iterable[float]], now: datetime) -> None:
        self.most = math.ceil(rate)
        self.length = self.most / rate
        self.now = now.timestamp()
        latest = self.now + self.length + ON_THE_WAY + SET_BACK.total_seconds()
        self.counting = {
            until: int(acts) for until, acts in counting if self.now + ROUNDING < until <= latest
        }
        self._acts = sum(self.counting.values())

    def free_at(self, kept: int, cost: int) -> datetime | None:
        """When ``cost`` more acts fit in and leave ``kept``; None when they do now."""
        over = self._acts + cost - max(self.most - kept, 1)
        if over <= 0:
            return None
        free: datetime | None = None
        for until in sorted(self.counting):
            if over <= 0:
                break
            over -= self.counting[until]
            free = datetime.fromtimestamp(until, UTC)
        return free

    def take(self, cost: int, on_the_way: float = 0) -> float:
        """Counts ``cost`` acts; returns until when."""
        until = self.now + self.length + on_the_way
        self.counting[until] = self.counting.get(until, 0) + cost
        self._acts += cost
        return until

    def give_back(self, until: float, cost: int) -> bool:
        """What was to count until ``until`` does so no more; False when it stopped counting by itself."""
        if until not in self.counting:
            return False
        self.counting[until] -= cost
        self._acts -= cost
        if self.counting[until] <= 0:
            del self.counting[until]
        return True

    def as_row(self) -> list[list[float]]:
        return [[until, acts] for until, acts in self.counting.items()]


class Buckets:
    """The budgets of one claim: read once, taken from in memory, written back once, in the claim's transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._buckets: dict[str, Bucket] = {}
        row = _row_of_all(work)
        self.second = Second(work.policy.delivery.per_second, row.counting, work.now)
        self._keep(ALL, row)

    def know(self, chat_ids: Iterable[int]) -> None:
        """Reads the buckets of these chats, all at once."""
        wanted = [scope for scope in dict.fromkeys(map(scope_of, chat_ids)) if scope not in self._buckets]
        if not wanted:
            return
        rows = self._work.session.connection().execute(THESE, {"scopes": wanted})
        found = {row.scope: row for row in rows}
        for scope in wanted:
            self._keep(scope, found.get(scope))

    def free_at(self, lane: Lane, cost: int = 1) -> datetime:
        """When "all" has room for ``cost`` acts of ``lane``; a moment AHEAD counts as now."""
        now, live = self._work.now, lane in LIVE
        free = self._buckets[ALL].free_at(0 if live else KEPT_FOR_LIVE, now)
        return max(free, self._ready_at(lane, cost) - AHEAD)

    def _ready_at(self, lane: Lane, cost: int) -> datetime:
        """When the second has room for it."""
        kept = 0 if lane in LIVE else KEPT_OF_SECOND
        return self.second.free_at(kept, cost) or self._work.now

    def chat_free_at(self, chat_id: int, lane: Lane) -> datetime:
        """When the chat's own bucket has a token for ``lane``."""
        bucket = self._buckets[scope_of(chat_id)]
        kept = 0 if chat_id > 0 or lane == Lane.ALERT else min(KEPT_FOR_ALARMS, bucket.size - 1)
        return bucket.free_at(kept, self._work.now)

    def take(self, chat_id: int, lane: Lane, cost: int) -> tuple[float, datetime | None]:
        """Takes ``cost`` tokens (the parts of an album count each) from all and from the chat, into debt if need be.

        Returns until when they count against the second, and the moment ahead before which they must not go.
        """
        ready = self._ready_at(lane, cost)
        ahead = (ready - self._work.now).total_seconds()
        for scope in (ALL, scope_of(chat_id)):
            self._buckets[scope].tokens -= cost
            self._buckets[scope].used = True
        return self.second.take(cost, max(ahead, 0)), ready if ahead > 0 else None

    def save(self) -> None:
        used = [one for one in self._buckets.values() if one.used]
        if used:
            rows = [{"chat": one.scope, "left": float(one.tokens), "at": one.filled_at} for one in used]
            for_each(self._work.session, FILL, rows, {})
            self._work.session.connection().execute(COUNT, {"now_counting": self.second.as_row()})

    def _keep(self, scope: str, row: Any) -> None:
        rate, size = _limits(scope, self._work.policy.delivery)
        bucket = Bucket(scope, rate, size, size, self._work.now)
        if row is not None:
            bucket = Bucket(scope, rate, size, row.tokens, row.filled_at, row.paused_until)
        bucket.fill(self._work.now)
        self._buckets[scope] = bucket


def lock(work: Work) -> None:
    """Waits for whoever works with the budgets: before anything else that another may wait for, or both would."""
    _row_of_all(work)


def begun(work: Work, taken: Iterable[tuple[float, int]]) -> float:
    """These acts (until when they count, how many) are on the way to Telegram; returns until when they count now."""
    return _recount(work, [(until, cost, -ON_THE_WAY) for until, cost in taken], begun=True)


def answered(work: Work, taken: Iterable[tuple[float, int, float]]) -> None:
    """Telegram had heard of these acts so many seconds ago: they count for a second from there."""
    at_steps = ((until, cost, math.floor(ago / STEP) * STEP) for until, cost, ago in taken)
    _recount(work, at_steps, begun=False)


def _recount(work: Work, taken: Iterable[tuple[float, int, float]], *, begun: bool) -> float:
    second = Second(work.policy.delivery.per_second, _row_of_all(work).counting, work.now)
    counts_until = 0.0
    for until, cost, ago in taken:
        if second.give_back(until, cost) or begun:
            counts_until = second.take(cost, -ago)
    work.session.connection().execute(COUNT, {"now_counting": second.as_row()})
    return counts_until


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


def _row_of_all(work: Work) -> Any:
    """The row of "all", held until this transaction ends."""
    row = work.session.connection().execute(ROW_OF_ALL).first()
    if row is None:
        size = _limits(ALL, work.policy.delivery)[1]
        insert_once(
            work.session, Budget, {"scope": ALL, "tokens": size, "filled_at": work.now, "counting": []}
        )
        row = work.session.connection().execute(ROW_OF_ALL).one()
    return row


def _limits(scope: str, policy: DeliveryPart) -> tuple[float, int]:
    """Tokens a second, and how many a full bucket holds."""
    if scope == ALL:
        return policy.per_second, max(ALL_SIZE, int(policy.per_second * SIZE_SECONDS))
    if scope.startswith("chat:"):
        return CHAT_RATE, policy.per_chat_burst
    return policy.group_per_minute / 60, policy.group_burst
