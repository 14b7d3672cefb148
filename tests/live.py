"""A whole desk for tests: real Rasa, real action server, the desk process and the emulated Telegram over real HTTP."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from bot.desk.beat import Beat
from bot.desk.ticket import Ticket
from bot.house import House, free_port
from bot.processes import ACTIONS, DESK, RASA
from bot.settings import ROOT, Settings
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from tests.emulator.actors import Person, Press
from tests.emulator.emulator import Emulator
from tests.emulator.messages import Message
from tests.emulator.world import Chat

PATIENCE = 30.0  # seconds a test waits for an answer on a busy machine before it fails

# A policy that holds nothing up: the staff group's real budget is fifteen posts a minute. Values as in policy.toml.
BRISK = {
    "per_second": 500,
    "per_chat_burst": 100,
    "group_per_minute": 30000,
    "group_burst": 500,
    "unknown_retry_seconds": 1,
    "album_wait_seconds": 0.5,
    "delayed_after_seconds": 2,
    "quiet": '{ from = "00:00", until = "00:00" }',  # none, so that tests run at any hour
    "at": '"00:00"',  # bills, care and surveys of today are said at once, by whichever task finds them first
}


@dataclass
class Live:
    """A running desk with its staff group. ``agent`` and ``colleague`` are members of the group."""

    telegram: Emulator
    house: House
    staff: Chat
    agent: Person
    colleague: Person
    engine: Engine
    folder: Path

    def rows(self, noun: type[SQLModel], *where: Any) -> list[Any]:
        """Rows of a table, as they stand now, in the order of their keys."""
        with Session(self.engine) as session:
            rows = session.exec(select(noun).where(*where).order_by(*noun.__table__.primary_key)).all()  # type: ignore[attr-defined]
            session.expunge_all()
            return list(rows)

    def customer(self, name: str = "李女士", language: str = "zh-hans") -> Person:
        """A new customer who has opened the chat."""
        return self.telegram.user(first_name=name, language_code=language)

    def until(self, condition: Any, hint: str = "") -> Any:
        """The first truthy value of ``condition``, waited for patiently."""
        return self.telegram.wait_until(condition, PATIENCE, hint)

    def ticket(self, ticket_id: int) -> Ticket:
        """The ticket as it stands now."""
        return self.rows(Ticket, Ticket.id == ticket_id)[0]

    def card(self, ticket_id: int) -> Message:
        """The ticket's card in the staff group, as it stands now; waited for."""
        number = self.until(lambda: self.ticket(ticket_id).card_message_id, f"the card of ticket {ticket_id}")
        return self.telegram.chat(self.staff).messages[number]

    def card_says(self, ticket_id: int, wanted: str) -> Message:
        """The card, once ``wanted`` stands on it or on one of its buttons."""
        card = self.card(ticket_id)
        self.until(
            lambda: wanted in card.text or wanted in "|".join(card.button_texts), f"{wanted!r} on {card!r}"
        )
        return card

    def in_topic(self, ticket_id: int, wanted: Any, since: Any = None) -> Message:
        """What the desk wrote in the ticket's topic."""
        thread = self.card(ticket_id).thread
        return self.telegram.wait_for(wanted, chat=self.staff, timeout=PATIENCE, thread=thread, since=since)

    def press(self, person: Person, message: Message, button: str) -> str:
        """Presses a button once it is there; what the desk's toast says (empty when it has no words)."""
        self.until(
            lambda: any(button in one for one in message.button_texts), f"{button!r} under {message!r}"
        )
        return self.toast(person.presses(message, button))

    def toast(self, press: Press) -> str:
        self.until(lambda: press.answered, f"an answer to the press of {press.data!r}")
        return str(press.answers[0].get("text") or "")

    def log(self, action: str = "", process: str = DESK.name) -> list[dict[str, Any]]:
        """The lines of the desk's log with this ``action``."""
        found = []
        for line in (self.folder / "logs" / f"{process}.log").read_text("utf-8").splitlines():
            try:
                said = json.loads(line)
            except json.JSONDecodeError:
                continue
            if isinstance(said, dict) and said.get("action", "") == (action or said.get("action", "")):
                found.append(said)
        return found

    def logged(self, action: str, **values: Any) -> dict[str, Any]:
        """The first log line with this ``action`` and these values, waited for."""
        fits = lambda: next((one for one in self.log(action) if values.items() <= one.items()), None)  # noqa: E731
        return dict(self.until(fits, f"a log line {action} {values}"))

    def start_desk(self) -> None:
        """Starts the desk process (anew) and waits until this very process gives a sign of life."""
        self.house.restart(DESK.name)
        mine = col(Beat.process).endswith(f":{self.house.pid(DESK.name)}")
        self.until(lambda: self.rows(Beat, mine), "a sign of life of the desk")


def settings_for(telegram: Emulator, database_url: str, staff_chat_id: int, **more: Any) -> Settings:
    """Settings of a desk that talks to the emulator; nothing comes from this machine's environment file."""
    return Settings(
        _env_file=None,
        telegram_bot_token=telegram.token,
        telegram_api_url=telegram.url,
        staff_chat_id=staff_chat_id,
        database_url=database_url,
        log_json=True,
        **more,
    )


def policy_file(folder: Path, changes: Mapping[str, Any]) -> Path:
    """The project's policy.toml with other values for some of its keys, in every part that has them.

    Raises ``KeyError`` for an unknown one.
    """
    text = (ROOT / "policy.toml").read_text("utf-8")
    for key, value in changes.items():
        text, found = re.subn(rf"^{key} = [^#\n]*", f"{key} = {value} ", text, flags=re.MULTILINE)
        if not found:
            raise KeyError(f"policy.toml has no key {key}")
    file = folder / "policy.toml"
    file.write_text(text, "utf-8")
    return file


@contextmanager
def live_desk(
    database_url: str | None = None,
    *,
    forum: bool = True,
    limits: bool = False,
    seed: int = 1,
    with_desk: bool = True,
    policy: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Iterator[Live]:
    """Starts everything on free ports and ends it. A SQLite file of its own unless ``database_url`` is given.

    ``policy``: values that differ from policy.toml's.
    """
    with (
        tempfile.TemporaryDirectory(prefix="caredesk-live-") as name,
        Emulator(limits=limits, seed=seed) as telegram,
    ):
        folder = Path(name)
        agent, colleague = telegram.user(first_name="小王"), telegram.user(first_name="Mei")
        staff = telegram.group("客服群", forum=forum, members=[agent, colleague])
        names = [RASA.name, ACTIONS.name, *([DESK.name] if with_desk else [])]
        ports = {RASA.name: free_port(), ACTIONS.name: free_port()}
        people = (staff, agent, colleague)
        with _house(telegram, folder, people, names, ports, database_url, policy, settings) as live:
            yield live


@contextmanager
def relieved(
    live: Live,
    folder: Path,
    *,
    database_url: str | None = None,
    staff: Chat | None = None,
    policy: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Iterator[Live]:
    """Another desk in place of ``live``'s, which rests meanwhile: own hands, own database, other settings.

    It hears the same Telegram and asks the same Rasa, so that it is there in seconds.
    """
    ports = {ACTIONS.name: live.house.ports[ACTIONS.name]}  # type: ignore[index]
    names = [ACTIONS.name, DESK.name]
    people = (staff or live.staff, live.agent, live.colleague)
    for name in reversed(names):
        live.house.stop(name)
    try:
        more = {"rasa_url": live.house.rasa_url, **settings}
        with _house(live.telegram, folder, people, names, ports, database_url, policy, more) as other:
            yield other
    finally:
        live.house.restart(ACTIONS.name)
        live.start_desk()


@contextmanager
def _house(
    telegram: Emulator,
    folder: Path,
    people: tuple[Chat, Person, Person],
    names: list[str],
    ports: Mapping[str, int],
    database_url: str | None,
    policy: Mapping[str, Any] | None,
    settings: Mapping[str, Any],
) -> Iterator[Live]:
    url = database_url or f"sqlite:///{folder / 'desk.db'}"
    upgrade(url)
    given = {"policy_file": policy_file(folder, policy)} if policy else {}
    house = House(
        settings_for(telegram, url, people[0].id, **given, **settings),
        ports=ports,
        log_dir=folder / "logs",
        names=names,
        report=lambda line: None,
    )
    engine = open_engine(url)
    try:
        with house:
            yield Live(telegram, house, *people, engine, folder)
    finally:
        engine.dispose()
