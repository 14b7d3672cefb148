"""reply_markup, checked as Telegram checks it."""

from typing import Any

from tests.emulator.entities import checked_url
from tests.emulator.errors import bad_request
from tests.emulator.params import Params
from tests.emulator.world import Chat

KINDS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "copy_text",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
MOST_BUTTONS = 100


def read_markup(params: Params) -> dict[str, Any] | None:
    """The markup of a call, or None; ApiError 400 when Telegram would refuse it."""
    markup = params.optional_json("reply_markup")
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        for button in _flat(markup["keyboard"]):
            text = button if isinstance(button, str) else button.get("text", "")
            if not text.strip():
                raise bad_request('can\'t parse keyboard button: Field "text" must be non-empty')
        return markup
    if not {"remove_keyboard", "force_reply"} & markup.keys():
        raise bad_request("can't parse reply keyboard markup JSON object")
    return markup


def check_private_buttons(chat: Chat, markup: dict[str, Any] | None) -> None:
    """Contact and location buttons exist in private chats only."""
    for button in _flat((markup or {}).get("keyboard", [])):
        if isinstance(button, dict) and chat.user is None:
            if button.get("request_contact"):
                raise bad_request("phone number can be requested in private chats only")
            if button.get("request_location"):
                raise bad_request("location can be requested in private chats only")


def _flat(rows: Any) -> list[Any]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return [button for row in rows for button in row]


def _inline(rows: Any) -> dict[str, Any] | None:
    buttons = _flat(rows)
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_inline(button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check_inline(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    given = [kind for kind in KINDS if kind in button]
    if not given:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and checked_url(str(button["url"])) is None:
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
