"""The bot itself: who it is, its commands, menu button, names and descriptions."""

import json
import re
from typing import Any

from tests.emulator.errors import bad_request
from tests.emulator.params import Params
from tests.emulator.registry import method
from tests.emulator.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", *CHAT_SCOPES}
TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


@method("getMe")
def get_me(world: World, params: Params) -> dict[str, Any]:
    """The bot's User with what only getMe tells."""
    return {
        **world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut", "close")
def log_out(world: World, params: Params) -> bool:
    """Accepted; the emulator is neither the cloud server nor a local one."""
    return True


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def command_key(world: World, params: Params) -> tuple[str, str, str]:
    """The place of a command list: scope and language."""
    scope = params.optional_json("scope") or {"type": "default"}
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported scope type specified")
    if scope["type"] in CHAT_SCOPES:
        world.known_chat(int(scope.get("chat_id") or 0))
    return "commands", json.dumps(scope, sort_keys=True), _language(params)


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    """At most 100 commands of 1-32 lower-case letters, digits, underscores; descriptions of 1-256."""
    commands = params.optional_json("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command.get("command", "").removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "").strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.settings[command_key(world, params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    """Exactly the list of that scope and language."""
    return world.settings.get(command_key(world, params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    """Forget that list."""
    world.settings.pop(command_key(world, params), None)
    return True


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> bool:
    """For one private chat, or the default."""
    button = params.optional_json("menu_button") or {"type": "default"}
    if button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    world.settings["menu", _menu_chat(world, params)] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, params: Params) -> dict[str, Any]:
    """What was set, else the default."""
    return world.settings.get(("menu", _menu_chat(world, params)), {"type": "default"})


def _menu_chat(world: World, params: Params) -> int:
    number = params.integer("chat_id", 0)
    if number and world.known_chat(number).user is None:
        raise bad_request("chat menu button can be set only in private chats")
    return number


def _text_methods(suffix: str, name: str, limit: int) -> None:
    @method(f"setMy{suffix}")
    def set_text(world: World, params: Params) -> bool:
        if len(params.text(name)) > limit:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        world.settings[name, _language(params)] = params.text(name)
        return True

    @method(f"getMy{suffix}")
    def get_text(world: World, params: Params) -> dict[str, str]:
        fallback = world.bot.first_name if name == "name" else ""
        return {
            name: world.settings.get((name, _language(params))) or world.settings.get((name, "")) or fallback
        }


for _suffix, (_name, _limit) in TEXTS.items():
    _text_methods(_suffix, _name, _limit)
