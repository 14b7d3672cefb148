"""A desk in this process against the Bot API emulator: real HTTP, a scripted dialogue, SQLite."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select
from telegram import Bot
from telegram.ext import Updater

from bot.chat.connection import connect, open_bot, poll
from bot.chat.courier import TelegramCourier
from bot.chat.dispatch import Dispatch
from bot.chat.door import Door
from bot.chat.line import TelegramLine
from bot.chat.words import Words
from bot.chat.worker import Workers
from bot.desk.explanation import Explanation
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.labels import Category, Kind
from bot.desk.policy import Policy
from bot.policy import load
from bot.service import handover, intake, tickets
from bot.service.delivery import Delivery
from bot.service.dialogue import Answer, Choice, DialogueAway
from bot.service.work import Desk
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat
from tests.explanations import explained

STAFF_CHAT = -1001000000001


class ScriptedDialogue:
    """Files every message of words as a complaint about quality, and does what a few commands say."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.heard: list[tuple[int, str]] = []
        self.metadata: list[dict[str, Any]] = []
        self.forgotten: list[tuple[int, int]] = []
        self.explained: list[str] = []
        self.away = False
        self.broken: Exception | None = None
        self.seconds = 0.0

    async def say(self, chat_id: int, text: str, update_id: int, metadata: dict[str, Any]) -> list[Answer]:
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.away:
            raise DialogueAway
        if self.broken:
            raise self.broken
        self.heard.append((chat_id, text))
        self.metadata.append(metadata)
        return await asyncio.to_thread(self._answer, chat_id, text, metadata)

    async def explain(self, text: str) -> Explanation:
        if self.away:
            raise DialogueAway
        self.explained.append(text)
        return explained(text)

    async def forget_turn(self, chat_id: int, update_id: int) -> None:
        if self.away:
            raise DialogueAway
        self.forgotten.append((chat_id, update_id))

    def _answer(self, chat_id: int, text: str, metadata: dict[str, Any]) -> list[Answer]:
        with self.desk() as work:
            if text.startswith("/withdraw"):
                done = tickets.withdraw(work, chat_id, json.loads(text[len("/withdraw") :])["ticket"])
                return [Answer("已撤回" if done else "没有这张工单")]
            if text.startswith("/"):
                return [Answer(f"听到 {text}")]
            if text == "转人工":
                view = handover.begin(work, chat_id, metadata["message"])
                return [Answer("已转人工", ticket_id=view.id if view else None)]
            reading = intake.Reading(Kind.COMPLAINT, Category.QUALITY, 0.9)
            ticket = intake.file_matter(work, metadata["message"], reading).ticket
            if ticket is None:
                return [Answer("哪一件？")]
            undo = Choice("撤回", f'/withdraw{{"ticket": {ticket.id}}}')
            return [Answer(f"{ticket.number} 已受理", choices=[[undo]], ticket_id=ticket.id)]


@dataclass
class RunningDesk:
    """A desk that works; ``telegram`` is the world around it."""

    telegram: Emulator
    staff: Chat
    bot: Bot
    desk: Desk
    dialogue: ScriptedDialogue
    workers: Workers
    delivery: Delivery
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    updater: Updater | None = None

    async def settled(self, seconds: float = 8.0) -> None:
        """Until Telegram has nothing unconfirmed and the inbox nothing unfinished."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.telegram.pending and not await asyncio.to_thread(self.unfinished):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"still unfinished: {self.unfinished()}\n{self.telegram.transcript()}")

    def unfinished(self) -> list[tuple[int, str | None]]:
        with self.desk() as work:
            query = select(InboxUpdate).where(
                col(InboxUpdate.state).in_([InboxState.WAITING, InboxState.CLAIMED])
            )
            return [(row.update_id, row.error) for row in work.session.exec(query)]


@pytest.fixture
def database() -> str:
    """The chat is tried on SQLite; the store's own tests hold both databases to the same."""
    return "sqlite"


@pytest.fixture(scope="session")
def policy() -> Policy:
    usual = load(Path(__file__).parents[2] / "policy.toml")
    talk = usual.conversation.model_copy(update={"album_wait_seconds": 0.8, "delayed_after_seconds": 1.0})
    rates = usual.delivery.model_copy(
        update={"group_per_minute": 600.0, "group_burst": 20, "per_chat_burst": 20}
    )
    return usual.model_copy(update={"conversation": talk, "delivery": rates})


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: datetime.now(UTC)


@pytest.fixture
def words(policy: Policy) -> Words:
    return Words(policy.zone, lambda: datetime.now(UTC))


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(seed=1) as world:
        yield world


@pytest.fixture
def agent(telegram: Emulator) -> Person:
    return telegram.user(first_name="王芳")


@pytest.fixture
def customer(telegram: Emulator) -> Person:
    return telegram.user(first_name="李雷")


@pytest.fixture
def staff(telegram: Emulator, agent: Person) -> Chat:
    return telegram.group("客服群", forum=True, members=[agent], id=STAFF_CHAT)


@pytest.fixture
async def running(telegram: Emulator, staff: Chat, desk: Desk, words: Words) -> AsyncIterator[RunningDesk]:
    async with working(telegram, staff, desk, words) as house:
        yield house


@asynccontextmanager
async def working(telegram: Emulator, staff: Chat, desk: Desk, words: Words) -> AsyncIterator[RunningDesk]:
    """A desk that polls ``telegram``; wired as the serving process wires it."""
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    dialogue = ScriptedDialogue(desk)
    delivery = Delivery(desk, TelegramCourier(bot, words))
    work_off = Dispatch(desk, dialogue, TelegramLine(bot), words, delivery.wake)
    workers = Workers(desk, work_off, delivery.wake)
    house = RunningDesk(telegram, staff, bot, desk, dialogue, workers, delivery)
    stop = asyncio.Event()
    house.tasks = [asyncio.create_task(one.run(stop)) for one in (workers, delivery)]
    house.updater = await poll(bot, Door(desk, workers.wake, patient=True))
    try:
        yield house
    finally:
        await house.updater.stop()
        stop.set()
        await asyncio.gather(*house.tasks)
        await house.updater.shutdown()
