"""Which notices are claimed next: lane by lane, the longest due first, each asked of the budgets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlmodel import col

from bot.desk.notice import Act, Lane, Notice
from bot.service import moves, undelivered
from bot.service.budget import LIVE, Buckets
from bot.service.candidates import ELSEWHERE, MOVING, PAUSED, Source, candidates
from bot.service.work import Work

log = structlog.get_logger()

LOOK = 32  # candidates read at once, at least
BURIED = 200  # expired notices that one claim clears away; after a day asleep there may be a hundred thousand


@dataclass(frozen=True)
class Room:
    """How much more a delivery process can take on.

    ``waiting``: of what is no live answer. ``doubtful``: of that, what matters, which a kill would repeat; ``past``:
    what does not matter need not wait for that. ``elsewhere``: what goes by e-mail or SMS. ``revive``: take over
    from processes that died.
    """

    waiting: int
    doubtful: int
    elsewhere: int
    past: bool = False
    revive: bool = True


@dataclass(frozen=True)
class Pick:
    """``counts_until`` and ``cost``: what it takes of the budget of all; ``not_before``: when that lets it go."""

    notice_id: int
    counts_until: float | None = None
    cost: int = 1
    not_before: datetime | None = None


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
        self._passed = False  # some of the lane was passed by; no need to go through all that is like it
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
        if self.buckets.free_at(lane) > self.work.now:
            look = 1  # enough to know whether anybody waits for it
        self._passed = False
        for page in self._pages(lane, look):
            self.buckets.know(self._chat(row) for row in page)
            for row in self._timely(page):
                if self._stopped or self._full(lane):
                    return
                self._consider(row, lane)
            if self._stopped or self._passed or self._full(lane):
                return

    def _consider(self, row: Any, lane: Lane) -> None:
        now, chat_id, cost = self.work.now, self._chat(row), self._cost(row)
        overall, own = self.buckets.free_at(lane, cost), self.buckets.chat_free_at(chat_id, lane)
        doubtful = row.matters and lane not in LIVE
        shut = doubtful and self._doubtful >= self.room.doubtful
        if shut and self.room.past:
            self._passed = True
            return
        if overall > now or shut:
            self._stopped = True  # what follows gets no more than this one
        elif own > now:
            self._held.add(row.chat_id)
        else:
            until, not_before = self.buckets.take(chat_id, lane, cost)
            self.picked.append(Pick(row.id, until, cost, not_before))
            self._waiting += lane not in LIVE
            self._doubtful += doubtful
            return
        if (free := max(overall, own)) > now:
            self.again_at = min(self.again_at or free, free)

    def _others(self) -> None:
        """By e-mail and SMS: no budget of Telegram's is taken."""
        values = {"now": self.work.now, "size": self.room.elsewhere}
        page = self.work.session.connection().execute(ELSEWHERE, values).all()
        self.picked += [Pick(row.id) for row in self._timely(page)]

    def _timely(self, page: Sequence[Any]) -> list[Any]:
        """The rows that have not expired; the others are given up."""
        now = self.work.now
        over = [row.id for row in page if row.expires_at is not None and row.expires_at <= now]
        if over:
            self._buried += len(over)
            undelivered.expire(self.work, over)
            self.again_at = now  # what waited behind them
            self._stopped |= self._buried >= BURIED  # the rest in the next transaction
        return [row for row in page if row.id not in over]

    def _pages(self, lane: Lane, size: int) -> Iterator[Sequence[Any]]:
        """Candidates of one lane, a page at a time, so that what is held up does not hide what comes after it."""
        for source, broadcast in self._sources(lane):
            values = {"now": self.work.now, "lane": lane, "size": size, "broadcast": broadcast}
            last: Any = None
            while not self._stopped:
                if last is not None:
                    values |= {"after_due": last.due_at, "after_id": last.id}
                statement = candidates(source, held=bool(self._held), after=last is not None)
                values |= {"held": list(self._held)}
                page = self.work.session.connection().execute(statement, values).all()
                if page:
                    yield page
                if len(page) < size:
                    break
                last = page[-1]

    def _sources(self, lane: Lane) -> Iterable[tuple[Source, Any]]:
        """The whole lane; while a broadcast is paused, the bulk lane by broadcasts, so that nobody wades through it."""
        if not self._paused:
            return [(Source.ALL, None)]
        if lane != Lane.BULK:
            return [(Source.NOT_THESE, self._paused)]
        return [(Source.NONE, None), *((Source.ONE, one) for one in _moving(self.work))]

    def _chat(self, row: Any) -> int:
        return moves.follow(self._moves, row.chat_id)

    def _cost(self, row: Any) -> int:
        if row.act not in (Act.ALBUM, Act.PICTURES):
            return 1
        values = self.work.session.connection().execute(
            select(col(Notice.values)).where(col(Notice.id) == row.id)
        )
        sent = values.scalar_one()
        return max(len(sent.get("media", ())), sent.get("pictures", 0), 1)


def _paused(work: Work) -> list[Any]:
    """The broadcasts that have something to say and rest."""
    return list(work.session.connection().execute(PAUSED).scalars())


def _moving(work: Work) -> list[Any]:
    """The broadcasts that have something to say and do not rest."""
    return list(work.session.connection().execute(MOVING).scalars())
