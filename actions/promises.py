"""What customers say of a promise: it was not kept."""

from actions import outcomes
from actions.turn import DeskAction, Turn
from actions.voice import Voice
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import LIVE
from bot.service import disputes
from bot.service.view import TicketView


class PromiseNotKept(DeskAction):
    """Told that a promise was kept, the customer says that it was not; whoever promised is called."""

    called = "action_promise_not_kept"

    def take(self, turn: Turn) -> None:
        found = disputes.dispute(turn.work, turn.heard.chat, turn.heard.number("promise") or 0)
        if found is None:
            turn.say("not_yours")
        elif found.over:
            turn.say("still_open" if found.ticket.state in LIVE else "closed_already", ticket=found.ticket)
        elif found.reopened is not None:
            outcomes.tell(turn, found.reopened)
        else:
            _tell(turn, found.promise, found.ticket)


def _tell(turn: Turn, promise: Promise, ticket: TicketView) -> None:
    words, due = promise.words, turn.voice.when(promise.due_at)
    if promise.state == PromiseState.MADE:
        turn.say("promise_goes_on", ticket=ticket, words=words, due=due)
    elif promise.state == PromiseState.BROKEN and promise.settled_at is None:
        turn.say("promise_missed", ticket=ticket, words=words, due=due)
    else:
        turn.say("promise_ended", ticket=ticket)


def standing(voice: Voice, ticket: TicketView) -> list[str]:
    """A line for each promise that the customer still waits for."""
    return [
        voice.word(
            "promise_broken" if one.broken else "promise_stands", words=one.words, due=voice.when(one.due_at)
        )
        for one in ticket.promises
    ]
