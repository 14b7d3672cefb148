"""What customers do about a bill of theirs: say that it is paid, ask for more time, dispute it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import col, func, select

from bot.desk.account import PROVEN, AccountLink
from bot.desk.bill import CLOSED, Bill, BillState
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.money import written
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import LIVE, Ticket
from bot.service import bill_news, filing, history, local_days, owed, payments, post, tasks
from bot.service.post import Key
from bot.service.view import TicketView, view
from bot.service.work import Work

PIECE = 100
OFFERED_PARTS = (2, 3, 6)  # instalments that staff can agree with one press


@dataclass(frozen=True)
class Dealt:
    """What came of it: ``done`` now, ``already`` before, the bill is ``closed``, or it is ``disputed``.

    ``ticket``: where staff work on it, for whatever opens one.
    """

    what: Literal["done", "already", "closed", "disputed"]
    bill: Bill
    ticket: TicketView | None = None


def claim_paid(work: Work, chat_id: int, bill_id: int) -> Dealt | None:
    """The customer says that they have paid: reminders rest, and staff look for it. None when it is not theirs."""
    found = _theirs(work, chat_id, bill_id)
    if found is None:
        return None
    bill, customer = found
    if bill.state != BillState.OPEN:
        return Dealt(_standing_of(bill), bill, _ticket(work, bill, customer))
    patience = timedelta(days=work.policy.bills.verify_days)
    again_on = (work.now + patience).astimezone(work.policy.zone).date()
    payments.change(work, bill, BillState.CLAIMED, "is said to be paid", until=again_on)
    _have_verified(work, bill, customer, work.now + patience)
    return Dealt("done", bill)


def ask_more_time(work: Work, chat_id: int, bill_id: int) -> Dealt | None:
    """The customer cannot pay at once: an inquiry for staff, who may agree instalments. None when it is not theirs."""
    return _take_up(work, chat_id, bill_id, Kind.INQUIRY)


def dispute(work: Work, chat_id: int, bill_id: int) -> Dealt | None:
    """The customer says that the bill is wrong: a complaint, and reminders rest until it is resolved. None when it is
    not theirs.
    """
    return _take_up(work, chat_id, bill_id, Kind.COMPLAINT)


def resume_unverified(work: Work) -> int:
    """Nobody verified a payment in time: reminders go on. How many (a task of the clock, done in pieces).

    Staff are reminded by their task, which stays open.
    """
    query = select(Bill).where(
        Bill.state == BillState.CLAIMED, col(Bill.remind_on) <= local_days.today_of(work)
    )
    query = query.order_by(col(Bill.remind_on), col(Bill.id)).limit(PIECE)
    waiting = work.session.exec(query.with_for_update(skip_locked=True)).all()
    for bill in waiting:
        payments.change(work, bill, BillState.OPEN, "is open again")
    return len(waiting)


def _take_up(work: Work, chat_id: int, bill_id: int, kind: Kind) -> Dealt | None:
    found = _theirs(work, chat_id, bill_id)
    if found is None:
        return None
    bill, customer = found
    if bill.state in CLOSED:
        return Dealt("closed", bill)
    known = history.find(work, bill.ticket_id)
    disputed = bill.state == BillState.DISPUTED
    if known is not None and known.state in LIVE and (known.kind == kind or disputed):
        return Dealt("already", bill, _ticket(work, bill, customer))
    ticket = filing.open_ticket(work, customer, None, kind, Category.SERVICE)
    ticket.account_id, ticket.place = bill.account_id, f"{bill.number} · {bill.period}"[:200]
    bill.ticket_id = ticket.id
    work.session.add_all([ticket, bill])
    if kind == Kind.COMPLAINT:
        payments.change(work, bill, BillState.DISPUTED, "is disputed")
    _tell_staff(work, ticket, bill, "disputed" if kind == Kind.COMPLAINT else "more_time")
    return Dealt("done", bill, view(work, ticket, customer.language))


def _tell_staff(work: Work, ticket: Ticket, bill: Bill, what: str) -> None:
    """The bill stands in its ticket's topic, with what staff can decide."""
    parts = [
        Key(
            {"do": "bill_instalments", "ticket": ticket.id, "bill": bill.id, "parts": count},
            word="key_bill_instalments",
            values={"count": count},
        )
        for count in OFFERED_PARTS
    ]
    settled = Key({"do": "bill_settle", "ticket": ticket.id, "bill": bill.id}, word="key_bill_settle")
    account = payments.account_of(work, bill)
    post.to_staff(
        work,
        ticket,
        "bill",
        step=f"{what}:{bill.id}",
        template="told_bill_disputed" if what == "disputed" else "told_bill_more_time",
        values=bill_news.values_of(bill) | {"account": f"{account.number} {account.address}".strip()},
        keys=[parts, [settled]],
    )


def _theirs(work: Work, chat_id: int, bill_id: int) -> tuple[Bill, Customer] | None:
    """The bill, held, when its account is proven to be this chat's."""
    query = (
        select(Customer)
        .join(AccountLink, col(AccountLink.customer_id) == col(Customer.id))
        .join(Bill, col(Bill.account_id) == col(AccountLink.account_id))
        .where(Bill.id == bill_id, Customer.chat_id == chat_id, col(AccountLink.proof).in_(PROVEN))
    )
    customer = work.session.exec(query).first() if 0 < bill_id < 2**31 else None
    bill = payments.hold(work, bill_id) if customer else None
    return (bill, customer) if bill and customer else None


def _standing_of(bill: Bill) -> Literal["already", "closed", "disputed"]:
    if bill.state == BillState.DISPUTED:
        return "disputed"
    return "already" if bill.state == BillState.CLAIMED else "closed"


def _ticket(work: Work, bill: Bill, customer: Customer) -> TicketView | None:
    ticket = history.find(work, bill.ticket_id)
    theirs = ticket is not None and ticket.customer_id == customer.id
    return view(work, ticket, customer.language) if ticket is not None and theirs else None


def _have_verified(work: Work, bill: Bill, customer: Customer, due_at: datetime) -> None:
    """Staff look for what was to be paid next; where they still look, there is no second task for it."""
    part, amount, _ = owed.coming_of(work, bill)
    values = {
        "bill": f"{bill.number} · {bill.period}",
        "amount_sum": written(amount, bill.currency),
        "bill_id": bill.id,
        "part": part,
        "customer_id": customer.id,
    }
    looking = select(Task).where(
        Task.kind == TaskKind.VERIFY_PAYMENT,
        col(Task.subject).startswith(f"bill:{bill.id}/"),
        col(Task.done_at).is_(None),
    )
    task = work.session.exec(looking.order_by(col(Task.id).desc()).with_for_update()).first()
    if task is not None:
        tasks.change(work, task, values, due_at)
        return
    tasks.give(
        work,
        TaskKind.VERIFY_PAYMENT,
        f"bill:{bill.id}/{_claims(work, bill) + 1}",
        due_at,
        values,
        party_id=customer.party_id,
        account_id=bill.account_id,
    )


def _claims(work: Work, bill: Bill) -> int:
    query = select(func.count()).where(
        Task.kind == TaskKind.VERIFY_PAYMENT, col(Task.subject).startswith(f"bill:{bill.id}/")
    )
    return work.session.exec(query).one()
