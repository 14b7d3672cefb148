"""A customer's own tickets: how they stand, the list, taking one back."""

from actions import promises, suggestions
from actions.turn import DeskAction, Turn
from actions.voice import button
from bot.desk.answers import plain_numbers, ticket_number
from bot.desk.ticket import LIVE, State
from bot.service import intake, tickets
from bot.service.view import TicketView

LISTED = 6  # tickets with a button of their own


class CheckStatus(DeskAction):
    """ "How is it going?", with or without a number. Staff see that the customer asks, and how: it may be a plea."""

    called = "action_check_status"

    def take(self, turn: Turn) -> None:
        named = turn.heard.number("ticket") or ticket_number(turn.heard.text)
        found = _named(turn, named)
        live = tickets.live(turn.work, turn.heard.chat) if found is None and named is None else []
        if found is not None:
            _answer(turn, found, by_reply=named is None and turn.replied_to() == found.id)
        elif named is not None:
            turn.say("unknown_number", number=f"CD-{named}")
        elif len(live) == 1:
            _answer(turn, live[0])
        else:
            if turn.heard.message:
                intake.overhear(turn.work, turn.heard.message)
            tell_list(turn)


class ListMine(DeskAction):
    called = "action_list_mine"

    def take(self, turn: Turn) -> None:
        tell_list(turn)


class Withdraw(DeskAction):
    """Asks once before a ticket is taken back."""

    called = "action_withdraw"

    def take(self, turn: Turn) -> None:
        named = turn.heard.number("ticket") or ticket_number(turn.heard.text)
        ticket, live = _named(turn, named), tickets.live(turn.work, turn.heard.chat)
        if ticket is None and named is not None:
            turn.say("unknown_number", number=f"CD-{named}")
        elif ticket is not None and ticket.state not in LIVE:
            turn.say("closed_already", ticket=ticket)
        elif ticket is not None or len(live) == 1:
            _ask_sure(turn, ticket or live[0])
        elif live:
            keys = [button(f"{one.number} {one.first_words}", "withdraw", ticket=one.id) for one in live]
            turn.say("withdraw_which", buttons=keys[:LISTED])
        else:
            turn.say("nothing_to_withdraw")


class WithdrawSure(DeskAction):
    """The customer is sure: by the button, or by saying yes to the question. What was merged since goes on in another
    ticket, which they were not asked about.
    """

    called = "action_withdraw_sure"

    def take(self, turn: Turn) -> None:
        ticket_id = turn.heard.number("ticket") or int(turn.heard.slots.get("in_question") or 0)
        now = tickets.status(turn.work, turn.heard.chat, ticket_id)
        if now is not None and now.id != ticket_id and now.state in LIVE:
            _ask_sure(turn, now)
            return
        done = tickets.withdraw(turn.work, turn.heard.chat, ticket_id)
        if done is None:
            turn.say("not_yours")
            return
        what, ticket = done
        turn.remember(in_hand=None)
        turn.say("withdrawn" if what == "withdrawn" else "closed_already", ticket=ticket)


class Keep(DeskAction):
    """The customer does not take it back after all."""

    called = "action_keep"

    def take(self, turn: Turn) -> None:
        ticket_id = turn.heard.number("ticket") or int(turn.heard.slots.get("in_question") or 0)
        ticket = tickets.status(turn.work, turn.heard.chat, ticket_id)
        if ticket is None:
            turn.say("not_yours")
        else:
            turn.say("kept_open" if ticket.state in LIVE else "closed_already", ticket=ticket)


def _ask_sure(turn: Turn, ticket: TicketView) -> None:
    turn.remember(asked="withdraw", in_question=ticket.id)
    turn.say("withdraw_sure", ticket=ticket)


def _answer(turn: Turn, ticket: TicketView, by_reply: bool = False) -> None:
    """How a ticket stands, and what can be done about it; the words that asked go to staff.

    Who replied to a message about it hears so: what they wrote may be more than a question.
    """
    shown = intake.ask_after(turn.work, turn.heard.message, ticket.id) if turn.heard.message else None
    waited, ticket = ticket.waits, shown.ticket if shown and shown.ticket else ticket
    late = ticket.state == State.OPEN and ticket.owed and ticket.due_at < turn.work.now
    more = _by_when(turn, ticket, waited) if ticket.state == State.TAKEN else []
    more += promises.standing(turn.voice, ticket)
    more += suggestions.life(turn.work, turn.voice, ticket)
    more += [turn.voice.word("linked", linked=ticket.linked)] if ticket.linked else []
    if shown and by_reply:
        more.append(turn.voice.word("joined", number=ticket.number))
    turn.say("status_late" if late else f"status_{ticket.state}", ticket=ticket, more=more)


def _by_when(turn: Turn, ticket: TicketView, waited: bool) -> list[str]:
    """What is said of the next answer: that staff wait for the customer, or by when it is owed."""
    if waited:
        return [turn.voice.word("answer_waits")]
    if not ticket.owed:
        return []
    name = "answer_owed" if ticket.due_at > turn.work.now else "answer_late"
    return [turn.voice.word(name, due=turn.voice.when(ticket.due_at))]


def tell_list(turn: Turn) -> None:
    """The customer's tickets, the live ones with a button each."""
    mine = tickets.mine(turn.work, turn.heard.chat)
    if not mine:
        turn.say("nothing_filed")
        return
    lines = [line for one in mine for line in _lines(turn, one)]
    live = [one for one in mine if one.state in LIVE]
    keys = [button(one.number, "check_status", ticket=one.id) for one in (live or mine)[:LISTED]]
    turn.say("list", more=lines, buttons=keys)


def _lines(turn: Turn, ticket: TicketView) -> list[str]:
    facts = turn.voice.facts(ticket) | {"state": turn.voice.word(f"state_{ticket.state}")}
    linked = [turn.voice.word("list_linked", linked=ticket.linked)] if ticket.linked else []
    return [turn.voice.word("list_line", **facts), *linked]


def _named(turn: Turn, number: int | None) -> TicketView | None:
    """The ticket that the words name: by its number, by a reply to something said about it, or by a bare number."""
    chat = turn.heard.chat
    if number is not None:
        return tickets.status(turn.work, chat, number)
    replied_to = turn.replied_to()
    if replied_to is not None:
        return tickets.status(turn.work, chat, replied_to)
    bare = (tickets.status(turn.work, chat, one) for one in plain_numbers(turn.heard.text)[:3])
    return next((one for one in bare if one is not None), None)
