"""One way to open a database, and one plain line when it cannot be used."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.policy import Policy
from bot.service.work import Desk, StoreAway
from bot.store.engine import DatabaseUrlWrong, open_engine, read_url
from bot.store.sessions import desk as open_desk
from tests.databases import STAFF_CHAT, Clock


def agent(user_id: int, clock: Clock) -> Agent:
    return Agent(user_id=user_id, name="Lin", created_at=clock())


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg"),
        ("sqlite:///x.db", "sqlite"),
    ],
)
def test_addresses_people_write(given: str, driver: str) -> None:
    assert read_url(given).drivername == driver


@pytest.mark.parametrize(
    "given",
    [
        "",
        "desk.db",
        "mysql://u:secret@h/d",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://u:secret@h:port/d",
    ],
)
def test_other_addresses_are_refused_with_the_cure_and_without_the_password(given: str) -> None:
    with pytest.raises(DatabaseUrlWrong, match=r"^DATABASE_URL.*sqlite:///FILE") as refused:
        open_engine(given)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_block_is_one_transaction(desk: Desk, clock: Clock) -> None:
    with desk() as work:
        work.session.add(agent(1, clock))

    def fail_after_writing() -> None:
        with desk() as work:
            work.session.add(agent(2, clock))
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    with desk() as work:
        assert [one.user_id for one in work.session.exec(select(Agent))] == [1]


def test_foreign_keys_hold(desk: Desk) -> None:
    with pytest.raises(IntegrityError), desk() as work:
        work.session.execute(
            text("INSERT INTO rating (ticket_id, round, stars, rated_at) VALUES (999, 1, 5, '2026-01-01')")
        )


def test_now_stands_still_within_a_block(desk: Desk, clock: Clock) -> None:
    with desk() as work:
        before = clock.now
        clock.forward(seconds=5)
        assert work.now == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_is_safe_and_shared(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_reading_desk_waits_for_nobody_and_cannot_write(desk: Desk, glance: Desk, clock: Clock) -> None:
    with desk() as writing:
        writing.session.add(agent(1, clock))
        writing.session.flush()
        with glance() as reading:
            assert reading.session.exec(select(Agent)).all() == []
    with glance() as reading:
        assert len(reading.session.exec(select(Agent)).all()) == 1
    with pytest.raises(Exception, match=r"(?i)read-?only"), glance() as reading:
        reading.session.execute(text("DELETE FROM agent"))
    with desk() as writing:  # the same connections write again
        writing.session.execute(text("DELETE FROM agent"))


def test_two_that_read_and_then_write_do_not_deadlock(desk: Desk, clock: Clock) -> None:
    with desk() as work:
        work.session.add(agent(1, clock))

    def grow() -> None:
        for _ in range(20):
            with desk() as work:
                row = work.session.exec(select(Agent).with_for_update()).one()
                row.name += "x"
                work.session.add(row)

    threads = [threading.Thread(target=grow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with desk() as work:
        assert len(work.session.exec(select(Agent)).one().name) == len("Lin") + 80


@contextmanager
def impatient(database_url: str, policy: Policy, clock: Clock) -> Iterator[Desk]:
    engine = open_engine(database_url, patience=0.1)
    yield open_desk(engine, policy, STAFF_CHAT, clock)
    engine.dispose()


def test_a_lock_held_elsewhere_is_store_away(
    database_url: str, desk: Desk, policy: Policy, clock: Clock
) -> None:
    with desk() as work:
        work.session.add(agent(1, clock))
    with impatient(database_url, policy, clock) as other:
        with desk() as holder:
            holder.session.execute(text("UPDATE agent SET name = 'held'"))
            with pytest.raises(StoreAway, match="another process holds it; try again"), other() as work:
                work.session.execute(text("UPDATE agent SET name = 'lost'"))
        with other() as work:  # free again
            assert work.session.exec(select(Agent)).one().name == "held"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_line_that_breaks_within_a_block_is_store_away(desk: Desk, clock: Clock) -> None:
    def lose_the_line() -> None:
        with desk() as work:
            work.session.add(agent(1, clock))
            work.session.flush()
            backend = work.session.scalar(text("SELECT pg_backend_pid()"))
            with desk() as other:
                other.session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
            work.session.execute(text("SELECT 1"))

    with pytest.raises(StoreAway, match="DATABASE_URL="):
        lose_the_line()
    with desk() as work:
        assert work.session.exec(select(Agent)).all() == []


def test_a_database_that_is_not_migrated_says_so(
    empty_database_url: str, policy: Policy, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir(exist_ok=True)
    with (
        impatient(empty_database_url, policy, clock) as desk,
        pytest.raises(StoreAway, match=r"run `python -m bot migrate`"),
        desk() as work,
    ):
        work.session.exec(select(Agent)).all()


def test_a_server_that_is_not_there_is_store_away(policy: Policy, clock: Clock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        url = f"postgresql://desk:secret@127.0.0.1:{taken.getsockname()[1]}/desk"
        with (
            impatient(url, policy, clock) as desk,
            pytest.raises(StoreAway, match="check that PostgreSQL runs there") as away,
            desk(),
        ):
            pass
    assert "secret" not in str(away.value)
    assert "\n" not in str(away.value)


def test_a_folder_that_is_not_there_is_store_away(tmp_path: Path, policy: Policy, clock: Clock) -> None:
    with (
        impatient(f"sqlite:///{tmp_path}/none/desk.db", policy, clock) as desk,
        pytest.raises(StoreAway, match="check its folder"),
        desk(),
    ):
        pass
