"""Outages: planned or a fault, the areas they concern, and what customers report of them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class Supply(StrEnum):
    """What is out."""

    POWER = "power"
    WATER = "water"
    GAS = "gas"
    HEATING = "heating"
    NETWORK = "network"
    LIFT = "lift"


class OutageKind(StrEnum):
    PLANNED = "planned"
    FAULT = "fault"


class OutageState(StrEnum):
    ANNOUNCED = "announced"  # planned and published
    STARTED = "started"
    RESTORED = "restored"
    CANCELLED = "cancelled"


class AreaKind(StrEnum):
    SITE = "site"
    BUILDING = "building"
    FEEDER = "feeder"
    ACCOUNT = "account"


class Outage(SQLModel, table=True):
    """``version`` grows with every change that customers are told of. ``next_at``: when the clock looks again."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)  # the company's reference
    kind: OutageKind = Field(sa_type=labelled(OutageKind))
    supply: Supply = Field(sa_type=labelled(Supply))
    state: OutageState = Field(default=OutageState.ANNOUNCED, sa_type=labelled(OutageState), index=True)
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime | None = Field(default=None, sa_type=Instant)  # expected
    cause_zh: str = ""
    cause_en: str = ""
    version: int = 1
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    published_at: datetime | None = Field(default=None, sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    restored_at: datetime | None = Field(default=None, sa_type=Instant)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)


class OutageArea(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("outage_id", "kind", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id", index=True)
    kind: AreaKind = Field(sa_type=labelled(AreaKind))
    name: str  # of the site, building or feeder, or the account's number


class SupplyReport(SQLModel, table=True):
    """A customer says that something is out. ``outage_id`` when it joined a known outage."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    message_id: int = Field(foreign_key="message.id", unique=True)
    outage_id: int | None = Field(default=None, foreign_key="outage.id", index=True)
    supply: Supply = Field(sa_type=labelled(Supply))
    site: str = Field(default="", index=True)
    building: str = ""
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    reported_at: datetime = Field(sa_type=Instant, index=True)
