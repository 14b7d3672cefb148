"""Tasks: what a person of the staff is to do for a customer, with a deadline."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.labels import Category
from bot.desk.times import Instant


class TaskKind(StrEnum):
    CALL_ABOUT_OUTAGE = "call_about_outage"  # important customers, powered medical equipment
    VERIFY_PAYMENT = "verify_payment"  # the customer says that they have paid
    VISIT = "visit"  # the account manager's quarterly visit
    CONTRACT_ENDS = "contract_ends"
    AREA_ALARM = "area_alarm"  # many say that something is out, and no outage is known
    OUTAGE_OVERDUE = "outage_overdue"  # an outage should be over, and nobody said that it is
    CALL_UNHAPPY = "call_unhappy"  # a low mark in a survey
    RECOVER = "recover"  # a low mark after a ticket was resolved
    PART = "part"  # a department's part of a ticket
    MEETING = "meeting"  # a rung of the ladder calls one together
    FINDING = "finding"  # a department says what it will change


class Task(SQLModel, table=True):
    """One task, unique by (kind, subject), e.g. ``call_about_outage`` of ``outage:3/party:12``.

    ``agent_id`` is whose it is; without one it is everybody's. ``values`` are what its card says. ``remind_at``: when
    staff are reminded of it if it is not done by then; empty once that is said.
    """

    __table_args__ = (UniqueConstraint("kind", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: TaskKind = Field(sa_type=labelled(TaskKind))
    subject: str
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    department: Category | None = Field(default=None, sa_type=labelled(Category))
    agent_id: int | None = Field(default=None, foreign_key="agent.id", index=True)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    due_at: datetime = Field(sa_type=Instant)
    remind_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    created_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    done_by_id: int | None = Field(default=None, foreign_key="agent.id")
    outcome: str = ""
