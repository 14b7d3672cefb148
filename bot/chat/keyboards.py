"""The buttons of a notice as Telegram shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.letters import LONGEST_LABEL, cut
from bot.chat.words import Words, tame
from bot.desk.labels import Language

Buttons = Sequence[Sequence[Mapping[str, Any]]]


def keyboard(words: Words, language: Language, buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Rows of buttons whose callback data is only the token, or that open a page; None where there are none."""
    rows = [[_button(words, language, one) for one in row] for row in buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(words: Words, language: Language, button: Mapping[str, Any]) -> InlineKeyboardButton:
    said = label(words, language, button)
    if "url" in button:
        return InlineKeyboardButton(said, url=button["url"])
    return InlineKeyboardButton(said, callback_data=button["token"])


def label(words: Words, language: Language, button: Mapping[str, Any]) -> str:
    """What stands on a button: its own text, or a word of chat/wording."""
    said = button.get("text") or words.label(language, button["word"], button.get("values"))
    # A name of nothing but invisible characters must still be a button that can be pressed.
    return cut(tame(said), LONGEST_LABEL) or "·"
