"""Who is at work: shifts (planned, or begun with /onshift), being on call, days of leave, and who left."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.desk.times import Instant

LONGEST_SHIFT = timedelta(days=7)


class RosterKind(StrEnum):
    """What a line of a roster says of somebody's days."""

    SHIFT = "shift"
    ON_CALL = "on_call"
    LEAVE = "leave"
    OFF = "off"  # what was planned for these days is taken back


class Shift(SQLModel, table=True):
    """At most ``LONGEST_SHIFT`` long; ``until_at`` is empty while nobody knows. ``on_call``: asked when nobody else is
    there. ``planned``: not begun with /onshift. ``welcomed_at``: since when nothing more was to be given out because it
    began.
    """

    __table_args__ = (Index("shift_at", "until_at", "from_at"),)

    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    from_at: datetime = Field(sa_type=Instant)
    until_at: datetime | None = Field(default=None, sa_type=Instant)
    on_call: bool = False
    planned: bool = False
    welcomed_at: datetime | None = Field(default=None, sa_type=Instant)


class Leave(SQLModel, table=True):
    """Days (local dates, the last one included) on which an agent is away. ``handed_over_at``: their open work found
    new hands; ``last_id`` is the last ticket that was looked at until then.
    """

    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    from_on: date
    until_on: date
    reason: str = ""
    handed_over_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    last_id: int = 0


class Departure(SQLModel, table=True):
    """Somebody left the staff, at ``left_at``; their open work finds new hands as that of a ``Leave``. Who is back
    before that keeps it, and has no such row.
    """

    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    left_at: datetime = Field(sa_type=Instant)
    handed_over_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    last_id: int = 0
