"""Bills of the company's books; what they change of reminders is ``payments``' to know."""

from collections.abc import Mapping

from bot.desk.account import Account
from bot.desk.bill import BillState
from bot.desk.money import in_smallest
from bot.service import bill_records
from bot.service.bill_records import BillValues
from bot.service.books_rows import BillRow
from bot.service.books_taken import Taken, ids_by_number
from bot.service.local_days import today_of
from bot.service.work import Work

MOST = 2**31 - 1  # of the smallest unit: what a column holds


def take_bills(work: Work, rows: Mapping[int, BillRow]) -> Taken:
    """Writes bills by their number; ``rows`` by the line they stand in."""
    taken = Taken()
    accounts = ids_by_number(work, Account, (row.account for row in rows.values()))
    wanted = []
    for line, row in rows.items():
        values = _values(work, taken, line, row)
        if row.account not in accounts:
            taken.refuse(line, "account", row.account, "unknown_account")
        elif values is not None:
            wanted.append((accounts[row.account], values))
    for outcome in bill_records.record_all(work, wanted) if wanted else []:
        setattr(taken, outcome, getattr(taken, outcome) + 1)
    return taken


def _values(work: Work, taken: Taken, line: int, row: BillRow) -> BillValues | None:
    """The bill as it is recorded, or None and why not is noted."""
    currency = row.currency or work.policy.bills.currency
    state = row.state or (BillState.PAID if row.paid else BillState.OPEN)
    try:
        amount = in_smallest(row.amount, currency)
    except ValueError:
        taken.refuse(line, "amount", str(row.amount), "too_many_decimals", currency=currency)
        return None
    if amount > MOST:
        taken.refuse(line, "amount", str(row.amount), "amount_too_large")
    elif state not in bill_records.IN_BOOKS:
        taken.refuse(line, "state", state, "not_in_list", list=", ".join(bill_records.IN_BOOKS))
    elif row.paid is not None and row.paid > today_of(work):
        taken.refuse(line, "paid", row.paid.isoformat(), "paid_tomorrow")
    else:
        return BillValues(row.number, row.period, amount, currency, row.due, state, row.paid)
    return None
