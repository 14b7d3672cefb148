"""Writing a notice's columns, whoever found out what is to be written."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from bot.desk.notice import Notice
from bot.service.work import Work

ERROR_LENGTH = 1000


def mark(work: Work, notice_id: int, *, lease_until: datetime | None = None, **values: Any) -> None:
    """Sets a notice's columns; the lease ends unless given."""
    if values.get("error"):
        values["error"] = values["error"][:ERROR_LENGTH]
    work.session.connection().execute(
        update(Notice).where(col(Notice.id) == notice_id).values(lease_until=lease_until, **values)
    )
