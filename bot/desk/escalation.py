"""The ladder's steps, as rows: which rung a late clock has reached, who was called, and when that was said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class Rung(StrEnum):
    """Who is called, from the bottom up."""

    OWNER = "owner"
    SHIFT_LEAD = "shift_lead"
    DEPARTMENT_HEAD = "department_head"
    MANAGEMENT = "management"


class Act(StrEnum):
    """What a rung does besides calling somebody."""

    REMIND = "remind"
    REASSIGN = "reassign"
    RAISE_PRIORITY = "raise_priority"
    MEETING = "meeting"


class Escalation(SQLModel, table=True):
    """One step, unique by (subject, step): ``step`` counts the ladder's steps from 1, 0 is the warning before.

    ``subject`` is what climbed: a clock (``clock:7``), a broken promise (``promise:3``), a transfer, a task; ``look:5``
    are the looks at a ticket of the green channel, ``wait:2`` a wait for the customer that lasted the longest,
    ``suggestion:9:20260302T010000`` a suggestion that nobody has considered since then.
    ``rung`` is who is meant, ``stands_on`` where whoever is called stands: there, or above when nobody stands there;
    empty: nobody at all, and the whole group is called.
    ``fired_at`` is the moment at which it was due to climb, ``noticed_at`` the sweep's. ``say_at``: when whoever is
    called may hear of it (quiet hours of staff); emptied when its reason is gone before it was said. ``acted_at``: when
    its acts were done and its topic told; ``said_at``: when it was put into a digest; each empty until then.
    """

    __table_args__ = (
        UniqueConstraint("subject", "step"),
        Index("escalation_to_act", "acted_at", "say_at"),
        Index("escalation_to_say", "said_at", "say_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    step: int
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    rung: Rung = Field(sa_type=labelled(Rung))
    stands_on: Rung | None = Field(default=None, sa_type=labelled(Rung))
    agent_id: int | None = Field(
        default=None, foreign_key="agent.id"
    )  # who is called; nobody: the whole group
    acts: list[str] = Field(default_factory=list, sa_type=JSON)
    urgent: bool = False
    fired_at: datetime = Field(sa_type=Instant)
    noticed_at: datetime = Field(sa_type=Instant)
    say_at: datetime | None = Field(default=None, sa_type=Instant)
    acted_at: datetime | None = Field(default=None, sa_type=Instant)
    said_at: datetime | None = Field(default=None, sa_type=Instant)
