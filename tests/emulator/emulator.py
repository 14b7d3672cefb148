"""A small Telegram in a thread: ``with Emulator() as telegram`` gives a Bot API on a free loopback port."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tests.emulator.actors import ANONYMOUS
from tests.emulator.control import ControlHandler
from tests.emulator.faults import Fault
from tests.emulator.files import UPLOAD_LIMIT
from tests.emulator.limits import Limits
from tests.emulator.messages import Message
from tests.emulator.scenery import Scenery
from tests.emulator.server import BotApi, application
from tests.emulator.updates import Update
from tests.emulator.webhook import Webhook
from tests.emulator.world import User, World

TOKEN = "7000000001:AAE_emulated_bot_token_of_the_tests"


class Emulator(Scenery):
    """One bot's Telegram. Methods may be called from any thread; see README.md for the whole picture.

    ``limits``: True for Telegram's flood limits, or a ``Limits`` of one's own. ``seed`` fixes every chance.
    ``privacy_mode``: a bot that is a plain group member hears only what concerns it.
    ``webhook_backoff``: first and longest wait before a retry, seconds. ``webhook_timeout``: seconds.
    ``callback_seconds``: how long a pressed button may be answered. ``port`` 0 takes a free one.
    """

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "caredesk_test_bot",
        limits: bool | Limits = False,
        seed: int = 0,
        privacy_mode: bool = True,
        webhook_backoff: tuple[float, float] = (0.05, 1.0),
        webhook_timeout: float = 10.0,
        callback_seconds: float = 900.0,
        port: int = 0,
    ) -> None:
        bot = User(int(token.split(":")[0]), "CareDesk", username=username, is_bot=True)
        self.token = token
        self.world = World(bot, privacy_mode, seed)
        self.world.users[ANONYMOUS.id] = ANONYMOUS
        self.webhook = Webhook(self.world.updates, webhook_backoff, webhook_timeout)
        chosen = Limits() if limits is True else limits or None
        self.api = BotApi(self.world, token, self.webhook, chosen, seed)
        self.callback_seconds = callback_seconds
        self.port = port
        self._ids = itertools.count(1)
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """For ``ApplicationBuilder.base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For ``ApplicationBuilder.base_file_url``."""
        return f"{self.url}/file/bot"

    def start(self) -> Emulator:
        """Listen on loopback, in a thread of its own."""
        sockets = bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(sockets)), daemon=True, name="telegram-emulator"
        )
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the Telegram emulator did not start within 10 s; look for an exception above")
        return self

    def stop(self) -> None:
        """Stop listening, end every waiting call, and join the thread."""
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self.api.stopping.set)
            self._thread.join(10)
            self._thread = None

    async def _serve(self, sockets: Sequence[Any]) -> None:
        self._loop = asyncio.get_running_loop()
        server = HTTPServer(
            application(self.api, [(r"/_control/(\w+)", ControlHandler, {"telegram": self})]),
            max_buffer_size=UPLOAD_LIMIT * 2,
        )
        server.add_sockets(sockets)
        self.world.updates.on_push.append(self._wake)
        delivering = asyncio.create_task(self.webhook.run())
        self._ready.set()
        await self.api.stopping.wait()
        delivering.cancel()
        self.api.poller.hang_up()
        server.stop()
        await asyncio.wait_for(server.close_all_connections(), 5)

    def _wake(self) -> None:
        """Tell the poller and the webhook, on their own loop, that something was queued."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.api.poller.wake)
            self._loop.call_soon_threadsafe(self.webhook.wake)

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Emulator:
        return self.start()

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.stop)

    def push(self, update: Update) -> Update | None:
        """Queue a raw update; with an ``update_id`` of its own it may be old, doubled or out of order."""
        return self.world.updates.push(update)

    def redeliver(self, what: Message | Update) -> None:
        """Give an update (or the last one about a message) out once more, also after it was confirmed."""
        update = what.update if isinstance(what, Message) else what
        if update is None:
            raise ValueError(f"the bot was never told about {what!r}")
        self.world.updates.redeliver(update)

    def held(self, order: Callable[[list[Update]], Iterable[Update]] = list) -> AbstractContextManager[None]:
        """Inside the block updates are kept back; then they go out as ``order`` (e.g. reversed) puts them."""
        return self.world.updates.held(order)

    def advance(self, seconds: float) -> None:
        """Move the emulator's clock forward: dates, flood limits, callback age, the 48 hours of deletion."""
        with self.world.changed:
            self.world.shift += seconds

    def fault(self, method: Any = None, *, chat: Any = None, **rule: Any) -> Fault:
        """Let calls go wrong; see ``faults.Fault`` for the rules. Newer faults are asked after older ones."""
        fault = Fault(method, None if chat is None else self.chat(chat).id, **rule)
        with self.world.changed:
            self.api.faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Everything works again."""
        with self.world.changed:
            self.api.faults.clear()
