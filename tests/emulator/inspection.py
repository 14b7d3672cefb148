"""What a test looks at: messages as they stand, calls, errors, waiting, transcripts."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar

from tests.emulator.faults import Call
from tests.emulator.files import StoredFile
from tests.emulator.messages import Message
from tests.emulator.server import BotApi
from tests.emulator.world import Chat, World

Found = TypeVar("Found")
Predicate = Callable[[Message], Any] | str

POLL_SECONDS = 0.02


class Inspection:
    """The reading half of the Emulator; every method may be called from any thread."""

    world: World
    api: BotApi

    def chat(self, chat: Any) -> Chat:
        """The Chat for a Chat, a Person (their private chat) or an id; raises KeyError for an unknown one."""
        if isinstance(chat, Chat):
            return chat
        number = chat if isinstance(chat, int) else chat.id
        if number not in self.world.chats:
            raise KeyError(f"the emulator has no chat {number}; make it with user() or group()")
        return self.world.chats[number]

    def messages(self, chat: Any = None, thread: int | None = None, deleted: bool = False) -> list[Message]:
        """The messages of one chat (or of all) as they stand now, oldest first; deleted ones on request."""
        with self.world.changed:
            chats = [self.chat(chat)] if chat is not None else list(self.world.chats.values())
            return [
                m
                for c in chats
                for m in c.messages.values()
                if (deleted or not m.deleted) and (thread is None or m.thread == thread)
            ]

    def from_bot(self, chat: Any = None, thread: int | None = None) -> list[Message]:
        """What the bot wrote and what is still there, service messages left out."""
        return [m for m in self.messages(chat, thread) if m.from_bot and not m.service]

    def calls(self, method: str | None = None, chat: Any = None) -> list[Call]:
        """The bot's calls, oldest first; ``method`` in any case."""
        with self.world.changed:
            number = None if chat is None else self.chat(chat).id
            return [
                call
                for call in self.api.calls
                if (method is None or call.method.lower() == method.lower())
                and (number is None or call.chat_id == number)
            ]

    def errors(self, code: int | None = None, injected: bool = False) -> list[Call]:
        """Calls that were refused, those refused by a fault only on request."""
        return [
            call
            for call in self.calls()
            if call.error and (code is None or call.code == code) and (injected or not call.injected)
        ]

    @property
    def floods(self) -> int:
        """How many calls drew a 429 from the limits."""
        return len(self.errors(429))

    def files(self) -> list[StoredFile]:
        """Every file ever sent or uploaded, oldest first."""
        return self.world.files.all()

    def commands(self, scope: str = "default", language: str = "") -> list[dict[str, str]]:
        """The command menu of a scope type and a language code."""
        with self.world.changed:
            return self.world.settings.get(("commands", f'{{"type": "{scope}"}}', language), [])

    @property
    def pending(self) -> int:
        """How many updates nobody confirmed yet."""
        with self.world.changed:
            return len(self.world.updates.pending)

    def mark(self) -> int:
        """A point in time for ``wait_for(since=…)``: only what is written or edited later counts."""
        with self.world.changed:
            return self.world.last_change

    def transcript(self, chat: Any = None) -> str:
        """The chat (or every chat) as readable text, deleted messages included."""
        with self.world.changed:
            chats = [self.chat(chat)] if chat is not None else list(self.world.chats.values())
            lines = []
            for each in chats:
                lines.append(
                    f"--- {each.type} {each.id} {each.title or (each.user and each.user.first_name)}"
                )
                lines += [message.line() for message in each.messages.values()]
            return "\n".join(lines)

    def wait_until(self, condition: Callable[[], Found], timeout: float = 20.0, hint: str = "") -> Found:
        """The first truthy value of ``condition``; AssertionError with a transcript after ``timeout`` s."""
        end = time.monotonic() + timeout
        # Evaluated without the lock: a condition may well ask something that itself calls the Bot API.
        while not (found := condition()):
            self._pause(end, hint or "the condition", timeout)
        return found

    def _pause(self, end: float, hint: str, timeout: float) -> None:
        """Wait for the next change, for a moment at most; AssertionError when the time is over."""
        with self.world.changed:
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(self._complaint(hint, timeout))
            self.world.changed.wait(min(left, POLL_SECONDS))

    def wait_for(
        self,
        wanted: Predicate,
        chat: Any = None,
        timeout: float = 20.0,
        thread: int | None = None,
        since: int | Message | None = None,
    ) -> Message:
        """The bot's first message whose text contains ``wanted``, or for which ``wanted(message)`` is true.

        ``since``: a ``mark()`` or a Message; what was last changed before it does not count.
        Raises AssertionError with a readable transcript when none comes within ``timeout`` seconds.
        """
        test = (lambda m: wanted in m.text) if isinstance(wanted, str) else wanted
        first = since.changed if isinstance(since, Message) else since or 0
        hint = f"a message with {wanted!r}" if isinstance(wanted, str) else "a message that fits"

        def find() -> Message | None:
            return next((m for m in self.from_bot(chat, thread) if m.changed > first and test(m)), None)

        end = time.monotonic() + timeout
        # Looked at under the lock, so that no change slips in between looking and waiting.
        with self.world.changed:
            while (found := find()) is None:
                self._pause(end, hint, timeout)
            return found

    async def wait_for_async(
        self,
        wanted: Predicate,
        chat: Any = None,
        timeout: float = 20.0,  # noqa: ASYNC109 - the signature of wait_for
        thread: int | None = None,
        since: int | Message | None = None,
    ) -> Message:
        """``wait_for`` that leaves the test's loop free."""
        return await asyncio.to_thread(self.wait_for, wanted, chat, timeout, thread, since)

    async def wait_until_async(
        self,
        condition: Callable[[], Found],
        timeout: float = 20.0,  # noqa: ASYNC109 - the signature of wait_until
        hint: str = "",
    ) -> Found:
        """``wait_until`` that leaves the test's loop free."""
        return await asyncio.to_thread(self.wait_until, condition, timeout, hint)

    def _complaint(self, hint: str, timeout: float) -> str:
        refused = [
            f"{c.method} {c.params.get('chat_id', '')}: {c.error['description']}"
            for c in self.calls()
            if c.error
        ][-10:]
        parts = [
            f"waited {timeout:g} s for {hint}, it did not come",
            self.transcript(),
            f"{self.pending} updates unconfirmed",
        ]
        if refused:
            parts.append("refused calls:\n" + "\n".join(refused))
        return "\n".join(parts)
