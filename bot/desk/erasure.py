"""Erasures: a customer had everything erased that the desk keeps of them; a row remembers how far that has come."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.labels import Language
from bot.desk.times import Instant


class Erasure(SQLModel, table=True):
    """One erasure of one customer: asked for, erased here, forgotten by the dialogue, told.

    ``waits``: only when none of their tickets is open any more. ``chat_id`` is needed for the last word and empty
    after it; what stays is that somebody had their data erased, and when.
    """

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", unique=True)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    language: Language = Field(sa_type=labelled(Language))
    waits: bool = False
    asked_at: datetime = Field(sa_type=Instant)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)  # in the desk's own tables
    forgotten_at: datetime | None = Field(default=None, sa_type=Instant)  # by the dialogue
    done_at: datetime | None = Field(default=None, sa_type=Instant, index=True)  # the customer was told
