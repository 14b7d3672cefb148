"""Bills as the company's books have them: written down, and changed, whatever was learned of them since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import insert
from sqlmodel import SQLModel, col, select

from bot.desk import ladder
from bot.desk.bill import CLOSED, REMINDED, UNPAID, Bill, BillState, Instalment
from bot.desk.money import currency_of
from bot.service import bill_news, local_days, owed, payments, reminders
from bot.service.work import Work

Recorded = Literal["added", "changed", "unchanged"]
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


def _take_over(work: Work, bill: Bill, account_id: int, values: BillValues) -> str:
    """Changes a known bill to what the books say; why its reminders change, or nothing."""
    state = bill.state if values.state == BillState.OPEN else values.state
    last = _last_of_enough(work, bill, values.amount) if state in UNPAID else None
    state = BillState.PAID if last else state
    paid_on = values.paid_on or bill.paid_on or (last and last.paid_on) or local_days.today_of(work)
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
        payments.pay_parts(work, bill, paid_on)
    elif "amount" in changed:
        _share_again(work, bill)
    if state in REMINDED or state in CLOSED:
        payments.schedule(work, bill)
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
    today = local_days.today_of(work)
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


def _share_again(work: Work, bill: Bill) -> None:
    """The amount changed: what is left of it is spread over the unpaid instalments, where that is possible."""
    parts = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    unpaid = [part for part in parts if part.paid_on is None]
    left = bill.amount - sum(part.amount for part in parts if part.paid_on is not None)
    if len(unpaid) == 1 and left > 0:
        unpaid[0].amount = left
    elif unpaid and left >= len(unpaid):
        for part, amount in zip(unpaid, payments.shares(left, len(unpaid)), strict=True):
            part.amount = amount
    else:
        for part in unpaid:
            work.session.delete(part)
    work.session.flush()


def _twice(numbers: Iterable[str]) -> str:
    seen: set[str] = set()
    return next(one for one in numbers if one in seen or seen.add(one))  # type: ignore[func-returns-value]


def _table(noun: type[SQLModel]):  # type: ignore[no-untyped-def]
    return noun.__table__  # type: ignore[attr-defined]
