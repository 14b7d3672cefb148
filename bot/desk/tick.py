"""Ticks: what the clock has done, so that no other process does it again."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.desk.times import Instant


class Tick(SQLModel, table=True):
    """One run of a regular task. Whoever inserts the row runs the task; for everybody else it is done."""

    task: str = Field(primary_key=True)
    run_at: datetime = Field(
        primary_key=True, sa_type=Instant
    )  # the planned moment, the same for all processes
    taken_at: datetime = Field(sa_type=Instant)
