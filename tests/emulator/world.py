"""The state of a small Telegram: people, chats, topics, messages, and who may write where."""

import itertools
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.entities import Entity
from tests.emulator.errors import bad_request, forbidden, migrated
from tests.emulator.files import FileStore
from tests.emulator.messages import Message
from tests.emulator.updates import UpdateQueue

BOT_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
ANONYMOUS_ADMIN = 1087968824


@dataclass(eq=False)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        """The Bot API's User."""
        extra = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **{key: value for key, value in extra.items() if value},
        }


@dataclass
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    icon_emoji: str | None = None
    closed: bool = False


@dataclass(eq=False, repr=False)
class Chat:
    """A private chat, a basic group or a supergroup (with topics when ``forum``).

    ``bot_status`` is the bot's membership; ``started`` and ``blocked`` matter in private chats only.
    ``closed_for_admins`` makes a closed topic refuse the bot even if it may manage topics.
    """

    world: "World"
    id: int
    type: str
    title: str | None = None
    user: User | None = None
    forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    bot_status: str = "administrator"
    bot_rights: set[str] = field(default_factory=lambda: set(BOT_RIGHTS))
    closed_for_admins: bool = False
    migrated_to: int | None = None
    started: bool = False
    blocked: bool = False
    keyboard: dict[str, Any] | None = None
    last_id: int = 0

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        answer: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.user:
            names = self.user.as_json()
            answer.update({k: names[k] for k in ("first_name", "last_name", "username") if k in names})
        else:
            answer["title"] = self.title
        if self.forum:
            answer["is_forum"] = True
        return answer

    def __repr__(self) -> str:
        return f"<Chat {self.type} {self.id} {self.title or (self.user and self.user.first_name)}>"

    def bot_may(self, right: str) -> bool:
        """True when the bot is an administrator with this right."""
        return self.bot_status == "administrator" and right in self.bot_rights


class World:
    """Everything one emulator knows. Every access holds ``changed`` (a condition around one lock)."""

    def __init__(self, bot: User, privacy_mode: bool, seed: int) -> None:
        self.bot = bot
        self.privacy_mode = privacy_mode
        self.changed = threading.Condition(threading.RLock())
        self.random = random.Random(seed)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.updates = UpdateQueue(self.changed)
        self.settings: dict[Any, Any] = {}
        self.callbacks: dict[str, dict[str, Any]] = {}
        self.actions: Counter[tuple[int, str]] = Counter()
        self.shift = 0.0
        self._account_ids = itertools.count(1)
        self._changes = itertools.count(1)
        self.last_change = 0

    def now(self) -> float:
        """Unix seconds on the emulator's clock (``advance`` moves it)."""
        return time.time() + self.shift

    def touch(self, message: Message) -> None:
        """Note that a message changed and wake whoever waits."""
        message.changed = self.last_change = next(self._changes)
        self.changed.notify_all()

    def user_json(self, user_id: int) -> dict[str, Any] | None:
        """The Bot API's User, or None for somebody unknown."""
        user = self.users.get(user_id)
        return user.as_json() if user else None

    def add_message(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Write into a chat, without asking whether that is allowed."""
        if chat.type == "supergroup":
            chat.last_id += 1
            number = chat.last_id
        else:
            # Private chats and basic groups share the account's one sequence, as at Telegram.
            number = next(self._account_ids)
        message = Message(chat=chat, id=number, sender=sender, date=int(self.now()), **content)
        if message.thread is None and message.reply_to is not None and chat.type == "supergroup":
            message.thread = self._thread_of_reply(chat, message.reply_to)
        chat.messages[number] = message
        self.touch(message)
        return message

    @staticmethod
    def _thread_of_reply(chat: Chat, target: Message) -> int | None:
        if chat.forum:
            return target.thread
        return target.thread or target.id

    def topic_root(self, message: Message) -> Message | None:
        """In a topic, a message that answers nothing is shown as a reply to the topic's opening."""
        if not message.chat.forum or message.thread is None or message.thread == message.id:
            return None
        return message.chat.messages.get(message.thread)

    def known_chat(self, chat_id: int) -> Chat:
        """The chat, or ApiError 400 when the bot never met it or when it moved to a supergroup."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {_noun(chat)}")
        if chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {_noun(chat)}")
        return chat

    def writable_chat(self, chat_id: int) -> Chat:
        """The chat the bot may write to now, or ApiError 400 or 403 as Telegram words it."""
        chat = self.known_chat(chat_id)
        if chat.user is not None:
            if chat.user.is_bot:
                raise forbidden("bot can't send messages to bots")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif chat.bot_status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def open_thread(self, chat: Chat, thread: int | None) -> None:
        """ApiError 400 unless the bot may write into this thread."""
        if thread is None:
            return
        if not chat.forum:
            root = chat.messages.get(thread)
            if chat.type != "supergroup" or root is None or root.deleted:
                raise bad_request("message thread not found")
            return
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and (chat.closed_for_admins or not chat.bot_may("can_manage_topics")):
            raise bad_request("TOPIC_CLOSED")

    def message(self, chat: Chat, number: int, missing: str) -> Message:
        """A message that is still there, or ApiError 400 with the sentence for the missing one."""
        found = chat.messages.get(number)
        if found is None or found.deleted:
            raise bad_request(missing)
        return found

    def rewrite(
        self, message: Message, text: str, entities: list[Entity], markup: dict[str, Any] | None
    ) -> None:
        """Change what a message says and carries."""
        message.history.append(message.text)
        message.text, message.entities, message.markup = text, entities, markup
        message.edit_date = int(self.now())
        self.touch(message)


def _noun(chat: Chat) -> str:
    return "supergroup chat" if chat.type == "supergroup" else "group chat"
