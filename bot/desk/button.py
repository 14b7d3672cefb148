"""Buttons: what a press means is kept here; Telegram only carries an opaque token."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from bot.desk.times import Instant


class Button(SQLModel, table=True):
    """A button that was offered in one chat; a token pressed elsewhere, or never offered, means nothing.

    ``payload`` for a customer: ``{"say": "/rate{...}"}``, spoken to the dialogue as it is; for staff:
    ``{"do": "take", "ticket": 12, ...}``.
    """

    token: str = Field(primary_key=True)  # random, 22 characters
    chat_id: int = Field(sa_type=BigInteger, index=True)
    payload: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
