"""Who is writing: the chat, the accounts tied to it, the language, and what the desk keeps of a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers
from sqlmodel import col, func, select

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.transcript import Message
from bot.service.work import Work

_REFERENCE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{1,63}$")
_KINDS = frozenset(kind.value for kind in AccountKind)


@dataclass(frozen=True)
class Person:
    """The customer as the words know them.

    ``name`` is the holder of an account whose phone they proved to have, else Telegram's name: a link can be guessed,
    and whoever guesses a meter's number must not learn whose it is.
    """

    chat_id: int
    name: str
    known: bool  # tied to an account
    language: Language
    accounts: Sequence[str]  # numbers


@dataclass(frozen=True)
class Tied:
    """What came of tying a chat to an account: ``tied`` now, ``already`` before, or the account is ``unknown``."""

    what: str
    person: Person
    number: str


def person(work: Work, chat_id: int) -> Person:
    """The customer at ``chat_id``. Raises ``sqlalchemy.exc.NoResultFound`` for a chat that never wrote."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
    tied = _accounts(work, customer)
    accounts = [account for account, _ in tied]
    holder = next((one.holder for one, proof in tied if one.holder and proof == Proof.PHONE), "")
    return Person(
        chat_id=chat_id,
        name=holder or customer.name,
        known=bool(accounts),
        language=customer.language,
        accounts=[account.number for account in accounts],
    )


def follow_link(work: Work, chat_id: int, payload: str) -> Tied | None:
    """``/start meter_12345``: ties the chat to that account. None for a payload that is no account reference.

    A link can be guessed, so it is a claim (``Proof.LINK``): it addresses tickets and shows nothing of the account.
    """
    number = payload.strip()
    if not _REFERENCE.match(number):
        return None
    kind, _, bare = number.partition("_")
    account = _account(work, number)
    if account is None and kind in _KINDS:
        account = _account(work, bare, AccountKind(kind))
    if account is None:
        return Tied("unknown", person(work, chat_id), number)
    return _tie(work, chat_id, account, Proof.LINK)


def share_contact(work: Work, chat_id: int, phone: str, user_id: int | None) -> Sequence[Tied]:
    """Ties the chat to the accounts of a phone number; only a contact of the person themselves proves anything.

    Returns nothing for another person's contact, an unreadable number, or a number without accounts.
    """
    number = _from_telegram(phone)
    if user_id != chat_id or number is None:
        return []
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
    customer.phone = number
    work.session.add(customer)
    accounts = work.session.exec(select(Account).where(Account.phone == number)).all()
    return [_tie(work, chat_id, account, Proof.PHONE) for account in accounts]


def choose_language(work: Work, chat_id: int, language: Language) -> None:
    """The customer's own choice: what they write no longer changes it."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
    customer.language, customer.language_chosen = language, True
    work.session.add(customer)


def messages_kept(work: Work, chat_id: int) -> int:
    """How many messages of this chat the desk keeps (told by /privacy)."""
    return work.session.exec(select(func.count()).where(Message.chat_id == chat_id)).one()


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


def _tie(work: Work, chat_id: int, account: Account, proof: Proof) -> Tied:
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
    link = work.session.exec(
        select(AccountLink).where(
            AccountLink.customer_id == customer.id, AccountLink.account_id == account.id
        )
    ).first()
    if link is None:
        link = AccountLink(
            customer_id=customer.id or 0, account_id=account.id or 0, proof=proof, linked_at=work.now
        )
        work.session.add(link)
        work.session.flush()
        return Tied("tied", person(work, chat_id), account.number)
    if proof == Proof.PHONE:
        link.proof = proof
        work.session.add(link)
    return Tied("already", person(work, chat_id), account.number)


def _account(work: Work, number: str, kind: AccountKind | None = None) -> Account | None:
    query = select(Account).where(Account.number == number)
    return work.session.exec(query.where(Account.kind == kind) if kind else query).first()


def _accounts(work: Work, customer: Customer) -> Sequence[tuple[Account, Proof]]:
    return work.session.exec(
        select(Account, col(AccountLink.proof))
        .join(AccountLink)
        .where(AccountLink.customer_id == customer.id)
        .order_by(col(AccountLink.id))
    ).all()
