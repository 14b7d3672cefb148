"""Bills on their way: paid, claimed, disputed, settled, paid in instalments; their reminders follow at once.

Every change is made on a bill that is held, plans its reminders anew and mends what waits to be said, in one
transaction. So nobody is reminded of what was paid a moment before.
"""

from datetime import date, timedelta

from sqlmodel import col, select

from bot.desk import ladder
from bot.desk.account import Account
from bot.desk.bill import CLOSED, REMINDED, UNPAID, Bill, BillState, Instalment
from bot.desk.labels import Kind
from bot.desk.ticket import LIVE, Ticket
from bot.service import bill_news, local_days, owed, reminders
from bot.service.work import Work

PIECE = 500  # bills that are scheduled anew in one transaction


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
    pay_parts(work, bill, on or local_days.today_of(work))
    bill.paid_on = on or local_days.today_of(work)
    change(work, bill, BillState.PAID, "was paid")
    bill_news.thank(work, [bill])


def pay_next(work: Work, bill: Bill) -> None:
    """What was to be paid next is paid: the earliest instalment; with the last one, the bill."""
    unpaid = [part for part in owed.parts_of(work, [bill.id or 0])[bill.id or 0] if part.paid_on is None]
    if len(unpaid) < 2:
        pay(work, bill)
        return
    unpaid[0].paid_on = local_days.today_of(work)
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
    days, today = work.policy.bills.look_days(), local_days.today_of(work)
    parts = owed.parts_of(work, [bill.id or 0])[bill.id or 0]
    unpaid = [part for part in parts if part.paid_on is None]
    reminded = bill.state in REMINDED
    bill.remind_on = ladder.next_step(days, bill.due_on, today) if reminded and not unpaid else None
    for part in parts:
        due = reminded and part.paid_on is None
        part.remind_on = ladder.next_step(days, part.due_on, today) if due else None
    work.session.add_all([bill, *parts])


def pay_parts(work: Work, bill: Bill, on: date) -> None:
    """The instalments that are left are paid with the bill, on a local date."""
    for part in owed.parts_of(work, [bill.id or 0])[bill.id or 0]:
        if part.paid_on is None:
            part.paid_on, part.with_bill = on, True
        part.remind_on = None
        work.session.add(part)


def _first_day(work: Work, bill: Bill) -> date:
    today = local_days.today_of(work)
    return bill.due_on if bill.due_on > today else today + timedelta(days=work.policy.bills.instalment_days)


def _held(work: Work, bill_id: int) -> Bill | None:
    query = select(Bill).where(Bill.id == bill_id).with_for_update()
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def account_of(work: Work, bill: Bill) -> Account:
    return work.session.get_one(Account, bill.account_id)
