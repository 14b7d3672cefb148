"""Bills: what is owed, what the customer says about a bill, and how they want to hear of them."""

from collections.abc import Callable, Sequence
from typing import Any

from actions.outages import told_beside
from actions.outcomes import tell
from actions.turn import DeskAction, Turn
from actions.voice import Button, button
from bot.desk.bill import BillState
from bot.desk.language import say_day
from bot.desk.money import say_sum
from bot.desk.policy_bills import DAYS_BEFORE
from bot.desk.wishes import BillDetail, Channel, Topic
from bot.service import bill_claims, bill_service, intake, local_days
from bot.service.bill_claims import Dealt
from bot.service.bill_service import Books, Line, Service
from bot.service.work import Work

ASKED = 6  # bills with a button of their own, where the desk asks which one is meant
LINKS = 3  # bills whose page is named in the text

Deed = Callable[[Work, int, int], Dealt | None]


class AskBill(DeskAction):
    """ "How much is my bill?", "did my payment arrive?": answered from the books, to those whose account it is.

    In reply to something about a live ticket it is read by the people who work on that, too.
    """

    called = "action_ask_bill"

    def take(self, turn: Turn) -> None:
        told_beside(turn)
        books = bill_service.books(turn.work, turn.heard.chat)
        added = intake.add_by_reply(turn.work, turn.heard.message) if turn.heard.message else None
        if added and not books.proven:
            tell(turn, added)
            return
        joined = [turn.voice.word("joined", number=added.ticket.number)] if added and added.ticket else []
        staff = []
        if turn.heard.message is not None:
            staff = [button(turn.voice.word("button_ask_staff"), "ask_staff", message=turn.heard.message)]
        if not books.proven:
            turn.say("bills_not_proven", buttons=[button(turn.voice.word("button_prove"), "account"), *staff])
            return
        keys = [button(turn.voice.word("button_bill_service"), "bills"), *staff]
        if any(line.state == BillState.OPEN for line in books.lines):
            keys = [button(turn.voice.word("button_bill_paid"), "bill_paid"), *keys]
        _tell(turn, books, [*_payment(turn, books), *joined], keys)


class Bills(DeskAction):
    """The customer's bills, and how they are reminded of them, to be changed by a tap."""

    called = "action_bills"

    def take(self, turn: Turn) -> None:
        books = bill_service.books(turn.work, turn.heard.chat)
        if not books.proven:
            turn.say("bills_not_proven", buttons=[button(turn.voice.word("button_prove"), "account")])
            return
        service = bill_service.service(turn.work, turn.heard.chat)
        said = "bill_service" if service.wanted else "bill_service_off"
        _tell(turn, books, [turn.voice.word(said, **_facts(turn, service))], _wishes(turn, service))


class BillWish(DeskAction):
    """One tap of the personal bill service."""

    called = "action_bill_wish"

    def take(self, turn: Turn) -> None:
        detail, channel = turn.heard.value("detail"), turn.heard.value("channel")
        service = bill_service.choose(
            turn.work,
            turn.heard.chat,
            detail=BillDetail(detail) if detail in set(BillDetail) else None,
            days=turn.heard.number("days"),
            channel=Channel(channel) if channel in set(Channel) else None,
        )
        turn.say("bill_service_kept", buttons=_wishes(turn, service), **_facts(turn, service))


class BillPaid(DeskAction):
    """ "I have paid": staff verify it, and reminders rest."""

    called = "action_bill_paid"

    def take(self, turn: Turn) -> None:
        _deal(turn, "bill_paid", bill_claims.claim_paid, (BillState.OPEN,))


class BillMoreTime(DeskAction):
    """Instalments or hardship: staff are asked."""

    called = "action_bill_more_time"

    def take(self, turn: Turn) -> None:
        _deal(turn, "bill_more_time", bill_claims.ask_more_time, (BillState.OPEN, BillState.CLAIMED))


class BillDispute(DeskAction):
    """The bill is wrong: a complaint, and reminders rest."""

    called = "action_bill_dispute"

    def take(self, turn: Turn) -> None:
        _deal(turn, "bill_dispute", bill_claims.dispute, (BillState.OPEN, BillState.CLAIMED))


def _deal(turn: Turn, intent: str, deed: Deed, meant: Sequence[BillState]) -> None:
    """Does it with the bill of the button; without one, with the only bill it can mean, else asks which."""
    bill = turn.heard.number("bill")
    if bill is None:
        books = bill_service.books(turn.work, turn.heard.chat)
        lines = [line for line in books.lines if line.state in meant]
        if len(lines) != 1:
            _ask_which(turn, intent, lines)
            return
        bill = lines[0].bill
    dealt = deed(turn.work, turn.heard.chat, bill)
    if dealt is None:
        turn.say("bill_not_yours")
        return
    facts: dict[str, Any] = {"bill": dealt.bill.number, "period": dealt.bill.period}
    turn.say(_outcome(intent, dealt), ticket=dealt.ticket, days=turn.work.policy.bills.verify_days, **facts)
    if dealt.ticket is not None:
        turn.remember(in_hand=dealt.ticket.id)


def _outcome(intent: str, dealt: Dealt) -> str:
    if dealt.what == "closed":
        return "bill_closed"
    if dealt.what == "done" or (intent == "bill_paid" and dealt.what == "already"):
        return f"{intent}_{dealt.what}"
    if dealt.ticket is None:  # somebody else's, on the same account
        return "bill_in_hand"
    return "bill_dispute_already" if dealt.bill.state == BillState.DISPUTED else "bill_more_time_already"


def _ask_which(turn: Turn, intent: str, lines: Sequence[Line]) -> None:
    if not lines:
        turn.say("bills_none")
        return
    keys = [
        button(
            turn.voice.word("bill_choice", period=_period(turn, line), sum=_sum(turn, line.sum)),
            intent,
            bill=line.bill,
        )
        for line in lines[:ASKED]
    ]
    turn.say(f"which_{intent}", buttons=keys)


def _tell(turn: Turn, books: Books, more: Sequence[str], keys: Sequence[Button]) -> None:
    if not books.lines:
        turn.say("bills_none", more=more, buttons=keys)
        return
    lines = [text for line in books.lines for text in _line(turn, line, len(books.lines) <= LINKS)]
    if books.left:
        lines.append(turn.voice.word("bills_left", left=books.left))
    if len(books.lines) > 1:
        total = " + ".join(_sum(turn, one) for one in books.totals)
        lines.append(turn.voice.word("bills_total", total=total))
    turn.say("bills", more=[*lines, *more], buttons=keys)


def _line(turn: Turn, line: Line, linked: bool) -> list[str]:
    today = local_days.today_of(turn.work)
    said = turn.voice.word(
        "bill_line_late" if line.due_on < today else "bill_line",
        account=line.account,
        period=_period(turn, line),
        sum=_sum(turn, line.sum),
        due=say_day(line.due_on, turn.voice.language, today),
        state=turn.voice.word(f"bill_state_{line.state}"),
    )
    pays = linked and line.url and line.state == BillState.OPEN
    return [said, turn.voice.word("bill_pay_at", url=line.url)] if pays else [said]


def _payment(turn: Turn, books: Books) -> list[str]:
    if books.last is None:
        return [turn.voice.word("no_payment")]
    on = say_day(books.last.on, turn.voice.language, local_days.today_of(turn.work))
    paid = {"period": books.last.period, "sum": _sum(turn, books.last.sum), "on": on}
    return [turn.voice.word("last_payment", **paid)]


def _period(turn: Turn, line: Line) -> str:
    if not line.part:
        return line.period
    return turn.voice.word("bill_part", period=line.period, part=line.part, parts=line.parts)


def _sum(turn: Turn, smallest: str) -> str:
    return say_sum(smallest, turn.voice.language)


def _facts(turn: Turn, service: Service) -> dict[str, Any]:
    when = {None: "bill_when_ladder", 1: "bill_when_day"}.get(service.days, "bill_when_days")
    return {
        "channel": turn.voice.word(f"bill_channel_{service.channel}"),
        "detail": turn.voice.word(f"bill_detail_{service.detail}"),
        "when": turn.voice.word(when, days=service.days),
    }


def _wishes(turn: Turn, service: Service) -> list[Button]:
    """A button for everything that can be other than it is."""
    word = turn.voice.word
    if not service.wanted:
        title = word("button_turn_on", topic=word("topic_bills"))
        return [button(title, "consent", topic=Topic.BILLS, given=True)]
    details = [one for one in BillDetail if one != service.detail]
    channels = [one for one in service.channels if one != service.channel]
    days = [one for one in DAYS_BEFORE if one != service.days]
    return [
        *(button(word(f"button_bill_detail_{one}"), "bill_wish", detail=one) for one in details),
        *(
            button(
                word("button_bill_day" if one == 1 else "button_bill_days", days=one), "bill_wish", days=one
            )
            for one in days
        ),
        *(button(word(f"button_bill_channel_{one}"), "bill_wish", channel=one) for one in channels),
    ]
