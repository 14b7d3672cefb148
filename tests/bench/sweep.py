"""What the sweep of the clocks costs by how much exists: 1,000 due of 1,000,000 tickets, beside as many of 10,000.

Every ticket has an owner and two running clocks, one of which may be due to be warned of. ``SWEEP_TICKETS`` sets
another number than a million.
"""

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine, text

from bot.policy import load
from bot.service import clock_sweep
from bot.service.work import Desk
from bot.settings import ROOT
from bot.store.sessions import desk as open_desk
from tests.bench.figure import Figure
from tests.bench.planning import NUMBERS, databases, tidy
from tests.postgres import shared_folder

DUE, FEW = 1_000, 10_000
TICKETS = int(os.environ.get("SWEEP_TICKETS", "1000000"))
ROUNDS = 5
NOW = datetime(2027, 2, 6, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai

# Of every {apart} tickets one is to be warned of now; the others are due in weeks.
FILL = """
INSERT INTO agent (id, user_id, name, role, languages, sites, active, created_at)
  VALUES (1, 1, 'An', 'agent', '[]', '[]', {yes}, '{begun}'), (2, 2, 'Lin', 'lead', '[]', '[]', {yes}, '{begun}');
INSERT INTO customer (id, chat_id, name, language, language_chosen, created_at)
  SELECT i, 1000000 + i, 'Li Na', 'zh', {no}, '{begun}' FROM {numbers};
INSERT INTO ticket (id, customer_id, kind, category, urgent, language, state, owner_id, first_owner_id, priority,
    snooze_reason, round, steps, due_at, filed_at, last_word_at)
  SELECT i, i, 'complaint', 'quality', {no}, 'zh', 'taken', 1, 1, 0, '', 1, 2, '{later}', '{begun}', '{begun}'
  FROM {numbers};
INSERT INTO ticketclock (ticket_id, metric, number, state, calendar, target_seconds, warn_seconds, started_at,
    counts_from, due_at, warn_at, next_at)
  SELECT i, 'resolution', 1, 'running', 'round_the_clock', 259200, 64800, '{begun}', '{begun}', '{later}',
    '{later}', '{later}' FROM {numbers};
INSERT INTO ticketclock (ticket_id, metric, number, state, calendar, target_seconds, warn_seconds, started_at,
    counts_from, due_at, warn_at, next_at)
  SELECT i, 'first_response', 1, 'running', 'round_the_clock', 14400, 3600,
    CASE WHEN i % {apart} = 0 THEN '{recent}' ELSE '{later}' END {instant},
    CASE WHEN i % {apart} = 0 THEN '{recent}' ELSE '{later}' END {instant},
    CASE WHEN i % {apart} = 0 THEN '{soon}' ELSE '{later}' END {instant},
    CASE WHEN i % {apart} = 0 THEN '{now}' ELSE '{later}' END {instant},
    CASE WHEN i % {apart} = 0 THEN '{now}' ELSE '{later}' END {instant} FROM {numbers};
"""
AGAIN = """
DELETE FROM escalation;
DELETE FROM ticketevent;
UPDATE ticketclock SET warned_at = NULL, next_at = warn_at WHERE warned_at IS NOT NULL;
"""

console = Console(highlight=False)


class _Bench:
    """One database with so many tickets, ``DUE`` of which are to be warned of."""

    def __init__(self, engine: Engine, tickets: int) -> None:
        self.engine, self.tickets = engine, tickets
        self._run(FILL.format(**self._facts()))
        self.desk: Desk = open_desk(engine, load(ROOT / "policy.toml"), -1, lambda: NOW)

    def seconds(self) -> float:
        """How long it takes to sweep everything that is due; then all is as before."""
        began, more = time.perf_counter(), 1
        while more:
            with self.desk() as work:
                more = clock_sweep.sweep(work)
        seconds = time.perf_counter() - began
        with self.engine.begin() as connection:
            written = connection.execute(text("SELECT count(*) FROM escalation")).scalar()
        assert written == DUE, f"{written} of {DUE} were warned of"
        self._run(AGAIN)
        return seconds

    def _run(self, statements: str) -> None:
        postgres = self.engine.dialect.name == "postgresql"
        with self.engine.begin() as connection:
            for statement in statements.split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement.replace("%", "%%") if postgres else statement)
        tidy(self.engine)

    def _facts(self) -> dict[str, str | int]:
        name = self.engine.dialect.name
        moments = {
            "begun": NOW - timedelta(days=1),
            "recent": NOW - timedelta(hours=3),
            "now": NOW,
            "soon": NOW + timedelta(hours=1),
            "later": NOW + timedelta(days=40),
        }
        zone = "+00" if name == "postgresql" else ""
        return {
            "numbers": NUMBERS[name].format(count=self.tickets),
            "yes": "true",
            "no": "false",
            "instant": "::timestamptz" if name == "postgresql" else "",
            "apart": self.tickets // DUE,
        } | {key: f"{one:%Y-%m-%d %H:%M:%S.%f}{zone}" for key, one in moments.items()}


def figures() -> Sequence[Figure]:
    """For SQLite and PostgreSQL: seconds to sweep as much that is due, the fastest of alternating rounds."""
    folder = shared_folder()
    try:
        return [one for database in ("sqlite", "postgresql") for one in _compared(folder, database)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compared(folder: Path, database: str) -> Iterator[Figure]:
    with databases(folder, database) as (one, other):
        few, many = _Bench(one, FEW), _Bench(other, TICKETS)
        console.print(f"caredesk: {database}: {FEW:,} and {TICKETS:,} tickets are filled")
        few.seconds(), many.seconds()  # the first time something is read that was just filled
        rounds = [(few.seconds(), many.seconds()) for _ in range(ROUNDS)]
    base, value = (min(times) for times in zip(*rounds, strict=True))
    how = f"fastest of {ROUNDS} alternating rounds of the sweep, in pieces: warnings and history written"
    yield Figure(f"{database}: sweep {DUE:,} due of {FEW:,} tickets", base, "s", how, base, 1.0)
    yield Figure(f"{database}: sweep {DUE:,} due of {TICKETS:,} tickets", value, "s", how, base, value / base)
