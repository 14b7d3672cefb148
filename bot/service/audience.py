"""Whom something concerns: from accounts and parties to the chats that are tied to them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, false, func, or_, select

from bot.desk.account import PROVEN, Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.outage import AreaKind
from bot.service.work import Work

_AREAS = {AreaKind.SITE: Account.site, AreaKind.BUILDING: Account.building, AreaKind.FEEDER: Account.feeder}
_AREAS[AreaKind.ACCOUNT] = Account.number


def within(areas: Iterable[tuple[AreaKind, str]]) -> ColumnElement[bool]:
    """Whether an account is in any of the areas; false where there are none."""
    names: dict[AreaKind, list[str]] = defaultdict(list)
    for kind, name in areas:
        names[kind].append(name)
    conditions = [col(_AREAS[kind]).in_(some) for kind, some in names.items()]
    return or_(*conditions) if conditions else false()


def count_within(work: Work, areas: Iterable[tuple[AreaKind, str]]) -> int:
    """How many accounts are in any of the areas."""
    return work.session.exec(select(func.count()).select_from(Account).where(within(areas))).one()


def chats_of(work: Work, account_ids: Iterable[int], *, proven: bool) -> Sequence[tuple[Customer, int]]:
    """The chats tied to these accounts, with the account's id, by customer. ``proven``: only chats that may see what
    is personal (amounts, names).
    """
    query = (
        select(Customer, col(AccountLink.account_id))
        .join(AccountLink, col(AccountLink.customer_id) == col(Customer.id))
        .where(col(AccountLink.account_id).in_(list(account_ids)))
        .order_by(col(Customer.id), col(AccountLink.account_id))
    )
    return work.session.exec(query.where(col(AccountLink.proof).in_(PROVEN)) if proven else query).all()
