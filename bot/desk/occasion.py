"""Occasions: the days on which the desk cares for somebody, one row each, so that the clock reads only what is due."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class OccasionKind(StrEnum):
    """``moment`` of policy.toml's care rules names one of these; surveys have their own part of the policy."""

    BIRTHDAY = "birthday"
    MOVED_IN = "moved_in"
    CONTRACT_UNTIL = "contract_until"
    WARRANTY_UNTIL = "warranty_until"
    VISIT = "visit"
    RESOLVED = "resolved"  # a ticket was resolved on that day
    SURVEY = "survey"  # a customer is in this quarter's sample


class Occasion(SQLModel, table=True):
    """``subject`` is what it is about: ``party:3``, ``account:5``, ``ticket:7``, ``customer:9``.

    ``next_on`` is the local date on which it comes next (of a birthday: this year's or the next), not the date on
    which something is said: rules of the policy speak so many days before or after it.
    """

    __table_args__ = (UniqueConstraint("subject", "kind"), Index("occasion_due", "kind", "next_on"))

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    kind: OccasionKind = Field(sa_type=labelled(OccasionKind))
    next_on: date | None = None  # empty: nothing more comes


class Survey(SQLModel, table=True):
    """A survey that one customer was asked, at most one in ``survey.not_again_days``."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    standing: str = ""  # the segment at that time
    asked_at: datetime = Field(sa_type=Instant, index=True)
    stars: int | None = None  # 1 to 5
    comment: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
