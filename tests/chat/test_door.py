"""The door: an update is in the inbox before Telegram hears that it arrived, by polling and by webhook."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlmodel import col, select
from telegram import Update
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from bot.chat.connection import connect, listen, open_bot, poll
from bot.chat.door import Door
from bot.desk.inbox import InboxUpdate
from bot.service.work import Desk, StoreAway, Work
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator


class FailingDesk:
    """A desk whose database is away for the first ``failures`` transactions, or fails otherwise with ``error``."""

    def __init__(self, desk: Desk, failures: int, error: type[Exception] = StoreAway) -> None:
        self.desk, self.failures, self.error, self.asked = desk, failures, error, 0

    @contextmanager
    def __call__(self) -> Iterator[Work]:
        self.asked += 1
        if self.asked <= self.failures:
            raise self.error("away")
        with self.desk() as work:
            yield work


def update(number: int, text: str = "x") -> Update:
    person = {"id": 7, "is_bot": False, "first_name": "Ann"}
    message = {
        "message_id": number,
        "date": 1,
        "chat": {"id": 7, "type": "private"},
        "from": person,
        "text": text,
    }
    return Update.de_json({"update_id": number, "message": message})


def recorded(desk: Desk) -> list[int]:
    with desk() as work:
        return [
            row.update_id
            for row in work.session.exec(select(InboxUpdate).order_by(col(InboxUpdate.update_id)))
        ]


async def test_what_comes_again_is_kept_once_and_wakes_once(desk: Desk) -> None:
    woken: list[int] = []
    door = Door(desk, lambda: woken.append(1), patient=True)
    for number in (1, 2, 1):
        await door.put(update(number))
    assert recorded(desk) == [1, 2]
    assert len(woken) == 2


async def test_polling_waits_for_the_database(desk: Desk) -> None:
    failing = FailingDesk(desk, 2)
    await Door(failing, lambda: None, patient=True).put(update(1))
    assert failing.asked == 3
    assert recorded(desk) == [1]


async def test_a_webhook_call_fails_with_the_database(desk: Desk) -> None:
    with pytest.raises(StoreAway):
        await Door(FailingDesk(desk, 1), lambda: None, patient=False).put(update(1))
    assert recorded(desk) == []


async def test_one_update_that_no_database_takes_does_not_stop_the_others(
    desk: Desk, monkeypatch: Any
) -> None:
    monkeypatch.setattr("bot.chat.door.MOST_REFUSALS", 2)
    door = Door(FailingDesk(desk, 2, ValueError), lambda: None, patient=True)
    await door.put(update(1))
    await door.put(update(2))
    assert recorded(desk) == [2]


async def test_polling_confirms_only_what_is_recorded(
    desk: Desk, telegram: Emulator, customer: Person
) -> None:
    failing = FailingDesk(desk, 10**6)
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    for text in "abc":
        customer.says(text)
    updater = await poll(bot, Door(failing, lambda: None, patient=True))
    await telegram.wait_until_async(lambda: failing.asked > 2)
    await updater.stop()
    await updater.shutdown()
    assert telegram.pending == 3

    again = await poll(bot, Door(desk, lambda: None, patient=True))
    await telegram.wait_until_async(lambda: not telegram.pending)
    await again.stop()
    await again.shutdown()
    assert len(recorded(desk)) == 3


async def test_an_update_that_cannot_be_read_does_not_make_the_desk_deaf(
    desk: Desk, telegram: Emulator, customer: Person
) -> None:
    telegram.push(
        {"message": {"message_id": 1, "chat": {"id": customer.id, "type": "private"}, "no_date": True}}
    )
    customer.says("漏水")
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    updater = await poll(bot, Door(desk, lambda: None, patient=True))
    await telegram.wait_until_async(lambda: not telegram.pending)
    await updater.stop()
    await updater.shutdown()
    with desk() as work:
        broken, whole = work.session.exec(select(InboxUpdate).order_by(col(InboxUpdate.update_id)))
        assert broken.body["message"]["no_date"]
        assert broken.chat_id == whole.chat_id == customer.id


async def test_the_webhook_answers_after_recording_and_wants_its_secret(
    desk: Desk, telegram: Emulator, customer: Person
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    failing = FailingDesk(desk, 2)
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    url = f"http://127.0.0.1:{port}/hook"
    door = Door(failing, lambda: None, patient=False)
    updater = await listen(bot, door, address="127.0.0.1", port=port, url=url, secret="s3cret")
    customer.says("漏水")
    await telegram.wait_until_async(lambda: not telegram.pending)
    assert failing.asked == 3
    assert len(recorded(desk)) == 1
    forged = json.dumps(update(99).to_dict())
    with pytest.raises(HTTPClientError, match="403"):
        await AsyncHTTPClient().fetch(
            url, method="POST", body=forged, headers={"Content-Type": "application/json"}
        )
    assert len(recorded(desk)) == 1
    await updater.stop()
    await updater.shutdown()
    await asyncio.sleep(0)
