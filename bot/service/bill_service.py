"""Personal bill service: what a chat may see of its bills, and how its customer wants to hear of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from bot.desk.account import PROVEN, AccountLink
from bot.desk.bill import UNPAID, Bill, BillState
from bot.desk.customer import Customer
from bot.desk.money import written
from bot.desk.party import Party
from bot.desk.policy_bills import DAYS_BEFORE
from bot.desk.wishes import BillDetail, Channel, Topic, Wishes
from bot.service import bill_message, bill_ways, owed, reminders, speaking
from bot.service.once import insert_once
from bot.service.work import Work

MOST_BILLS = 20  # in one answer


@dataclass(frozen=True)
class Line:
    """A bill or an instalment that is not paid; ``sum`` as in ``desk.money.written``. ``url``: where it is paid."""

    bill: int
    number: str
    account: str
    period: str
    sum: str
    due_on: date
    state: BillState
    part: int
    parts: int
    url: str


@dataclass(frozen=True)
class Paid:
    """The last payment that the desk knows of."""

    number: str
    period: str
    sum: str
    on: date


@dataclass(frozen=True)
class Books:
    """What the books say to this chat. Not ``proven``: nothing may be told. ``left``: lines that are not shown."""

    proven: bool
    accounts: Sequence[str] = ()
    lines: Sequence[Line] = ()
    left: int = 0
    totals: Sequence[str] = ()
    last: Paid | None = None


@dataclass(frozen=True)
class Service:
    """How this customer hears of bills now; ``days`` None: as the ladder says. ``channels``: what they may choose.
    Not ``wanted``: they ended reminders.
    """

    wanted: bool
    detail: BillDetail
    days: int | None
    channel: Channel
    channels: Sequence[Channel]


def books(work: Work, chat_id: int) -> Books:
    """The unpaid bills of the accounts that are proven to be this chat's, and the last payment."""
    customer = _customer(work, chat_id)
    query = select(AccountLink.account_id).where(
        AccountLink.customer_id == customer.id, col(AccountLink.proof).in_(PROVEN)
    )
    accounts = list(work.session.exec(query.order_by(col(AccountLink.id))))
    if not accounts:
        return Books(proven=False)
    unpaid = [one for one in owed.of_accounts(work, accounts, UNPAID) if one.coming]
    return Books(
        True,
        sorted({one.account.number for one in unpaid}),
        [_line(work, one) for one in unpaid[:MOST_BILLS]],
        max(len(unpaid) - MOST_BILLS, 0),
        bill_message.totals(unpaid),
        _last_payment(work, accounts),
    )


def service(work: Work, chat_id: int) -> Service:
    """What holds for this chat, chosen or by the policy."""
    customer = _customer(work, chat_id)
    wishes = work.session.get(Wishes, customer.id)
    party = work.session.get(Party, customer.party_id) if customer.party_id else None
    channels = [one for one in work.policy.bills.channels if _reaches(party, one)]
    channel, _ = bill_ways.ways(work, [customer])[customer.id or 0]
    return Service(
        wanted=speaking.consented(work, customer, Topic.BILLS),
        detail=(wishes.bill_detail if wishes else None) or work.policy.bills.detail,
        days=wishes.bill_days_before if wishes else None,
        channel=channel,
        channels=channels,
    )


def choose(
    work: Work,
    chat_id: int,
    *,
    detail: BillDetail | None = None,
    days: int | None = None,
    channel: Channel | None = None,
) -> Service:
    """Keeps what the customer chose, as far as it can be chosen; what waits to be said follows at once.

    The channel holds from the next message on.
    """
    customer, now = _customer(work, chat_id), service(work, chat_id)
    insert_once(work.session, Wishes, {"customer_id": customer.id})
    wishes = work.session.get_one(Wishes, customer.id, populate_existing=True)
    wishes.bill_detail = detail or wishes.bill_detail
    wishes.bill_days_before = days if days in DAYS_BEFORE else wishes.bill_days_before
    wishes.bill_channel = channel if channel in now.channels else wishes.bill_channel
    work.session.add(wishes)
    work.session.flush()
    links = select(AccountLink.account_id).where(AccountLink.customer_id == customer.id)
    reminders.refresh(work, dict.fromkeys(work.session.exec(links), "the customer wants the reminder later"))
    return service(work, chat_id)


def _line(work: Work, one: owed.Owed) -> Line:
    return Line(
        bill=one.bill.id or 0,
        number=one.bill.number,
        account=f"{one.account.number} {one.account.address}".strip()[: bill_message.NAME],
        period=one.bill.period[: bill_message.NAME],
        sum=one.sum,
        due_on=one.due_on,
        state=one.bill.state,
        part=one.part,
        parts=one.parts,
        url=bill_message.link(work, one),
    )


def _last_payment(work: Work, accounts: Sequence[int]) -> Paid | None:
    query = select(Bill).where(col(Bill.account_id).in_(accounts), Bill.state == BillState.PAID)
    bill = work.session.exec(query.order_by(col(Bill.paid_on).desc(), col(Bill.id).desc()).limit(1)).first()
    if bill is None or bill.paid_on is None:
        return None
    return Paid(
        bill.number, bill.period[: bill_message.NAME], written(bill.amount, bill.currency), bill.paid_on
    )


def _reaches(party: Party | None, channel: Channel) -> bool:
    return channel == Channel.TELEGRAM or bool(bill_ways.address_of(party, channel))


def _customer(work: Work, chat_id: int) -> Customer:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
