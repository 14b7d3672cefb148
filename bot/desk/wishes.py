"""What a customer controls: which topics they want to hear of, when, how often and how."""

from datetime import datetime, time
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant


class Topic(StrEnum):
    """What the desk speaks of first. Safety is always said; for the others there is consent."""

    BILLS = "bills"
    OUTAGES = "outages"
    CARE = "care"
    SURVEYS = "surveys"
    SAFETY = "safety"


MATTERS = (Topic.BILLS, Topic.OUTAGES, Topic.SAFETY)  # said at least once; care and surveys at most once


class Channel(StrEnum):
    """How something reaches a customer."""

    TELEGRAM = "telegram"
    EMAIL = "email"
    SMS = "sms"


class Consent(SQLModel, table=True):
    """A customer's word on a topic; without a row the policy's default holds (``consent`` in policy.toml)."""

    customer_id: int = Field(primary_key=True, foreign_key="customer.id")
    topic: Topic = Field(primary_key=True, sa_type=labelled(Topic))
    given: bool
    changed_at: datetime = Field(sa_type=Instant)


class BillDetail(StrEnum):
    """What a bill message holds."""

    BRIEF = "brief"  # the sum and the date
    FULL = "full"  # every bill with its period and account


class Wishes(SQLModel, table=True):
    """A customer's own settings; an empty field follows the policy."""

    customer_id: int = Field(primary_key=True, foreign_key="customer.id")
    quiet_from: time | None = None  # local, in ``zone``
    quiet_until: time | None = None
    zone: str | None = None  # IANA name
    most_a_week: int | None = None  # care, surveys and broadcasts in seven days
    bill_detail: BillDetail | None = Field(default=None, sa_type=labelled(BillDetail))
    bill_days_before: int | None = None  # the first reminder, days before a bill is due
    bill_channel: Channel | None = Field(default=None, sa_type=labelled(Channel))
