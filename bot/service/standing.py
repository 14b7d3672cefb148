"""The class that customers are in: what the company says of them, else what the desk computed."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import col, func, select

from bot.desk.account import PROVEN, AccountLink
from bot.desk.customer import Customer
from bot.desk.party import AccountParty, Party, PartyStanding, Standing
from bot.service.work import Work

STRONGEST = (Standing.VIP, Standing.KEY, Standing.CREDIT_RISK, Standing.ORDINARY)
"""Where several parties share an account, the first of these that one of them has counts for it: who needs a person
gets one whoever else lives there, and an account with a doubtful payer is reminded as such."""

AT_ONCE = 500  # ids in one query


_said: ColumnElement[Standing | None] = func.coalesce(col(Party.given_standing), col(PartyStanding.standing))
OF_PARTIES = (
    select(Party.id, _said)
    .outerjoin(PartyStanding, col(PartyStanding.party_id) == col(Party.id))
    .where(col(Party.id).in_(bindparam("parties", expanding=True)))
)


def of_accounts(work: Work, account_ids: Iterable[int]) -> dict[int, Standing]:
    """The class of each of these accounts: the strongest of its parties'; ordinary where nothing is known."""
    found = dict.fromkeys(account_ids, Standing.ORDINARY)
    for ids in _pieces(found):
        query = (
            select(col(AccountParty.account_id), _said)
            .join(Party, col(Party.id) == col(AccountParty.party_id))
            .outerjoin(PartyStanding, col(PartyStanding.party_id) == col(Party.id))
            .where(col(AccountParty.account_id).in_(ids))
        )
        for account_id, standing in work.session.exec(query):
            found[account_id] = stronger(found[account_id], standing or Standing.ORDINARY)
    return found


def of_parties(work: Work, party_ids: Iterable[int]) -> dict[int, Standing]:
    """The class of each of these parties; ordinary where nothing is known."""
    found = dict.fromkeys(party_ids, Standing.ORDINARY)
    for ids in _pieces(found):
        for party_id, standing in work.session.exec(OF_PARTIES, params={"parties": ids}):
            found[party_id or 0] = standing or Standing.ORDINARY
    return found


def of_customers(work: Work, customers: Sequence[Customer]) -> dict[int, Standing]:
    """The class of each chat: of the party they have proven to be, else of the accounts they have proven theirs."""
    parties = of_parties(work, {one.party_id for one in customers if one.party_id})
    others = [one.id or 0 for one in customers if not one.party_id]
    return _of_strangers(work, others) | {
        one.id or 0: parties[one.party_id] for one in customers if one.party_id
    }


def _of_strangers(work: Work, customer_ids: Sequence[int]) -> dict[int, Standing]:
    """Of whom no party is known."""
    if not customer_ids:
        return {}
    links = work.session.exec(
        select(AccountLink).where(
            col(AccountLink.customer_id).in_(customer_ids), col(AccountLink.proof).in_(PROVEN)
        )
    ).all()
    accounts = of_accounts(work, {link.account_id for link in links})
    found = dict.fromkeys(customer_ids, Standing.ORDINARY)
    for link in links:
        found[link.customer_id] = stronger(found[link.customer_id], accounts[link.account_id])
    return found


def of_matter(work: Work, customer: Customer, account_id: int | None) -> Standing:
    """The class that counts for a ticket: the customer's, or that of the account it is about if that is stronger."""
    found = of_customers(work, [customer])[customer.id or 0]
    return found if account_id is None else stronger(found, of_accounts(work, [account_id])[account_id])


def stronger(one: Standing, other: Standing) -> Standing:
    return min(one, other, key=STRONGEST.index)


def _pieces(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    known = list(ids)
    return (known[at : at + AT_ONCE] for at in range(0, len(known), AT_ONCE))
