"""A short decent answer to what is no matter: greetings, thanks, nonsense, questions the desk cannot answer yet."""

from actions.outcomes import tell
from actions.turn import DeskAction, Turn
from actions.voice import button
from bot.desk.answers import CONFIDENT
from bot.desk.ticket import LIVE
from bot.service import intake, tickets


class Greet(DeskAction):
    """By name where it is known, and with the tickets that are still open."""

    called = "action_greet"

    def take(self, turn: Turn) -> None:
        if _doubtful(turn):
            return
        if turn.heard.message:
            intake.overhear(turn.work, turn.heard.message)
        live = tickets.live(turn.work, turn.heard.chat)
        more = []
        if live:
            numbers = turn.voice.word("and").join(one.number for one in live[:3])
            name = "open_matters" if len(live) > 1 else "open_matter"
            more = [turn.voice.word(name, count=len(live), numbers=numbers)]
        if turn.person.known and turn.person.name:
            turn.say("greeting_known", name=turn.person.name, more=more)
        else:
            turn.say("greeting", more=more)


class SmallTalk(DeskAction):
    """The answer is named by the intent: ``chitchat+thanks`` says ``thanks``; a yes to nothing is just heard."""

    called = "action_small_talk"
    heard_only = ("affirm", "deny", "skip")

    def take(self, turn: Turn) -> None:
        if _doubtful(turn):
            return
        intent = turn.heard.intent
        if intent != "help" and _passed_on(turn):
            return
        turn.say("acknowledge" if intent in self.heard_only else intent.removeprefix("chitchat+"))


class NotConnected(DeskAction):
    """Bills and outages are not connected to the chat: that is said, and staff can be asked.

    "When will the power be back?" in reply to a ticket is asked of the people who work on it.
    """

    called = "action_not_connected"

    def take(self, turn: Turn) -> None:
        added = intake.add_by_reply(turn.work, turn.heard.message) if turn.heard.message else None
        if added is not None:
            tell(turn, added)
            return
        keys = [
            button(turn.voice.word("button_ask_staff"), "ask_staff", message=turn.heard.about),
            button(turn.voice.word("button_person"), "talk_to_human", message=turn.heard.about),
        ]
        turn.say(turn.heard.intent, buttons=keys)


class Cancel(DeskAction):
    """Ends the question that is open; what was filed stays filed."""

    called = "action_cancel"

    def take(self, turn: Turn) -> None:
        in_hand = turn.heard.slots.get("in_hand")
        ticket = tickets.status(turn.work, turn.heard.chat, int(in_hand)) if in_hand else None
        if ticket is not None and ticket.state in LIVE:
            turn.say("cancelled_filed", ticket=ticket)
        else:
            turn.say("cancelled")


def _passed_on(turn: Turn) -> bool:
    """Whether these words went to the agent who talks with the customer just now."""
    ticket = intake.overhear(turn.work, turn.heard.message) if turn.heard.message else None
    if ticket is not None:
        turn.say("passed_on", ticket=ticket)
    return ticket is not None


def _doubtful(turn: Turn) -> bool:
    """Whether the model hardly believes that this is mere talk; then it is asked about, lest a matter gets lost."""
    if not turn.heard.intent.startswith("chitchat+") or turn.heard.confidence >= CONFIDENT:
        return False
    tell(turn, intake.unsure(turn.work, turn.heard.about, turn.heard.reading()))
    return True
