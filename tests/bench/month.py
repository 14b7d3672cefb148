"""A month of a company: 200 people, 20,000 tickets; every step of the ladder compared with the slow reckoning.

The company has four estates, each with a desk of its own (a process, and a SQLite database): 50 people and 5,000
tickets each, all four side by side. Then an estate whose sweep sleeps an hour each day, and two sweeps at once on a
PostgreSQL, with fewer tickets. ``MONTH_TICKETS`` sets another number than 20,000.

The SQLite databases are files in memory where the machine has such a folder: the desk opens and commits them as ever
(``bot/store/engine.py``), and what is measured is what it does, not how fast a disk says that something is safe on it.
"""

import os
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psycopg
from psycopg import sql
from rich.console import Console

from bot.policy import load
from bot.settings import ROOT
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.sessions import desk as open_desk
from tests.bench.figure import Figure
from tests.databases import STAFF_CHAT, Clock
from tests.month import play, script, sweeping
from tests.month.script import DAY
from tests.month.verdict import Verdict, judge
from tests.postgres import shared_folder, start

POLICY = ROOT / "policy.toml"
ESTATES, PEOPLE = 4, 50
TICKETS = int(os.environ.get("MONTH_TICKETS", "20000"))
EVERY = 15  # minutes between two sweeps
HOUR = 60
SHM = Path("/dev/shm")
MEMORY = SHM if SHM.is_dir() and os.access(SHM, os.W_OK) else None  # else where temporary files are

console = Console(highlight=False)


@dataclass(frozen=True)
class Done:
    verdict: Verdict
    seconds: float  # of playing; the reckoning comes after


def figures() -> Sequence[Figure]:
    """Seconds, and faults, of the month, of one that slept, and of one that two swept at once."""
    found: list[Figure] = []
    began = time.perf_counter()
    with ProcessPoolExecutor(ESTATES, mp_context=get_context("fork")) as pool:
        whole = list(pool.map(_estate, range(1, ESTATES + 1)))
        found += _figures("the month", whole, time.perf_counter() - began)
        some = [pool.submit(_asleep), pool.submit(_two_at_once)]
        for name, one in zip(("asleep an hour a day", "two sweeps at once, PostgreSQL"), some, strict=True):
            done = one.result()
            found += _figures(name, [done], done.seconds)
    return found


def _figures(name: str, done: Sequence[Done], seconds: float) -> Iterator[Figure]:
    faults = [fault for one in done for fault in one.verdict.faults]
    for one in done:
        console.print(f"caredesk: {name}: {one.verdict}, played in {one.seconds:.1f} s")
    for fault in faults[:20]:
        console.print(f"  {fault}")
    steps = Counter[str]()
    for one in done:
        steps.update(one.verdict.steps)
    tickets = sum(one.verdict.tickets for one in done)
    how = f"{tickets:,} tickets, {sum(steps.values()):,} steps of the ladder, each compared with the slow reckoning"
    yield Figure(f"{name}: played and reckoned", seconds, "s", how)
    yield Figure(f"{name}: steps too early, too late, twice, missing or to others", len(faults), "", how)


def _estate(seed: int) -> Done:
    with tempfile.TemporaryDirectory(prefix="caredesk-month-", dir=MEMORY) as folder:
        month = script.month(seed, PEOPLE, TICKETS // ESTATES)
        return _played(f"sqlite:///{folder}/desk.db", month, sweeping.regularly(month.minutes, EVERY))


def _asleep() -> Done:
    with tempfile.TemporaryDirectory(prefix="caredesk-month-", dir=MEMORY) as folder:
        month = script.month(ESTATES + 1, PEOPLE, TICKETS // ESTATES // 5)
        naps = [(day * DAY + 10 * HOUR, day * DAY + 11 * HOUR) for day in range(script.DAYS)]
        sweeps = sweeping.regularly(month.minutes, EVERY, naps)
        return _played(f"sqlite:///{folder}/desk.db", month, sweeps)


def _two_at_once() -> Done:
    server = start(shared_folder())
    name = f"caredesk_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        month = script.month(ESTATES + 2, PEOPLE, TICKETS // ESTATES // 5)
        return _played(server.url(name), month, sweeping.regularly(month.minutes, HOUR), sweeping.by_two)
    finally:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
        if server.pid:
            server.stop()


def _played(url: str, month: script.Month, sweeps: Sequence[int], sweep: play.Sweep = play.sweep) -> Done:
    upgrade(url)
    engine, clock = open_engine(url), Clock()
    try:
        with play.unseen():
            played = play.Played(open_desk(engine, load(POLICY), STAFF_CHAT, clock), clock, month)
            began = time.perf_counter()
            played.begin()
            played.play(sweeps, sweep)
            seconds = time.perf_counter() - began
        return Done(judge(played, Path(POLICY)), seconds)
    finally:
        engine.dispose()
