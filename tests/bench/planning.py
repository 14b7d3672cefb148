"""What planning costs by how much exists: 10,000 bills due among 1,000,000 accounts, beside all of 10,000.

Every account has its customer, a proven chat and an open bill. Only what is due is to be read, so that a hundred times
as many accounts cost the same. ``PLANNING_ACCOUNTS`` sets another number than a million.
"""

import os
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql
from rich.console import Console
from sqlalchemy import Engine, text

from bot.clock import ticks
from bot.clock.ticks import Task
from bot.policy import load
from bot.service import reminders
from bot.service.work import Desk
from bot.settings import ROOT
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.sessions import desk as open_desk
from tests.bench.figure import Figure
from tests.postgres import shared_folder, start

DUE = 10_000
ACCOUNTS = int(os.environ.get("PLANNING_ACCOUNTS", "1000000"))
ROUNDS = 3
TODAY = datetime(2027, 2, 6, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
TASK = Task("remind_of_bills", timedelta(seconds=60), reminders.plan, in_pieces=True)

# Of every {apart} accounts one has a bill that is due today; the others' come later.
FILL = """
INSERT INTO customer (id, chat_id, name, language, language_chosen, created_at)
  SELECT i, 1000000 + i, 'Li Na', 'zh', {no}, '{now}' FROM {numbers};
INSERT INTO account (id, kind, number, holder, site, building, feeder, address, tariff, voltage, size)
  SELECT i, 'meter', 'M-' || i, '', 'S-' || (i % 1000), '', '', 'Street ' || i, '', '', '' FROM {numbers};
INSERT INTO accountlink (id, customer_id, account_id, proof, linked_at)
  SELECT i, i, i, 'code', '{now}' FROM {numbers};
INSERT INTO bill (id, number, account_id, period, amount, currency, due_on, state, remind_on, created_at, changed_at)
  SELECT i, 'B-' || i, i, '2027-01', 10000 + i % 5000, 'CNY',
    {day}(CASE WHEN i % {apart} = 0 THEN '{today}' ELSE '{later}' END), 'open',
    {day}(CASE WHEN i % {apart} = 0 THEN '{today}' ELSE '{later}' END), '{now}', '{now}' FROM {numbers};
"""
NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n)",
    "postgresql": "generate_series(1, {count}) AS n(i)",
}

console = Console(highlight=False)


class _Bench:
    """One database with so many accounts, ``DUE`` of which have a bill that is due."""

    def __init__(self, engine: Engine, accounts: int) -> None:
        self.engine, self.accounts, self.now = engine, accounts, TODAY
        self._fill()
        self.desk: Desk = open_desk(engine, load(ROOT / "policy.toml"), -1, lambda: self.now)

    def seconds(self) -> float:
        """How long the clock's task takes to plan everything that is due; then all is as before."""
        self.now += TASK.every  # another moment of the clock
        began = time.perf_counter()
        assert ticks.run(TASK, self.desk)
        seconds = time.perf_counter() - began
        with self.engine.begin() as connection:
            planned = connection.execute(text("SELECT count(*) FROM notice WHERE state = 'ready'")).scalar()
            assert planned == DUE, f"{planned} of {DUE} were planned"
            connection.execute(text("DELETE FROM notice"))
            connection.execute(text("DELETE FROM button"))
            again = "UPDATE bill SET remind_on = due_on WHERE due_on = :today"
            connection.execute(text(again), {"today": TODAY.date()})
        tidy(self.engine)
        return seconds

    def _fill(self) -> None:
        name = self.engine.dialect.name
        facts = {
            "numbers": NUMBERS[name].format(count=self.accounts),
            "day": "date" if name == "postgresql" else "",
            "no": "false",
            "now": "2027-01-01 00:00:00.000000" + ("+00" if name == "postgresql" else ""),
            "today": TODAY.date().isoformat(),
            "later": (TODAY.date() + timedelta(days=40)).isoformat(),
            "apart": self.accounts // DUE,
        }
        with self.engine.begin() as connection:
            for statement in FILL.format(**facts).split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(
                        statement.replace("%", "%%") if name == "postgresql" else statement
                    )
        tidy(self.engine)


def tidy(engine: Engine) -> None:
    """What PostgreSQL's autovacuum would do in the next minute."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def figures() -> Sequence[Figure]:
    """For SQLite and PostgreSQL: seconds to plan the same number of due bills, medians of alternating rounds."""
    folder = shared_folder()
    try:
        return [one for database in ("sqlite", "postgresql") for one in _compared(folder, database)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compared(folder: Path, database: str) -> Iterator[Figure]:
    with databases(folder, database) as (one, other):
        few, many = _Bench(one, DUE), _Bench(other, ACCOUNTS)
        console.print(f"caredesk: {database}: {DUE:,} and {ACCOUNTS:,} accounts are filled")
        rounds = [(few.seconds(), many.seconds()) for _ in range(ROUNDS)]
    base, value = (statistics.median(times) for times in zip(*rounds, strict=True))
    how = (
        f"fastest of {ROUNDS} alternating rounds of the clock's task, in pieces, notices and buttons written"
    )
    yield Figure(f"{database}: plan {DUE:,} due of {DUE:,} accounts", base, "s", how, base, 1.0)
    yield Figure(
        f"{database}: plan {DUE:,} due of {ACCOUNTS:,} accounts", value, "s", how, base, value / base
    )


@contextmanager
def databases(folder: Path, database: str) -> Iterator[tuple[Engine, Engine]]:
    """Two empty databases with the desk's tables."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory(prefix="caredesk-planning-") as place:
            yield from _opened([f"sqlite:///{place}/few.db", f"sqlite:///{place}/many.db"])
        return
    server = start(folder)
    names = [f"caredesk_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    try:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield from _opened([server.url(name) for name in names])
    finally:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            for name in names:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                connection.execute(drop)
        if server.pid:
            server.stop()


def _opened(urls: Sequence[str]) -> Iterator[tuple[Engine, Engine]]:
    for url in urls:
        upgrade(url)
    one, other = (open_engine(url) for url in urls)
    try:
        yield one, other
    finally:
        one.dispose()
        other.dispose()
