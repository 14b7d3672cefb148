"""Writing a notice's columns, whoever found out what is to be written."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, update
from sqlmodel import col

from bot.desk.notice import Notice, NoticeState
from bot.service.work import Work

ERROR_LENGTH = 1000
CHANGED = "changed"  # key of a notice's values: what became of it while it was on its way; see ``catch_up``
_state = col(Notice.state)
# To be said, now or once more. Of what does not matter nobody says anything again, so its doubt stays the truth.
WAITING: ColumnElement[bool] = _state.in_((NoticeState.READY, NoticeState.CLAIMED)) | (
    (_state == NoticeState.UNKNOWN) & col(Notice.matters)
)
# Taken back from a process that has claimed it; what is in doubt keeps its second time.
TAKEN_BACK = case((_state == NoticeState.UNKNOWN, NoticeState.UNKNOWN), else_=NoticeState.READY)


def mark(work: Work, notice_id: int, *, lease_until: datetime | None = None, **values: Any) -> None:
    """Sets a notice's columns; the lease ends unless given."""
    if values.get("error"):
        values["error"] = values["error"][:ERROR_LENGTH]
    work.session.connection().execute(
        update(Notice).where(col(Notice.id) == notice_id).values(lease_until=lease_until, **values)
    )


def catch_up(work: Work, row: Any) -> None:
    """What changed while the notice ``row`` was on its way counts now that it has come back: it goes with other words
    the next time, or not at all.
    """
    change = row.values.get(CHANGED)
    if not change:
        return
    came_back = {"values": unchanged(row.values)} | change
    if "error" in change:
        came_back |= {"state": NoticeState.CANCELLED, "lease_until": None}
    work.session.connection().execute(
        update(Notice).where(col(Notice.id) == row.id, WAITING).values(**came_back)
    )


def unchanged(values: dict[str, Any]) -> dict[str, Any]:
    """A notice's values as they are being said."""
    return {name: value for name, value in values.items() if name != CHANGED}
