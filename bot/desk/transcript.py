"""The transcript: every word between a customer and the desk, with media and edits."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class Author(StrEnum):
    """Who wrote a message or made a move."""

    CUSTOMER = "customer"
    AGENT = "agent"
    DESK = "desk"


class Message(SQLModel, table=True):
    """One message of a customer, an agent or the desk. An album is one message with several media.

    ``media`` is a list of ``{"type", "file_id", "message_id", "name", "size"}``; ``type`` as Telegram names it
    (photo, document, voice, video, location, contact, sticker …). ``reading`` is what the model understood:
    ``{"kind", "category", "confidence", "urgent"}``.
    """

    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    author: Author = Field(sa_type=labelled(Author))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    chat_id: int = Field(sa_type=BigInteger)  # where it was written: the private chat or the staff group
    message_id: int = Field(sa_type=BigInteger)  # Telegram's id within that chat
    album: str | None = Field(default=None, index=True)
    text: str = ""
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    forwarded: bool = False
    internal: bool = False  # an agent's note (//): never shown to the customer
    reply_to: int | None = Field(default=None, sa_type=BigInteger)  # message_id in the same chat
    reading: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    written_at: datetime = Field(sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)


class MessageEdit(SQLModel, table=True):
    """What a message said before it was edited."""

    id: int | None = Field(default=None, primary_key=True)
    message_ref: int = Field(foreign_key="message.id", index=True)
    text_before: str
    text_after: str
    edited_at: datetime = Field(sa_type=Instant)
