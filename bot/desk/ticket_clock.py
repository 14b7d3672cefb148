"""The clocks of a ticket, as rows: what runs until when, and what the desk has to do about it next."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class Metric(StrEnum):
    """What is promised: staff's first word, their next word after the customer's, the end of the matter."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"  # waits for the customer
    MET = "met"  # stopped in time
    BREACHED = "breached"  # it was not in time, whether or not it has stopped since
    DROPPED = "dropped"  # there is nothing to be met any more: the matter was withdrawn or merged


class TicketClock(SQLModel, table=True):
    """One clock, unique by (ticket, metric, number): of first response and resolution ``number`` is the ticket's round,
    of next response it counts the customer's turns.

    ``target_seconds`` and ``warn_seconds`` (so long before) are working time of ``calendar`` (a name of policy.toml),
    counted from ``counts_from``: the start, or the moment at which the matter became urgent. ``due_at`` and
    ``warn_at`` are empty while it is paused before them. ``warned_at`` and ``breached_at`` are the moments at which
    it was so, not those at which that was noticed. ``rungs``: how many steps of the ladder it has climbed;
    empty until it was noticed that it is late. ``next_at``: when there is something to notice.
    """

    __table_args__ = (UniqueConstraint("ticket_id", "metric", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    metric: Metric = Field(sa_type=labelled(Metric))
    number: int = 1
    state: ClockState = Field(default=ClockState.RUNNING, sa_type=labelled(ClockState))
    calendar: str
    target_seconds: int
    warn_seconds: int
    started_at: datetime = Field(sa_type=Instant)
    counts_from: datetime = Field(sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    warn_at: datetime | None = Field(default=None, sa_type=Instant)
    stopped_at: datetime | None = Field(default=None, sa_type=Instant)
    warned_at: datetime | None = Field(default=None, sa_type=Instant)
    breached_at: datetime | None = Field(default=None, sa_type=Instant)
    rungs: int | None = None
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class PauseReason(StrEnum):
    CUSTOMER = "customer"  # the desk asked, and the customer has not answered


class Pause(SQLModel, table=True):
    """A time in which a ticket's clocks stand still; ``until_at`` is empty while it lasts. ``ends_at``: when it is over
    at the latest; empty: when somebody ends it.
    """

    __table_args__ = (
        Index("pause_of_ticket", "ticket_id", "from_at"),
        Index("pause_to_end", "until_at", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    reason: PauseReason = Field(sa_type=labelled(PauseReason))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    from_at: datetime = Field(sa_type=Instant)
    until_at: datetime | None = Field(default=None, sa_type=Instant)
    ends_at: datetime | None = Field(default=None, sa_type=Instant)
