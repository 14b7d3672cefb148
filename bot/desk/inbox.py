"""The durable inbox: what arrived from Telegram, before anything else happens to it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant


class InboxState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"  # given up after many attempts; kept, shown by ``python -m bot health``


class InboxUpdate(SQLModel, table=True):
    """One Telegram update, recorded by its ``update_id`` before Telegram is told that it arrived.

    It is claimed only when no earlier update of its chat is unfinished, so that order holds in each chat.
    """

    __table_args__ = (
        Index("inbox_unfinished", "state", "chat_id", "update_id"),
        Index("inbox_due", "state", "due_at"),
    )

    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)  # 0 where an update belongs to no chat
    album: str | None = None  # media_group_id: the parts of an album are worked on together
    body: dict[str, Any] = Field(sa_type=JSON)  # the update as Telegram sent it
    state: InboxState = Field(default=InboxState.WAITING, sa_type=labelled(InboxState))
    attempts: int = 0
    received_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)  # not to be claimed before (album wait, retry)
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str | None = None
