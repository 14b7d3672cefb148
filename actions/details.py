"""The form of at most two questions after a ticket is filed: which home, meter or order, and since when."""

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.heard import Heard
from actions.turn import DeskAction, Turn, in_thread
from bot.desk.answers import Question, Verdict, judge
from bot.desk.ticket import LIVE
from bot.service import intake, tickets


async def extract(
    question: Question, tracker: Tracker, domain: DomainDict, about: str = "in_hand"
) -> dict[str, Any]:
    """The slot of ``question`` from the customer's words: the answer, empty when skipped.

    Nothing when they said something else, something else was asked, or they replied to another ticket than the one in
    the slot ``about``: then the form makes way.
    """
    if tracker.get_slot("requested_slot") != question:
        return {}
    heard, replied_to = Heard.of(tracker), []
    await in_thread(lambda turn: replied_to.append(turn.replied_to()), tracker, domain)
    if replied_to[0] not in (None, int(heard.slots.get(about) or 0)):
        return {}
    verdict = judge(question, heard.text, heard.intent, heard.confidence, heard.hazard is not None)
    if verdict == Verdict.ELSE:
        return {}
    return {question.value: heard.text.strip() if verdict == Verdict.ANSWER else ""}


class ValidateDetailsForm(FormValidationAction):
    """Each answer is written into the ticket as soon as it is given."""

    def name(self) -> str:
        return "validate_details_form"

    async def extract_place(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return await extract(Question.PLACE, tracker, domain)

    async def extract_since(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return await extract(Question.SINCE, tracker, domain)

    async def validate_place(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value:
            await in_thread(lambda turn: _add(turn, place=value), tracker, domain)
        return {"place": value}

    async def validate_since(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value:
            await in_thread(lambda turn: _add(turn, since=value), tracker, domain)
        return {"since": value}


class AskPlace(DeskAction):
    called = "action_ask_details_form_place"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        turn.say("ask_place", ticket=_in_hand(turn))


class AskSince(DeskAction):
    called = "action_ask_details_form_since"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        turn.say("ask_since", ticket=_in_hand(turn))


class DetailsDone(DeskAction):
    """The questions are over; the customer hears that their answers arrived."""

    called = "action_details_done"

    def take(self, turn: Turn) -> None:
        answered = turn.heard.slots.get("place") or turn.heard.slots.get("since")
        ticket = _in_hand(turn)
        turn.say("details_noted" if answered and ticket else "details_skipped", ticket=ticket)


def _add(turn: Turn, place: str | None = None, since: str | None = None) -> None:
    """The answer becomes a fact of the ticket, and the message that carried it one of the ticket's words.

    A ticket that was closed meanwhile is not opened again by an answer to an old question.
    """
    ticket_id, message = int(turn.heard.slots.get("in_hand") or 0), turn.heard.message
    ticket = tickets.add_details(turn.work, turn.heard.chat, ticket_id, place=place, since=since)
    if ticket is not None and ticket.state in LIVE and message is not None:
        intake.place(turn.work, turn.heard.chat, message, ticket_id)


def _in_hand(turn: Turn) -> Any:
    return tickets.status(turn.work, turn.heard.chat, int(turn.heard.slots.get("in_hand") or 0))
