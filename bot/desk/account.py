"""Accounts (contract, meter, home, order) and the chats that are tied to them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class AccountKind(StrEnum):
    CONTRACT = "contract"
    METER = "meter"
    HOME = "home"
    ORDER = "order"


class Proof(StrEnum):
    """How the desk knows that a chat belongs to an account; a phone or a code is proof, the others are claims."""

    LINK = "link"  # came through a deep link (/start meter_12345)
    PHONE = (
        "phone"  # shared a contact of their own with the phone number of the account or of one of its parties
    )
    SAID = "said"  # named the number in a conversation
    CODE = "code"  # named the number and the code that is printed on the account's paper


PROVEN = (Proof.PHONE, Proof.CODE)  # only these let a chat see what is personal: bills, amounts, names


class Account(SQLModel, table=True):
    """``site``, ``building`` and ``feeder`` are the areas that an outage may name."""

    id: int | None = Field(default=None, primary_key=True)
    kind: AccountKind = Field(sa_type=labelled(AccountKind))
    number: str = Field(unique=True)  # as on the paper: letters, digits, dashes
    holder: str = ""  # the name the desk greets with
    phone: str | None = Field(default=None, index=True)  # E.164
    site: str = Field(default="", index=True)
    building: str = Field(default="", index=True)
    feeder: str = Field(default="", index=True)
    address: str = ""
    tariff: str = ""
    voltage: str = ""  # as the company writes it, e.g. "10 kV"
    size: str = ""  # as the company writes it, e.g. "89 m²" or "630 kVA"
    code_digest: str | None = None  # of the code printed on the account's paper (codes.digest_of)
    moved_in_on: date | None = None
    contract_until: date | None = None
    warranty_until: date | None = None
    manager_id: int | None = Field(default=None, foreign_key="agent.id")  # the account manager


class AccountLink(SQLModel, table=True):
    """A chat tied to an account."""

    __table_args__ = (UniqueConstraint("customer_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    proof: Proof = Field(sa_type=labelled(Proof))
    linked_at: datetime = Field(sa_type=Instant)


class Untied(SQLModel, table=True):
    """A tie that the customer undid: the books do not tie it again, only the customer does."""

    customer_id: int = Field(primary_key=True, foreign_key="customer.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    untied_at: datetime = Field(sa_type=Instant)


class ProofTry(SQLModel, table=True):
    """A code that was named with an account's number and was wrong, counted once per message; gone after an hour.

    ``number`` is what the customer wrote, folded, whether or not there is such an account: so a number that is guessed
    is answered, and counted, as a wrong code is.
    """

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger, index=True)
    number: str = Field(index=True)
    message_id: int = Field(unique=True)  # the transcript's row, which may be gone by now
    tried_at: datetime = Field(sa_type=Instant, index=True)
