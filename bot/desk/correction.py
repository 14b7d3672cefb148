"""Corrections of a label by a customer or an agent: kept as training data."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.labels import Language
from bot.desk.times import Instant
from bot.desk.transcript import Author


class Correction(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    text: str  # the customer's words that were misunderstood
    language: Language = Field(sa_type=labelled(Language))
    field: str  # kind | category | urgent
    before: str
    after: str
    author: Author = Field(sa_type=labelled(Author))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    at: datetime = Field(sa_type=Instant)
