"""What the records say of outages to whoever asks: now, planned, and over since a few hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from bot.desk.account import Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.outage import Outage, OutageKind, OutageState, Supply, SupplyReport
from bot.desk.supply_words import supply_named
from bot.service import outages
from bot.service.work import Work

MOST = 5  # of each sort


@dataclass(frozen=True)
class OutageView:
    """An outage as told to a customer: values only. Times are aware; ``cause`` is in the customer's language.

    ``count``: customers who reported it.
    """

    id: int
    number: str
    supply: Supply
    planned: bool
    starts_at: datetime
    ends_at: datetime | None
    restored_at: datetime | None
    cause: str
    count: int


@dataclass(frozen=True)
class News:
    """``accounts``: numbers of those that the chat is tied to; without any, nothing can be told."""

    accounts: Sequence[str]
    now: Sequence[OutageView] = ()
    coming: Sequence[OutageView] = ()
    over: Sequence[OutageView] = ()


def news(work: Work, chat_id: int, question: str = "") -> News:
    """What goes on at the customer's accounts; only of the supply that the question names, when there is any."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
    query = select(Account).join(AccountLink).where(AccountLink.customer_id == customer.id)
    accounts = work.session.exec(query.order_by(col(Account.id))).all()
    ahead = work.now + timedelta(days=work.policy.outages.look_ahead_days)
    back = work.now - timedelta(hours=work.policy.outages.look_back_hours)
    live = outages.of_accounts(work, accounts, OutageState.STARTED, OutageState.ANNOUNCED)
    ended = outages.of_accounts(work, accounts, OutageState.RESTORED)
    now = [one for one in live if one.state == OutageState.STARTED or one.starts_at <= work.now]
    coming = [one for one in live if one not in now and one.starts_at <= ahead]
    over = [one for one in ended if one.restored_at is not None and one.restored_at >= back]
    supply = supply_named(question)
    if supply is not None and any(one.supply == supply for one in (*now, *coming, *over)):
        now, coming, over = ([one for one in some if one.supply == supply] for some in (now, coming, over))
    return News(
        [account.number for account in accounts],
        *([view_of(work, one, customer) for one in some[:MOST]] for some in (now, coming, over)),
    )


def view_of(work: Work, outage: Outage, customer: Customer) -> OutageView:
    reported = select(func.count(func.distinct(SupplyReport.customer_id))).where(
        SupplyReport.outage_id == outage.id
    )
    return OutageView(
        id=outage.id or 0,
        number=outage.number,
        supply=outage.supply,
        planned=outage.kind == OutageKind.PLANNED,
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
        restored_at=outage.restored_at,
        cause=outage.cause_zh if customer.language == Language.ZH else outage.cause_en,
        count=work.session.exec(reported).one(),
    )
