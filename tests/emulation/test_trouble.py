"""Faults and flood limits: what the client sees, and whether the call was applied."""

import time

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.emulation.conftest import ptb_bot
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.limits import Limits


async def said(telegram: Emulator, person: Person) -> list[str]:
    return [message.text for message in telegram.from_bot(person)]


async def test_refusals_on_purpose(telegram: Emulator, bot: Bot, li: Person) -> None:
    telegram.fault("sendMessage", error=(502, "Bad Gateway"))
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(li.id, "1")
    telegram.fault("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter, match="Retry in 3 seconds"):
        await bot.send_message(li.id, "2")
    telegram.fault(error=(403, "Forbidden: user is deactivated"), chat=li, count=2, after=1)
    await bot.send_message(li.id, "3")
    for _ in range(2):
        with pytest.raises(Forbidden, match="deactivated"):
            await bot.send_message(li.id, "4")
    await bot.send_message(li.id, "5")
    assert await said(telegram, li) == ["3", "5"]
    assert not telegram.errors()
    assert len(telegram.errors(injected=True)) == 4


async def test_dropped_connections(telegram: Emulator, bot: Bot, li: Person) -> None:
    telegram.fault("sendMessage", drop="before")
    with pytest.raises(NetworkError):
        await bot.send_message(li.id, "lost")
    telegram.fault("sendMessage", drop="after")
    with pytest.raises(NetworkError):
        await bot.send_message(li.id, "arrived unseen")
    assert await said(telegram, li) == ["arrived unseen"]
    assert [call.applied for call in telegram.calls("sendMessage")] == [False, True]


async def test_hanging_and_late(telegram: Emulator, li: Person) -> None:
    async with ptb_bot(telegram, read_timeout=0.3) as impatient:
        telegram.fault("sendMessage", hang=30)
        with pytest.raises(TimedOut):
            await impatient.send_message(li.id, "lost")
        telegram.fault("sendMessage", late=30)
        with pytest.raises(TimedOut):
            await impatient.send_message(li.id, "arrived late")
        begun = time.monotonic()
        telegram.fault("sendMessage", late=0.1)
        await impatient.send_message(li.id, "in time")
        assert time.monotonic() - begun >= 0.1
    assert await said(telegram, li) == ["arrived late", "in time"]


async def test_rules_of_faults(telegram: Emulator, bot: Bot, li: Person) -> None:
    rule = telegram.fault(
        "sendMessage", count=None, error=(400, "Bad Request: no"), when=lambda c: "no" in c.params["text"]
    )
    await bot.send_message(li.id, "yes")
    with pytest.raises(BadRequest):
        await bot.send_message(li.id, "no")
    rule.lift()
    await bot.send_message(li.id, "no")
    sometimes = telegram.fault(
        "sendMessage", count=None, probability=0.5, error=(500, "Internal Server Error")
    )
    for number in range(20):
        try:
            await bot.send_message(li.id, str(number))
        except NetworkError:
            continue
    assert 5 <= sometimes.fired <= 15
    telegram.clear_faults()
    await bot.send_message(li.id, "whole again")
    with pytest.raises(ValueError, match="exactly one effect"):
        telegram.fault("sendMessage")


async def test_flood_limits() -> None:
    with Emulator(limits=True) as telegram:
        person, group = telegram.user(), telegram.group()
        person.starts()
        async with ptb_bot(telegram) as bot:
            for number in range(4):
                await bot.send_message(person.id, str(number))
            with pytest.raises(RetryAfter):
                await bot.send_message(person.id, "too fast")
            topic = await bot.create_forum_topic(group.id, "counts too")
            for number in range(19):
                await bot.send_message(group.id, str(number), message_thread_id=topic.message_thread_id)
            with pytest.raises(RetryAfter, match=r"Retry in (5[5-9]|60) seconds"):
                await bot.send_message(group.id, "the 21st")
            assert telegram.floods == 2
            telegram.advance(61)
            await bot.send_message(group.id, "after the minute")
            await bot.send_message(person.id, "rested")


def test_the_overall_limit() -> None:
    limits = Limits()
    assert [limits.refuse(chat, 1, 0.0) for chat in range(1, 31)] == [None] * 30
    assert limits.refuse(99, 1, 0.5) == 1
    assert limits.refuse(99, 1, 1.01) is None


def test_an_album_counts_each_item() -> None:
    limits = Limits()
    assert limits.refuse(-1, 10, 0.0) is None
    assert limits.refuse(-1, 10, 2.0) is None
    assert limits.refuse(-1, 1, 4.0) == 56
    assert limits.refuse(7, 10, 10.0) is None
    assert limits.refuse(7, 1, 11.0) is not None
