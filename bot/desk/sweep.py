"""Sweeps: going through many rows in pieces, each in a transaction of its own; this is how far it has come."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from bot.desk.times import Instant


class Sweep(SQLModel, table=True):
    """One sweep, e.g. ``care:2027-02-06``. ``part`` is what it is at, ``last_id`` the last row of that part it saw.

    ``begun_on``: the local date. Whoever works on it holds the row, so that a sweep has one worker at a time.
    """

    name: str = Field(primary_key=True)
    begun_on: date
    part: str = ""
    last_id: int = 0
    done_at: datetime | None = Field(default=None, sa_type=Instant)
