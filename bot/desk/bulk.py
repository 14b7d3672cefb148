"""One answer to everybody whose matter is the same defect, or the same outage, said in pieces."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.desk.times import Instant


class BulkReply(SQLModel, table=True):
    """What an agent tells everybody of a defect or an outage; one of ``defect_id`` and ``outage_id`` is given.

    ``resolves``: their tickets are resolved with these words. ``confirmed_at``: when the agent said yes; nothing is
    said before. ``due_at``: there are some left to be told; empty when it is over, or called off. ``last_ticket_id``
    and ``last_report_id``: how far it has come. ``told``: customers so far, ``kept``: tickets that could not be
    resolved.
    """

    id: int | None = Field(default=None, primary_key=True)
    defect_id: int | None = Field(default=None, foreign_key="defect.id")
    outage_id: int | None = Field(default=None, foreign_key="outage.id")
    agent_id: int = Field(foreign_key="agent.id")
    words: str
    resolves: bool = False
    count: int = 0  # customers, when it was asked
    told: int = 0
    kept: int = 0
    last_ticket_id: int = 0
    last_report_id: int = 0
    made_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
