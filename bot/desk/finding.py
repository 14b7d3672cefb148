"""What comes up again and again: a finding goes to a department, which says what it will change."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.labels import Category
from bot.desk.times import Instant


class FindingState(StrEnum):
    FOUND = "found"
    ACKNOWLEDGED = "acknowledged"  # the department has said what will change
    CHANGED = "changed"  # it has; whoever raised it is told
    DISMISSED = "dismissed"


class Finding(SQLModel, table=True):
    """Many matters of one category at one site within a period (local dates, both included).

    ``climb_at``: when management hears that nobody has said anything; empty when there is nothing to hear.
    """

    __table_args__ = (UniqueConstraint("category", "site", "since"),)

    id: int | None = Field(default=None, primary_key=True)
    category: Category = Field(sa_type=labelled(Category))
    site: str = ""
    since: date
    until: date
    state: FindingState = Field(default=FindingState.FOUND, sa_type=labelled(FindingState), index=True)
    plan: str = ""  # what will change, in the department's words
    outcome: str = ""  # what has changed, or why nothing does
    acknowledged_by_id: int | None = Field(default=None, foreign_key="agent.id")
    found_at: datetime = Field(sa_type=Instant)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    climb_at: datetime | None = Field(default=None, sa_type=Instant, index=True)

    @property
    def number(self) -> str:
        """The number people see."""
        return f"FD-{self.id}"


class FindingTicket(SQLModel, table=True):
    """A ticket behind a finding. ``tell_at``: since when its customer is to be told what has changed; empty: not (any
    more).
    """

    finding_id: int = Field(primary_key=True, foreign_key="finding.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id", index=True)
    tell_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class Praise(SQLModel, table=True):
    """Who was praised in a ticket: the person named, or whoever did the work. ``look_at``: when it is looked at whether
    it has reached them; empty once the customer was told that.
    """

    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    agent_id: int = Field(primary_key=True, foreign_key="agent.id", index=True)
    at: datetime = Field(sa_type=Instant)
    look_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class Defect(SQLModel, table=True):
    """One thing that is wrong and that many tickets speak of; an answer to it reaches all their customers."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    opened_by_id: int = Field(foreign_key="agent.id")
    opened_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
