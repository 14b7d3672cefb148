"""Which notices are claimed next: lane by lane, the longest due first, each asked of the budgets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlmodel import col

from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.wishes import Channel
from bot.service import moves, undelivered
from bot.service.budget import LIVE, Buckets
from bot.service.work import Work

log = structlog.get_logger()

LOOK = 32  # candidates read at once, at least
BURIED = 200  # expired notices that one claim clears away; after a day asleep there may be a hundred thousand
HOLDS_STREAM = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING)
RESTING = (BroadcastState.PAUSED, BroadcastState.STOPPED)
COLUMNS = (Notice.id, Notice.chat_id, Notice.act, Notice.matters, Notice.due_at, Notice.expires_at)


@dataclass(frozen=True)
class Room:
    """How much more a delivery process can take on.

    ``waiting``: of what is no live answer. ``doubtful``: of that, what matters, which a kill would repeat.
    ``elsewhere``: what goes by e-mail or SMS.
    """

    waiting: int
    doubtful: int
    elsewhere: int


@dataclass(frozen=True)
class Pick:
    """``counts_until`` and ``cost``: what it takes of the budget of all."""

    notice_id: int
    counts_until: float | None = None
    cost: int = 1


class Picking:
    """One search. ``again_at``: when the budgets let more go, as far as that was met."""

    def __init__(self, work: Work, buckets: Buckets, limit: int, room: Room) -> None:
        self.work, self.buckets, self.limit, self.room = work, buckets, limit, room
        self.picked: list[Pick] = []
        self.again_at: datetime | None = None
        self._moves = moves.known(work.session)
        self._paused = _paused(work)
        self._held: set[int] = set()  # chats whose budget is used up
        self._stopped = False  # nothing that comes next may go before this
        self._waiting = self._doubtful = self._buried = 0

    def run(self) -> None:
        for lane in Lane:
            if not self._stopped and not self._full(lane):
                self._lane(lane)
        if self.room.elsewhere > 0:
            self._others()

    def _full(self, lane: Lane) -> bool:
        return len(self.picked) >= self.limit or (lane not in LIVE and self._waiting >= self.room.waiting)

    def _lane(self, lane: Lane) -> None:
        look = max(LOOK, min(self.limit, self.room.waiting) if lane not in LIVE else 0)
        for page in self._pages(Channel.TELEGRAM, lane, look):
            self.buckets.know(self._chat(row) for row in page)
            for row in self._timely(page):
                if self._stopped or self._full(lane):
                    return
                self._consider(row, lane)
            if self._stopped or self._full(lane):
                return

    def _consider(self, row: Any, lane: Lane) -> None:
        now, chat_id, cost = self.work.now, self._chat(row), self._cost(row)
        overall, own = self.buckets.free_at(lane, cost), self.buckets.chat_free_at(chat_id, lane)
        doubtful = row.matters and lane not in LIVE
        if overall > now or (doubtful and self._doubtful >= self.room.doubtful):
            self._stopped = True  # what follows gets no more than this one
        elif own > now:
            self._held.add(row.chat_id)
        else:
            self.picked.append(Pick(row.id, self.buckets.take(chat_id, cost), cost))
            self._waiting += lane not in LIVE
            self._doubtful += doubtful
            return
        if (free := max(overall, own)) > now:
            self.again_at = min(self.again_at or free, free)

    def _others(self) -> None:
        """By e-mail and SMS: no budget of Telegram's is taken."""
        left = self.room.elsewhere
        for channel in (one for one in Channel if one != Channel.TELEGRAM):
            for lane in Lane:
                for page in self._pages(channel, lane, LOOK):
                    going = self._timely(page)[:left]
                    self.picked += [Pick(row.id) for row in going]
                    left -= len(going)
                    if left <= 0:
                        return

    def _timely(self, page: Sequence[Any]) -> list[Any]:
        """The rows that have not expired; the others are given up."""
        now = self.work.now
        over = [row.id for row in page if row.expires_at is not None and row.expires_at <= now]
        if over:
            self._buried += len(over)
            undelivered.expire(self.work, over)
            if self._buried >= BURIED:  # the rest in the next transaction, at once
                self._stopped, self.again_at = True, now
        return [row for row in page if row.id not in over]

    def _pages(self, channel: Channel, lane: Lane, size: int) -> Iterator[Sequence[Any]]:
        """Candidates of one lane, a page at a time, so that what is held up does not hide what comes after it."""
        for broadcast in self._sources(lane):
            last: tuple[datetime, int] | None = None
            while not self._stopped:
                rows = self.work.session.connection().execute(
                    self._candidates(channel, lane, size, broadcast, last)
                )
                page = rows.all()
                if page:
                    yield page
                if len(page) < size:
                    break
                last = (page[-1].due_at, page[-1].id)

    def _sources(self, lane: Lane) -> Iterable[ColumnElement[bool] | None]:
        """The whole lane; while a broadcast is paused, the bulk lane by broadcasts, so that nobody wades through it."""
        if not self._paused or lane != Lane.BULK:
            return [None]
        return [col(Notice.broadcast_id).is_(None), *_moving(self.work)]

    def _candidates(
        self,
        channel: Channel,
        lane: Lane,
        size: int,
        source: ColumnElement[bool] | None,
        last: tuple[datetime, int] | None,
    ) -> Any:
        place = tuple_(col(Notice.due_at), col(Notice.id))
        query = (
            select(*COLUMNS)  # type: ignore[call-overload]
            .where(
                col(Notice.state) == NoticeState.READY,
                col(Notice.channel) == channel,
                col(Notice.lane) == lane,
                col(Notice.due_at) <= self.work.now,
                ~_held_by_stream(self.work.now),
            )
            .order_by(col(Notice.due_at), col(Notice.id))
            .limit(size)
            .with_for_update(skip_locked=True)
        )
        if source is not None:
            query = query.where(source)
        elif self._paused:
            query = query.where(
                or_(col(Notice.broadcast_id).is_(None), col(Notice.broadcast_id).not_in(self._paused))
            )
        if self._held:
            query = query.where(col(Notice.chat_id).not_in(self._held))
        return query if last is None else query.where(place > last)

    def _chat(self, row: Any) -> int:
        return moves.follow(self._moves, row.chat_id)

    def _cost(self, row: Any) -> int:
        if row.act != Act.ALBUM:
            return 1
        values = self.work.session.connection().execute(
            select(col(Notice.values)).where(col(Notice.id) == row.id)
        )
        return max(len(values.scalar_one().get("media", ())), 1)


def _pending() -> ColumnElement[bool]:
    return exists().where(col(Notice.broadcast_id) == Broadcast.id, col(Notice.state) == NoticeState.READY)


def _paused(work: Work) -> list[int]:
    """The broadcasts that have something to say and rest."""
    query = select(col(Broadcast.id)).where(col(Broadcast.state).in_(RESTING), _pending())
    return [one for one in work.session.connection().execute(query).scalars() if one is not None]


def _moving(work: Work) -> list[ColumnElement[bool]]:
    """The broadcasts that have something to say and are not paused."""
    query = select(col(Broadcast.id)).where(col(Broadcast.state).not_in(RESTING), _pending())
    found = work.session.connection().execute(query.order_by(col(Broadcast.id))).scalars()
    return [col(Notice.broadcast_id) == one for one in found]


def _held_by_stream(now: datetime) -> ColumnElement[bool]:
    """An earlier notice of the stream is still to be said.

    One in doubt holds up nothing but a topic in doubt: what follows would land outside it. What the desk says first
    holds up nothing before its hour has come.
    """
    other = Notice.__table__.alias("earlier")  # type: ignore[attr-defined]
    topic = and_(other.c.act == Act.TOPIC, other.c.matters.is_(True))
    return exists().where(
        other.c.stream == Notice.stream,
        other.c.id < Notice.id,
        other.c.state.in_((*HOLDS_STREAM, NoticeState.UNKNOWN)),
        or_(other.c.state != NoticeState.UNKNOWN, topic),
        or_(other.c.topic.is_(None), other.c.due_at <= now, other.c.attempts > 0),
    )
