"""What is to be paid: open bills, or the unpaid parts of those that are paid in instalments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.bill import Bill, BillState, Instalment
from bot.desk.money import written
from bot.service.work import Work


@dataclass(frozen=True)
class Owed:
    """A bill, or one part of it. ``amount`` in the smallest unit; ``part`` counts from 1, and is 0 for a whole bill.

    ``coming``: the next thing to be paid of this bill.
    """

    bill: Bill
    account: Account
    amount: int
    due_on: date
    part: int = 0
    parts: int = 0
    coming: bool = True

    @property
    def sum(self) -> str:
        """As a value of words (``…_sum``)."""
        return written(self.amount, self.bill.currency)


def of_accounts(
    work: Work,
    account_ids: Iterable[int],
    states: Sequence[BillState] = (BillState.OPEN,),
    *,
    hold: bool = False,
) -> list[Owed]:
    """What is owed on these accounts, the earliest first. ``hold``: leaves out what somebody else changes just now."""
    # Said the other way round, so that SQLite goes by the accounts and not through everything that is open.
    others = [one for one in BillState if one not in states]
    query = (
        select(Bill, Account)
        .join(Account, col(Account.id) == col(Bill.account_id))
        .where(col(Bill.account_id).in_(list(account_ids)), col(Bill.state).not_in(others))
    )
    if hold:
        query = query.with_for_update(skip_locked=True, of=Bill)
    found = work.session.exec(query.execution_options(populate_existing=True)).all()
    parts = parts_of(work, [bill.id or 0 for bill, _ in found])
    owed = [one for bill, account in found for one in _owed(bill, account, parts[bill.id or 0])]
    return sorted(owed, key=lambda one: (one.due_on, one.bill.id or 0))


def parts_of(work: Work, bill_ids: Iterable[int]) -> dict[int, list[Instalment]]:
    """The instalments of these bills, in order; an empty list for a bill that has none."""
    found: dict[int, list[Instalment]] = defaultdict(list)
    query = select(Instalment).where(col(Instalment.bill_id).in_(list(bill_ids)))
    for part in work.session.exec(query.order_by(col(Instalment.bill_id), col(Instalment.number))):
        found[part.bill_id].append(part)
    return found


def coming_of(work: Work, bill: Bill) -> tuple[int, int, date]:
    """What is to be paid next of a bill: the number of the instalment (0 for the bill itself), its amount in the
    smallest unit, and the local date on which it is due.
    """
    parts = parts_of(work, [bill.id or 0])[bill.id or 0]
    for part in parts:
        if part.paid_on is None:
            return part.number, part.amount, part.due_on
    return 0, bill.amount - sum(part.amount for part in parts), bill.due_on


def _owed(bill: Bill, account: Account, parts: Sequence[Instalment]) -> list[Owed]:
    unpaid = [part for part in parts if part.paid_on is None]
    if not unpaid:
        left = bill.amount - sum(part.amount for part in parts)
        return [Owed(bill, account, left, bill.due_on)] if left > 0 else []
    return [
        Owed(bill, account, part.amount, part.due_on, part.number, len(parts), part is unpaid[0])
        for part in unpaid
    ]
