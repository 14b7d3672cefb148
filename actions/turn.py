"""A turn of the dialogue: one use case of the house in one transaction, and what is said about it."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.heard import Heard
from actions.voice import Button, Voice
from bot import wiring
from bot.desk.transcript import Message
from bot.service import identity, intake
from bot.service.identity import Person
from bot.service.view import TicketView
from bot.service.work import Work

# Slots that hold only until the next action: a question that was not answered is no longer asked.
MOMENTARY = ("asked", "in_question")
OF_RASA = ("action_listen", "action_session_start")  # Rasa's own actions, which say nothing


@dataclass(frozen=True)
class Saying:
    """One message to the customer. ``about`` is the ticket it speaks of; an ``alert`` goes ahead of everything."""

    text: str
    buttons: Sequence[Button] = ()
    about: int | None = None
    alert: bool = False


@dataclass
class Turn:
    """What an action works with. ``work`` is open while the action runs and committed before anything is said."""

    work: Work
    heard: Heard
    person: Person
    voice: Voice
    said: list[Saying] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)

    def say(
        self,
        name: str,
        /,
        *,
        ticket: TicketView | None = None,
        buttons: Sequence[Button] | None = None,
        more: Sequence[str] = (),
        alert: bool = False,
        **values: Any,
    ) -> None:
        """Says the response ``name``, with lines of ``more`` below it.

        The buttons are the response's own unless others are given.
        """
        values = (self.voice.facts(ticket) if ticket else {}) | values
        text = "\n".join([self.voice.word(name, **values), *more])
        keys = self.voice.buttons(name, **values) if buttons is None else buttons
        self.said.append(Saying(text, keys, ticket.id if ticket else None, alert))

    def remember(self, **slots: Any) -> None:
        self.slots.update(slots)

    def replied_to(self) -> int | None:
        """The ticket that the customer's message answers by Telegram's reply."""
        message = self.work.session.get(Message, self.heard.message) if self.heard.message else None
        return intake.ticket_replied_to(self.work, message) if message else None


class DeskAction(Action, ABC):
    """An action that Rasa calls: ``take`` does one thing of the house and says what came of it.

    It runs in a thread, so that a slow database never holds up other customers. A form that was open ends, unless
    ``keeps_form``: what the customer says comes before what the desk wanted to know.
    """

    called: str
    keeps_form = False

    def name(self) -> str:
        return self.called

    @abstractmethod
    def take(self, turn: Turn) -> None: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        check_unbroken(tracker)
        turn = await in_thread(self.take, tracker, domain)
        speak(dispatcher, turn.said)
        fresh = (
            {}
            if self.keeps_form
            else {slot: None for slot in MOMENTARY if tracker.get_slot(slot) is not None}
        )
        ending = [] if self.keeps_form else end_form(tracker)
        return [*ending, *(SlotSet(slot, value) for slot, value in (fresh | turn.slots).items())]


class TurnBroken(Exception):
    """An earlier action of this turn failed. Nothing more is said, so that the desk tries the whole turn again."""


def check_unbroken(tracker: Tracker) -> None:
    """Raises ``TurnBroken`` when an action before this one in the same turn failed.

    Rasa goes on after an action that failed, e.g. with the question of a form that is still open. Said, that question
    would look like an answer to what the customer wrote, and what the failed action was to file would be lost. Every
    action of ours that worked has said something (see ``speak``); one that failed has left only its name.
    """
    failed = None
    for event in tracker.events:
        match event.get("event"):
            case "user":
                failed = None
            case "action" if str(event.get("name")).startswith("action_") and event["name"] not in OF_RASA:
                if failed:
                    break
                failed = event["name"]
            case "bot":
                failed = None
    if failed:
        raise TurnBroken(f"{failed}: {TurnBroken.__doc__}")


async def in_thread(take: Any, tracker: Tracker, domain: DomainDict) -> Turn:
    """Runs ``take`` on a turn of this tracker in a thread, in one transaction."""
    return await asyncio.to_thread(_in_desk, take, Heard.of(tracker), domain.get("responses") or {})


def _in_desk(take: Any, heard: Heard, responses: dict[str, Any]) -> Turn:
    with wiring.desk()() as work:
        person = identity.person(work, heard.chat)
        turn = Turn(work, heard, person, Voice(work, responses, person.language))
        take(turn)
        return turn


def speak(dispatcher: CollectingDispatcher, said: Sequence[Saying]) -> None:
    """Every message ends in a custom part, which is how ``bot.dialogue`` knows where it ends and what it is about."""
    for one in said:
        dispatcher.utter_message(
            text=one.text,
            buttons=[dict(key) for key in one.buttons],
            json_message={"about": one.about, "alert": one.alert},
        )
    if not said:
        dispatcher.utter_message(json_message={"silent": True})


def end_form(tracker: Tracker) -> list[EventType]:
    """Ends the form that is open, if one is."""
    if not (tracker.active_loop or {}).get("name"):
        return []
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
