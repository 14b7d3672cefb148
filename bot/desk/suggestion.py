"""The life of a suggestion, and the points that customers get for those that are adopted."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant


class SuggestionState(StrEnum):
    RECEIVED = "received"
    CONSIDERED = "considered"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"


class Suggestion(SQLModel, table=True):
    """What became of a suggestion; one row per ticket. ``reason`` is told to the customer.

    ``climb_at``: when it climbs the next step of the ladder, because nobody has considered it yet; ``climbed``: how
    many it has.
    """

    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    state: SuggestionState = Field(
        default=SuggestionState.RECEIVED, sa_type=labelled(SuggestionState), index=True
    )
    reason: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="agent.id")
    changed_at: datetime = Field(sa_type=Instant)
    climb_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    climbed: int = 0


class Points(SQLModel, table=True):
    """Points given to a customer, once per (customer, subject), e.g. ``suggestion:12``."""

    customer_id: int = Field(primary_key=True, foreign_key="customer.id")
    subject: str = Field(primary_key=True)
    points: int
    given_at: datetime = Field(sa_type=Instant)
