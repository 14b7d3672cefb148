"""The durable inbox: an update is recorded before Telegram hears that it arrived, then worked on in its
chat's order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlmodel import col

from bot.desk.inbox import InboxState
from bot.desk.inbox import InboxUpdate as Row
from bot.desk.notice import Lane
from bot.service import post
from bot.service.once import insert_once
from bot.service.work import Work

log = structlog.get_logger()

MOST_ATTEMPTS = 50
KEPT = timedelta(days=30)  # how long finished updates are remembered, so that a late redelivery does nothing
UNFINISHED = (InboxState.WAITING, InboxState.CLAIMED)


@dataclass(frozen=True)
class InboxUpdate:
    """A claimed update, free of any session. ``body`` is the update as Telegram sent it."""

    update_id: int
    chat_id: int
    album: str | None
    body: dict[str, Any]
    attempts: int
    received_at: datetime


@dataclass(frozen=True)
class Counts:
    """The inbox at a glance; ``oldest`` is when the longest unfinished update arrived."""

    waiting: int
    claimed: int
    failed: int
    oldest: datetime | None


def record(work: Work, body: dict[str, Any]) -> bool:
    """Keeps an update; False when its ``update_id`` was recorded before. Raises ``ValueError`` when it has
    none.
    """
    update_id = body.get("update_id")
    if not isinstance(update_id, int):
        raise ValueError(f"an update without a whole-numbered update_id cannot be kept: {str(body)[:200]}")
    album = _album_of(body)
    wait = timedelta(seconds=work.policy.conversation.album_wait_seconds if album else 0)
    return insert_once(
        work.session,
        Row,
        {
            "update_id": update_id,
            "chat_id": _chat_of(body),
            "album": album,
            "body": body,
            "received_at": work.now,
            "due_at": work.now + wait,
        },
    )


def claim(work: Work, lease: timedelta) -> list[InboxUpdate]:
    """The next update of one chat, the oldest due first, or an empty list; nobody else gets it before
    ``lease`` ends.

    A chat's update is taken only when no earlier one is unfinished and none is being worked on. The first
    part of an album brings the parts that wait with it; a part that comes later comes alone.
    """
    _free_expired(work)
    head = work.session.connection().execute(_heads(work.now)).first()
    if head is None:
        return []
    rows = [head]
    if head.album is not None:
        rows += work.session.connection().execute(_rest_of_album(head)).all()
    work.session.connection().execute(
        update(Row)
        .where(col(Row.update_id).in_([row.update_id for row in rows]))
        .values(state=InboxState.CLAIMED, claimed_until=work.now + lease)
    )
    return [
        InboxUpdate(row.update_id, row.chat_id, row.album, row.body, row.attempts, row.received_at)
        for row in rows
    ]


def finish(work: Work, update_ids: Sequence[int]) -> None:
    """The work on these updates is done, in this same transaction."""
    work.session.connection().execute(
        update(Row)
        .where(_unfinished(update_ids))
        .values(state=InboxState.DONE, done_at=work.now, claimed_until=None, error=None)
    )


def retry(work: Work, update_ids: Sequence[int], error: str, after: timedelta) -> None:
    """Work on these updates failed: again in ``after``; the later updates of the chat wait meanwhile.

    After 50 attempts they are given up, so that the chat goes on: they stay as ``FAILED`` with the error, are
    counted by ``python -m bot health``, and the staff group is told with a notice "update_failed".
    """
    connection = work.session.connection()
    mine = connection.execute(select(Row).where(_unfinished(update_ids)).with_for_update()).all()
    again = [row.update_id for row in mine if row.attempts + 1 < MOST_ATTEMPTS]
    values = {"attempts": Row.attempts + 1, "error": error[:2000], "claimed_until": None}
    if again:
        connection.execute(
            update(Row)
            .where(col(Row.update_id).in_(again))
            .values(state=InboxState.WAITING, due_at=work.now + after, **values)
        )
    for row in mine:
        if row.update_id not in again:
            connection.execute(
                update(Row)
                .where(col(Row.update_id) == row.update_id)
                .values(state=InboxState.FAILED, **values)
            )
            _tell_failed(work, row.update_id, error)


def next_due(work: Work) -> datetime | None:
    """When ``claim`` may find something next: a time in the past when something is due now. None: nothing
    waits.

    What waits behind an earlier update of its chat does not count; that one's finish is the signal.
    """
    heads = select(func.min(Row.due_at)).where(col(Row.state) == InboxState.WAITING, *_free())
    leases = select(func.min(Row.claimed_until)).where(col(Row.state) == InboxState.CLAIMED)
    times = [work.session.connection().execute(one).scalar() for one in (heads, leases)]
    return min((time for time in times if time is not None), default=None)


def waiting(work: Work) -> Counts:
    """How much is unfinished, for health."""
    connection = work.session.connection()
    query = select(col(Row.state), func.count()).where(col(Row.state) != InboxState.DONE).group_by(Row.state)
    counted: dict[InboxState, int] = {row[0]: row[1] for row in connection.execute(query)}
    oldest = connection.execute(
        select(func.min(Row.received_at)).where(col(Row.state).in_(UNFINISHED))
    ).scalar()
    return Counts(
        waiting=counted.get(InboxState.WAITING, 0),
        claimed=counted.get(InboxState.CLAIMED, 0),
        failed=counted.get(InboxState.FAILED, 0),
        oldest=oldest,
    )


def prune(work: Work, older_than: timedelta = KEPT) -> int:
    """Forgets updates that were finished longer ago than ``older_than``; returns how many."""
    done = col(Row.state) == InboxState.DONE
    return work.session.connection().execute(
        delete(Row).where(done, col(Row.done_at) < work.now - older_than)
    ).rowcount  # fmt: skip


def _heads(now: datetime) -> Any:
    return (
        select(Row)
        .where(col(Row.state) == InboxState.WAITING, col(Row.due_at) <= now, *_free())
        .order_by(col(Row.due_at), col(Row.update_id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _free() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """No earlier update of the chat waits, and none is being worked on (they may arrive out of order).

    Two conditions, as each alone has an index.
    """
    other = Row.__table__.alias("other")  # type: ignore[attr-defined]
    same_chat = other.c.chat_id == Row.chat_id
    earlier = exists().where(
        same_chat, other.c.state == InboxState.WAITING, other.c.update_id < Row.update_id
    )
    in_hand = exists().where(same_chat, other.c.state == InboxState.CLAIMED)
    return ~earlier, ~in_hand


def _rest_of_album(head: Any) -> Any:
    return (
        select(Row)
        .where(
            col(Row.chat_id) == head.chat_id,
            col(Row.album) == head.album,
            col(Row.state) == InboxState.WAITING,
            col(Row.update_id) > head.update_id,
        )
        .order_by(col(Row.update_id))
        .with_for_update()
    )


def _free_expired(work: Work) -> None:
    """Who claimed these died or hangs: they wait again."""
    freed = work.session.connection().execute(
        update(Row)
        .where(col(Row.state) == InboxState.CLAIMED, col(Row.claimed_until) <= work.now)
        .values(state=InboxState.WAITING, claimed_until=None)
    )
    if freed.rowcount:
        log.warning("claims ended before their work", action="inbox_lease_ended", updates=freed.rowcount)


def _unfinished(update_ids: Sequence[int]) -> ColumnElement[bool]:
    return col(Row.update_id).in_(update_ids) & col(Row.state).in_(UNFINISHED)


def _tell_failed(work: Work, update_id: int, error: str) -> None:
    log.error("an update was given up", action="inbox_failed", update=update_id, error=error[:500])
    post.to_staff(
        work,
        None,
        "update_failed",
        subject=f"update:{update_id}",
        lane=Lane.NOTICE,
        template="update_failed",
        values={"update": update_id, "attempts": MOST_ATTEMPTS, "error": error[:500]},
    )


def _content(body: dict[str, Any]) -> dict[str, Any]:
    """What an update carries, whatever it is called: its one part that is an object."""
    return next((part for part in body.values() if isinstance(part, dict)), {})


def _chat_of(body: dict[str, Any]) -> int:
    """The chat whose order an update keeps; 0 when it belongs to none. A button press counts where it was
    pressed.
    """
    content = _content(body)
    for holder in (content, content.get("message")):
        chat = holder.get("chat") if isinstance(holder, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return 0


def _album_of(body: dict[str, Any]) -> str | None:
    """Only new messages are parts of an album; an edited part is an edit."""
    message = body.get("message")
    return message.get("media_group_id") if isinstance(message, dict) else None
