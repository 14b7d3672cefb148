"""A sign of life of a desk process."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.desk.times import Instant


class Beat(SQLModel, table=True):
    """When a desk process last said that it works. ``process`` is ``host:pid``."""

    process: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
