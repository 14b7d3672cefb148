"""getUpdates: the long poll, confirmation, rivals, redelivery; and a whole Application on it."""

import asyncio
import time
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import Conflict
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.emulation.conftest import ptb_bot
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat

Context = ContextTypes.DEFAULT_TYPE


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in updates]


async def test_an_empty_poll_waits_and_a_message_ends_it(telegram: Emulator, bot: Bot, agent: Person) -> None:
    begun = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert time.monotonic() - begun >= 0.9
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    agent.says("now")
    assert texts(await asyncio.wait_for(poll, 10)) == ["now"], (
        "the message ends the poll long before its 20 s"
    )


async def test_offset_confirms_and_nothing_else_does(telegram: Emulator, bot: Bot, li: Person) -> None:
    for word in ("a", "b", "c"):
        li.says(word)
    assert texts(await bot.get_updates(limit=2)) == ["/start", "a"]
    first = await bot.get_updates()
    assert texts(first) == ["/start", "a", "b", "c"]
    assert texts(await bot.get_updates(offset=first[1].update_id + 1)) == ["b", "c"]
    assert telegram.pending == 2
    assert texts(await bot.get_updates(offset=-1)) == ["c"]
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()
    assert telegram.pending == 0


async def test_the_older_of_two_pollers_is_turned_away(telegram: Emulator, bot: Bot, agent: Person) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    async with ptb_bot(telegram) as rival:
        newer = asyncio.create_task(rival.get_updates(timeout=20))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request"):
            await older
        agent.says("hello")
        assert texts(await newer) == ["hello"]


async def test_no_polling_beside_a_webhook(bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match=r"(?i)terminated by setWebhook"):
        await poll
    with pytest.raises(Conflict, match=r"(?i)webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_poller_that_hung_up_stands_in_nobodys_way(telegram: Emulator, bot: Bot, li: Person) -> None:
    poll = asyncio.create_task(
        bot.get_updates(offset=telegram.world.updates.log[-1]["update_id"] + 1, timeout=20)
    )
    await asyncio.sleep(0.1)
    poll.cancel()
    await asyncio.sleep(0.1)
    li.says("still here")
    assert texts(await bot.get_updates(timeout=5)) == ["still here"]
    assert not telegram.errors(409)


async def test_allowed_updates(telegram: Emulator, bot: Bot, li: Person) -> None:
    said = li.says("x")
    li.reacts(said, "👍")
    assert len(await bot.get_updates(allowed_updates=["message_reaction"])) == 2
    li.says("not asked for")
    li.reacts(said, "👎")
    last = (await bot.get_updates())[-1]
    assert last.message_reaction is not None
    assert telegram.pending == 3


async def test_redelivery_and_disorder(telegram: Emulator, bot: Bot, li: Person) -> None:
    said = li.says("once")
    seen = await bot.get_updates()
    after = seen[-1].update_id + 1
    assert await bot.get_updates(offset=after) == ()
    telegram.redeliver(said)
    again = await bot.get_updates(offset=after)
    assert [u.update_id for u in again] == [seen[-1].update_id]
    assert await bot.get_updates(offset=after) == ()
    with telegram.held(reversed):
        for word in ("1", "2", "3"):
            li.says(word)
    disordered = await bot.get_updates(offset=after)
    assert texts(disordered) == ["3", "2", "1"]
    assert [u.update_id for u in disordered] == [after + 2, after + 1, after]


async def test_a_raw_update(telegram: Emulator, bot: Bot) -> None:
    body: dict[str, Any] = {"message_id": 5, "date": 1, "chat": {"id": 9, "type": "private"}, "text": "raw"}
    pushed = telegram.push({"message": body})
    assert pushed is not None
    assert texts(await bot.get_updates()) == ["raw"]
    with pytest.raises(ValueError, match="exactly one kind"):
        telegram.push({"message": body, "edited_message": body})


@pytest.fixture
async def desk(telegram: Emulator) -> Any:
    """A small desk: repeats, counts edits, answers buttons, opens a topic."""

    async def repeat(update: Update, context: Context) -> None:
        if update.edited_message:
            await update.edited_message.reply_text(f"edited: {update.edited_message.text}")
        elif update.message:
            await update.message.reply_html(f"<b>{update.message.text}</b>")

    async def start(update: Update, context: Context) -> None:
        assert update.message is not None
        await update.message.reply_text(f"welcome {context.args}")

    async def pressed(update: Update, context: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer(f"you pressed {update.callback_query.data}")

    builder = ApplicationBuilder().token(telegram.token)
    app: Application[Any, Any, Any, Any, Any, Any] = (
        builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()
    )
    app.add_handlers([CommandHandler("start", start), CallbackQueryHandler(pressed)])
    app.add_handler(MessageHandler(filters.TEXT, repeat))
    await app.initialize()
    await app.start()
    assert app.updater is not None
    await app.updater.start_polling(timeout=5)
    yield app
    await app.updater.stop()
    await app.stop()
    await app.shutdown()


async def test_an_application_polls(telegram: Emulator, desk: Any, staff: Chat) -> None:
    wang = telegram.user(first_name="Wang")
    wang.starts("meter_12345")
    await telegram.wait_for_async("welcome ['meter_12345']", wang)
    said = wang.says("没有热水 🏟")
    answer = await telegram.wait_for_async("没有热水", wang)
    assert answer.entities == [{"type": "bold", "offset": 0, "length": 7}]
    mark = telegram.mark()
    wang.edits(said, "没有冷水")
    assert (await telegram.wait_for_async("edited", wang, since=mark)).text == "edited: 没有冷水"
    press = wang.presses_data(answer, "forged:1")
    await telegram.wait_until_async(lambda: press.answered)
    assert press.answers[0]["text"] == "you pressed forged:1"
    assert not telegram.errors()


async def test_the_complaint_of_a_wait_is_readable(telegram: Emulator, li: Person) -> None:
    with pytest.raises(AssertionError) as missed:
        await telegram.wait_for_async("never", li, timeout=0.1)
    assert "a message with 'never'" in str(missed.value)
    assert "Li (#1): /start" in str(missed.value)
