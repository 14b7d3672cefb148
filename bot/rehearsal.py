"""A rehearsal: the desk's own planners on a copy of its database, with a clock that jumps from due row to due row.

Nothing is said to anybody and nothing of the real database changes. What would go out is marked as sent in the copy.
"""

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Table, event, insert, not_, or_, update
from sqlalchemy import select as columns_of
from sqlmodel import col, func, select

from bot.desk.account import AccountLink, Proof
from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.outage import Outage, OutageRound
from bot.desk.party import AccountParty, Party
from bot.desk.policy import Policy
from bot.desk.task import Task as ForStaff
from bot.desk.wishes import Consent, Topic
from bot.service import care
from bot.service.work import Desk, Work
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.sessions import desk as open_desk
from bot.store.tables import metadata
from bot.ticks import PLANNING

LEFT_OUT = {"inboxupdate", "tick", "beat", "screenpost", "button", "budget"}  # nothing is planned from these
AT_ONCE = 1000  # rows copied at once
MOST_PIECES = 100_000  # of one planner at one moment; more would be a planner that never ends
SWEPT_EVERY = 200  # moments between two collections of garbage
RARELY = timedelta(minutes=5)
STAND_INS = 10**15  # chats of stand-ins count from here: far beyond Telegram's
DUE: tuple[Any, ...] = (
    Outage.next_at,
    OutageRound.due_at,
    ForStaff.remind_at,
)  # when planners have something to do beside their days


class Event(Protocol):
    """Something that happens in the year that is rehearsed."""

    @property
    def at(self) -> datetime: ...

    def happen(self, work: Work) -> None: ...


@dataclass
class Moment:
    """The rehearsal's clock."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Rehearsal:
    """A copy of the desk at work. ``begin`` is when it began; ``looks`` counts the moments looked at."""

    desk: Desk
    policy: Policy
    clock: Moment
    begin: datetime
    looks: int = 0

    def run(
        self,
        until: datetime,
        events: Sequence[Event] = (),
        reached: Callable[[datetime], None] = lambda now: None,
    ) -> None:
        """Lives through the time until ``until`` (aware); ``reached`` is told of every moment."""
        # A year makes tens of thousands of short-lived rows; looking for circles in them takes a third of the time.
        gc.disable()
        try:
            self._live(until, events, reached)
        finally:
            gc.enable()
        self.clock.now = until

    def _live(
        self,
        until: datetime,
        events: Sequence[Event],
        reached: Callable[[datetime], None],
    ) -> None:
        coming = sorted((one for one in events if self.begin <= one.at < until), key=lambda one: one.at)
        plan = daily = True
        while self.clock.now < until:
            while coming and coming[0].at <= self.clock.now:
                happening = coming.pop(0)
                with self.desk() as work:
                    happening.happen(work)
                plan = True
            with self.desk() as work:
                if plan or daily:
                    _plan(work, daily)
                _say(work)
                said, planned = _next_moments(work)
            self.looks += 1
            fixed = self._next_time_of_day()
            moments = [
                one for one in (said, planned, fixed, coming[0].at if coming else None) if one is not None
            ]
            following = min(moments)
            plan, daily = following == planned, following == fixed
            self.clock.now = max(following, self.clock.now + timedelta(seconds=1))
            reached(min(self.clock.now, until))
            if self.looks % SWEPT_EVERY == 0:
                gc.collect()

    def _next_time_of_day(self) -> datetime:
        """The planners' own times: the turn of the day, and when the day's care and surveys are planned; local."""
        zone = self.policy.zone
        today = self.clock.now.astimezone(zone).date()
        times = (time(0, 1), max(_begins(at) for at in (self.policy.care.at, self.policy.survey.at)))
        days = (today, today + timedelta(days=1))
        moments = (datetime.combine(day, one, zone) for day in days for one in times)
        return min(one for one in moments if one > self.clock.now)


@contextmanager
def rehearsal(
    engine: Engine, policy: Policy, staff_chat_id: int, now: datetime, *, stand_ins: bool
) -> Iterator[Rehearsal]:
    """Copies the database and opens a rehearsal on the copy, which is gone afterwards.

    ``stand_ins``: everybody in the books who has no chat gets one, as if they had proven who they are and wanted to
    hear of everything.
    """
    with TemporaryDirectory(prefix="caredesk-rehearsal-") as folder:
        copied = _copy(engine, Path(folder) / "copy.db")
        clock = Moment(now)
        desk = open_desk(copied, policy, staff_chat_id, clock)
        try:
            if stand_ins:
                with desk() as work:
                    _stand_in(work)
            yield Rehearsal(desk, policy, clock, now)
        finally:
            copied.dispose()


def _begins(at: time) -> time:
    """A minute after a planner begins with what is to be said at ``at``."""
    minutes = at.hour * 60 + at.minute - int(care.AHEAD.total_seconds() // 60)
    hour, minute = divmod(max(minutes, 0) + 1, 60)
    return time(hour, minute)


def chats_tied(work: Work) -> int:
    """How many chats are tied to accounts: without any, nobody hears of bills and outages."""
    return work.session.exec(select(func.count(func.distinct(AccountLink.customer_id)))).one()


def _plan(work: Work, daily: bool) -> None:
    """The planners, as the clock runs them, until nothing is due; those that it runs rarely go by days."""
    for task in PLANNING:
        if task.every >= RARELY and not daily:
            continue
        for _ in range(MOST_PIECES):
            if not task.run(work) or not task.in_pieces:
                break
        else:
            raise RuntimeError(f"the planner {task.name} never comes to an end; see bot/ticks.py")


def _say(work: Work) -> None:
    """What is due counts as said; what is too late, or in a broadcast that rests, is not."""
    connection, now = work.session.connection(), work.now
    due = (col(Notice.state) == NoticeState.READY, col(Notice.due_at) <= now)
    late = (col(Notice.expires_at).is_not(None), col(Notice.expires_at) <= now)
    resting = select(Broadcast.id).where(Broadcast.state == BroadcastState.PAUSED)
    connection.execute(
        update(Notice)
        .where(*due, *late)
        .values(state=NoticeState.DEAD, error="expired before it could be said")
    )
    heard = not_(col(Notice.broadcast_id).in_(resting))
    connection.execute(
        update(Notice)
        .where(*due, or_(col(Notice.broadcast_id).is_(None), heard))
        .values(state=NoticeState.SENT, sent_at=now, message_id=Notice.id)
    )


def _next_moments(work: Work) -> tuple[datetime | None, datetime | None]:
    """When the next notice is due; and when a planner has a row to look at, beside its times of day."""
    waiting = columns_of(func.min(Notice.due_at)).where(
        col(Notice.state) == NoticeState.READY, col(Notice.due_at) > work.now
    )
    rows = [columns_of(func.min(column)).where(column > work.now) for column in DUE]
    asked = columns_of(*(one.scalar_subquery() for one in (waiting, *rows)))
    said, *planned = work.session.connection().execute(asked).one()
    return said, min((one for one in planned if one is not None), default=None)


def _stand_in(work: Work) -> None:
    known = select(Customer.party_id).where(col(Customer.party_id).is_not(None))
    for party in work.session.exec(select(Party).where(col(Party.id).not_in(known))).all():
        customer = Customer(
            chat_id=STAND_INS + (party.id or 0),
            name=party.name,
            phone=party.phone,
            party_id=party.id,
            language=party.language,
            created_at=work.now,
        )
        work.session.add(customer)
        work.session.flush()
        theirs = select(AccountParty.account_id).where(AccountParty.party_id == party.id).distinct()
        for account_id in work.session.exec(theirs).all():
            link: dict[str, Any] = {"customer_id": customer.id, "account_id": account_id}
            work.session.add(AccountLink(**link, proof=Proof.PHONE, linked_at=work.now))
        for topic in (Topic.CARE, Topic.SURVEYS):
            work.session.add(
                Consent(customer_id=customer.id or 0, topic=topic, given=True, changed_at=work.now)
            )


def _copy(source: Engine, file: Path) -> Engine:
    """A copy of the database in a SQLite file that need not survive anything, so it is fast."""
    if source.dialect.name == "sqlite":
        with sqlite3.connect(file) as target:
            raw = source.raw_connection()
            try:
                driver = raw.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                driver.backup(target)
            finally:
                raw.close()
        target.close()
    else:
        upgrade(f"sqlite:///{file}")
    engine = open_engine(f"sqlite:///{file}", foreign_keys=source.dialect.name == "sqlite")

    @event.listens_for(engine, "connect")
    def hurry(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA secure_delete = OFF")

    if source.dialect.name != "sqlite":
        with source.connect() as there, engine.begin() as here:
            for table in metadata.sorted_tables:
                if table.name not in LEFT_OUT:
                    _copy_table(table, there, here)
    return engine


def _copy_table(table: Table, there: Connection, here: Connection) -> None:
    rows = there.execution_options(yield_per=AT_ONCE).execute(columns_of(table))
    for piece in rows.mappings().partitions(AT_ONCE):
        here.execute(insert(table), [dict(row) for row in piece])
