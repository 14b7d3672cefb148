"""The desk process: the door, the workers, delivery and the clock, until it is asked to stop."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot.channels.courier import ChannelWrong, couriers
from bot.chat import connection, menu
from bot.chat.courier import TelegramCourier, without_markup
from bot.chat.dispatch import Dispatch
from bot.chat.door import Door
from bot.chat.files import Files
from bot.chat.line import Line, TelegramLine
from bot.chat.screen import ScreenCourier, ScreenLine
from bot.chat.words import Words
from bot.chat.worker import Workers
from bot.clock.ticks import Clock
from bot.dialogue.rasa import RasaDialogue
from bot.drawing import Drawing
from bot.logs import speak
from bot.service import moves, promises, vitals
from bot.service.courier import ByChannel, Courier
from bot.service.delivery import Delivery
from bot.service.eraser import Eraser
from bot.settings import STATE, Settings
from bot.store.engine import forget_log
from bot.ticks import tasks
from bot.wiring import LOCAL_STAFF_CHAT, Wiring

log = structlog.get_logger()

DATABASE_THREADS = 32
LOOK_EVERY_WITHOUT_DOOR = 0.1  # seconds until what a terminal wrote into the inbox is noticed


def serve(wiring: Wiring) -> int:
    """Runs the desk until SIGTERM or SIGINT; exit status 1 when the token is refused or a channel cannot be used."""
    speak(wiring.settings.log_level, as_json=wiring.settings.log_json)
    try:
        asyncio.run(_serve(wiring))
    except (connection.TokenRefused, ChannelWrong) as error:
        print(f"caredesk: {error}", file=sys.stderr)
        return 1
    return 0


@dataclass(frozen=True)
class Ends:
    """Where the desk meets people: its courier, its line, and what lets their updates in."""

    courier: Courier
    line: Line
    enter: Callable[[Callable[[], None]], contextlib.AbstractAsyncContextManager[None]]
    look_every: float


def _settle_staff_group(wiring: Wiring) -> None:
    """What was meant for the staff before there was a staff group goes to it now."""
    settings = wiring.settings
    if settings.staff_chat_id is not None:
        with wiring.desk() as work:
            moves.remember(work, LOCAL_STAFF_CHAT, settings.staff_chat_id)
    elif settings.telegram_bot_token is not None:
        log.warning(
            "no staff group: nobody sees the tickets; write in the group, find its id below (action=other_group), set"
            " STAFF_CHAT_ID to it and start again: the tickets will be there",
            action="no_staff_group",
        )


async def _serve(wiring: Wiring) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # Workers and delivery each wait for the database in threads; the default pool is sized by cores, not by waits.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(DATABASE_THREADS))
    _settle_staff_group(wiring)
    await asyncio.to_thread(promises.warm, wiring.policy, wiring.now())
    words = Words(wiring.policy.zone, wiring.now)
    async with AsyncExitStack() as stack:
        ends = await stack.enter_async_context(_ends(wiring, words))
        others = couriers(wiring.settings.channel_templates(), partial(without_markup, words))
        delivery = Delivery(wiring.desk, ByChannel(ends.courier, others), glance=wiring.glance)
        dialogue = RasaDialogue(wiring.settings.rasa_url)
        stack.push_async_callback(dialogue.close)
        dispatch = Dispatch(wiring.desk, dialogue, ends.line, words, delivery.wake)
        eraser = Eraser(
            wiring.desk,
            dialogue,
            glance=wiring.glance,
            woken=delivery.wake,
            erased=lambda: forget_log(wiring.engine),
        )
        workers = Workers(wiring.desk, dispatch, delivery.wake, look_every=ends.look_every)
        process = f"{socket.gethostname()}:{os.getpid()}"
        stack.enter_context(Clock(wiring.desk, tasks(process), delivery.wake))
        await stack.enter_async_context(ends.enter(workers.wake))
        with wiring.desk() as work:
            vitals.beat(work, process)  # from now on the desk is ready; the clock repeats it
        await _together(stop, workers.run(stop), delivery.run(stop), eraser.run(stop))


async def _together(stop: asyncio.Event, *parts: Coroutine[Any, Any, None]) -> None:
    """Runs the parts until all have ended; if one fails, the others are stopped, and the failure is raised."""

    async def guarded(part: Coroutine[Any, Any, None]) -> None:
        try:
            await part
        finally:
            stop.set()

    await asyncio.gather(*(guarded(part) for part in parts))


@asynccontextmanager
async def _ends(wiring: Wiring, words: Words) -> AsyncIterator[Ends]:
    settings = wiring.settings
    if settings.telegram_bot_token is None:
        log.info("no TELEGRAM_BOT_TOKEN: the desk is on the terminal's line", action="desk_without_telegram")

        @asynccontextmanager
        async def nothing(wake: Callable[[], None]) -> AsyncIterator[None]:
            yield

        yield Ends(
            ScreenCourier(wiring.desk, words, STATE / "exports", Files(wiring.glance, words, Drawing())),
            ScreenLine(wiring.desk),
            nothing,
            LOOK_EVERY_WITHOUT_DOOR,
        )
        return
    bot = connection.open_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
    await connection.connect(bot)
    try:
        await menu.show(bot, words, settings.staff_chat_id, wiring.policy.desk.staff_language)

        @asynccontextmanager
        async def updates(wake: Callable[[], None]) -> AsyncIterator[None]:
            door = Door(wiring.desk, wake, patient=settings.webhook_url is None)
            updater = await _let_in(settings, bot, door)
            try:
                yield
            finally:
                await updater.stop()
                await updater.shutdown()

        yield Ends(
            TelegramCourier(bot, words, Files(wiring.glance, words, Drawing())),
            TelegramLine(bot),
            updates,
            1.0,
        )
    finally:
        await bot.shutdown()


async def _let_in(settings: Settings, bot: Any, door: Door) -> Any:
    if settings.webhook_url is None or settings.webhook_secret is None:
        return await connection.poll(bot, door)
    return await connection.listen(
        bot,
        door,
        address=settings.webhook_listen,
        port=settings.webhook_port,
        url=settings.webhook_url,
        secret=settings.webhook_secret.get_secret_value(),
    )
