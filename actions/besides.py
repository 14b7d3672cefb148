"""What a message says besides: filed as a ticket of its own, or left. An open form goes on where it was."""

from actions.turn import DeskAction, Turn
from bot.service import linking


class FileRemark(DeskAction):
    """The customer wants it filed; photos go into the new ticket, unless the first one is just being asked about."""

    called = "action_file_remark"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        ticket = linking.file_theirs(turn.work, turn.heard.chat, turn.heard.number("remark") or 0)
        if ticket is None:
            turn.say("not_yours")
            return
        turn.say("filed", ticket=ticket, more=[turn.voice.word("linked", linked=ticket.linked)])
        if not turn.heard.slots.get("requested_slot"):
            turn.remember(in_hand=ticket.id)


class LeaveRemark(DeskAction):
    """The customer wants no ticket for it; staff still see it."""

    called = "action_leave_remark"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        done = linking.leave_theirs(turn.work, turn.heard.chat, turn.heard.number("remark") or 0)
        if done is None:
            turn.say("not_yours")
            return
        what, ticket = done
        turn.say("besides_left" if what == "left" else "besides_filed", ticket=ticket)
