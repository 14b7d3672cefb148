"""A rehearsal: the desk's own planners on a copy of its database, with a clock that jumps from due row to due row.

Nothing is said to anybody and nothing of the real database changes. What would go out is marked as sent in the copy.
"""

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Table, event, insert, not_, or_, update
from sqlalchemy import select as columns_of
from sqlmodel import col, func, select

from bot.clock.ticks import Task
from bot.desk.account import AccountLink, Proof
from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.outage import Outage, OutageRound
from bot.desk.party import AccountParty, Party, PartyStanding
from bot.desk.policy import Policy
from bot.desk.task import Task as ForStaff
from bot.desk.wishes import Consent, Topic
from bot.service import care, local_days, surveys
from bot.service.local_days import LocalDay
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
RARELY = timedelta(minutes=5)  # what the clock runs no more often has its times of day
OFTEN = [task for task in PLANNING if task.every < RARELY]
STAND_INS = 10**15  # chats of stand-ins count from here: far beyond Telegram's
DUE: dict[str, Any] = {
    "outages_advance": Outage.next_at,
    "outages_told": OutageRound.due_at,
    "tasks_overdue": ForStaff.remind_at,
    "classes": PartyStanding.due_at,
}  # when planners have something to do beside their days
ALONE = {"classes", "care", "surveys"}  # what these do gives the others nothing to do at once


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
        with self.desk() as work:
            zones = local_days.zones(work)
        tasks: Sequence[Task] = PLANNING
        while self.clock.now < until:
            while coming and coming[0].at <= self.clock.now:
                happening = coming.pop(0)
                with self.desk() as work:
                    happening.happen(work)
                tasks = tasks if tasks is PLANNING else OFTEN
            with self.desk() as work:
                _plan(work, tasks)
                _say(work)
                said, planned = _next_moments(work)
            self.looks += 1
            due = planned | self._next_hours(zones)
            midnight = self._next_midnight()
            ahead = (said, midnight, coming[0].at if coming else None, *due.values())
            following = min(one for one in ahead if one is not None)
            names = {name for name, at in due.items() if at == following}
            tasks = PLANNING if following == midnight else _tasks_of(names)
            self.clock.now = max(following, self.clock.now + timedelta(seconds=1))
            reached(min(self.clock.now, until))
            if self.looks % SWEPT_EVERY == 0:
                gc.collect()

    def _next_hours(self, zones: Sequence[ZoneInfo]) -> dict[str, datetime]:
        """When care, and when surveys, are planned next, in whichever zone comes first."""
        days = [day for zone in (self.policy.zone, *zones) for day in self._days(zone)]
        begins = {"care": care.begins, "surveys": surveys.begins}
        hours = {name: [begin(self.policy, day) for day in days] for name, begin in begins.items()}
        return {name: min(one for one in found if one > self.clock.now) for name, found in hours.items()}

    def _next_midnight(self) -> datetime:
        """The turn of the desk's day, when everything else is planned."""
        return self._days(self.policy.zone)[1].begin

    def _days(self, zone: ZoneInfo) -> list[LocalDay]:
        """Today and tomorrow."""
        today = self.clock.now.astimezone(zone).date()
        desk = zone == self.policy.zone
        return [LocalDay(today + timedelta(days=count), zone, desk) for count in range(2)]


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


def chats_tied(work: Work) -> int:
    """How many chats are tied to accounts: without any, nobody hears of bills and outages."""
    return work.session.exec(select(func.count(func.distinct(AccountLink.customer_id)))).one()


def _tasks_of(due: Set[str]) -> Sequence[Task]:
    """The planners to run when rows of these are due: with one that makes others due, all that the clock runs often."""
    return OFTEN if due - ALONE else [task for task in PLANNING if task.name in due]


def _plan(work: Work, tasks: Sequence[Task]) -> None:
    """The planners, as the clock runs them, until nothing is due."""
    for task in tasks:
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


def _next_moments(work: Work) -> tuple[datetime | None, dict[str, datetime]]:
    """When the next notice is due; and when planners have a row to look at, beside their times of day."""
    waiting = columns_of(func.min(Notice.due_at)).where(
        col(Notice.state) == NoticeState.READY, col(Notice.due_at) > work.now
    )
    rows = [columns_of(func.min(column)).where(column > work.now) for column in DUE.values()]
    asked = columns_of(*(one.scalar_subquery() for one in (waiting, *rows)))
    said, *planned = work.session.connection().execute(asked).one()
    return said, {name: at for name, at in zip(DUE, planned, strict=True) if at is not None}


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
