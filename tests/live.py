"""A whole desk for tests: real Rasa, real action server, the desk process, and the emulated Telegram, over real HTTP."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from bot.house import House, free_port
from bot.processes import ACTIONS, DESK, RASA
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat

PATIENCE = 30.0  # seconds a test waits for an answer on a busy machine before it fails


@dataclass
class Live:
    """A running desk with its staff group. ``agent`` and ``colleague`` are members of the group."""

    telegram: Emulator
    house: House
    staff: Chat
    agent: Person
    colleague: Person
    engine: Engine

    def rows(self, noun: type[SQLModel], *where: Any) -> list[Any]:
        """Rows of a table, as they stand now."""
        with Session(self.engine) as session:
            rows = session.exec(select(noun).where(*where)).all()
            session.expunge_all()
            return list(rows)

    def customer(self, name: str = "李女士", language: str = "zh-hans") -> Person:
        """A new customer who has opened the chat."""
        return self.telegram.user(first_name=name, language_code=language)


def settings_for(telegram: Emulator, database_url: str, staff_chat_id: int, **more: Any) -> Settings:
    """Settings of a desk that talks to the emulator; nothing comes from this machine's environment file."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        telegram_bot_token=telegram.token,
        telegram_api_url=telegram.url,
        staff_chat_id=staff_chat_id,
        database_url=database_url,
        **more,
    )


@contextmanager
def live_desk(
    database_url: str | None = None,
    *,
    forum: bool = True,
    limits: bool = False,
    seed: int = 1,
    with_desk: bool = True,
    **settings: Any,
) -> Iterator[Live]:
    """Starts everything on free ports and ends it. A SQLite file of its own unless ``database_url`` is given."""
    with tempfile.TemporaryDirectory(prefix="caredesk-live-") as folder, Emulator(limits=limits, seed=seed) as telegram:
        url = database_url or f"sqlite:///{Path(folder) / 'desk.db'}"
        upgrade(url)
        agent, colleague = telegram.user(first_name="小王"), telegram.user(first_name="Mei")
        staff = telegram.group("客服群", forum=forum, members=[agent, colleague])
        house = House(
            settings_for(telegram, url, staff.id, **settings),
            ports={RASA.name: free_port(), ACTIONS.name: free_port()},
            log_dir=Path(folder) / "logs",
            names=[RASA.name, ACTIONS.name, *([DESK.name] if with_desk else [])],
            report=lambda line: None,
        )
        engine = open_engine(url)
        try:
            with house:
                yield Live(telegram, house, staff, agent, colleague, engine)
        finally:
            engine.dispose()
