"""The customer mends what the desk understood: kind, category, urgency."""

from actions.outcomes import tell_danger
from actions.turn import DeskAction, Turn
from actions.voice import button
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import LIVE
from bot.service import tickets


class WrongKind(DeskAction):
    called = "action_wrong_kind"

    def take(self, turn: Turn) -> None:
        ticket = tickets.status(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0)
        if ticket is None:
            turn.say("not_yours")
            return
        others = [kind for kind in Kind if kind != ticket.kind]
        keys = [button(turn.voice.kind(kind), "correct", ticket=ticket.id, kind=kind) for kind in others]
        turn.say("which_kind", ticket=ticket, buttons=keys)


class WrongCategory(DeskAction):
    called = "action_wrong_category"

    def take(self, turn: Turn) -> None:
        ticket = tickets.status(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0)
        if ticket is None:
            turn.say("not_yours")
            return
        others = [category for category in Category if category != ticket.category]
        keys = [button(turn.voice.category(one), "correct", ticket=ticket.id, category=one) for one in others]
        turn.say("which_category", ticket=ticket, buttons=keys)


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
            turn.say("corrected", ticket=ticket)


class ItIsUrgent(DeskAction):
    """Staff are alerted at once; only then is it asked what the danger is."""

    called = "action_it_is_urgent"

    def take(self, turn: Turn) -> None:
        ticket = tickets.set_urgent(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0, None)
        if ticket is None:
            turn.say("not_yours")
        elif ticket.state not in LIVE:
            turn.say("closed_already", ticket=ticket)
        else:
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
        ticket = tickets.set_urgent(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0, hazard)
        if ticket is None:
            turn.say("not_yours")
        elif ticket.state not in LIVE:
            turn.say("closed_already", ticket=ticket)
        else:
            tell_danger(turn, ticket, hazard, "urgent_joined")
