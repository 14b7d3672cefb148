"""Databases for tests: every test that asks for ``desk`` or ``engine`` runs on SQLite and on a real
PostgreSQL.

The PostgreSQL is, in this order: the server of TEST_DATABASE_URL or DATABASE_URL; the machine's own binaries,
started on a port and in a folder of their own; PyPI's pgserver. One server serves the whole run, all
pytest-xdist workers too; each test has a database of its own, copied from a migrated template.

Fixtures: ``database_url`` (migrated), ``empty_database_url``, ``engine``, ``clock``, ``policy``, ``desk``,
``glance`` (a desk that only reads). Mark a test ``@pytest.mark.parametrize("database", ["sqlite"],
indirect=True)`` to run it on one.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from bot.desk.policy import Policy
from bot.policy import load
from bot.service.work import Desk
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.sessions import desk as open_desk
from tests.postgres import Server, shared_folder, start

STAFF_CHAT = -1001000000001
SHARED = "CAREDESK_TEST_SHARED"  # the run's folder, handed to the xdist workers through the environment


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> datetime:
        """Moves on by e.g. ``seconds=5`` and returns the new time."""
        self.now += timedelta(**duration)
        return self.now


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and SHARED not in os.environ:
        folder = shared_folder()
        os.environ[SHARED] = str(folder)
        config.add_cleanup(lambda: _clear_away(folder))


def _clear_away(folder: Path) -> None:
    """Stops the run's server (or drops its template on a given one) and removes the run's folder."""
    os.environ.pop(SHARED, None)
    known = folder / "server.json"
    if known.exists():
        Server.read(known).stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def run_folder() -> Path:
    return Path(os.environ[SHARED])


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path) -> Server:
    """The run's PostgreSQL, with the migrated template database; started by whoever asks first."""
    known = run_folder / "server.json"
    with FileLock(run_folder / "server.lock"):
        if not known.exists():
            server = start(run_folder)
            server.write(known)
            _create(server, server.template)
            upgrade(server.url(server.template))
        return Server.read(known)


@pytest.fixture(scope="session")
def sqlite_template(run_folder: Path) -> Path:
    template = run_folder / "template.db"
    with FileLock(run_folder / "template.lock"):
        if not template.exists():
            building = run_folder / "building.db"
            upgrade(f"sqlite:///{building}")
            building.rename(template)
    return template


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the test's own."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "desk.db")
        yield f"sqlite:///{tmp_path / 'desk.db'}"
    else:
        server: Server = request.getfixturevalue("postgres_server")
        yield from _own_database(server, server.template)


@pytest.fixture
def empty_database_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own without any table; the SQLite file and its folder do not exist yet."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'desk.db'}"
    else:
        yield from _own_database(request.getfixturevalue("postgres_server"), "template1")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load(Path(__file__).parent.parent / "policy.toml")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(engine: Engine, policy: Policy, clock: Callable[[], datetime]) -> Desk:
    return open_desk(engine, policy, STAFF_CHAT, clock)


@pytest.fixture
def glance(engine: Engine, policy: Policy, clock: Callable[[], datetime]) -> Desk:
    return open_desk(engine, policy, STAFF_CHAT, clock, reading=True)


def _own_database(server: Server, template: str) -> Iterator[str]:
    name = f"caredesk_{uuid.uuid4().hex[:16]}"
    _create(server, name, template)
    yield server.url(name)
    with psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(server: Server, name: str, template: str = "template1") -> None:
    try:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
    except psycopg.errors.InsufficientPrivilege:
        shown = make_url(server.admin).render_as_string(hide_password=True)
        pytest.fail(f"{shown}: this user may not create databases; run ALTER ROLE … CREATEDB", pytrace=False)
