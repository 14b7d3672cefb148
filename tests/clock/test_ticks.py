"""The clock: every task runs once per moment, whoever comes first."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.clock import ticks
from bot.clock.ticks import Task
from bot.desk.tick import Tick
from bot.service.work import Desk, StoreAway, Work
from tests.databases import Clock

MINUTE = timedelta(minutes=1)


def ran(desk: Desk) -> list[datetime]:
    with desk() as work:
        return sorted(row.run_at for row in work.session.exec(select(Tick)))


class Counting:
    """Counts its runs."""

    def __init__(self) -> None:
        self.runs: list[datetime] = []

    def __call__(self, work: Work) -> None:
        self.runs.append(work.now)


@pytest.mark.parametrize(
    ("every", "now", "planned"),
    [
        (MINUTE, "2026-03-02T09:30:00", "2026-03-02T09:30:00"),
        (MINUTE, "2026-03-02T09:30:59.999", "2026-03-02T09:30:00"),
        (timedelta(seconds=5), "2026-03-02T09:30:07", "2026-03-02T09:30:05"),
        (timedelta(days=1), "2026-03-02T09:30:07", "2026-03-02T00:00:00"),
    ],
)
def test_all_processes_mean_the_same_moment(every: timedelta, now: str, planned: str) -> None:
    def utc(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert ticks.planned_at(every, utc(now)) == utc(planned)


def test_a_task_runs_once_per_moment(desk: Desk, clock: Clock) -> None:
    task = Task("count", MINUTE, count := Counting())
    assert [ticks.run(task, desk), ticks.run(task, desk)] == [True, False]
    clock.forward(seconds=59)
    assert ticks.run(task, desk) is False
    clock.forward(seconds=1)
    assert ticks.run(task, desk) is True
    assert len(count.runs) == 2


def test_many_at_once_run_it_once(desk: Desk) -> None:
    task = Task("count", MINUTE, count := Counting())
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: ticks.run(task, desk), range(8)))
    assert (results.count(True), len(count.runs)) == (1, 1)


def test_what_fails_is_not_remembered_and_keeps_nothing(desk: Desk) -> None:
    def fail(work: Work) -> None:
        work.session.add(Tick(task="effect", run_at=work.now, taken_at=work.now))
        work.session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ticks.run(Task("one", MINUTE, fail), desk)
    assert ran(desk) == []
    assert ticks.run(Task("one", MINUTE, Counting()), desk) is True


def test_the_ledger_does_not_grow_for_ever(desk: Desk, clock: Clock) -> None:
    task = Task("count", timedelta(hours=12), Counting())
    for _ in range(20):
        assert ticks.run(task, desk)
        clock.forward(hours=12)
    assert len(ran(desk)) == 4


async def test_the_scheduler_runs_tasks_and_outlives_their_failures(desk: Desk, clock: Clock) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    tries: list[str] = []

    def fail(work: Work) -> None:
        tries.append("fail")
        raise ZeroDivisionError

    def away(work: Work) -> None:
        tries.append("away")
        raise StoreAway

    def finish(work: Work) -> None:
        if tries.count("fail") > 1 and tries.count("away") > 1:
            loop.call_soon_threadsafe(done.set)
        clock.forward(seconds=1)

    second = timedelta(seconds=1)
    woken: list[None] = []
    tasks = [Task("a", second, fail), Task("b", second, away), Task("c", second, finish)]
    with ticks.Clock(desk, tasks, lambda: woken.append(None)):
        await asyncio.wait_for(done.wait(), 30)
    assert woken


def test_every_task_is_coalesced_alone_and_may_be_late(desk: Desk) -> None:
    with_two = ticks.Clock(desk, [Task("a", MINUTE, Counting()), Task("b", MINUTE, Counting())]).scheduler
    assert {(job.id, job.trigger.interval) for job in with_two.get_jobs()} == {("a", MINUTE), ("b", MINUTE)}
    defaults = with_two._job_defaults
    assert (defaults["coalesce"], defaults["max_instances"], defaults["misfire_grace_time"]) == (True, 1, 60)


def test_two_tasks_of_one_name_are_a_mistake(desk: Desk) -> None:
    with pytest.raises(ValueError, match="same name"):
        ticks.Clock(desk, [Task("a", MINUTE, Counting()), Task("a", MINUTE, Counting())])


def test_what_is_done_in_pieces_goes_on_until_nothing_is_left(desk: Desk) -> None:
    left, transactions = [3, 2, 0], []

    def piece(work: Work) -> int:
        transactions.append(work)
        return left.pop(0)

    assert ticks.run(Task("pieces", MINUTE, piece, in_pieces=True), desk)
    assert (left, len({id(work.session) for work in transactions})) == ([], 3)
    assert ticks.run(Task("pieces", MINUTE, piece, in_pieces=True), desk) is False


def test_a_piece_that_fails_keeps_the_ones_before_it(desk: Desk, clock: Clock) -> None:
    def piece(work: Work) -> int:
        if work.session.get(Tick, ("piece", work.now)):
            raise ZeroDivisionError
        work.session.add(Tick(task="piece", run_at=work.now, taken_at=work.now))
        return 1

    with pytest.raises(ZeroDivisionError):
        ticks.run(Task("pieces", MINUTE, piece, in_pieces=True), desk)
    assert len(ran(desk)) == 2  # the run and its first piece
