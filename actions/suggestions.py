"""What customers hear of their suggestions: how far they came, and the points that they were given."""

from collections.abc import Sequence

from actions.turn import DeskAction, Turn
from actions.voice import Voice
from bot.desk.suggestion import SuggestionState
from bot.desk.ticket import LIVE, State
from bot.service import points, suggestions
from bot.service.points import Gift
from bot.service.view import TicketView
from bot.service.work import Work

LISTED = 10  # gifts of points with a line of their own


class ShowPoints(DeskAction):
    """ "My points": how many, and for what."""

    called = "action_points"

    def take(self, turn: Turn) -> None:
        given = points.given_to(turn.work, turn.heard.chat)
        if not given:
            each = turn.work.policy.suggestions.points
            turn.say("points_none" if each else "points_not_given", points=each)
            return
        turn.say("points", points=sum(one.points for one in given), more=gifts(turn.voice, given))


def gifts(voice: Voice, given: Sequence[Gift]) -> list[str]:
    """What points were given for, in lines; the earliest of many are counted in one."""
    lines = [
        voice.word("points_line", given=voice.when(one.at), number=one.number, points=one.points)
        for one in given[:LISTED]
    ]
    if len(given) > LISTED:
        lines.append(voice.word("points_more", count=len(given) - LISTED))
    return lines


def life(work: Work, voice: Voice, ticket: TicketView) -> list[str]:
    """How far a suggestion has come, in lines below the status of its ticket; none for anything else."""
    found = suggestions.life_of(work, ticket)
    if found is None:
        return []
    match found.state:
        case SuggestionState.RECEIVED:
            arrived = voice.word("suggestion_received", department=ticket.department)
            return [arrived] if ticket.state in LIVE else []
        case SuggestionState.CONSIDERED:
            since = voice.when(found.changed_at)
            return [voice.word("suggestion_considered", department=ticket.department, since=since)]
        case SuggestionState.ADOPTED if found.points:
            lines = [voice.word("suggestion_adopted_points", points=found.points)]
        case _:
            lines = [voice.word(f"suggestion_{found.state}")]
    told = ticket.state == State.RESOLVED  # the line above them says the reason: it is what was done
    return lines if told else [*lines, voice.word("suggestion_reason", reason=found.reason)]
