"""Fixtures for tests of the use cases.

A ``scene`` does not need a database of its own, only an empty one: each worker keeps one of each kind and empties it
before a test, which is many times faster than making one.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import Engine

from bot.desk.policy import Policy
from bot.store.engine import open_engine
from bot.store.sessions import desk as open_desk
from bot.store.tables import metadata
from tests.builders import Scene
from tests.databases import STAFF_CHAT, Clock
from tests.databases import _own_database as own_database
from tests.postgres import Server


@pytest.fixture(scope="session")
def kept_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Engine]]:
    """Opens this worker's database of a kind, once."""
    engines: dict[str, Engine] = {}
    with ExitStack() as closing:

        def engine(database: str) -> Engine:
            if database not in engines:
                if database == "sqlite":
                    file = tmp_path_factory.mktemp("scene") / "desk.db"
                    shutil.copy(request.getfixturevalue("sqlite_template"), file)
                    url = f"sqlite:///{file}"
                else:
                    server: Server = request.getfixturevalue("postgres_server")
                    url = closing.enter_context(contextmanager(own_database)(server, server.template))
                engines[database] = open_engine(url)
                closing.callback(engines[database].dispose)
            return engines[database]

        yield engine


@pytest.fixture
def scene(database: str, kept_engine: Callable[[str], Engine], policy: Policy, clock: Clock) -> Scene:
    engine = kept_engine(database)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    desk = open_desk(engine, policy, STAFF_CHAT, clock)
    return Scene(desk, open_desk(engine, policy, STAFF_CHAT, clock, reading=True), clock)
