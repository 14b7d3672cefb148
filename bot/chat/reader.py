"""What an update says: Telegram's JSON read into the few things that happen to a desk. Pure functions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User

from bot.chat.media import media_of
from bot.desk.language import storable
from bot.service.conversation import Heard

_COMMAND = re.compile(r"/([a-z_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """The chat something happened in. ``private``: a person's chat with the desk."""

    chat_id: int
    private: bool


@dataclass(frozen=True)
class Who:
    """Who did it. ``user_id`` of a group's anonymous administrator is the group's own id."""

    user_id: int
    name: str
    username: str | None
    language_code: str | None
    is_bot: bool


@dataclass(frozen=True)
class Command:
    """``/name@bot argument``; ``bot`` where the command names one."""

    name: str
    argument: str
    bot: str | None


@dataclass(frozen=True)
class Contact:
    """A shared contact; ``user_id`` is whose it is, when Telegram knows them."""

    phone: str
    user_id: int | None


@dataclass(frozen=True)
class Said:
    """A message, or an album as one. ``parts`` are the messages of the album one by one, else the message alone.

    ``thread_id``: the topic it was written in; in a group without topics, the message that began its thread.
    ``to_desk``: it replies to something the desk posted.
    """

    place: Place
    who: Who
    heard: Heard
    parts: Sequence[Heard]
    thread_id: int | None = None
    to_desk: bool = False
    command: Command | None = None
    contact: Contact | None = None


@dataclass(frozen=True)
class Edited:
    place: Place
    who: Who
    message_id: int
    text: str
    at: datetime
    command: Command | None = None


@dataclass(frozen=True)
class Pressed:
    place: Place
    who: Who
    callback_id: str
    token: str


@dataclass(frozen=True)
class Membership:
    """Somebody is a member of the chat now, or is not. ``of_desk``: it is the desk itself."""

    place: Place
    who: Who
    member: bool
    of_desk: bool


@dataclass(frozen=True)
class Moved:
    """A group got a new id."""

    old_id: int
    new_id: int


@dataclass(frozen=True)
class Nothing:
    """An update that asks nothing of the desk."""

    why: str
    chat_id: int = 0


Event = Said | Edited | Pressed | Membership | Moved | Nothing


def read(bodies: Sequence[Mapping[str, Any]]) -> Event:
    """What one update, or the updates of one album, say. Raises what python-telegram-bot raises for broken JSON."""
    updates = [Update.de_json(dict(body), None) for body in bodies]
    first = updates[0]
    if first.message:
        return _message([one.message for one in updates if one.message])
    if first.edited_message:
        return _edited(first.edited_message)
    if first.callback_query:
        return _pressed(first.callback_query)
    if first.my_chat_member:
        return _membership(first.my_chat_member, of_desk=True)
    if first.chat_member:
        return _membership(first.chat_member, of_desk=False)
    return Nothing("another kind of update")


def _message(messages: Sequence[Message]) -> Event:
    first = messages[0]
    if first.migrate_to_chat_id:
        return Moved(first.chat_id, first.migrate_to_chat_id)
    if first.migrate_from_chat_id:
        return Moved(first.migrate_from_chat_id, first.chat_id)
    if first.left_chat_member:
        return Membership(_place(first.chat), _person(first.left_chat_member), member=False, of_desk=False)
    who = _author(first)
    if who is None:
        return Nothing("nobody wrote it", first.chat_id)
    parts = [_heard(one, who) for one in messages]
    if not any(part.text or part.media for part in parts):
        return Nothing("a service message", first.chat_id)
    return Said(
        place=_place(first.chat),
        who=who,
        heard=_as_one(parts),
        parts=parts,
        thread_id=first.message_thread_id,
        to_desk=_answers_desk(first),
        command=_command(first.text or ""),
        contact=Contact(first.contact.phone_number, first.contact.user_id) if first.contact else None,
    )


def _heard(message: Message, who: Who) -> Heard:
    replied = message.reply_to_message
    # In a topic everything answers the topic's opening message; that is no reply.
    opening = (
        message.is_topic_message and replied is not None and replied.message_id == message.message_thread_id
    )
    return Heard(
        chat_id=message.chat_id,
        message_id=message.message_id,
        name=who.name,
        written_at=message.date,
        text=storable(message.text or message.caption or ""),
        media=media_of(message),
        username=who.username,
        language_code=who.language_code,
        album=message.media_group_id,
        forwarded=message.forward_origin is not None,
        reply_to=replied.message_id if replied and not opening else None,
    )


def _answers_desk(message: Message) -> bool:
    replied = message.reply_to_message
    return bool(
        replied and replied.from_user and replied.from_user.is_bot and not replied.forum_topic_created
    )


def _as_one(parts: Sequence[Heard]) -> Heard:
    """The parts of an album as one message: the words and the media of all."""
    return replace(
        parts[0],
        text="\n".join(part.text for part in parts if part.text),
        media=[one for part in parts for one in part.media],
    )


def _edited(message: Message) -> Event:
    who = _author(message)
    if who is None:
        return Nothing("nobody edited it", message.chat_id)
    text = storable(message.text or message.caption or "")
    at, command = message.edit_date or message.date, _command(message.text or "")
    return Edited(_place(message.chat), who, message.message_id, text, at, command)


def _pressed(query: CallbackQuery) -> Event:
    if query.message is None or query.data is None:
        return Nothing("a button of another kind")
    return Pressed(_place(query.message.chat), _person(query.from_user), query.id, storable(query.data))


def _membership(change: ChatMemberUpdated, of_desk: bool) -> Event:
    now = change.new_chat_member
    member = now.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER) or (
        now.status == ChatMember.RESTRICTED and bool(getattr(now, "is_member", False))
    )
    who = change.from_user if of_desk else now.user
    return Membership(_place(change.chat), _person(who), member, of_desk)


def _author(message: Message) -> Who | None:
    """Who wrote it; None for channels and for what Telegram posts by itself.

    An administrator who writes as the group itself is staff all the same: only they can.
    """
    if message.sender_chat is not None:
        if message.sender_chat.id != message.chat_id:
            return None
        name = message.author_signature or message.sender_chat.title or ""
        return Who(message.chat_id, storable(name), None, None, is_bot=False)
    return _person(message.from_user) if message.from_user else None


def _person(user: User) -> Who:
    return Who(user.id, storable(user.full_name), user.username, user.language_code, user.is_bot)


def _place(chat: Chat) -> Place:
    return Place(chat.id, chat.type == Chat.PRIVATE)


def _command(text: str) -> Command | None:
    found = _COMMAND.fullmatch(text.strip())
    return Command(found[1].lower(), storable(found[3] or "").strip(), found[2]) if found else None
