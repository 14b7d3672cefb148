"""A message as it stands now: its Bot API form, and what a test wants to read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.emulator.entities import Entity

if TYPE_CHECKING:
    from tests.emulator.world import Chat, User

MEDIA = ("photo", "document", "voice", "video", "audio", "sticker", "video_note", "animation")


@dataclass(frozen=True)
class Button:
    """A button under a message: its text and what it carries."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(eq=False, repr=False)
class Message:
    """One message of one chat.

    ``body`` holds what differs by kind (``photo``, ``location``, ``forum_topic_created`` …) in Bot API form.
    ``text`` is the text or, for media, the caption. ``date`` and ``edit_date`` are Unix seconds (UTC).
    ``changed`` is the emulator's running number of the last change, for ``wait_for(since=…)``.
    ``history`` keeps the texts before each edit, ``update`` the last update the bot was given about it.
    """

    chat: Chat
    id: int
    sender: User
    date: int
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)
    markup: dict[str, Any] | None = None
    reply_to: Message | None = None
    thread: int | None = None
    album: str | None = None
    sender_chat: Chat | None = None
    edit_date: int | None = None
    deleted: bool = False
    changed: int = 0
    reactions: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    update: dict[str, Any] | None = None

    @property
    def kind(self) -> str:
        """``text``, one of the media kinds, ``location``, ``contact``, or the name of a service message."""
        for media in MEDIA:
            if media in self.body:
                return media
        return next((key for key in self.body if key != "forward_origin"), "text")

    @property
    def has_media(self) -> bool:
        """True for the kinds that carry a caption."""
        return self.kind in MEDIA

    @property
    def service(self) -> bool:
        """True for what Telegram itself writes into a chat: joins, pins, topics, migration."""
        return self.kind not in {*MEDIA, "text", "location", "contact"}

    @property
    def from_bot(self) -> bool:
        """True when the bot under test wrote it."""
        return self.sender.id == self.chat.world.bot.id

    @property
    def rows(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        keyboard = (self.markup or {}).get("inline_keyboard", [])
        return [[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        """The inline keyboard, flat."""
        return [button for row in self.rows for button in row]

    @property
    def button_texts(self) -> list[str]:
        """What the buttons say."""
        return [button.text for button in self.buttons]

    @property
    def file_id(self) -> str | None:
        """The file behind the message (the largest size of a photo)."""
        media = self.body.get(self.kind)
        if isinstance(media, list):
            media = media[-1]
        return media.get("file_id") if isinstance(media, dict) else None

    def button(self, wanted: str) -> Button:
        """The button whose text or data is ``wanted``, or else the only one whose text contains it."""
        exact = [b for b in self.buttons if wanted in (b.text, b.data)]
        found = exact or [b for b in self.buttons if wanted in b.text]
        if len(found) != 1:
            raise LookupError(
                f"message {self.id} has {len(found)} buttons for {wanted!r}: {self.button_texts}"
            )
        return found[0]

    def as_json(self, nested: bool = False) -> dict[str, Any]:
        """The Bot API's Message; a nested one (a reply's target) leaves its own target out."""
        world = self.chat.world
        answer: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.as_json(),
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.body,
        }
        if self.text:
            answer["caption" if self.has_media else "text"] = self.text
            if self.entities:
                answer["caption_entities" if self.has_media else "entities"] = self.entities
        if self.markup and "inline_keyboard" in self.markup:
            answer["reply_markup"] = self.markup
        if self.album:
            answer["media_group_id"] = self.album
        if self.sender_chat:
            answer["sender_chat"] = self.sender_chat.as_json()
        if self.edit_date:
            answer["edit_date"] = self.edit_date
        answer.update(self._thread_json())
        target = self.reply_to or world.topic_root(self)
        if target is not None and not nested and not target.deleted:
            answer["reply_to_message"] = target.as_json(nested=True)
        return answer

    def _thread_json(self) -> dict[str, Any]:
        if self.thread is None:
            return {}
        if self.chat.forum:
            return {"message_thread_id": self.thread, "is_topic_message": True}
        return {"message_thread_id": self.thread}

    def line(self) -> str:
        """The message on one line, for transcripts."""
        who = "bot" if self.from_bot else self.sender.first_name
        marks = [
            f"#{self.id}",
            f"topic {self.thread}" if self.thread else "",
            f"album {self.album}" if self.album else "",
            f"re #{self.reply_to.id}" if self.reply_to else "",
            "edited" if self.edit_date else "",
            "DELETED" if self.deleted else "",
        ]
        kind = "" if self.kind == "text" else f"<{self.kind}> "
        if self.service:
            kind += f"{self.body[self.kind]!r} "
        buttons = " | ".join("[" + "] [".join(b.text for b in row) + "]" for row in self.rows)
        head = ", ".join(mark for mark in marks if mark)
        return f"{who} ({head}): {kind}{self.text}" + (f"   {buttons}" if buttons else "")

    def __repr__(self) -> str:
        return f"<Message {self.line()}>"
