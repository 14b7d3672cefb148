"""Promises: what an agent told a customer would happen, and by when. The desk watches it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant


class PromiseState(StrEnum):
    OFFERED = "offered"  # read in an agent's words; nobody said yet that it is one
    MADE = "made"
    KEPT = "kept"
    BROKEN = "broken"
    DROPPED = "dropped"  # it was none, or holds no more: withdrawn, the matter is closed


class Promise(SQLModel, table=True):
    """One promise in a ticket. ``words`` are the part of the agent's message that promises.

    ``from_at`` and ``due_at``: the window in which it is to happen. ``next_at``: when the clock has something to do
    about it (remind, say that it is broken, climb the ladder). ``settled_at``: when a broken one was done after all,
    gave way to another one, or needed to be done no more.
    """

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    message_ref: int | None = Field(default=None, foreign_key="message.id", index=True)
    words: str
    state: PromiseState = Field(default=PromiseState.OFFERED, sa_type=labelled(PromiseState))
    from_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant, index=True)
    offered_at: datetime = Field(sa_type=Instant)
    made_at: datetime | None = Field(default=None, sa_type=Instant)
    reminded_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(
        default=None, sa_type=Instant
    )  # kept, broken (the true moment) or dropped
    settled_at: datetime | None = Field(default=None, sa_type=Instant)  # a broken one was made good
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
