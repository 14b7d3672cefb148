"""Broadcasts: one text to many customers, planned in pieces, with progress, and it can be paused."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant
from bot.desk.wishes import Topic


class BroadcastState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"  # planned for everybody; what of it is said, its notices tell
    STOPPED = "stopped"


class Broadcast(SQLModel, table=True):
    """``audience``: ``{"sites", "standings", "languages"}``, lists; an empty one means everybody. ``danger``: at any
    hour. ``last_customer_id`` is how far planning has come, ``total`` how large the audience was when it was made.
    """

    id: int | None = Field(default=None, primary_key=True)
    topic: Topic = Field(sa_type=labelled(Topic))
    text_zh: str
    text_en: str
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: BroadcastState = Field(
        default=BroadcastState.RUNNING, sa_type=labelled(BroadcastState), index=True
    )
    danger: bool = False
    expires_at: datetime | None = Field(default=None, sa_type=Instant)  # what is not said by then is not said
    last_customer_id: int = 0
    total: int = 0
    made_by: str = ""
    made_at: datetime = Field(sa_type=Instant)
