"""What the books change about who may see an account: chats follow when a tenant moves, or a phone number changes."""

from collections import defaultdict
from collections.abc import Collection

from sqlmodel import col, select

from bot.desk.account import PROVEN, Account, AccountLink, Proof, Untied
from bot.desk.customer import Customer
from bot.desk.party import AccountParty, Party
from bot.service import identity
from bot.service.work import Work

Pair = tuple[int, int]
"""An account and a party of it, by their ids."""


def follow_books(
    work: Work,
    account_ids: Collection[int],
    left: Collection[int] = (),
    handed: Collection[int] = (),
    *,
    new: Collection[Pair],
) -> None:
    """Weighs the proofs of these accounts anew, after their parties, holders, phones or codes changed.

    A proof by phone holds while the number is the account's or one of its parties'. A proof by code falls where the
    account was ``handed`` on (another code or holder), and where a party has ``left`` it or its first ones came, unless
    the chat is that of a party of it: the old tenant has the old paper. What falls becomes a claim. Of the ``new``
    pairs (an account has this party, or the party this phone number, since now) the chats that have proven that number
    are tied, but for what their customers undid.
    """
    if not account_ids:
        return
    query = select(AccountLink, Customer).join(Customer).where(col(AccountLink.account_id).in_(account_ids))
    tied = work.session.exec(query).all()
    phones, parties = _belonging(work, {link.account_id for link, _ in tied})
    linked: dict[tuple[int, int], AccountLink] = {}
    for link, customer in tied:
        linked[customer.id or 0, link.account_id] = link
        if link.proof == Proof.PHONE:
            holds = customer.phone in phones[link.account_id]
        else:
            stayed = customer.party_id in parties[link.account_id]
            other = link.account_id in handed or (link.account_id in left and not stayed)
            holds = link.proof != Proof.CODE or not other
        if not holds:
            link.proof = Proof.SAID
            work.session.add(link)
            work.session.flush()
            identity.forget_party(work, customer)
            number = work.session.get_one(Account, link.account_id).number
            why = f"account {number} is not theirs any more"
            identity.hush_bills(work, customer, link.account_id, why)
    _tie_parties(work, new, linked)


def _belonging(work: Work, account_ids: Collection[int]) -> tuple[dict[int, set[str]], dict[int, set[int]]]:
    """The phones that prove each account, and its parties."""
    if not account_ids:
        return {}, {}
    phones: dict[int, set[str]] = defaultdict(set)
    parties: dict[int, set[int]] = defaultdict(set)
    own = select(Account).where(col(Account.id).in_(account_ids))
    for account in work.session.exec(own):
        phones[account.id or 0] |= _number(account.phone)
    theirs = (
        select(col(AccountParty.account_id), Party)
        .join(Party, col(Party.id) == col(AccountParty.party_id))
        .where(col(AccountParty.account_id).in_(account_ids))
    )
    for account_id, party in work.session.exec(theirs):
        parties[account_id].add(party.id or 0)
        phones[account_id] |= _number(party.phone)
    return phones, parties


def _tie_parties(work: Work, new: Collection[Pair], linked: dict[tuple[int, int], AccountLink]) -> None:
    everybody = {party_id for _, party_id in new}
    query = (
        select(Customer)
        .join(Party, col(Party.id) == col(Customer.party_id))
        .where(col(Party.id).in_(everybody), col(Customer.phone) == col(Party.phone))
    )
    chats: dict[int, list[Customer]] = defaultdict(list)
    for customer in work.session.exec(query):
        chats[customer.party_id or 0].append(customer)
    for account_id, party_id in sorted(new):
        for customer in chats[party_id]:
            link = linked.get((customer.id or 0, account_id))
            if link is None and work.session.get(Untied, (customer.id, account_id)) is not None:
                continue
            if link is None or link.proof not in PROVEN:
                identity.tie(work, customer, work.session.get_one(Account, account_id), Proof.PHONE)


def _number(phone: str | None) -> set[str]:
    return {phone} if phone else set()
