"""Methods that change what is there: edits, deletion, pins, reactions, answers to button presses."""

from typing import Any

from telegram.constants import ReactionEmoji

from tests.emulator.compose import check_length, message_text, read_text
from tests.emulator.entities import utf16_length
from tests.emulator.errors import bad_request
from tests.emulator.keyboards import read_markup
from tests.emulator.messages import Message
from tests.emulator.params import Params
from tests.emulator.registry import method
from tests.emulator.world import Chat, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600
EMOJI = {emoji.value for emoji in ReactionEmoji}


def _to_edit(world: World, params: Params) -> Message:
    """The bot's own message; ApiError 400 when it is gone or somebody else's."""
    chat = world.known_chat(params.chat_id())
    message = world.message(chat, params.message_id(), "message to edit not found")
    if not message.from_bot or message.service or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return message


def _apply(world: World, message: Message, text: str, entities: list[dict[str, Any]], params: Params) -> Any:
    markup = read_markup(params)
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    world.rewrite(message, text, entities, markup)
    return message.as_json()


@method("editMessageText")
def edit_message_text(world: World, params: Params) -> Any:
    """New text and buttons; without reply_markup the buttons go."""
    text, entities = message_text(world, params)
    message = _to_edit(world, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    check_length(text)
    return _apply(world, message, text, entities, params)


@method("editMessageCaption")
def edit_message_caption(world: World, params: Params) -> Any:
    """New caption and buttons of media."""
    text, entities = read_text(world, params, "caption")
    message = _to_edit(world, params)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    check_length(text, caption=True)
    return _apply(world, message, text, entities, params)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> Any:
    """New buttons only."""
    message = _to_edit(world, params)
    return _apply(world, message, message.text, message.entities, params)


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    created = message.kind in {"forum_topic_created", "migrate_from_chat_id", "migrate_to_chat_id"}
    old = world.now() - message.date > DELETABLE_SECONDS
    mine = message.from_bot or chat.user is not None
    if created or not (mine or chat.bot_may("can_delete_messages")):
        raise bad_request("message can't be deleted")
    if old and (chat.user is not None or not chat.bot_may("can_delete_messages")):
        raise bad_request("message can't be deleted for everyone")


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Take one message away."""
    chat = world.known_chat(params.chat_id())
    message = world.message(chat, params.message_id(), "message to delete not found")
    _check_deletable(world, chat, message)
    message.deleted = True
    world.touch(message)
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params) -> bool:
    """Take 1 to 100 messages away; those not found are skipped."""
    chat = world.known_chat(params.chat_id())
    numbers = params.optional_json("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request(
            "message identifiers are not specified" if not numbers else "too many messages to delete"
        )
    for message in [chat.messages[n] for n in numbers if n in chat.messages]:
        if not message.deleted:
            _check_deletable(world, chat, message)
            message.deleted = True
            world.touch(message)
    return True


def _pin_chat(world: World, params: Params) -> Chat:
    chat = world.known_chat(params.chat_id())
    if chat.user is None and not chat.bot_may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    """Pin one message; Telegram says so in the chat, and the bot gets no update of its own pin."""
    chat = _pin_chat(world, params)
    message = world.message(chat, params.message_id(), "message to pin not found")
    if message.service:
        raise bad_request("message can't be pinned")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        world.add_message(
            chat, world.bot, thread=message.thread, body={"pinned_message": message.as_json(nested=True)}
        )
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> bool:
    """Unpin one message, or the newest pin when none is named."""
    chat = _pin_chat(world, params)
    number = params.integer("message_id", 0)
    if number:
        world.message(chat, number, "message to unpin not found")
        if number not in chat.pinned:
            raise bad_request("CHAT_NOT_MODIFIED")
        chat.pinned.remove(number)
    elif chat.pinned:
        chat.pinned.pop()
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> bool:
    """At most one standard emoji, as bots are allowed."""
    chat = world.known_chat(params.chat_id())
    message = world.message(chat, params.message_id(), "message to react not found")
    given = params.optional_json("reaction") or []
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if message.service:
        raise bad_request("MESSAGE_ID_INVALID")
    emoji = [str(reaction.get("emoji", "")) for reaction in given]
    if set(emoji) - EMOJI:
        raise bad_request("REACTION_INVALID")
    message.reactions = emoji
    world.touch(message)
    return True


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    """Answer one press: known, and not older than the emulator's patience."""
    known = world.callbacks.get(params.text("callback_query_id"))
    if known is None or known["until"] < world.now():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    known["answers"].append({"text": params.text("text"), "show_alert": params.flag("show_alert")})
    world.changed.notify_all()
    return True
