"""Which part of the chat an update is for.

Plain functions and not python-telegram-bot's ``Application``: its ``process_update`` gives every exception to error
handlers and swallows it, and here an exception must reach the worker, who keeps the update and tries again.
"""

from collections.abc import Callable, Sequence

import structlog

from bot.chat import reader
from bot.chat.commit import committed
from bot.chat.customer import CustomerChats, ids
from bot.chat.line import Line
from bot.chat.reader import Edited, Event, Membership, Moved, Nothing, Pressed, Said
from bot.chat.staff import StaffGroup
from bot.chat.words import Words
from bot.service import inbox, staffgroup
from bot.service.dialogue import Dialogue
from bot.service.inbox import InboxUpdate
from bot.service.work import Desk

log = structlog.get_logger()


class Dispatch:
    """Works one update, or the updates of one album, off: read, done, and marked as done in the same transaction."""

    def __init__(
        self, desk: Desk, dialogue: Dialogue, line: Line, words: Words, woken: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._customers = CustomerChats(desk, dialogue, line, woken)
        self._staff = StaffGroup(desk, dialogue, line, words, woken)

    async def __call__(self, updates: Sequence[InboxUpdate]) -> None:
        """Raises ``StoreAway`` and ``DialogueAway``; whatever it raises, the updates are not finished."""
        event = reader.read([one.body for one in updates])
        if isinstance(event, Moved):
            await self._staff.move(event, updates)
        elif isinstance(event, Nothing):
            await self._leave(updates, "nothing_to_do", event.why)
        elif isinstance(event, Said | Edited) and event.who.is_bot:
            await self._leave(updates, "bot_ignored", "a bot wrote")
        elif event.place.private:
            await self._for_customer(event, updates)
        elif await committed(self._desk, lambda work: staffgroup.is_staff(work, event.place.chat_id)):
            await self._for_staff(event, updates)
        else:
            # The desk stays silent there and does not leave: its id is what a new staff group's owner looks for.
            await self._leave(updates, "other_group", f"STAFF_CHAT_ID is not {event.place.chat_id}")

    async def _for_customer(self, event: Event, updates: Sequence[InboxUpdate]) -> None:
        match event:
            case Said():
                await self._customers.hear(event, updates)
            case Pressed():
                await self._customers.press(event, updates)
            case Edited():
                await self._customers.edit(event, updates)
            case Membership(of_desk=True):
                await self._customers.membership(event, updates)
            case _:
                await self._leave(updates, "nothing_to_do", "a membership in a private chat")

    async def _for_staff(self, event: Event, updates: Sequence[InboxUpdate]) -> None:
        match event:
            case Said():
                await self._staff.hear(event, updates)
            case Pressed():
                await self._staff.press(event, updates)
            case Edited():
                await self._staff.edit(event, updates)
            case Membership():
                await self._staff.membership(event, updates)

    async def _leave(self, updates: Sequence[InboxUpdate], action: str, why: str) -> None:
        log.info("an update asks nothing of the desk", action=action, why=why, updates=ids(updates))
        await committed(self._desk, lambda work: inbox.finish(work, ids(updates)))
