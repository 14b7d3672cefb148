"""What Telegram shows before anybody writes, and the live calls."""

from bot.chat import menu
from bot.chat.connection import connect, open_bot
from bot.chat.customer import COMMANDS
from bot.chat.line import TelegramLine
from bot.chat.words import Words
from bot.desk.labels import Language
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat


async def test_menus_in_both_languages(telegram: Emulator, staff: Chat, words: Words) -> None:
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    telegram.fault("setMyDescription", error=(500, "Internal Server Error"))
    await menu.show(bot, words, staff.id, Language.ZH)
    await bot.shutdown()
    names = list(COMMANDS)
    assert {"account", "bills", "settings"} < set(names)
    for code, word in (("", "My tickets"), ("en", "My tickets"), ("zh", "我的工单")):
        shown = telegram.commands("all_private_chats", code)
        assert [one["command"] for one in shown] == names
        assert shown[2]["description"] == word
    assert len(telegram.calls("setMyDescription")) == 3
    assert len(telegram.calls("setMyShortDescription")) == 3


async def test_a_live_call_that_fails_costs_nobody_anything(
    telegram: Emulator, staff: Chat, agent: Person, customer: Person
) -> None:
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    line = TelegramLine(bot)
    await line.acknowledge("no such query", "x" * 300)
    assert await line.is_member(staff.id, agent.id)
    assert not await line.is_member(staff.id, customer.id)
    telegram.fault("getChatMember", error=(502, "Bad Gateway"))
    assert not await line.is_member(staff.id, agent.id)
    await bot.shutdown()
