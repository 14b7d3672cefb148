"""The test side over HTTP, for an emulator in its own process: POST /_control/<verb> with a JSON object."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

from tests.emulator.actors import Person, Press
from tests.emulator.messages import Message

if TYPE_CHECKING:
    from tests.emulator.emulator import Emulator

PERSON_VERBS = {
    "says",
    "starts",
    "sends_photo",
    "sends_document",
    "sends_voice",
    "sends_video",
    "sends_audio",
    "sends_sticker",
    "sends_album",
    "sends_location",
    "sends_contact",
    "shares_contact",
    "forwards",
    "taps",
    "edits",
    "presses",
    "presses_data",
    "reacts",
}
CHAT_VERBS = {
    "add_member",
    "remove_member",
    "bot_becomes",
    "block",
    "unblock",
    "migrate",
    "topic",
    "close_topic",
    "delete_topic",
}
PEOPLE = ("person", "by")


def shown(value: Any) -> Any:
    """A result as JSON: messages with what a test reads of them."""
    if isinstance(value, Message):
        return {
            "id": value.id,
            "chat": value.chat.id,
            "text": value.text,
            "kind": value.kind,
            "thread": value.thread,
            "from": value.sender.id,
            "from_bot": value.from_bot,
            "reply_to": value.reply_to and value.reply_to.id,
            "deleted": value.deleted,
            "edited": value.edit_date is not None,
            "changed": value.changed,
            "file_id": value.file_id,
            "buttons": [[asdict(button) for button in row] for row in value.rows],
        }
    if isinstance(value, Press):
        return {"id": value.id, "data": value.data, "answers": value.answers}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return {"id": value.id} if hasattr(value, "id") else value


class ControlHandler(RequestHandler):
    """One verb per path; the arguments are those of the Emulator's and Person's methods.

    Chats and people are given by id, a message as ``{"chat": id, "id": id}``.
    """

    def initialize(self, telegram: Emulator) -> None:
        """Tornado hands over what the route was given."""
        self.telegram = telegram

    async def post(self, verb: str) -> None:
        """Answers ``{"ok": true, "result": …}``, or 400 with the reason."""
        try:
            args = json.loads(self.request.body or b"{}")
            result = await self._do(verb, args)
        except (LookupError, TypeError, ValueError, AssertionError) as wrong:
            self.set_status(400)
            self.write({"ok": False, "error": f"{type(wrong).__name__}: {wrong}"})
            return
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps({"ok": True, "result": shown(result)}, ensure_ascii=False, default=str))

    async def _do(self, verb: str, args: dict[str, Any]) -> Any:
        telegram = self.telegram
        if verb == "wait":
            return await asyncio.to_thread(
                telegram.wait_for,
                args["text"],
                args.get("chat"),
                args.get("timeout", 5.0),
                args.get("thread"),
                args.get("since"),
            )
        if verb in PERSON_VERBS:
            person = self._person(args.pop("person"))
            return getattr(person, verb)(**self._resolved(args))
        if verb in CHAT_VERBS:
            return getattr(telegram, verb)(**self._resolved(args, everybody=True))
        plain = getattr(self, f"_{verb}", None)
        if plain is None or verb in {"do", "person", "resolved", "message"}:
            raise LookupError(
                f"no verb {verb!r}; there are wait, user, group, messages, calls, errors, transcript, "
                f"state, push, redeliver, fault, clear_faults, advance, "
                f"{', '.join(sorted(PERSON_VERBS | CHAT_VERBS))}"
            )
        return plain(**args)

    def _person(self, number: int) -> Person:
        return Person(self.telegram, self.telegram.world.users[number])

    def _message(self, place: dict[str, int]) -> Message:
        return self.telegram.chat(place["chat"]).messages[place["id"]]

    def _resolved(self, args: dict[str, Any], everybody: bool = False) -> dict[str, Any]:
        for name, value in args.items():
            if name in {"message", "reply_to"} and isinstance(value, dict):
                args[name] = self._message(value)
            elif name == "group":
                args[name] = self.telegram.chat(value)
            elif name in PEOPLE and everybody and value is not None:
                args[name] = self._person(value)
            elif name == "content":
                args[name] = str(value).encode()
        return args

    def _user(self, **args: Any) -> Any:
        return self.telegram.user(**args)

    def _group(self, members: list[int] | None = None, admins: list[int] | None = None, **args: Any) -> Any:
        return self.telegram.group(
            members=map(self._person, members or []), admins=map(self._person, admins or []), **args
        )

    def _messages(self, **args: Any) -> Any:
        return self.telegram.messages(**args)

    def _calls(self, **args: Any) -> Any:
        return [asdict(call) for call in self.telegram.calls(**args)]

    def _errors(self, **args: Any) -> Any:
        return [asdict(call) for call in self.telegram.errors(**args)]

    def _transcript(self, chat: int | None = None) -> str:
        return self.telegram.transcript(chat)

    def _state(self) -> dict[str, Any]:
        return {
            "pending": self.telegram.pending,
            "mark": self.telegram.mark(),
            "floods": self.telegram.floods,
            "calls": len(self.telegram.api.calls),
            "webhook": self.telegram.webhook.info(),
        }

    def _push(self, update: dict[str, Any]) -> Any:
        return self.telegram.push(update)

    def _redeliver(self, update_id: int) -> None:
        known = [u for u in self.telegram.world.updates.log if u["update_id"] == update_id]
        if not known:
            raise LookupError(f"no update {update_id} was ever queued")
        self.telegram.redeliver(known[-1])

    def _fault(
        self, method: Any = None, chat: int | None = None, error: list[Any] | None = None, **rule: Any
    ) -> None:
        self.telegram.fault(method, chat=chat, error=(error[0], error[1]) if error else None, **rule)

    def _clear_faults(self) -> None:
        self.telegram.clear_faults()

    def _advance(self, seconds: float) -> None:
        self.telegram.advance(seconds)
