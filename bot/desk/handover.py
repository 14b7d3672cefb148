"""A handover: the customer talks to a person and the bot is silent."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.desk.times import Instant


class Handover(SQLModel, table=True):
    """At most one open handover per customer (``ended_at`` empty)."""

    __table_args__ = (
        Index(
            "one_open_handover",
            "customer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    ticket_id: int = Field(foreign_key="ticket.id")
    started_at: datetime = Field(sa_type=Instant)
    last_word_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: str | None = None  # agent | silence | resolved | customer
