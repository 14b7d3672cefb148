"""The engine: one way to open SQLite or PostgreSQL, and to say in one line why a database cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from bot.service.work import StoreAway

PATIENCE = 10  # seconds to wait for another's lock
CONNECT = 5  # seconds to wait for PostgreSQL to answer
POOL, OVERFLOW = 10, 20  # connections per process


class DatabaseUrlWrong(StoreAway):
    """DATABASE_URL cannot be used as it is; trying again does not help."""


def open_engine(database_url: str, *, patience: float = PATIENCE, foreign_keys: bool = True) -> Engine:
    """An engine for ``database_url``; nothing is connected yet. Safe for threads; every process opens its
    own.

    ``patience``: seconds to wait for a lock. ``foreign_keys`` is for migrations, which rebuild tables in
    SQLite. Raises ``DatabaseUrlWrong``.
    """
    url = read_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, patience, foreign_keys)
    return _open_postgres(url, patience)


def forget_log(engine: Engine) -> None:
    """Empties SQLite's write-ahead log, where pages stay as they were before an erasure. PostgreSQL's VACUUM does that
    by itself. Does nothing while somebody reads; the log is reused in any case.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


def read_url(database_url: str) -> URL:
    """``database_url`` with its driver named. Raises ``DatabaseUrlWrong``."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUrlWrong(
            "DATABASE_URL is not a database address; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
        ) from error
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database not in (None, "", ":memory:"):
        return url
    raise DatabaseUrlWrong(
        f"DATABASE_URL={shown(url)} is neither PostgreSQL nor a SQLite file; "
        "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )


def shown(url: URL) -> str:
    """The address as it may be shown to people: without its password."""
    return url.render_as_string(hide_password=True)


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Turns SQLAlchemy's errors about a database that cannot be used into ``StoreAway`` with its cure."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreAway(f"DATABASE_URL={shown(engine.url)}: all connections are busy; try again") from error
    except DBAPIError as error:
        if not _away(error):
            raise
        raise StoreAway(
            f"DATABASE_URL={shown(engine.url)}: {_cause(error)}; {_cure(engine, error)}"
        ) from error


def _away(error: DBAPIError) -> bool:
    """A lost line, a lock, a full disk, a server that is not ready, or tables that are not migrated yet."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if isinstance(error, ProgrammingError):
        return state in ("42P01", "42703")
    if state.startswith("54"):  # a value too large for the database: trying again would never help
        return False
    return isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated


def _cause(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0].strip() if lines else type(error.orig).__name__


def _cure(engine: Engine, error: DBAPIError) -> str:
    said = str(error.orig).lower()
    if "no such table" in said or "no such column" in said or isinstance(error, ProgrammingError):
        return "run `python -m bot migrate`"
    if "locked" in said or "lock timeout" in said or "deadlock" in said:
        return "another process holds it; try again"
    if engine.dialect.name == "sqlite":
        return "check its folder (`python -m bot migrate` creates it), its permissions and the free space"
    return "check that PostgreSQL runs there and that user, password and database name are right"


def _open_sqlite(url: URL, patience: float, foreign_keys: bool) -> Engine:
    engine = create_engine(
        url, pool_size=POOL, max_overflow=OVERFLOW, pool_timeout=patience, connect_args={"timeout": patience}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        # What is erased must not stay readable in the file until its place is needed.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The write lock is taken at the start: two transactions that both read and then want to write would
        # deadlock.
        reading = bool(connection.get_execution_options().get("reading"))
        if connection.info.get("reading") != reading:  # the pool's connections serve both
            connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
            connection.info["reading"] = reading
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _use_wal(connection: sqlite3.Connection) -> None:
    """Several processes may open a new file at once; changing its mode does not wait for locks by itself."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    for attempt in Retrying(
        retry=retry_if_exception_type(sqlite3.OperationalError),
        stop=stop_after_attempt(50),
        wait=wait_random(0.01, 0.1),
        reraise=True,
    ):
        with attempt:
            connection.execute("PRAGMA journal_mode = WAL")


def _open_postgres(url: URL, patience: float) -> Engine:
    engine = create_engine(
        url,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=patience,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {int(patience * 1000)}")
        connection.commit()

    return engine


def folder_of(url: URL) -> Path | None:
    """The folder of a SQLite file, or None for PostgreSQL."""
    return (
        Path(url.database).absolute().parent if url.get_backend_name() == "sqlite" and url.database else None
    )
