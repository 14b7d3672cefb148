"""What customers are told when something happens to a bill: paid, settled, open again, paid in instalments."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.bill import Bill, Instalment
from bot.desk.customer import Customer
from bot.desk.money import written
from bot.desk.task import Task, TaskKind
from bot.desk.wishes import Channel, Topic
from bot.service import audience, bill_message, bill_ways, correspondents, owed, post, speaking, tasks
from bot.service.post import Key, Keys, Lane
from bot.service.speaking import Word
from bot.service.work import Work

MOST_CLAIMS = 20  # of one bill; later ones are ended by staff
NEWS = timedelta(days=3)  # later it is none any more
ANSWERS = ("bill_open_again",)  # to what was written in a chat
LATELY = timedelta(days=7)  # a payment that the books learn of later than this is not thanked for


def thank(work: Work, bills: Iterable[Bill]) -> None:
    """Says once that a payment arrived, if the policy wants that."""
    since = (work.now - LATELY).astimezone(work.policy.zone).date()
    for bill in bills if work.policy.bills.confirm_payment else ():
        if bill.paid_on is not None and bill.paid_on >= since:
            tell_of(work, bill, "bill_paid", step=bill.paid_on.isoformat())


def thank_for_part(work: Work, bill: Bill, part: Instalment) -> None:
    """Says once that an instalment arrived, if the policy wants that."""
    if work.policy.bills.confirm_payment:
        more = {"part": part.number, "amount_sum": written(part.amount, bill.currency)}
        tell_of(work, bill, "bill_part_paid", step=str(part.number), **more)


def tell_plan(work: Work, bill: Bill, parts: Sequence[Instalment]) -> None:
    """Tells the instalments that were agreed."""
    plan = [
        {
            "part": one.number,
            "amount_sum": written(one.amount, bill.currency),
            "due_on": one.due_on.isoformat(),
        }
        for one in parts
        if one.paid_on is None
    ]
    tell_of(work, bill, "bill_instalments", step=work.now.isoformat(), parts=plan, count=len(plan))


def tell_of(work: Work, bill: Bill, kind: str, *, step: str = "1", **more: Any) -> None:
    """Tells everybody who may know of the bill, and who is written to about it; once per kind and step. ``kind`` names
    the text of chat/wording.
    """
    customers = [one for one, _ in audience.chats_of(work, [bill.account_id], proven=True)]
    chosen = bill_ways.ways(work, customers)
    ways = {speaking.mark_of(one): chosen[one.id or 0] for one in customers}
    if kind not in ANSWERS:
        for one in correspondents.of_accounts(work, [bill.account_id], correspondents.WHO_PAYS):
            customers.append(one.customer)
            ways[speaking.mark_of(one.customer)] = one.way
    values = values_of(bill) | more
    speaking.tell_all(
        work,
        [
            Word(
                customer=customer,
                topic=Topic.BILLS,
                subject=f"bill:{bill.id}",
                kind=kind,
                step=f"{speaking.mark_of(customer)}:{step}",
                template=kind,
                values=values,
                expires_at=work.now + NEWS,
                channel=ways[speaking.mark_of(customer)][0],
                address=ways[speaking.mark_of(customer)][1],
            )
            for customer in customers
        ],
    )


def tell_not_found(work: Work, bill: Bill, customer: Customer, task: Task) -> None:
    """Answers a customer who said that they had paid: staff do not find it. An answer, so at any hour.

    Nothing to somebody who was erased or cannot be reached, or whose account it is no more.
    """
    theirs = [one.id for one, _ in audience.chats_of(work, [bill.account_id], proven=True)]
    if customer.unreachable_at is not None or customer.id not in theirs:
        return
    _, amount, due_on = owed.coming_of(work, bill)
    amount_sum = written(amount, bill.currency)
    url = work.policy.bills.link(**bill_message.link_values(bill, _account_number(task), amount))
    pay = [[Key({}, word="key_pay", values={"amount_sum": amount_sum}, url=url)]]
    more: Keys = [
        [bill_message.say("bill_paid", bill), Key({"say": "/talk_to_human"}, word="key_talk_to_human")]
    ]
    post.to_customer(
        work,
        customer,
        f"bill:{bill.id}",
        "payment_not_found",
        step=f"task:{task.id}",
        lane=Lane.NOTICE,
        template="payment_not_found",
        values=values_of(bill) | {"amount_sum": amount_sum, "due_on": due_on.isoformat()},
        keys=[*(pay if url else []), *more],
        topic=Topic.BILLS,
        channel=Channel.TELEGRAM,
    )


def values_of(bill: Bill) -> dict[str, Any]:
    """What any sentence about a bill may name."""
    return {
        "number": bill.number,
        "period": bill.period[: bill_message.NAME],
        "amount_sum": written(bill.amount, bill.currency),
        "due_on": bill.due_on.isoformat(),
    }


def end_tasks(work: Work, bill: Bill) -> None:
    """Nobody needs to look for the payment of a bill that is closed."""
    query = select(Task).where(
        Task.kind == TaskKind.VERIFY_PAYMENT,
        col(Task.subject).in_([f"bill:{bill.id}/{number + 1}" for number in range(MOST_CLAIMS)]),
        col(Task.done_at).is_(None),
    )
    for task in work.session.exec(query).all():
        tasks.done(work, task, "no_reason")


def _account_number(task: Task) -> str:
    return str(task.values.get("account", ""))
