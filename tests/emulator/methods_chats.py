"""Chats and their members, and files."""

from typing import Any

from tests.emulator.errors import bad_request
from tests.emulator.files import DOWNLOAD_LIMIT
from tests.emulator.params import Params
from tests.emulator.registry import method
from tests.emulator.world import BOT_RIGHTS, Chat, World


@method("getChat")
def get_chat(world: World, params: Params) -> dict[str, Any]:
    """The Bot API's ChatFullInfo."""
    chat = world.known_chat(params.chat_id())
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    answer = {
        **chat.as_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.user is None:
        answer["permissions"] = {"can_send_messages": True}
        answer["join_to_send_messages"] = chat.type == "supergroup"
    pinned = [n for n in chat.pinned if n in chat.messages and not chat.messages[n].deleted]
    if pinned:
        answer["pinned_message"] = chat.messages[pinned[-1]].as_json(nested=True)
    return answer


def member_json(world: World, chat: Chat, user_id: int) -> dict[str, Any]:
    """The Bot API's ChatMember of a user who may or may not be in the chat; ApiError 400 for nobody."""
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    status = chat.bot_status if user_id == world.bot.id else chat.members.get(user_id, "left")
    if chat.user is not None:
        status = "member" if user_id in (chat.id, world.bot.id) else "left"
    answer: dict[str, Any] = {"user": user.as_json(), "status": status}
    if status == "creator":
        answer["is_anonymous"] = False
    elif status == "administrator":
        rights = chat.bot_rights if user_id == world.bot.id else set(BOT_RIGHTS)
        answer.update(
            {right: right in rights for right in BOT_RIGHTS}, can_be_edited=False, is_anonymous=False
        )
    elif status == "kicked":
        answer["until_date"] = 0
    elif status == "restricted":
        answer.update(_restricted())
    return answer


def _restricted() -> dict[str, Any]:
    sends = (
        "messages",
        "audios",
        "documents",
        "photos",
        "videos",
        "video_notes",
        "voice_notes",
        "polls",
        "other_messages",
    )
    may = [f"can_send_{what}" for what in sends] + [
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_edit_tag",
        "can_react_to_messages",
    ]
    return {**dict.fromkeys(may, False), "is_member": True, "until_date": 0}


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    """One member's status and rights."""
    return member_json(world, world.known_chat(params.chat_id()), params.integer("user_id", 0))


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    """Creator and administrators; other bots are left out, the bot itself is not."""
    chat = world.known_chat(params.chat_id())
    if chat.user is not None:
        raise bad_request("there are no administrators in the private chat")
    ids = [
        number
        for number, status in chat.members.items()
        if status in {"creator", "administrator"} and not world.users[number].is_bot
    ]
    if chat.bot_status == "administrator":
        ids.append(world.bot.id)
    return [member_json(world, chat, number) for number in ids]


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: Params) -> int:
    """How many are in the chat, the bot included."""
    chat = world.known_chat(params.chat_id())
    present = {"creator", "administrator", "member", "restricted"}
    return 2 if chat.user else sum(s in present for s in [*chat.members.values(), chat.bot_status])


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """The bot walks out; afterwards the chat refuses it with 403."""
    chat = world.known_chat(params.chat_id())
    if chat.user is not None:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


@method("getFile")
def get_file(world: World, params: Params) -> dict[str, Any]:
    """Where a file of at most 20 MB can be downloaded."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
