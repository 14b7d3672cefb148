"""Who is writing: the chat, the accounts tied to it, the language, and what the desk keeps of a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers
from sqlmodel import col, or_, select

from bot.desk.account import PROVEN, Account, AccountKind, AccountLink, Proof, Untied
from bot.desk.bill import Bill
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Notice
from bot.desk.party import AccountParty, Party
from bot.desk.wishes import Consent, Topic
from bot.service import green, newcomers, post, reminders
from bot.service.once import insert_once
from bot.service.work import Work

_REFERENCE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{1,63}$")
_KINDS = frozenset(kind.value for kind in AccountKind)


@dataclass(frozen=True)
class Person:
    """The customer as the words know them.

    ``name`` is the books' where they proved who they are, else Telegram's: a link can be guessed, and whoever guesses
    a meter's number must not learn whose it is.
    """

    chat_id: int
    name: str
    known: bool  # tied to an account
    language: Language
    accounts: Sequence[str]  # numbers
    proven: bool = False  # at least one of them is proven, so what is personal may be shown


@dataclass(frozen=True)
class Tied:
    """What came of tying a chat to an account: ``tied`` now, ``already`` before, or the account is ``unknown``."""

    what: str
    person: Person
    number: str
    account_id: int | None = None
    proven: bool = False  # by a phone number or a code, not only claimed
    first_proof: bool = False  # nothing of this chat was proven before


@dataclass(frozen=True)
class Mine:
    """An account as its customer may see it: the address only where they proved that it is theirs."""

    id: int
    number: str
    kind: AccountKind
    proven: bool
    address: str


def person(work: Work, chat_id: int) -> Person:
    """The customer at ``chat_id``. Raises ``sqlalchemy.exc.NoResultFound`` for a chat that never wrote."""
    customer = customer_at(work, chat_id)
    tied = ties(work, customer)
    proven = [account for account, proof in tied if proof in PROVEN]
    party = work.session.get(Party, customer.party_id) if customer.party_id and proven else None
    holder = next((one.holder for one in proven if one.holder), "")
    return Person(
        chat_id=chat_id,
        name=(party.name if party else "") or holder or customer.name,
        known=bool(tied),
        language=customer.language,
        accounts=[account.number for account, _ in tied],
        proven=bool(proven),
    )


def customer_at(work: Work, chat_id: int) -> Customer:
    """Raises ``sqlalchemy.exc.NoResultFound`` for a chat that never wrote."""
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()


def follow_link(work: Work, chat_id: int, payload: str) -> Tied | None:
    """``/start meter_12345``: ties the chat to that account. None for a payload that is no account reference.

    A link can be guessed, so it is a claim (``Proof.LINK``): it addresses tickets and shows nothing of the account.
    """
    number = payload.strip()
    if not _REFERENCE.match(number):
        return None
    account = find(work, number)
    if account is None:
        return Tied("unknown", person(work, chat_id), number)
    return tie(work, customer_at(work, chat_id), account, Proof.LINK)


def share_contact(work: Work, chat_id: int, phone: str, user_id: int | None) -> Sequence[Tied]:
    """Ties the chat to the accounts of a phone number and to those of the party with that number; only a contact of the
    person themselves proves anything.

    Returns nothing for another person's contact, an unreadable number, or a number without accounts.
    """
    number = _from_telegram(phone)
    if user_id != chat_id or number is None:
        return []
    customer = customer_at(work, chat_id)
    customer.phone = number
    parties = work.session.exec(select(Party.id).where(Party.phone == number)).all()
    if len(parties) == 1:  # a number that a family shares does not tell which of them is writing
        customer.party_id = parties[0]
    work.session.add(customer)
    theirs = select(AccountParty.account_id).where(col(AccountParty.party_id).in_(parties))
    accounts = work.session.exec(
        select(Account)
        .where(or_(Account.phone == number, col(Account.id).in_(theirs)))
        .order_by(col(Account.id))
    ).all()
    return [tie(work, customer, account, Proof.PHONE) for account in accounts]


def choose_language(work: Work, chat_id: int, language: Language) -> None:
    """The customer's own choice: what they write no longer changes it, and what waits to be said is said in it."""
    customer = customer_at(work, chat_id)
    customer.language, customer.language_chosen = language, True
    work.session.add(customer)
    work.session.flush()
    post.say_in(work, language, col(Notice.customer_id) == customer.id)


def as_e164(phone: str) -> str | None:
    """``phone``, as people write it, in E.164, or None. Without a country it is Chinese, else international."""
    return _valid(phone, "CN") or _valid(_with_plus(phone), None)


def _from_telegram(phone: str) -> str | None:
    """Telegram sends international digits, often without the plus: 13125551234 is in Chicago, not a Chinese mobile."""
    return _valid(_with_plus(phone), None) or as_e164(phone)


def _with_plus(phone: str) -> str:
    return f"+{phone.strip().lstrip('+')}"


def _valid(phone: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def tie(work: Work, customer: Customer, account: Account, proof: Proof) -> Tied:
    """Ties a chat to an account; a better proof takes the place of a claim."""
    number, known = account.number, {one.id: has for one, has in ties(work, customer)}
    proven, first = proof in PROVEN, not any(has in PROVEN for has in known.values())
    if account.id not in known:
        values = {"customer_id": customer.id, "account_id": account.id, "proof": proof, "linked_at": work.now}
        insert_once(work.session, AccountLink, values)
        undone = work.session.get(Untied, (customer.id, account.id))
        if undone is not None:
            work.session.delete(undone)
        newcomers.tell_of_outages(work, customer, account)
        what = "tied"
    else:
        what = "already"
        has = known[account.id]
        if proof == Proof.PHONE or (proof == Proof.CODE and has not in PROVEN):
            link = link_of(work, customer, account.id)
            assert link is not None
            link.proof = proof
            work.session.add(link)
        proven = proven or has in PROVEN
    work.session.flush()
    if proof in PROVEN:
        green.proven(work, customer)
    told = person(work, customer.chat_id)
    return Tied(what, told, number, account.id, proven, first_proof=first and proof in PROVEN)


def untie(work: Work, chat_id: int, account_id: int) -> str | None:
    """Unties an account, until the customer ties it again; its number, or None when it was not tied. Who they are in
    the books is forgotten with the last proof of it, and what waits to be said about its bills is not said.
    """
    customer = customer_at(work, chat_id)
    link = link_of(work, customer, account_id)
    if link is None:
        return None
    number = work.session.get_one(Account, account_id).number
    work.session.delete(link)
    undone = {"customer_id": customer.id, "account_id": account_id, "untied_at": work.now}
    insert_once(work.session, Untied, undone)
    work.session.flush()
    forget_party(work, customer)
    if link.proof in PROVEN:
        hush_bills(work, customer, account_id, f"account {number} was untied")
    return number


def hush_bills(work: Work, customer: Customer, lost: int, why: str) -> None:
    """What waits to be said about bills goes on without the account ``lost``; nothing, where none is left."""
    work.session.flush()
    bills = work.session.exec(select(Bill.id).where(Bill.account_id == lost)).all()
    news = col(Notice.subject).in_([f"bill:{one}" for one in bills])
    post.unsay(work, why, col(Notice.customer_id) == customer.id, news)
    left = [account.id or 0 for account, proof in ties(work, customer) if proof in PROVEN]
    if left:
        reminders.refresh(work, dict.fromkeys(left, why))
    else:
        post.unsay(work, why, col(Notice.customer_id) == customer.id, col(Notice.topic) == Topic.BILLS)


def forget_party(work: Work, customer: Customer) -> None:
    """Forgets who a chat is in the books, where no proof of it is left."""
    if customer.party_id is not None and not _still_proven(work, customer):
        customer.party_id = None
        work.session.add(customer)


def ties(work: Work, customer: Customer) -> Sequence[tuple[Account, Proof]]:
    """The accounts that are tied to a chat and how each was proven, oldest tie first."""
    return work.session.exec(
        select(Account, col(AccountLink.proof))
        .join(AccountLink)
        .where(AccountLink.customer_id == customer.id)
        .order_by(col(AccountLink.id))
    ).all()


def mine(work: Work, chat_id: int) -> Sequence[Mine]:
    """The accounts tied to a chat, as its customer may see them."""
    return [
        Mine(one.id or 0, one.number, one.kind, proof in PROVEN, one.address if proof in PROVEN else "")
        for one, proof in ties(work, customer_at(work, chat_id))
    ]


def care_is_open(work: Work, chat_id: int) -> bool:
    """Whether the customer never said if they want care."""
    return work.session.get(Consent, (customer_at(work, chat_id).id, Topic.CARE)) is None


def find(work: Work, number: str) -> Account | None:
    """The account of a number as people write it: with or without the kind before it (``meter_12345``)."""
    account = _account(work, number)
    kind, _, bare = number.partition("_")
    if account is None and bare and kind in _KINDS:
        account = _account(work, bare, AccountKind(kind))
    if account is None and not bare:
        prefixed = [f"{one}_{number}" for one in AccountKind]
        found = work.session.exec(select(Account).where(col(Account.number).in_(prefixed))).all()
        account = found[0] if len(found) == 1 else None
    return account


def link_of(work: Work, customer: Customer, account_id: int | None) -> AccountLink | None:
    return work.session.exec(
        select(AccountLink).where(
            AccountLink.customer_id == customer.id, AccountLink.account_id == account_id
        )
    ).first()


def _account(work: Work, number: str, kind: AccountKind | None = None) -> Account | None:
    query = select(Account).where(Account.number == number)
    return work.session.exec(query.where(Account.kind == kind) if kind else query).first()


def _still_proven(work: Work, customer: Customer) -> bool:
    """Whether a proven tie to an account of the customer's party is left."""
    left = (
        select(AccountLink.id)
        .join(AccountParty, col(AccountParty.account_id) == col(AccountLink.account_id))
        .where(
            AccountLink.customer_id == customer.id,
            AccountParty.party_id == customer.party_id,
            col(AccountLink.proof).in_(PROVEN),
        )
    )
    return work.session.exec(left).first() is not None
