"""Brings a database to the tables of this version.

A new revision is drafted with ``draft(url, "what changes")`` from a database that is up to date, then read
and mended.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.service.work import StoreAway
from bot.store.engine import folder_of, open_engine, read_url, shown, told_plainly

log = structlog.get_logger()

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 120  # seconds to wait for another process that is migrating
ONE_AT_A_TIME = 727_001  # the key of PostgreSQL's advisory lock


def upgrade(database_url: str, revision: str = "head") -> None:
    """Migrates up to ``revision`` in one transaction; creates a SQLite file and its folder.

    Several processes may start it at once: the first does it, the others wait. Raises ``StoreAway``.
    """
    with _alone(database_url) as connection:
        command.upgrade(_alembic(connection), revision)
    log.info("the database is up to date", action="migrated", database=shown(read_url(database_url)))


def downgrade(database_url: str, revision: str = "base") -> None:
    """Migrates down to ``revision``; ``base`` drops every table and what is in it. Raises ``StoreAway``."""
    with _alone(database_url) as connection:
        command.downgrade(_alembic(connection), revision)


def draft(database_url: str, message: str) -> None:
    """Writes a new revision with the differences between the database and the nouns into the migrations
    folder.
    """
    number = f"{len(list(MIGRATIONS.glob('versions/*.py'))) + 1:04d}"
    with _alone(database_url) as connection:
        command.revision(_alembic(connection), message, autogenerate=True, rev_id=number)


@contextmanager
def _alone(database_url: str) -> Iterator[Connection]:
    """A transaction that no other migration runs beside."""
    url = read_url(database_url)
    _make_folder(folder_of(url))
    engine = open_engine(database_url, patience=PATIENCE, foreign_keys=False)
    try:
        with told_plainly(engine), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            yield connection  # in SQLite the transaction itself is the lock
    finally:
        engine.dispose()


def _make_folder(folder: Path | None) -> None:
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreAway(
            f"DATABASE_URL: the folder {folder} cannot be created ({error.strerror}); name one that can be"
        ) from error


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
