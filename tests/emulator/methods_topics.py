"""Forum topics: open, rename, close, reopen, delete."""

from typing import Any

from tests.emulator.errors import bad_request
from tests.emulator.params import Params
from tests.emulator.registry import method
from tests.emulator.world import Chat, Topic, User, World

NAME_LIMIT = 128
COLORS = {7322096, 16766590, 13338331, 9367192, 16749490, 16478047}


def _forum(world: World, params: Params, deed: str) -> Chat:
    chat = world.known_chat(params.chat_id())
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_may("can_manage_topics"):
        raise bad_request(f"not enough rights to {deed} a topic")
    return chat


def _topic(world: World, params: Params, deed: str) -> tuple[Chat, Topic]:
    chat = _forum(world, params, deed)
    topic = chat.topics.get(params.integer("message_thread_id", 0))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _check_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise bad_request("title must be non-empty")
    if len(name) > NAME_LIMIT:
        # Telegram's own library cuts a longer name silently; the documents say 1-128, so say it aloud.
        raise bad_request("topic name is too long")
    return name


def open_topic(world: World, chat: Chat, creator: User, name: str, color: int = 7322096) -> Topic:
    """Open a topic; its id is that of the service message."""
    message = world.add_message(
        chat, creator, body={"forum_topic_created": {"name": name, "icon_color": color}}
    )
    message.thread = message.id
    topic = chat.topics[message.id] = Topic(message.id, name, color)
    return topic


@method("createForumTopic")
def create_forum_topic(world: World, params: Params) -> dict[str, Any]:
    """The Bot API's ForumTopic."""
    chat = _forum(world, params, "create")
    color = params.integer("icon_color", 7322096)
    if color not in COLORS:
        raise bad_request("invalid topic icon color specified")
    topic = open_topic(world, chat, world.bot, _check_name(params.text("name")), color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


@method("editForumTopic")
def edit_forum_topic(world: World, params: Params) -> bool:
    """Rename a topic or give it another icon."""
    chat, topic = _topic(world, params, "edit")
    name = _check_name(params.text("name")) if params.text("name") else topic.name
    icon = (
        params.text("icon_custom_emoji_id") if "icon_custom_emoji_id" in params.values else topic.icon_emoji
    )
    if (name, icon) == (topic.name, topic.icon_emoji):
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_emoji = name, icon
    world.add_message(chat, world.bot, thread=topic.id, body={"forum_topic_edited": {"name": name}})
    return True


def set_closed(world: World, chat: Chat, topic: Topic, by: User, closed: bool) -> None:
    """Close or reopen, with the service message; ApiError 400 when it is so already."""
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    name = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.add_message(chat, by, thread=topic.id, body={name: {}})


@method("closeForumTopic")
def close_forum_topic(world: World, params: Params) -> bool:
    """No more posts but by those who manage topics."""
    chat, topic = _topic(world, params, "close")
    set_closed(world, chat, topic, world.bot, closed=True)
    return True


@method("reopenForumTopic")
def reopen_forum_topic(world: World, params: Params) -> bool:
    """Posts by everybody again."""
    chat, topic = _topic(world, params, "reopen")
    set_closed(world, chat, topic, world.bot, closed=False)
    return True


@method("deleteForumTopic")
def delete_forum_topic(world: World, params: Params) -> bool:
    """Take a topic away with everything in it."""
    chat, topic = _topic(world, params, "delete")
    drop_topic(world, chat, topic)
    return True


def drop_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Forget a topic and delete its messages."""
    del chat.topics[topic.id]
    for message in chat.messages.values():
        if message.thread == topic.id:
            message.deleted = True
            world.touch(message)
