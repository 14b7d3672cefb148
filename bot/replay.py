"""``python -m bot replay``: recorded messages through the same way in as customers', in a house of their own."""

import asyncio
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.chat.dispatch import Dispatch
from bot.chat.screen import ScreenLine
from bot.chat.words import Words
from bot.chat.worker import Workers
from bot.dialogue.rasa import RasaDialogue
from bot.house import House, UpError, free_port
from bot.processes import ACTIONS, RASA
from bot.service import inbox, tally
from bot.service.tally import Tally
from bot.service.work import Desk
from bot.settings import Settings
from bot.store.migrate import upgrade
from bot.wiring import Wiring

FIRST_CHAT = 5_000_000_000  # every message is a customer of its own, so that none joins another's ticket
LONGEST = 4096  # characters of a Telegram message; a longer text comes in pieces, as Telegram's apps send it
LOOK_EVERY = 0.3  # seconds

console = Console(highlight=False)


class BadLine(Exception):
    """A line of a replay file cannot be read; the message names file and line and says what it must look like."""


@dataclass(frozen=True)
class Recorded:
    """One recorded message: where it stands, its text and its language code (``zh``, ``en`` or none)."""

    source: str
    text: str
    language: str | None


def replay(settings: Settings, files: Sequence[Path], limit: int) -> int:
    """Replays ``files`` (the first ``limit`` messages of each, 0 for all) and prints what became of them.

    Runs Rasa and an action server of its own on a database of its own: a live desk and its staff see nothing. Exit
    status 1 when a message failed or a line is unreadable.
    """
    try:
        messages = [message for file in files for message in _read(file, limit)]
    except BadLine as error:
        console.print(f"caredesk: {error}", markup=False)
        return 1
    with tempfile.TemporaryDirectory(prefix="caredesk-replay-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        upgrade(url)
        ports = {RASA.name: free_port(), ACTIONS.name: free_port()}
        house = House(settings, ports=ports, database_url=url, log_dir=Path(folder), report=_say)
        try:
            with house:
                result = asyncio.run(_work_off(Wiring(house.settings), messages))
        except UpError as error:
            console.print(f"caredesk: {error}", markup=False)
            return 1
    _show(result, messages)
    return 1 if result.fates["failed"] or result.fates["waiting"] else 0


def _say(line: str) -> None:
    console.print(f"caredesk: {line}", markup=False)


def _read(file: Path, limit: int) -> Iterator[Recorded]:
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if limit and number > limit:
                return
            if line.strip():
                yield _parsed(f"{file.name}:{number}", line)


def _parsed(source: str, line: str) -> Recorded:
    try:
        body = json.loads(line)
        text, language = body["text"], body.get("lang")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadLine(f'{source}: {error!r}; each line must be a JSON object with "text"') from error
    if not isinstance(text, str):
        raise BadLine(f'{source}: "text" is {type(text).__name__}; write it as a string')
    return Recorded(source, text, language if isinstance(language, str) else None)


async def _work_off(wiring: Wiring, messages: Sequence[Recorded]) -> Tally:
    words = Words(wiring.policy.zone, wiring.now)
    dialogue = RasaDialogue(wiring.settings.rasa_url)
    dispatch = Dispatch(wiring.desk, dialogue, ScreenLine(wiring.desk), words, lambda: None)
    workers = Workers(wiring.desk, dispatch, lambda: None, look_every=LOOK_EVERY)
    stop = asyncio.Event()
    update_ids = await asyncio.to_thread(_record, wiring.desk, messages)
    running = asyncio.create_task(workers.run(stop))
    try:
        await _watch(wiring.glance, update_ids)
    finally:
        stop.set()
        await running
        await dialogue.close()
    with wiring.glance() as work:
        return tally.tally(work, update_ids)


def _record(desk: Desk, messages: Sequence[Recorded]) -> list[int]:
    """Puts every message into the inbox, as the door does; returns the ids of the updates."""
    bodies = [body for number, message in enumerate(messages, start=1) for body in _updates(number, message)]
    for number, body in enumerate(bodies, start=1):
        body["update_id"] = number
    with desk() as work:
        for body in bodies:
            inbox.record(work, body)
    return [body["update_id"] for body in bodies]


def _updates(number: int, message: Recorded) -> Iterator[dict[str, Any]]:
    """The message as Telegram would send it: in pieces where it is too long for one."""
    chat = FIRST_CHAT + number
    person = {
        "id": chat,
        "is_bot": False,
        "first_name": f"#{number}",
        "language_code": message.language or "zh",
    }
    pieces = [message.text[at : at + LONGEST] for at in range(0, len(message.text), LONGEST)] or [""]
    for piece, text in enumerate(pieces, start=1):
        yield {
            "message": {
                "message_id": piece,
                "date": int(datetime.now(UTC).timestamp()),
                "chat": {"id": chat, "type": "private", "first_name": person["first_name"]},
                "from": person,
                "text": text,
            }
        }


async def _watch(glance: Desk, update_ids: Sequence[int]) -> None:
    columns = (TextColumn("replay"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("replay", total=len(update_ids))
        while left := await asyncio.to_thread(_unfinished, glance, update_ids):
            progress.update(bar, completed=len(update_ids) - left)
            await asyncio.sleep(LOOK_EVERY)
        progress.update(bar, completed=len(update_ids))


def _unfinished(glance: Desk, update_ids: Sequence[int]) -> int:
    with glance() as work:
        return tally.unfinished(work, update_ids)


def _show(result: Tally, messages: Sequence[Recorded]) -> None:
    filed = Table("kind 类型", "category 分类", "tickets 工单", title="filed 已受理")
    for (kind, category), count in sorted(result.filed.items(), key=lambda item: -item[1]):
        filed.add_row(kind, category, str(count))
    console.print(filed)
    fates = Table("messages 消息", "filed 受理", "asked 追问", "answered 答复", "failed 失败", "urgent 紧急")
    counts = [str(result.fates[fate]) for fate in ("filed", "asked", "answered", "failed")]
    fates.add_row(str(len(messages)), *counts, str(result.urgent))
    console.print(fates)
    for update_id, why in result.failures[:20]:
        console.print(f"failed: update {update_id}: {why}", markup=False)
