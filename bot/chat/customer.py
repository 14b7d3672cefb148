"""Customers' private chats: recorded, then heard by the dialogue or by staff, then answered; one update at a time."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.chat.commit import committed
from bot.chat.line import Line
from bot.chat.reader import Edited, Membership, Pressed, Said, Who
from bot.chat.words import tame
from bot.desk.codes import named_in
from bot.service import conversation, history, inbox, post
from bot.service.conversation import Recorded
from bot.service.dialogue import Dialogue
from bot.service.inbox import InboxUpdate
from bot.service.work import Desk, Work

log = structlog.get_logger()

COMMANDS = (
    "start",
    "help",
    "mine",
    "bills",
    "account",
    "points",
    "settings",
    "language",
    "privacy",
    "cancel",
)
WITH_ARGUMENT = ("start", "settings")  # commands of which the dialogue hears what is written behind them
LONGEST_SAID = 4000  # characters the dialogue hears; the transcript keeps all of them


@dataclass(frozen=True)
class CustomerChats:
    """``woken`` is called after every answer that was put into the outbox, so that it leaves at once."""

    desk: Desk
    dialogue: Dialogue
    line: Line
    woken: Callable[[], None]

    async def hear(self, said: Said, updates: Sequence[InboxUpdate]) -> None:
        """A message, a command, a contact or an album. Raises ``StoreAway`` and ``DialogueAway``: nothing is lost."""
        recorded, again = await committed(self.desk, lambda work: _record(work, said, updates))
        self.woken()  # during a handover the words are on their way to staff already
        if not recorded.with_staff:
            if again:
                await self._forget(said.place.chat_id, updates)
            await self._turn(said.place.chat_id, to_say(said), recorded.message, updates)

    async def press(self, pressed: Pressed, updates: Sequence[InboxUpdate]) -> None:
        """A button under one of our messages says its payload; a token that was never offered here says nothing."""
        chat_id = pressed.place.chat_id
        payload = await committed(self.desk, lambda work: _payload(work, pressed, updates))
        if payload is None:
            log.warning(
                "a press that was never offered",
                action="stranger_pressed",
                chat=chat_id,
                user=pressed.who.user_id,
            )
            return
        await self.line.acknowledge(pressed.callback_id, None)
        if any(one.attempts for one in updates):
            await self._forget(chat_id, updates)
        await self._turn(chat_id, payload, None, updates)

    async def edit(self, edited: Edited, updates: Sequence[InboxUpdate]) -> None:
        """A message was changed: both versions are kept, staff see it, the dialogue does not hear it again."""

        def deed(work: Work) -> None:
            conversation.edit(work, edited.place.chat_id, edited.message_id, edited.text, edited.at)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)
        self.woken()

    async def membership(self, change: Membership, updates: Sequence[InboxUpdate]) -> None:
        """The customer blocked the desk, or lets it write again."""

        def deed(work: Work) -> None:
            if change.member:
                _meet(work, change.place.chat_id, change.who)
            else:
                conversation.lose(work, change.place.chat_id)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)

    async def _turn(
        self, chat_id: int, text: str, message: int | None, updates: Sequence[InboxUpdate]
    ) -> None:
        """Says ``text`` to the dialogue and posts what it answers, together with the end of the update."""
        update_id = updates[0].update_id
        metadata = {"update": update_id, "message": message, "chat": chat_id}
        answers = await self.dialogue.say(chat_id, text, update_id, metadata)

        def deed(work: Work) -> None:
            conversation.answer(work, chat_id, update_id, answers)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)
        self.woken()

    async def _forget(self, chat_id: int, updates: Sequence[InboxUpdate]) -> None:
        """An earlier try may have been heard before it failed: it is taken back, so that nothing is heard twice."""
        await self.dialogue.forget_turn(chat_id, updates[0].update_id)


def ids(updates: Sequence[InboxUpdate]) -> list[int]:
    return [one.update_id for one in updates]


def to_say(said: Said) -> str:
    """What the dialogue hears of a message.

    Only our own commands begin with a slash: it is the dialogue's sign for "this is an intent", and a customer who
    writes ``/rate{"ticket": 1, "stars": 5}`` must be read, not obeyed.
    """
    if said.contact is not None:
        return "/contact" + _json(phone=said.contact.phone, user=said.contact.user_id)
    if is_command(said) and said.command is not None:
        argument = said.command.argument
        payload = _json(payload=argument) if argument and said.command.name in WITH_ARGUMENT else ""
        return f"/{said.command.name}{payload}"
    text = said.heard.text.strip()
    if not tame(text):
        return "/attachment"
    if proof := named_in(text):
        return "/prove_by_code" + _json(number=proof.number, code=proof.code)
    return _without_sign(text[:LONGEST_SAID])


def is_command(said: Said) -> bool:
    return said.command is not None and said.command.name in COMMANDS


def _without_sign(text: str) -> str:
    return {"/": "／", "@": "＠"}[text[0]] + text[1:] if text[0] in "/@" else text


def _json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False)


def _record(work: Work, said: Said, updates: Sequence[InboxUpdate]) -> tuple[Recorded, bool]:
    """Writes it down; what goes to staff is finished with that. Also: whether it was written down before.

    Parts of an album that came later than a first try are recorded one by one: those that are known change nothing.
    """
    # A process that was killed in its turn left the message behind, but no count of its try.
    again = history.message_at(work, said.place.chat_id, said.heard.message_id) is not None
    recorded = conversation.record(work, said.heard, command=is_command(said) or said.contact is not None)
    for part in said.parts[1:]:
        conversation.record(work, part)
    if recorded.with_staff:
        inbox.finish(work, ids(updates))
    return recorded, again


def _payload(work: Work, pressed: Pressed, updates: Sequence[InboxUpdate]) -> str | None:
    """What the button says to the dialogue, or None and the update is finished."""
    meaning = post.pressed(work, pressed.token, pressed.place.chat_id)
    if meaning is None or "say" not in meaning:
        inbox.finish(work, ids(updates))
        return None
    _meet(work, pressed.place.chat_id, pressed.who)
    return str(meaning["say"])


def _meet(work: Work, chat_id: int, who: Who) -> None:
    conversation.meet(work, chat_id, who.name, who.username, who.language_code)
