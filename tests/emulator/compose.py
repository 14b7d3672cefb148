"""What every sending and editing method does first: read the text, find the place, write the message."""

from dataclasses import dataclass
from typing import Any

from tests.emulator.entities import Entity, is_blank, tidy, utf16_length, with_automatic
from tests.emulator.errors import bad_request
from tests.emulator.html_markup import HtmlReader
from tests.emulator.keyboards import check_private_buttons, read_markup
from tests.emulator.markdown_markup import MarkdownReader
from tests.emulator.messages import Message
from tests.emulator.params import Params
from tests.emulator.world import Chat, World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


@dataclass
class Place:
    """Where a message goes: chat, thread, and what it answers."""

    chat: Chat
    thread: int | None
    reply_to: Message | None


def read_text(world: World, params: Params, name: str) -> tuple[str, list[Entity]]:
    """``text`` or ``caption`` after its parse_mode or entities; ApiError 400 for broken markup."""
    return parsed(
        world,
        params.text(name),
        params.text("parse_mode"),
        params.optional_json("entities" if name == "text" else "caption_entities"),
    )


def parsed(world: World, source: str, mode: str, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Plain text and entities, UTF-16 offsets."""
    readers: dict[str, Any] = {"html": HtmlReader, "markdownv2": MarkdownReader}
    if not mode:
        text, entities = source, [dict(entity) for entity in given or []]
    elif mode.lower() in readers:
        text, entities = readers[mode.lower()](source, world.user_json).read()
    else:
        raise bad_request("unsupported parse_mode")
    length = utf16_length(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > length:
            raise bad_request("ENTITY_BOUNDS_INVALID")
    text, entities = tidy(text, entities)
    return text, with_automatic(text, entities)


def message_text(world: World, params: Params) -> tuple[str, list[Entity]]:
    """A whole message's text: not empty, at most 4096 UTF-16 units after parsing."""
    text, entities = read_text(world, params, "text")
    if is_blank(text):
        raise bad_request("message text is empty")
    return text, entities


def check_length(text: str, caption: bool = False) -> None:
    """ApiError 400 beyond 4096 (text) or 1024 (caption) UTF-16 units."""
    if caption and utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not caption and utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")


def find_place(world: World, params: Params) -> Place:
    """The chat the bot may write to, its thread and the message to answer; ApiError 400 or 403."""
    chat = world.writable_chat(params.chat_id())
    thread = params.integer("message_thread_id", 0) or None
    reply_to = _reply_target(chat, params)
    if thread is None and reply_to is not None and chat.forum:
        thread = reply_to.thread
    world.open_thread(chat, thread)
    return Place(chat, thread, reply_to)


def _reply_target(chat: Chat, params: Params) -> Message | None:
    wanted = params.optional_json("reply_parameters") or {}
    number = int(wanted.get("message_id") or params.integer("reply_to_message_id", 0))
    if not number:
        return None
    target = chat.messages.get(number)
    elsewhere = wanted.get("chat_id") not in (None, chat.id, str(chat.id))
    if target is None or target.deleted or elsewhere:
        if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return target


def write(world: World, params: Params, place: Place, **content: Any) -> Message:
    """Add the bot's message with the call's reply_markup."""
    markup = read_markup(params)
    check_private_buttons(place.chat, markup)
    if markup and "inline_keyboard" not in markup:
        place.chat.keyboard = markup if "keyboard" in markup else None
        markup = None
    return world.add_message(
        place.chat, world.bot, thread=place.thread, reply_to=place.reply_to, markup=markup, **content
    )
