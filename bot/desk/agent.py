"""Agents: members of the staff group, and what they hand to each other."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant


class Role(StrEnum):
    AGENT = "agent"
    LEAD = "lead"  # leads a shift: may also take over, hand on and resolve what another agent owns
    HEAD = "head"  # heads a department, and may what a lead may
    MANAGER = "manager"  # the company's management


DECIDES = (Role.LEAD, Role.HEAD, Role.MANAGER)
"""Who may decide about tickets that another agent owns."""


class Agent(SQLModel, table=True):
    """A member of the staff group.

    ``languages`` they answer in and ``sites`` they look after (as accounts name them); empty means all.
    ``verified_at``: when Telegram last said that they are a member. ``removed_at``: when they were taken out by
    ``python -m bot agents remove``; being in the group no longer makes them staff.
    """

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger, unique=True)
    name: str
    role: Role = Field(default=Role.AGENT, sa_type=labelled(Role))
    department: str | None = None  # one of the four categories, or none
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    sites: list[str] = Field(default_factory=list, sa_type=JSON)
    asked_at: datetime | None = Field(default=None, sa_type=Instant)  # when the desk last gave them a ticket
    active: bool = True
    verified_at: datetime | None = Field(default=None, sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class Transfer(SQLModel, table=True):
    """A ticket offered by one agent to another; it moves only when the receiver accepts, by ``due_at``, or it stays.

    ``due_at`` is empty once that is settled: accepted, declined, over (``returned_at``, the true moment), replaced by a
    later offer, or the matter is closed.
    """

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    from_agent_id: int = Field(foreign_key="agent.id")
    to_agent_id: int = Field(foreign_key="agent.id")
    offered_at: datetime = Field(sa_type=Instant)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    declined_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    returned_at: datetime | None = Field(default=None, sa_type=Instant)
