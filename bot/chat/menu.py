"""What Telegram shows before anybody writes: the command menus and the desk's introduction, in both languages."""

from collections.abc import Awaitable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.chat import customer, staff
from bot.chat.words import Words
from bot.desk.labels import Language

log = structlog.get_logger()

# Telegram's language codes; the empty one is for everybody else.
CODES = {"": Language.EN, "en": Language.EN, "zh": Language.ZH}


async def show(bot: Bot, words: Words, staff_chat_id: int | None, staff_language: Language) -> None:
    """Sets menus and introduction. What Telegram refuses is logged: the desk works without."""
    for code, language in CODES.items():
        await _tried(
            bot.set_my_commands(
                _menu(words, language, customer.COMMANDS), BotCommandScopeAllPrivateChats(), code or None
            )
        )
        await _tried(bot.set_my_description(words.label(language, "bot_description"), code or None))
        await _tried(bot.set_my_short_description(words.label(language, "bot_about"), code or None))
    if staff_chat_id is not None:
        menu = _menu(words, staff_language, staff.MENU)
        await _tried(bot.set_my_commands(menu, BotCommandScopeChat(staff_chat_id)))


def _menu(words: Words, language: Language, commands: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(command, words.label(language, f"command_{command}")) for command in commands]


async def _tried(call: Awaitable[bool]) -> None:
    try:
        await call
    except TelegramError as error:
        log.warning("the menu was not set", action="menu_not_set", error=str(error))
