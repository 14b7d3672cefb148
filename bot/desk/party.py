"""Parties: persons and firms as the company's books know them, whether or not they ever wrote to the desk."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.labels import Language
from bot.desk.times import Instant


class PartyRole(StrEnum):
    """What a party is to an account."""

    OWNER = "owner"
    TENANT = "tenant"
    PAYER = "payer"


class Standing(StrEnum):
    """The class of a party; who may wait, who gets a person, which ladder reminds them."""

    VIP = "vip"
    KEY = "key"
    ORDINARY = "ordinary"
    CREDIT_RISK = "credit_risk"


class Party(SQLModel, table=True):
    """``given_standing`` is what the company says and wins over what the desk computes (``PartyStanding``)."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)  # the company's customer number
    name: str
    phone: str | None = Field(default=None, index=True)  # E.164
    email: str | None = None
    language: Language = Field(default=Language.ZH, sa_type=labelled(Language))
    birthday: date | None = None
    powered_medical: bool = False  # lives with medical equipment that needs power
    given_standing: Standing | None = Field(default=None, sa_type=labelled(Standing))
    manager_id: int | None = Field(default=None, foreign_key="agent.id")  # the account manager


class AccountParty(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("account_id", "party_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    party_id: int = Field(foreign_key="party.id", index=True)
    role: PartyRole = Field(sa_type=labelled(PartyRole))


class PartyStanding(SQLModel, table=True):
    """What the desk computed of a party, and why: ``reasons`` is a list of ``{"word", "points", "values"}``."""

    party_id: int = Field(primary_key=True, foreign_key="party.id")
    standing: Standing = Field(sa_type=labelled(Standing), index=True)
    score: int  # 0 to 100
    reasons: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    computed_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant, index=True)  # when it is computed again
