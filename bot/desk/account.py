"""Accounts (contract, meter, home, order) and the chats that are tied to them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class AccountKind(StrEnum):
    CONTRACT = "contract"
    METER = "meter"
    HOME = "home"
    ORDER = "order"


class Proof(StrEnum):
    """How the desk knows that a chat belongs to an account; a link is only a claim, a phone is proof."""

    LINK = "link"  # came through a deep link (/start meter_12345)
    PHONE = "phone"  # shared a contact of their own with the account's phone number
    SAID = "said"  # named the number in a conversation


class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    kind: AccountKind = Field(sa_type=labelled(AccountKind))
    number: str = Field(unique=True)  # as on the paper: letters, digits, dashes
    holder: str = ""  # the name the desk greets with
    phone: str | None = Field(default=None, index=True)  # E.164
    site: str = ""
    address: str = ""


class AccountLink(SQLModel, table=True):
    """A chat tied to an account."""

    __table_args__ = (UniqueConstraint("customer_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    proof: Proof = Field(sa_type=labelled(Proof))
    linked_at: datetime = Field(sa_type=Instant)
