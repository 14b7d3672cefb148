"""The customer mends what the desk understood: kind, category, urgency."""

from collections.abc import Mapping

from actions.outcomes import tell_danger
from actions.turn import DeskAction, Turn
from actions.voice import Button, button
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import LIVE
from bot.service import tickets
from bot.service.view import TicketView


class WrongKind(DeskAction):
    called = "action_wrong_kind"

    def take(self, turn: Turn) -> None:
        ticket = _theirs(turn)
        if ticket is not None:
            others = {turn.voice.kind(one): one for one in Kind if one != ticket.kind}
            turn.say("which_kind", ticket=ticket, buttons=_correcting(ticket, "kind", others))


class WrongCategory(DeskAction):
    called = "action_wrong_category"

    def take(self, turn: Turn) -> None:
        ticket = _theirs(turn)
        if ticket is not None:
            others = {turn.voice.category(one): one for one in Category if one != ticket.category}
            turn.say("which_category", ticket=ticket, buttons=_correcting(ticket, "category", others))


class Correct(DeskAction):
    called = "action_correct"

    def take(self, turn: Turn) -> None:
        kind, category = turn.heard.value("kind"), turn.heard.value("category")
        ticket = tickets.correct(
            turn.work,
            turn.heard.chat,
            turn.heard.number("ticket") or 0,
            kind=Kind(kind) if kind in set(Kind) else None,
            category=Category(category) if category in set(Category) else None,
        )
        if ticket is None:
            turn.say("not_yours")
        else:
            turn.say(_corrected(turn, ticket), ticket=ticket)


class ItIsUrgent(DeskAction):
    """Staff are alerted at once; only then is it asked what the danger is."""

    called = "action_it_is_urgent"

    def take(self, turn: Turn) -> None:
        ticket = _urgent(turn, None)
        if ticket is not None:
            keys = [
                button(turn.voice.word(f"hazard_{hazard}"), "hazard_is", ticket=ticket.id, hazard=hazard)
                for hazard in Hazard
            ]
            turn.say("which_hazard", ticket=ticket, buttons=keys, alert=True)


class HazardIs(DeskAction):
    """The danger has a name: its safety advice, and staff know it too."""

    called = "action_hazard_is"

    def take(self, turn: Turn) -> None:
        hazard = turn.heard.hazard or Hazard.OTHER
        ticket = _urgent(turn, hazard)
        if ticket is not None:
            tell_danger(turn, ticket, hazard, "urgent_joined")


def _corrected(turn: Turn, ticket: TicketView) -> str:
    """What is said of it: by when there is an answer only where one is owed, and not a time that has passed."""
    if not ticket.owed:
        return "corrected_only"
    return "corrected" if ticket.due_at > turn.work.now else "corrected_late"


def _theirs(turn: Turn) -> TicketView | None:
    """The ticket of the button that was pressed. None when it is not theirs: then that is said."""
    ticket = tickets.status(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0)
    if ticket is None:
        turn.say("not_yours")
    return ticket


def _correcting(ticket: TicketView, label: str, others: Mapping[str, str]) -> list[Button]:
    """A button for each of the other kinds (or categories), by its title."""
    return [button(title, "correct", ticket=ticket.id, **{label: one}) for title, one in others.items()]


def _urgent(turn: Turn, hazard: Hazard | None) -> TicketView | None:
    """The ticket, urgent from now on. None when it is closed, or not theirs: then that is said."""
    ticket = tickets.set_urgent(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0, hazard)
    if ticket is None:
        turn.say("not_yours")
    elif ticket.state not in LIVE:
        turn.say("closed_already", ticket=ticket)
    else:
        return ticket
    return None
