"""Corrections of a label by a customer or an agent: kept as training data."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.labels import Language
from bot.desk.times import Instant
from bot.desk.transcript import Author


class Correction(SQLModel, table=True):
    """One label of one message, as a person gives it.

    ``before`` is the label it had, ``after`` the person's. ``read`` is what the model made of the message (see
    ``Message.reading``), None when it was not asked. ``asked``: the desk was unsure and the customer chose with a
    button, also where they confirm the guess. Such a message may end as nothing to file: kind ``none``, no ticket.
    """

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)  # the transcript's row
    text: str  # the customer's words that were misunderstood
    language: Language = Field(sa_type=labelled(Language))
    field: str  # kind | category | urgent
    before: str
    after: str
    read: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    asked: bool = False
    author: Author = Field(sa_type=labelled(Author))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    at: datetime = Field(sa_type=Instant)


class Review(SQLModel, table=True):
    """What a person decided about the training line that a message's corrections make.

    It holds until the message is corrected again: ``correction_id`` is the newest correction that was looked at.
    ``text`` (scrubbed), ``label`` (a Rasa intent) and ``urgent`` are the line as it was decided about.
    """

    id: int | None = Field(default=None, primary_key=True)
    correction_id: int = Field(foreign_key="correction.id", unique=True)
    kept: bool
    text: str
    label: str
    urgent: bool
    at: datetime = Field(sa_type=Instant)
