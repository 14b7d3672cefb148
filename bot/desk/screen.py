"""The screen of a desk without Telegram: what customer and staff see in the terminal."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.times import Instant


class PostKind(StrEnum):
    WORDS = "words"  # a message, with media perhaps
    TOPIC = "topic"  # a topic was opened; its title is the text
    TOAST = "toast"  # a short answer to a pressed button
    PRESS = "press"  # a button was pressed; never shown, it only takes a number


class ScreenPost(SQLModel, table=True):
    """One post on the screen. Its ``id`` is Telegram's message id, thread id and update id all at once.

    ``mine``: typed by a person at a terminal; otherwise said by the desk. ``buttons`` is a list of rows of
    ``{"token", "text"}``; ``media`` as in ``Message.media``, where ``file_id`` is the path of the file.
    ``edits`` grows with every change, so that a terminal sees that there is one.
    """

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger, index=True)
    thread_id: int | None = Field(default=None, sa_type=BigInteger)
    kind: PostKind = Field(default=PostKind.WORDS, sa_type=labelled(PostKind))
    mine: bool = False
    name: str = ""  # who typed it
    text: str = ""
    buttons: list[list[dict[str, Any]]] = Field(default_factory=list, sa_type=JSON)
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    reply_to: int | None = Field(default=None, sa_type=BigInteger)
    closed: bool = False  # of a topic
    edits: int = 0
    written_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
