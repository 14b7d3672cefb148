"""The clock: one table of regular tasks, run once whichever process comes first.

Every process ticks by itself (in memory); a row of ``tick``, inserted in the task's own transaction, decides
who runs it. So a process that hangs or dies holds up nothing, and what it had begun is not kept.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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
    """``run`` does what is due, in the transaction it is given; ``every`` is at least a second."""

    name: str
    every: timedelta
    run: Callable[[Work], object]


def schedule(tasks: Sequence[Task], desk: Desk) -> AsyncIOScheduler:
    """A scheduler of these tasks; ``start()`` it within a running loop, ``shutdown()`` ends it.

    Raises ``ValueError`` for two tasks of one name: one of them would never run.
    """
    names = [task.name for task in tasks]
    if len(set(names)) != len(names):
        raise ValueError(f"two tasks of the clock have the same name, give each its own: {sorted(names)}")
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": LATE, "max_instances": 1}
    )
    for task in tasks:
        trigger = IntervalTrigger(seconds=int(task.every.total_seconds()), start_date=EPOCH, timezone=UTC)
        scheduler.add_job(_tick, trigger, args=(task, desk), id=task.name, name=task.name)
    return scheduler


def run(task: Task, desk: Desk) -> bool:
    """Runs ``task`` for the present moment; False when it was run, here or by another process. Raises
    ``StoreAway``.
    """
    with desk() as work:
        planned = planned_at(task.every, work.now)
        row = {"task": task.name, "run_at": planned, "taken_at": work.now}
        if not insert_once(work.session, Tick, row):
            return False
        task.run(work)
        _forget_old(work, task)
    return True


def planned_at(every: timedelta, now: datetime) -> datetime:
    """The latest moment at or before ``now`` at which a task of this interval is planned (UTC)."""
    return EPOCH + (now - EPOCH) // every * every


async def _tick(task: Task, desk: Desk) -> None:
    """A task that fails is not remembered as run, and keeps nobody else from the next one."""
    try:
        ran = await asyncio.to_thread(run, task, desk)
    except StoreAway as away:
        log.warning("the store is away", action="tick_store_away", task=task.name, error=str(away))
    except Exception:
        log.exception("a task of the clock failed", action="tick_failed", task=task.name)
    else:
        log.debug("a task of the clock", action="tick_ran" if ran else "tick_taken", task=task.name)


def _forget_old(work: Work, task: Task) -> None:
    old = (col(Tick.task) == task.name) & (col(Tick.run_at) < work.now - KEPT)
    work.session.connection().execute(delete(Tick).where(old))
