"""Outages: planned or a fault, the areas they concern, and what customers report of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
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
    name: str = Field(index=True)  # of the site, building or feeder, or the account's number


class Told(StrEnum):
    """What customers are told of an outage."""

    ANNOUNCED = "announced"  # planned, published
    REMINDER = "reminder"  # so many minutes before it starts
    CHANGED = "changed"  # another time, cause or area
    LEFT = "left"  # to those who are out of it after a change
    CANCELLED = "cancelled"
    STARTED = "started"
    FAULT = "fault"  # also what is new of it, as an edit of the same message
    RESTORED = "restored"


class OutageRound(SQLModel, table=True):
    """One thing that all customers of the areas are told, planned in pieces.

    ``areas``: pairs of kind and name as they were when it was made. ``due_at``: when it begins, and that it is not yet
    told to all; empty when it is over. ``last_account_id`` is how far planning has come.
    """

    __table_args__ = (UniqueConstraint("outage_id", "what", "version", "minutes"),)

    id: int | None = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id")
    what: Told = Field(sa_type=labelled(Told))
    version: int
    minutes: int = 0  # before the start, of a reminder
    areas: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    last_account_id: int = 0
    made_at: datetime = Field(sa_type=Instant)


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
