"""The clock: one table of regular tasks, run once whichever process comes first.

Every process ticks by itself (in memory); a row of ``tick``, inserted in the task's own transaction, decides
who runs it. So a process that hangs or dies holds up nothing, and what it had begun is not kept.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import delete
from sqlmodel import col

from bot.desk.tick import Tick
from bot.service.once import insert_once
from bot.service.work import Desk, StoreAway, Work

log = structlog.get_logger()

EPOCH = datetime(
    2000, 1, 1, tzinfo=UTC
)  # runs are counted from here, so that all processes mean the same moments
LATE = 60  # seconds a run may be late, e.g. because the loop was busy, before it is left out
KEPT = timedelta(days=2)  # how long it is remembered who ran what


@dataclass(frozen=True)
class Task:
    """``run`` does what is due, in the transaction it is given; ``every`` is at least a second.

    ``in_pieces``: it does a part and returns how much that was; it is called again, each time in a transaction of its
    own, until that is nothing. So a morning with a million due rows holds up nobody else's transaction. What is due
    stays a row until it is done, so a process that dies between two pieces leaves the rest to the next run.
    """

    name: str
    every: timedelta
    run: Callable[[Work], object]
    in_pieces: bool = False


class Clock:
    """Runs these tasks while it is entered, within a running event loop; ``woken`` is called when one ran.

    Raises ``ValueError`` for two tasks of one name: one of them would never run.
    """

    def __init__(self, desk: Desk, tasks: Sequence[Task], woken: Callable[[], None] = lambda: None) -> None:
        names = [task.name for task in tasks]
        if len(set(names)) != len(names):
            raise ValueError(f"two tasks of the clock have the same name, give each its own: {sorted(names)}")
        self._desk, self._woken = desk, woken
        self.scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": LATE, "max_instances": 1}
        )
        for task in tasks:
            trigger = IntervalTrigger(seconds=int(task.every.total_seconds()), start_date=EPOCH, timezone=UTC)
            self.scheduler.add_job(self._tick, trigger, args=(task,), id=task.name, name=task.name)

    def __enter__(self) -> Self:
        self.scheduler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.scheduler.shutdown(wait=False)

    async def _tick(self, task: Task) -> None:
        """A task that fails is not remembered as run, and keeps nobody else from the next one."""
        try:
            ran = await asyncio.to_thread(run, task, self._desk)
        except StoreAway as away:
            log.warning("the store is away", action="tick_store_away", task=task.name, error=str(away))
        except Exception:
            log.exception("a task of the clock failed", action="tick_failed", task=task.name)
        else:
            log.debug("a task of the clock", action="tick_ran" if ran else "tick_taken", task=task.name)
            if ran:
                self._woken()


def run(task: Task, desk: Desk) -> bool:
    """Runs ``task`` for the present moment; False when it was run, here or by another process. Raises
    ``StoreAway``.
    """
    with desk() as work:
        planned = planned_at(task.every, work.now)
        row = {"task": task.name, "run_at": planned, "taken_at": work.now}
        if not insert_once(work.session, Tick, row):
            return False
        more = task.run(work)
        _forget_old(work, task)
    while task.in_pieces and more:
        with desk() as work:
            more = task.run(work)
    return True


def planned_at(every: timedelta, now: datetime) -> datetime:
    """The latest moment at or before ``now`` at which a task of this interval is planned (UTC)."""
    return EPOCH + (now - EPOCH) // every * every


def _forget_old(work: Work, task: Task) -> None:
    old = (col(Tick.task) == task.name) & (col(Tick.run_at) < work.now - KEPT)
    work.session.connection().execute(delete(Tick).where(old))
