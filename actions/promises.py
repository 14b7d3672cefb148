"""What customers say of a promise: it was not kept."""

from actions.turn import DeskAction, Turn
from actions.voice import Voice
from bot.desk.promise import PromiseState
from bot.service import promise_endings
from bot.service.view import TicketView


class PromiseNotKept(DeskAction):
    """Told that a promise was kept, the customer says that it was not; whoever promised is called."""

    called = "action_promise_not_kept"

    def take(self, turn: Turn) -> None:
        found = promise_endings.disputed(turn.work, turn.heard.chat, turn.heard.number("promise") or 0)
        if found is None:
            turn.say("not_yours")
            return
        promise, ticket = found
        words, due = promise.words, turn.voice.when(promise.due_at)
        if promise.state == PromiseState.MADE:
            turn.say("promise_goes_on", ticket=ticket, words=words, due=due)
        elif promise.state == PromiseState.BROKEN:
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
