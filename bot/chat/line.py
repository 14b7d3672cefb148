"""What is said to Telegram at once and not by letter: that a press was seen, and the question who is a member."""

from typing import Protocol

import structlog
from telegram import Bot, ChatMember
from telegram.error import TelegramError

from bot.chat.letters import LONGEST_TOAST, cut

log = structlog.get_logger()


class Line(Protocol):
    """Neither call raises: a toast that does not arrive costs nobody anything."""

    @property
    def name(self) -> str:
        """How a command names the desk behind an ``@``; empty where no other bot can be."""
        ...

    async def acknowledge(self, callback_id: str, text: str | None) -> None:
        """Ends the waiting mark on a pressed button, with a short ``text`` or without."""
        ...

    async def is_member(self, chat_id: int, user_id: int) -> bool:
        """Whether ``user_id`` is a member of the group; False when nobody can tell now."""
        ...


class TelegramLine:
    """``Line`` over a ``telegram.Bot``."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def name(self) -> str:
        return self._bot.username

    async def acknowledge(self, callback_id: str, text: str | None) -> None:
        try:
            await self._bot.answer_callback_query(callback_id, cut(text, LONGEST_TOAST) if text else None)
        except TelegramError as error:
            # A press that was worked on late is too old for an answer: that is no failure.
            log.info("a press was not acknowledged", action="press_not_acknowledged", error=str(error))

    async def is_member(self, chat_id: int, user_id: int) -> bool:
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            log.warning("membership unknown", action="membership_unknown", user=user_id, error=str(error))
            return False
        if member.status == ChatMember.RESTRICTED:
            return bool(getattr(member, "is_member", False))
        return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)
