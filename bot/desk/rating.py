"""What a customer thought of how a matter was resolved."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.times import Instant


class Rating(SQLModel, table=True):
    """One rating per ticket and round (a reopened ticket is rated again)."""

    __table_args__ = (UniqueConstraint("ticket_id", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    round: int
    stars: int  # 1 to 5
    comment: str | None = None
    rated_at: datetime = Field(sa_type=Instant, index=True)
