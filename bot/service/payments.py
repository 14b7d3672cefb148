"""Bills on their way: recorded, paid, claimed, disputed, settled; its reminders follow at once.

Every change is made on a bill that is held, plans its reminders anew and mends what waits to be said, in one
transaction. So nobody is reminded of what was paid a moment before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import insert
from sqlmodel import SQLModel, col, select

from bot.desk import ladder
from bot.desk.account import Account
from bot.desk.bill import CLOSED, REMINDED, UNPAID, Bill, BillState, Instalment
from bot.desk.labels import Kind
from bot.desk.money import currency_of
from bot.desk.ticket import LIVE, Ticket
from bot.service import bill_news, owed, reminders
from bot.service.work import Work

Recorded = Literal["added", "changed", "unchanged"]
PIECE = 500  # bills that are scheduled anew in one transaction
IN_BOOKS = (BillState.OPEN, BillState.PAID, BillState.SETTLED, BillState.CANCELLED)


@dataclass(frozen=True)
class BillValues:
    """A bill as the company's books have it; ``amount`` in the smallest unit of ``currency``.

    Raises ``ValueError`` naming the field that cannot be.
    """

    number: str
    period: str
    amount: int
    currency: str
    due_on: date
    state: BillState = BillState.OPEN
    paid_on: date | None = None

    def __post_init__(self) -> None:
        if not self.number.strip():
            raise ValueError("number: empty; every bill needs the number on its paper")
        if self.amount <= 0:
            raise ValueError(f"amount: {self.amount}; write what is to be paid, more than zero")
        if self.state not in IN_BOOKS:
            raise ValueError(f"state: {self.state}; the books know {', '.join(IN_BOOKS)}")
        currency_of(self.currency)


def record(work: Work, account_id: int, values: BillValues) -> Recorded:
    """Writes one bill as the books have it. See ``record_all``."""
    (done,) = record_all(work, [(account_id, values)])
    return done


def record_all(work: Work, rows: Sequence[tuple[int, BillValues]]) -> list[Recorded]:
    """Writes bills with the accounts that owe them, new or known by their number; what became of each.

    That a bill is open in the books does not take back what was learned since: that it is paid, claimed, disputed or
    settled (``reopen`` does). Raises ``ValueError`` for a number that comes twice.
    """
    numbers = [values.number for _, values in rows]
    if len(set(numbers)) != len(numbers):
        raise ValueError(f"number: {_twice(numbers)} comes twice; each bill once")
    query = select(Bill).where(col(Bill.number).in_(numbers)).order_by(col(Bill.id)).with_for_update()
    known = {one.number: one for one in work.session.exec(query.execution_options(populate_existing=True))}
    new = [(account_id, values) for account_id, values in rows if values.number not in known]
    if new:
        work.session.flush()
        work.session.connection().execute(insert(_table(Bill)), [_fresh(work, *one) for one in new])
    reasons: dict[int, str] = {}
    paid: list[Bill] = []
    done: list[Recorded] = []
    for account_id, values in rows:
        bill = known.get(values.number)
        if bill is None:
            done.append("added")
            continue
        before, was = bill.account_id, bill.state
        why = _take_over(work, bill, account_id, values)
        done.append("changed" if why else "unchanged")
        if why:
            reasons |= {before: why, account_id: why}
        if bill.state == BillState.PAID != was:
            paid.append(bill)
    if reasons:
        work.session.flush()
        reminders.refresh(work, reasons)
        bill_news.thank(work, paid)
    return done


def hold(work: Work, bill_id: int | None) -> Bill | None:
    """The bill as it is now, held for this transaction."""
    if bill_id is None or not 0 < bill_id < 2**31:
        return None
    return _held(work, bill_id)


def find(work: Work, number: str) -> Bill | None:
    """The bill with this number, held."""
    known = work.session.exec(select(Bill.id).where(Bill.number == number)).first()
    return _held(work, known) if known else None


def pay(work: Work, bill: Bill, on: date | None = None) -> None:
    """The whole bill is paid, on a local date (today); the customer is thanked once."""
    if bill.state == BillState.PAID:
        return
    _pay_parts(work, bill, on or reminders.local_day(work))
    bill.paid_on = on or reminders.local_day(work)
    change(work, bill, BillState.PAID, "was paid")
    bill_news.thank(work, [bill])


def pay_next(work: Work, bill: Bill) -> None:
    """What was to be paid next is paid: the earliest instalment; with the last one, the bill."""
    unpaid = [part for part in owed.parts_of(work, [bill.id or 0])[bill.id or 0] if part.paid_on is None]
    if len(unpaid) < 2:
        pay(work, bill)
        return
    unpaid[0].paid_on = reminders.local_day(work)
    work.session.add(unpaid[0])
    state = BillState.DISPUTED if bill.state == BillState.DISPUTED else BillState.OPEN
    change(work, bill, state, f"was paid in part ({unpaid[0].number})")
    bill_news.thank_for_part(work, bill, unpaid[0])


def settle(work: Work, bill: Bill) -> None:
    """Nothing more is to be paid: credited or written off. Its customers are told."""
    if bill.state not in CLOSED:
        change(work, bill, BillState.SETTLED, "was settled")
        bill_news.tell_of(work, bill, "bill_settled")


def cancel(work: Work, bill: Bill) -> None:
    """It was issued by mistake. Its customers are told."""
    if bill.state not in CLOSED:
        change(work, bill, BillState.CANCELLED, "was cancelled")
        bill_news.tell_of(work, bill, "bill_cancelled")


def reopen(work: Work, bill: Bill) -> None:
    """What was thought to be closed is to be paid after all, and so are the instalments that this payment had paid."""
    for part in owed.parts_of(work, [bill.id or 0])[bill.id or 0]:
        if part.with_bill:
            part.paid_on, part.with_bill = None, False
            work.session.add(part)
    bill.paid_on = None
    change(work, bill, BillState.OPEN, "is open again")


def agree_instalments(work: Work, bill: Bill, parts: int) -> list[Instalment]:
    """What is left of a bill is paid in so many parts, each reminded of; the customer is told the plan.

    The first is due when the bill is, or, where that is past, ``instalment_days`` from today. Raises ``ValueError`` for
    a closed bill or a number of parts that cannot be.
    """
    if bill.state not in UNPAID:
        raise ValueError(
            f"bill {bill.number} is {bill.state}; only what is unpaid can be paid in instalments"
        )
    known = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    paid = [part for part in known if part.paid_on is not None]
    left = bill.amount - sum(part.amount for part in paid)
    amounts = shares(left, parts)
    for part in known:
        if part.paid_on is None:
            work.session.delete(part)
    work.session.flush()
    first, every = _first_day(work, bill), timedelta(days=work.policy.bills.instalment_days)
    agreed = [
        Instalment(bill_id=bill.id or 0, number=len(paid) + at + 1, amount=amount, due_on=first + at * every)
        for at, amount in enumerate(amounts)
    ]
    work.session.add_all(agreed)
    work.session.flush()
    change(work, bill, BillState.OPEN, "is paid in instalments")
    bill_news.tell_plan(work, bill, [*paid, *agreed])
    return agreed


def shares(amount: int, parts: int) -> list[int]:
    """``amount`` in equal parts; what does not divide goes to the first ones. Raises ``ValueError``."""
    if not 2 <= parts <= 36:
        raise ValueError(f"{parts} instalments; write a number from 2 to 36")
    if amount < parts:
        raise ValueError(f"{amount} of the smallest unit cannot be paid in {parts} parts; write fewer")
    share, rest = divmod(amount, parts)
    return [share + (at < rest) for at in range(parts)]


def follow(work: Work, ticket: Ticket) -> None:
    """A ticket was closed or opened again: the bill that it disputes is reminded of again, or rests."""
    query = select(Bill).where(Bill.ticket_id == ticket.id).order_by(col(Bill.id)).with_for_update()
    for bill in work.session.exec(query.execution_options(populate_existing=True)).all():
        if bill.state == BillState.DISPUTED and ticket.state not in LIVE:
            change(work, bill, BillState.OPEN, "is open again")
            bill_news.tell_of(work, bill, "bill_open_again", step=f"{ticket.id}:{ticket.round}")
        elif bill.state == BillState.OPEN and ticket.state in LIVE and ticket.kind == Kind.COMPLAINT:
            change(work, bill, BillState.DISPUTED, "is disputed")


def schedule_all(work: Work, after: int = 0) -> int:
    """Plans the reminders of some hundred open bills behind the id ``after`` anew: the policy's ladder is another one.

    Returns the last id; 0 when there is none left.
    """
    query = select(Bill).where(Bill.state == BillState.OPEN, col(Bill.id) > after).order_by(col(Bill.id))
    bills = work.session.exec(query.limit(PIECE).with_for_update()).all()
    for bill in bills:
        schedule(work, bill)
    return bills[-1].id or 0 if bills else 0


def change(work: Work, bill: Bill, state: BillState, why: str, until: date | None = None) -> None:
    """Gives a held bill another state, plans its reminders and mends the one that waits.

    ``until``: the local date on which the clock looks at it again although it is not reminded of.
    """
    bill.state, bill.changed_at = state, work.now
    schedule(work, bill)
    if until is not None:
        bill.remind_on = until
    work.session.flush()
    reminders.refresh(work, {bill.account_id: f"bill {bill.number} {why}"})
    if state in CLOSED:
        bill_news.end_tasks(work, bill)


def schedule(work: Work, bill: Bill) -> None:
    """When the clock looks at the bill and its instalments next; never, where nothing is reminded of."""
    days, today = work.policy.bills.look_days(), reminders.local_day(work)
    parts = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    unpaid = [part for part in parts if part.paid_on is None]
    reminded = bill.state in REMINDED
    bill.remind_on = ladder.next_step(days, bill.due_on, today) if reminded and not unpaid else None
    for part in parts:
        due = reminded and part.paid_on is None
        part.remind_on = ladder.next_step(days, part.due_on, today) if due else None
    work.session.add_all([bill, *parts])


def _take_over(work: Work, bill: Bill, account_id: int, values: BillValues) -> str:
    """Changes a known bill to what the books say; why its reminders change, or nothing."""
    state = bill.state if values.state == BillState.OPEN else values.state
    last = _last_of_enough(work, bill, values.amount) if state in UNPAID else None
    state = BillState.PAID if last else state
    paid_on = values.paid_on or bill.paid_on or (last and last.paid_on) or reminders.local_day(work)
    new = {
        "account_id": account_id,
        "period": values.period,
        "amount": values.amount,
        "currency": values.currency,
        "due_on": values.due_on,
        "state": state,
        "paid_on": paid_on if state == BillState.PAID else None,
    }
    changed = [name for name, value in new.items() if getattr(bill, name) != value]
    if not changed:
        return ""
    for name in changed:
        setattr(bill, name, new[name])
    bill.changed_at = work.now
    if last is not None:
        last.with_bill = True
        _share_again(work, bill)
    elif state == BillState.PAID:
        _pay_parts(work, bill, paid_on)
    elif "amount" in changed:
        _share_again(work, bill)
    if state in REMINDED or state in CLOSED:
        schedule(work, bill)
    if state in CLOSED:
        bill_news.end_tasks(work, bill)
    verb = f"was {state}" if "state" in changed else "was changed"
    return f"bill {bill.number} {verb}"


def _last_of_enough(work: Work, bill: Bill, amount: int) -> Instalment | None:
    """The last instalment that was paid, where with it all of ``amount`` is: it closed the bill."""
    if amount >= bill.amount:
        return None
    parts = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    paid = [part for part in parts if part.paid_on is not None]
    return paid[-1] if paid and sum(part.amount for part in paid) >= amount else None


def _fresh(work: Work, account_id: int, values: BillValues) -> dict[str, object]:
    today = reminders.local_day(work)
    reminded = values.state in REMINDED
    days = work.policy.bills.look_days()
    return {
        "number": values.number,
        "account_id": account_id,
        "period": values.period,
        "amount": values.amount,
        "currency": values.currency,
        "due_on": values.due_on,
        "state": values.state,
        "paid_on": (values.paid_on or today) if values.state == BillState.PAID else None,
        "remind_on": ladder.next_step(days, values.due_on, today) if reminded else None,
        "created_at": work.now,
        "changed_at": work.now,
    }


def _pay_parts(work: Work, bill: Bill, on: date) -> None:
    for part in owed.parts_of(work, [bill.id or 0])[bill.id or 0]:
        if part.paid_on is None:
            part.paid_on, part.with_bill = on, True
        part.remind_on = None
        work.session.add(part)


def _share_again(work: Work, bill: Bill) -> None:
    """The amount changed: what is left of it is spread over the unpaid instalments, where that is possible."""
    parts = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    unpaid = [part for part in parts if part.paid_on is None]
    left = bill.amount - sum(part.amount for part in parts if part.paid_on is not None)
    if len(unpaid) == 1 and left > 0:
        unpaid[0].amount = left
    elif unpaid and left >= len(unpaid):
        for part, amount in zip(unpaid, shares(left, len(unpaid)), strict=True):
            part.amount = amount
    else:
        for part in unpaid:
            work.session.delete(part)
    work.session.flush()


def _first_day(work: Work, bill: Bill) -> date:
    today = reminders.local_day(work)
    return bill.due_on if bill.due_on > today else today + timedelta(days=work.policy.bills.instalment_days)


def _held(work: Work, bill_id: int) -> Bill | None:
    query = select(Bill).where(Bill.id == bill_id).with_for_update()
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def account_of(work: Work, bill: Bill) -> Account:
    return work.session.get_one(Account, bill.account_id)


def _twice(numbers: Iterable[str]) -> str:
    seen: set[str] = set()
    return next(one for one in numbers if one in seen or seen.add(one))  # type: ignore[func-returns-value]


def _table(noun: type[SQLModel]):  # type: ignore[no-untyped-def]
    return noun.__table__  # type: ignore[attr-defined]
