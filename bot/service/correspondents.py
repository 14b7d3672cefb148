"""Who has no chat with the desk, but an e-mail address or a phone number in the books: bills and outages go there.

Their wishes are not known, so the policy's consent and quiet hours hold.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from bot.desk.account import PROVEN, Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.party import AccountParty, Party, PartyRole
from bot.service import bill_ways
from bot.service.post import Way
from bot.service.work import Work

NO_CHAT = 0
WHO_PAYS = (PartyRole.PAYER, PartyRole.TENANT, PartyRole.OWNER)
WHO_LIVES_THERE = (PartyRole.TENANT, PartyRole.OWNER, PartyRole.PAYER)


@dataclass(frozen=True)
class Correspondent:
    """``customer`` stands where that of a chat would, and is never kept."""

    party: Party
    customer: Customer
    way: Way
    accounts: Sequence[Account]


def of_accounts(
    work: Work,
    account_ids: Iterable[int],
    roles: Sequence[PartyRole],
    within: ColumnElement[bool] | None = None,
) -> list[Correspondent]:
    """Who is written to about these accounts, with all accounts of theirs (``within`` an area) on which they are.

    Of an account those in the first of ``roles`` that anybody has; nobody whose chat is known, or might be one that
    has proven the account.
    """
    if not work.policy.speaking.without_chat:
        return []
    named = {party for party, _ in _heard_for(work, _ties(work, account_ids), roles)}
    ways = {party.id: (party, way) for party in _without_chat(work, named) if (way := way_of(work, party))}
    if not ways:
        return []
    everywhere = select(AccountParty.account_id).where(col(AccountParty.party_id).in_(ways))
    theirs: dict[int, list[int]] = defaultdict(list)
    pairs = _heard_for(work, _ties(work, work.session.exec(everywhere).all()), roles)
    maybe = _with_unknown_chat(work, {account for _, account in pairs})
    for party_id, account_id in pairs:
        if party_id in ways and account_id not in maybe:
            theirs[party_id].append(account_id)
    query = select(Account).where(col(Account.id).in_({one for some in theirs.values() for one in some}))
    accounts = {one.id: one for one in work.session.exec(query if within is None else query.where(within))}
    return [
        Correspondent(party, _stand_in(work, party), way, here)
        for party_id, (party, way) in sorted(ways.items(), key=lambda one: one[0] or 0)
        if (here := [accounts[one] for one in sorted(theirs[party_id or 0]) if one in accounts])
    ]


def way_of(work: Work, party: Party) -> Way | None:
    """The first way of the policy for which the books have an address."""
    found = ((one, bill_ways.address_of(party, one)) for one in work.policy.speaking.without_chat)
    return next(((channel, address) for channel, address in found if address), None)


def _stand_in(work: Work, party: Party) -> Customer:
    return Customer(
        chat_id=NO_CHAT, name=party.name, language=party.language, party_id=party.id, created_at=work.now
    )


def _ties(work: Work, account_ids: Iterable[int]) -> Sequence[AccountParty]:
    query = select(AccountParty).where(col(AccountParty.account_id).in_(set(account_ids)))
    return work.session.exec(query.order_by(col(AccountParty.account_id), col(AccountParty.party_id))).all()


def _heard_for(work: Work, ties: Sequence[AccountParty], roles: Sequence[PartyRole]) -> set[tuple[int, int]]:
    """Parties with the accounts for which they are written to: those of the first role that anybody has there."""
    first: dict[int, int] = {}
    for tie in ties:
        rank = roles.index(tie.role)
        first[tie.account_id] = min(rank, first.get(tie.account_id, rank))
    return {(tie.party_id, tie.account_id) for tie in ties if roles.index(tie.role) == first[tie.account_id]}


def _without_chat(work: Work, party_ids: Collection[int]) -> list[Party]:
    """Of these with an address those whose chat the desk does not know, by the party or by the phone that it proved."""
    addressed = or_(col(Party.email).is_not(None), col(Party.phone).is_not(None))
    query = select(Party).where(col(Party.id).in_(party_ids), addressed)
    parties = work.session.exec(query).all()
    phones = [one.phone for one in parties if one.phone]
    chats = select(Customer.party_id, Customer.phone).where(
        or_(col(Customer.party_id).in_([one.id for one in parties]), col(Customer.phone).in_(phones))
    )
    known = work.session.exec(chats).all() if parties else []
    taken, rung = {party_id for party_id, _ in known}, {phone for _, phone in known if phone}
    return [one for one in parties if one.id not in taken and one.phone not in rung]


def _with_unknown_chat(work: Work, account_ids: Collection[int]) -> set[int]:
    """Accounts that a chat has proven of which nobody knows whose it is: perhaps theirs, and they hear it there."""
    query = (
        select(AccountLink.account_id)
        .join(Customer, col(Customer.id) == col(AccountLink.customer_id))
        .where(
            col(AccountLink.account_id).in_(account_ids),
            col(AccountLink.proof).in_(PROVEN),
            col(Customer.party_id).is_(None),
        )
    )
    return set(work.session.exec(query))
