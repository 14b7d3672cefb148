"""Proof of an account by its number and the code on its paper, with a limit of wrong tries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete
from sqlmodel import col, or_, select

from bot.desk import codes
from bot.desk.account import Account, Proof, ProofTry
from bot.desk.customer import Customer
from bot.desk.party import AccountParty
from bot.desk.transcript import Message
from bot.service import green, identity
from bot.service.identity import Tied
from bot.service.once import insert_once
from bot.service.work import Work

MOST_WRONG = 5  # in an hour, of one chat and on one account
SPELL = timedelta(hours=1)


@dataclass(frozen=True)
class Judged:
    """``tied`` or ``already`` with what was tied; ``wrong``: number or code, nobody is told which; ``wait``: too many
    wrong tries of this chat or on this account within the hour.
    """

    what: Literal["tied", "already", "wrong", "wait"]
    tied: Tied | None = None


def prove(work: Work, chat_id: int, message_ref: int, number: str, code: str) -> Judged:
    """Ties the chat to the account of ``number`` when ``code`` is the one on its paper.

    ``message_ref`` is the transcript's message that named them: its code is hidden from now on, and a second hearing of
    it counts once.
    """
    customer = _held(work, chat_id)
    _hide(work, message_ref, code)
    account = identity.find(work, number)
    if account is not None:  # tries from several chats follow each other
        work.session.exec(select(Account.id).where(Account.id == account.id).with_for_update()).one()
    known = account.number if account else number.casefold()
    if _wrong_lately(work, chat_id, known, message_ref) >= MOST_WRONG:
        return Judged("wait")
    right = codes.matches(code, account.code_digest if account else None)
    if account is None or not right:
        values = {"chat_id": chat_id, "number": known, "message_id": message_ref, "tried_at": work.now}
        insert_once(work.session, ProofTry, values)
        return Judged("wrong")
    tied = identity.tie(work, customer, account, Proof.CODE)
    _know_party(work, customer, account)
    return Judged("tied" if tied.what == "tied" else "already", tied)


def number_of(work: Work, chat_id: int, account_id: int) -> str | None:
    """The number of an account that is tied to this chat, e.g. by a link, so that only its code is asked for."""
    customer = identity.customer_at(work, chat_id)
    return next((one.number for one, _ in identity.ties(work, customer) if one.id == account_id), None)


def forget_tries(work: Work) -> int:
    """Deletes tries that no longer count; how many."""
    done = work.session.execute(delete(ProofTry).where(col(ProofTry.tried_at) <= work.now - SPELL))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _held(work: Work, chat_id: int) -> Customer:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id).with_for_update()).one()


def _wrong_lately(work: Work, chat_id: int, number: str, message_ref: int) -> int:
    """The wrong tries of this chat or on this account within the hour, whichever are more; not this message's own."""
    lately = select(ProofTry.chat_id, ProofTry.number).where(
        col(ProofTry.tried_at) > work.now - SPELL,
        ProofTry.message_id != message_ref,
        or_(ProofTry.chat_id == chat_id, ProofTry.number == number),
    )
    found = work.session.exec(lately).all()
    return max(sum(one == chat_id for one, _ in found), sum(one == number for _, one in found))


def _hide(work: Work, message_ref: int, code: str) -> None:
    message = work.session.get(Message, message_ref)
    if message is not None:
        message.text = codes.hidden(message.text, code)
        work.session.add(message)


def _know_party(work: Work, customer: Customer, account: Account) -> None:
    """The paper is in this household; who is writing is known where only one party belongs to the account."""
    if customer.party_id is not None:
        return
    parties = work.session.exec(
        select(AccountParty.party_id).where(AccountParty.account_id == account.id).distinct()
    ).all()
    if len(parties) == 1:
        customer.party_id = parties[0]
        work.session.add(customer)
        green.proven(work, customer)
