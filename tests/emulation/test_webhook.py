"""Delivery by webhook: the secret, order, retries, what getWebhookInfo tells; with PTB's own server too."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from telegram import Bot, Update
from telegram.error import BadRequest
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator


class Receiver:
    """A webhook that answers as told and keeps what came."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.seen: list[tuple[int, str]] = []
        self.secrets: set[str | None] = set()
        self.most = self.running = 0
        self.delay = 0.0
        self.url = ""


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    desk = Receiver()

    class Hook(RequestHandler):
        async def post(self) -> None:
            update = json.loads(self.request.body)
            desk.secrets.add(self.request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            desk.running += 1
            desk.most = max(desk.most, desk.running)
            await asyncio.sleep(desk.delay)
            desk.running -= 1
            status = desk.answers.pop(0) if desk.answers else 200
            self.set_status(status)
            if status == 200:
                desk.seen.append((update["message"]["chat"]["id"], update["message"]["text"]))

    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application([("/hook", Hook)], log_function=lambda _: None))
    server.add_sockets(sockets)
    desk.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
    yield desk
    server.stop()
    await server.close_all_connections()


async def test_delivery_in_order_with_retries(
    telegram: Emulator, bot: Bot, receiver: Receiver, agent: Person
) -> None:
    receiver.answers = [500, 502, 200, 403]
    await bot.set_webhook(receiver.url, secret_token="a-secret_1")
    words = [f"{number}" for number in range(8)]
    for word in words:
        agent.says(word)
    await telegram.wait_until_async(lambda: telegram.pending == 0)
    assert [text for _, text in receiver.seen] == words
    assert receiver.secrets == {"a-secret_1"}
    assert telegram.webhook.attempts == 11
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 0
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_a_dead_receiver_gets_everything_later(
    telegram: Emulator, bot: Bot, receiver: Receiver, agent: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    agent.says("a")
    agent.says("b")
    await telegram.wait_until_async(lambda: telegram.webhook.attempts >= 2)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 2
    assert info.last_error_message == "Connection refused"
    await bot.set_webhook(receiver.url)
    await telegram.wait_until_async(lambda: telegram.pending == 0)
    assert [text for _, text in receiver.seen] == ["a", "b"]


@pytest.mark.parametrize("connections", [1, 3])
async def test_max_connections(telegram: Emulator, bot: Bot, receiver: Receiver, connections: int) -> None:
    receiver.delay = 0.05
    await bot.set_webhook(receiver.url, max_connections=connections)
    people = [telegram.user() for _ in range(5)]
    for word in ("1", "2"):
        for person in people:
            person.says(word)
    await telegram.wait_until_async(lambda: telegram.pending == 0)
    assert receiver.most == connections
    for person in people:
        assert [text for chat, text in receiver.seen if chat == person.id] == ["1", "2"]


async def test_what_a_webhook_may_be(telegram: Emulator, bot: Bot, agent: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:9/", secret_token="no spaces")
    with pytest.raises(BadRequest, match=r"(?i)bad webhook"):
        await bot.set_webhook("nowhere")
    agent.says("x")
    await bot.delete_webhook(drop_pending_updates=True)
    assert telegram.pending == 0


async def test_ptb_receives_by_webhook(telegram: Emulator) -> None:
    got: list[str] = []

    async def keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        got.append(update.message.text or "")

    app: Any = ApplicationBuilder().token(telegram.token).base_url(telegram.base_url).build()
    app.add_handler(MessageHandler(filters.TEXT, keep))
    sockets = bind_sockets(0, "127.0.0.1")
    port = sockets[0].getsockname()[1]
    sockets[0].close()
    await app.initialize()
    await app.start()
    url = f"http://127.0.0.1:{port}/in"
    await app.updater.start_webhook("127.0.0.1", port, "in", webhook_url=url, secret_token="s3cret")
    person = telegram.user()
    person.says("one")
    person.says("two")
    await telegram.wait_until_async(lambda: len(got) == 2)
    await app.updater.stop()
    await app.stop()
    await app.shutdown()
    assert got == ["one", "two"]
