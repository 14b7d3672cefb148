"""Remarks: what a customer's message says besides, about something else than the ticket it went to."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.labels import Category, Kind
from bot.desk.times import Instant


class RemarkState(StrEnum):
    OPEN = "open"  # offered as a ticket of its own; staff see it on the first ticket's card
    FILED = "filed"
    LEFT = "left"  # the customer said that it needs no ticket


class Remark(SQLModel, table=True):
    """The second matter of a message. Filed, it links two tickets: ``ticket_id``, where the message went, and
    ``filed_id``, which it opened.
    """

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", unique=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    kind: Kind = Field(sa_type=labelled(Kind))
    category: Category = Field(sa_type=labelled(Category))
    text: str  # the part of the message that is about it, in the customer's words
    state: RemarkState = Field(default=RemarkState.OPEN, sa_type=labelled(RemarkState))
    filed_id: int | None = Field(default=None, foreign_key="ticket.id", unique=True)
    noted_at: datetime = Field(sa_type=Instant)
