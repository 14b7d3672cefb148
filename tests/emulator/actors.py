"""People: what a person can do in Telegram, and the updates the bot gets for it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.emulator.entities import tidy, with_automatic
from tests.emulator.files import media_json
from tests.emulator.messages import Message
from tests.emulator.methods_send import origin_of
from tests.emulator.world import ANONYMOUS_ADMIN, Chat, User

if TYPE_CHECKING:
    from tests.emulator.scenery import Scenery

ANONYMOUS = User(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True)
PIECE = 4096
_numbers = itertools.count(4_300_000_000_000_001)


@dataclass
class Press:
    """A pressed button: its callback query id, and what the bot answered so far."""

    id: str
    data: str
    update: dict[str, Any]
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """True once answerCallbackQuery came."""
        return bool(self.answers)


class Person:
    """Somebody who writes; ``id`` is also the id of the private chat with the bot."""

    def __init__(self, telegram: Scenery, user: User) -> None:
        self.telegram = telegram
        self.user = user
        self.id = user.id
        self.private = telegram.world.chats[user.id]

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.user.first_name}>"

    def says(
        self,
        text: str,
        chat: Any = None,
        thread: int | None = None,
        reply_to: Message | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Write text; what exceeds 4096 characters arrives in pieces, as the apps send it. The last piece."""
        if not text.strip():
            raise ValueError("Telegram's apps do not send an empty text; use telegram.push() for odd updates")
        pieces = [text[begin : begin + PIECE] for begin in range(0, len(text), PIECE)]
        for piece in pieces:
            plain, _ = tidy(piece, [])
            sent = self._post(
                chat, thread, reply_to, anonymous, text=plain, entities=with_automatic(plain, [])
            )
        return sent

    def starts(self, payload: str = "") -> Message:
        """Press Start, or follow a deep link with a payload."""
        return self.says(f"/start {payload}".strip())

    def _media(
        self,
        kind: str,
        content: bytes,
        name: str | None,
        size: int | None,
        caption: str,
        place: dict[str, Any],
        details: dict[str, Any],
    ) -> Message:
        telegram = self.telegram
        with telegram.world.changed:
            stored = telegram.world.files.add(kind, content, name, size, details.pop("mime", None), **details)
        where = {key: place.pop(key, None) for key in ("chat", "thread", "reply_to")}
        plain, _ = tidy(caption, [])
        return self._post(
            where["chat"],
            where["thread"],
            where["reply_to"],
            text=plain,
            entities=with_automatic(plain, []),
            body={kind: media_json(stored)},
            **place,
        )

    def sends_photo(
        self, caption: str = "", content: bytes = b"\xff\xd8jpeg", size: int | None = None, **place: Any
    ) -> Message:
        """A photo; ``place`` is chat, thread, reply_to as in ``says``."""
        return self._media("photo", content, None, size, caption, place, {})

    def sends_document(
        self,
        name: str = "document.pdf",
        content: bytes = b"%PDF-1.4",
        caption: str = "",
        size: int | None = None,
        mime: str | None = None,
        **place: Any,
    ) -> Message:
        """A file; ``size`` in bytes may claim more than ``content`` holds."""
        return self._media("document", content, name, size, caption, place, {"mime": mime} if mime else {})

    def sends_voice(self, seconds: int = 3, content: bytes = b"OggS", **place: Any) -> Message:
        """A voice message."""
        return self._media("voice", content, None, None, "", place, {"duration": seconds})

    def sends_video(
        self, caption: str = "", content: bytes = b"mp4", size: int | None = None, **place: Any
    ) -> Message:
        """A video."""
        return self._media("video", content, None, size, caption, place, {})

    def sends_audio(self, caption: str = "", content: bytes = b"ID3", **place: Any) -> Message:
        """Music."""
        return self._media("audio", content, None, None, caption, place, {})

    def sends_sticker(self, emoji: str = "🙂", **place: Any) -> Message:
        """A sticker."""
        return self._media("sticker", b"RIFFwebp", None, None, "", place, {"emoji": emoji})

    def sends_album(
        self, kinds: Sequence[str | tuple[str, bytes]], caption: str = "", **place: Any
    ) -> list[Message]:
        """2 to 10 media as one album, the caption on the first: as many updates with one media_group_id."""
        album, sent = str(next(_numbers)), []
        for position, item in enumerate(kinds):
            kind, content = (item, b"bytes") if isinstance(item, str) else item
            sent.append(
                self._media(
                    kind, content, None, None, caption if position == 0 else "", {**place, "album": album}, {}
                )
            )
        return sent

    def sends_location(self, latitude: float = 31.2304, longitude: float = 121.4737, **place: Any) -> Message:
        """Where they are, degrees."""
        return self._post(**place, body={"location": {"latitude": latitude, "longitude": longitude}})

    def sends_contact(
        self, phone: str = "+8613800138000", name: str | None = None, user_id: int | None = None, **place: Any
    ) -> Message:
        """A contact card, of somebody or (``shares_contact``) of oneself."""
        card: dict[str, Any] = {"phone_number": phone, "first_name": name or self.user.first_name}
        return self._post(**place, body={"contact": {**card, **({"user_id": user_id} if user_id else {})}})

    def shares_contact(self, phone: str = "+8613800138000") -> Message:
        """Their own number, as the contact button sends it."""
        return self.sends_contact(phone, user_id=self.id)

    def forwards(self, message: Message, chat: Any = None, thread: int | None = None) -> Message:
        """Forward a message they can see."""
        body = {**message.body, "forward_origin": origin_of(message)}
        return self._post(chat, thread, text=message.text, entities=list(message.entities), body=body)

    def taps(self, text: str) -> Message:
        """Press a button of the reply keyboard; a contact button shares the contact."""
        rows = (self.private.keyboard or {}).get("keyboard", [])
        buttons = [button if isinstance(button, dict) else {"text": button} for row in rows for button in row]
        button = next((b for b in buttons if b["text"] == text), None)
        if button is None:
            raise LookupError(f"no key {text!r} on the keyboard of {self!r}: {[b['text'] for b in buttons]}")
        return self.shares_contact() if button.get("request_contact") else self.says(text)

    def edits(self, message: Message, text: str) -> Message:
        """Change their text or caption."""
        world = self.telegram.world
        with world.changed:
            plain, _ = tidy(text, [])
            world.rewrite(message, plain, with_automatic(plain, []), message.markup)
            if self._seen(message):
                message.update = world.updates.push({"edited_message": message.as_json()})
        return message

    def presses(self, message: Message, button: str) -> Press:
        """Press an inline button, named by its text, its data or a part of its text only it has."""
        found = message.button(button)
        if found.data is None:
            raise ValueError(f"button {found.text!r} opens {found.url}; only callback buttons reach the bot")
        return self.presses_data(message, found.data)

    def presses_data(self, message: Message, data: str) -> Press:
        """A callback query with any data, as a forged client sends it; deleted messages are inaccessible."""
        world = self.telegram.world
        with world.changed:
            shown = message.as_json()
            if message.deleted:
                shown = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
            number = str(next(_numbers))
            query = {
                "id": number,
                "from": self.user.as_json(),
                "message": shown,
                "data": data,
                "chat_instance": str(message.chat.id),
            }
            press = Press(number, data, {})
            world.callbacks[number] = {
                "until": world.now() + self.telegram.callback_seconds,
                "answers": press.answers,
            }
            press.update = world.updates.push({"callback_query": query}) or {}
            return press

    def reacts(self, message: Message, emoji: str) -> None:
        """Put one emoji under a message; the bot is told only if it asked for message_reaction."""
        world = self.telegram.world
        with world.changed:
            world.updates.push(
                {
                    "message_reaction": {
                        "chat": message.chat.as_json(),
                        "message_id": message.id,
                        "user": self.user.as_json(),
                        "date": int(world.now()),
                        "old_reaction": [],
                        "new_reaction": [{"type": "emoji", "emoji": emoji}],
                    }
                }
            )

    def _post(
        self,
        chat: Any = None,
        thread: int | None = None,
        reply_to: Message | None = None,
        anonymous: bool = False,
        **content: Any,
    ) -> Message:
        world = self.telegram.world
        with world.changed:
            place = self.private if chat is None else self.telegram.chat(chat)
            self._check_place(place, thread)
            place.started = place.started or place.user is not None
            if anonymous:
                content["sender_chat"] = place
            if thread is None and reply_to is not None and place.forum:
                thread = reply_to.thread
            sender = ANONYMOUS if anonymous else self.user
            message = world.add_message(place, sender, thread=thread, reply_to=reply_to, **content)
            if self._seen(message):
                message.update = world.updates.push({"message": message.as_json()})
            return message

    def _check_place(self, chat: Chat, thread: int | None) -> None:
        if chat.migrated_to is not None:
            raise ValueError(f"group {chat.id} became {chat.migrated_to}; write there")
        if chat.blocked:
            raise ValueError(f"{self!r} blocked the bot; telegram.unblock() first")
        status = chat.members.get(self.id)
        if chat.user is None and status not in {"creator", "administrator", "member"}:
            raise ValueError(f"{self!r} is no member of group {chat.id}; telegram.add_member() first")
        topic = chat.topics.get(thread) if thread is not None and chat.forum else None
        if chat.forum and thread is not None and topic is None:
            raise ValueError(f"group {chat.id} has no topic {thread}")
        if topic is not None and topic.closed and status == "member":
            raise ValueError(f"topic {thread} is closed; only administrators may write there")

    def _seen(self, message: Message) -> bool:
        """Whether the bot is told: in a group, a plain member in privacy mode hears only what concerns it."""
        chat, world = message.chat, self.telegram.world
        if chat.user is not None or chat.bot_status == "administrator":
            return True
        if chat.bot_status != "member":
            return False
        named = re.search(rf"@{world.bot.username}\b", message.text, re.I)
        to_bot = message.reply_to is not None and message.reply_to.from_bot
        return (
            not world.privacy_mode or message.service or to_bot or bool(named) or message.text.startswith("/")
        )
