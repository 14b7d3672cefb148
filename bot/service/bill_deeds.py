"""What staff do about bills in the staff group: whether a payment arrived, instalments, nothing to pay."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.bill import CLOSED, UNPAID, Bill, BillState
from bot.desk.customer import Customer
from bot.desk.task import Task
from bot.service import bill_news, owed, payments
from bot.service.verdict import Verdict
from bot.service.work import Work


def press(work: Work, user_id: int, payload: Mapping[str, Any]) -> Verdict:
    """Does what a button about a bill says. ``user_id`` is a verified member of the staff group."""
    work.session.exec(select(Agent).where(Agent.user_id == user_id)).one()
    bill, deed = payments.hold(work, payload.get("bill")), _DEEDS.get(str(payload.get("do")))
    if bill is None or deed is None:
        return Verdict("gone")
    if bill.state in CLOSED:
        return Verdict("bill_closed", number=bill.number)
    return deed(work, bill, payload)


def received(work: Work, task: Task, agent: Agent) -> Verdict | None:
    """Staff found the payment that a customer spoke of."""
    bill = payments.hold(work, task.values.get("bill_id"))
    if bill is None or bill.state not in UNPAID:
        return None
    parts = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    if task.values.get("part", 0) not in [part.number for part in parts if part.paid_on is not None]:
        payments.pay_next(work, bill)
    return None


def not_found(work: Work, task: Task, agent: Agent) -> Verdict | None:
    """Staff did not find it: the customer is told, and reminders go on."""
    bill = payments.hold(work, task.values.get("bill_id"))
    customer = work.session.get(Customer, task.values.get("customer_id"))
    if bill is None or customer is None or bill.state not in (BillState.CLAIMED, BillState.OPEN):
        return None
    payments.change(work, bill, BillState.OPEN, "is open again")
    bill_news.tell_not_found(work, bill, customer, task)
    return None


def _settle(work: Work, bill: Bill, payload: Mapping[str, Any]) -> Verdict:
    payments.settle(work, bill)
    return Verdict("bill_settled", number=bill.number)


def _agree(work: Work, bill: Bill, payload: Mapping[str, Any]) -> Verdict:
    try:
        payments.agree_instalments(work, bill, int(payload["parts"]))
    except ValueError:
        return Verdict("bill_too_small", number=bill.number)
    return Verdict("bill_agreed", number=bill.number)


_DEEDS: Mapping[str, Callable[[Work, Bill, Mapping[str, Any]], Verdict]] = {
    "bill_settle": _settle,
    "bill_instalments": _agree,
}
