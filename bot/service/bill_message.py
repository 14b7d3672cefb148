"""What a message about bills holds: values for chat/wording, and its buttons."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.desk.bill import Bill
from bot.desk.money import currency_of, written
from bot.desk.wishes import BillDetail
from bot.service.owed import Owed
from bot.service.post import Key, Keys
from bot.service.view import shortened
from bot.service.work import Work

LINES = 12  # bills that one message names; of the others it says how many there are
PAY_BUTTONS = 4
NAME = 60  # characters of an account or a period


@dataclass(frozen=True)
class Message:
    values: dict[str, Any]
    keys: Keys


def message(
    work: Work,
    due: Sequence[Owed],
    others: Sequence[Owed],
    day: date,
    detail: BillDetail,
    *,
    links: bool,
    chat: bool = True,
) -> Message:
    """A reminder of ``due`` on a local day, with their ``others`` in full detail; else how many these are.

    ``links``: no buttons go with it, so that the page where it is paid stands in the text. Without a ``chat`` it names
    no commands.
    """
    full = detail == BillDetail.FULL
    said = [*due, *others][:LINES] if full else list(due)
    items = [item(work, one, day) for one in said[: len(due)]]
    more = [item(work, one, day) for one in said[len(due) :]]
    values = {
        "detail": detail,
        "count": len(due),
        "late": sum(one.due_on < day for one in due),
        "due_on": min(one.due_on for one in due).isoformat(),
        "totals": totals(due),
        "items": items[:LINES],
        "others": more,
        "left": len(due) + len(others) - (len(said) if full else len(due)),
        "links": links,
        "chat": chat,
    }
    return Message(values, keys(work, due))


def item(work: Work, one: Owed, day: date) -> dict[str, Any]:
    """One line: what, how much, by when, and where it is paid. ``days`` until it is due; negative: overdue."""
    return {
        "number": one.bill.number,
        "period": shortened(one.bill.period, NAME),
        "account": shortened(f"{one.account.number} {one.account.address}".strip(), NAME),
        "amount_sum": one.sum,
        "due_on": one.due_on.isoformat(),
        "days": (one.due_on - day).days,
        "part": one.part,
        "parts": one.parts,
        "url": link(work, one),
    }


def totals(owed: Sequence[Owed]) -> list[str]:
    """The sum in each currency, as values of words."""
    sums: Counter[str] = Counter()
    for one in owed:
        sums[one.bill.currency] += one.amount
    return [written(amount, currency) for currency, amount in sorted(sums.items())]


def link(work: Work, one: Owed) -> str:
    """The page where it is paid; empty when the policy names none."""
    return work.policy.bills.link(**link_values(one.bill, one.account.number, one.amount))


def link_values(bill: Bill, account: str, amount: int) -> dict[str, str]:
    """The fields of the policy's ``pay_link``; ``amount`` with its decimals, like 123.45."""
    decimals = Decimal(amount) / currency_of(bill.currency).sub_unit
    return {"number": bill.number, "account": account, "amount": str(decimals), "currency": bill.currency}


def keys(work: Work, owed: Sequence[Owed]) -> Keys:
    """Pay, I have paid, more time, something is wrong; with several bills the desk asks which one is meant."""
    bills = {one.bill.id: one.bill for one in owed}
    only = next(iter(bills.values())) if len(bills) == 1 else None
    return [
        *pay_keys(work, owed),
        [say("bill_paid", only), say("bill_more_time", only)],
        [say("bill_dispute", only), Key({"say": "/bills"}, word="key_bills")],
    ]


def pay_keys(work: Work, owed: Sequence[Owed]) -> Keys:
    word = "key_pay" if len(owed) == 1 else "key_pay_one"
    return [
        [
            Key(
                {},
                word=word,
                values={"period": shortened(one.bill.period, NAME), "amount_sum": one.sum},
                url=url,
            )
        ]
        for one in owed[:PAY_BUTTONS]
        if (url := link(work, one))
    ]


def say(intent: str, bill: Bill | None = None) -> Key:
    """A button that says something to the dialogue, about one bill or, without, about whichever is meant."""
    about = json.dumps({"bill": bill.id}) if bill else ""
    return Key({"say": f"/{intent}{about}"}, word=f"key_{intent}")
