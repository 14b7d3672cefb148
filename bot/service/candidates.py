"""The statements that look for what may be claimed, put together once: that costs more than running them."""

from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, or_, select, tuple_
from sqlmodel import col

from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.times import Instant
from bot.desk.wishes import Channel

HOLDS_STREAM = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING)
RESTING = (BroadcastState.PAUSED, BroadcastState.STOPPED)
COLUMNS = (Notice.id, Notice.chat_id, Notice.act, Notice.matters, Notice.due_at, Notice.expires_at)


class Source(Enum):
    """Whose notices are looked for."""

    ALL = "all"
    NONE = "what belongs to no broadcast"
    ONE = "one broadcast's"
    NOT_THESE = "all but those of these broadcasts"


_now = bindparam("now", type_=Instant)
_broadcast = col(Notice.broadcast_id)
_pending = exists().where(_broadcast == Broadcast.id, col(Notice.state) == NoticeState.READY)
PAUSED = select(col(Broadcast.id)).where(col(Broadcast.state).in_(RESTING), _pending)
MOVING = (
    select(col(Broadcast.id))
    .where(col(Broadcast.state).not_in(RESTING), _pending)
    .order_by(col(Broadcast.id))
)


def _held_by_stream() -> ColumnElement[bool]:
    """An earlier notice of the stream is still to be said.

    One in doubt holds up nothing but a topic in doubt: what follows would land outside it. What the desk says first
    holds up nothing before its hour has come.
    """
    other = Notice.__table__.alias("earlier")  # type: ignore[attr-defined]
    topic = and_(other.c.act == Act.TOPIC, other.c.matters.is_(True))
    return exists().where(
        other.c.stream == Notice.stream,
        other.c.id < Notice.id,
        other.c.state.in_((*HOLDS_STREAM, NoticeState.UNKNOWN)),
        or_(other.c.state != NoticeState.UNKNOWN, topic),
        or_(other.c.topic.is_(None), other.c.due_at <= _now, other.c.attempts > 0),
    )


def _due() -> Any:
    return (
        select(*COLUMNS)  # type: ignore[call-overload]
        .where(col(Notice.state) == NoticeState.READY, col(Notice.due_at) <= _now, ~_held_by_stream())
        .limit(bindparam("size", type_=Integer))
        .with_for_update(skip_locked=True)
    )


@cache
def candidates(source: Source, *, held: bool, after: bool) -> Any:
    """The statement for one page of a lane of Telegram's; put together once, which costs more than running it.

    ``held``: without the chats ``:held``; ``after``: what comes after ``:after_due``, ``:after_id``.
    """
    query = (
        _due()
        .where(col(Notice.channel) == Channel.TELEGRAM, col(Notice.lane) == bindparam("lane"))
        .order_by(col(Notice.due_at), col(Notice.id))
    )
    match source:
        case Source.NONE:
            query = query.where(_broadcast.is_(None))
        case Source.ONE:
            query = query.where(_broadcast == bindparam("broadcast"))
        case Source.NOT_THESE:
            theirs: Any = bindparam("broadcast", expanding=True)
            query = query.where(or_(_broadcast.is_(None), _broadcast.not_in(theirs)))
    if held:
        query = query.where(col(Notice.chat_id).not_in(bindparam("held", expanding=True)))
    if after:
        last = tuple_(bindparam("after_due", type_=Instant), bindparam("after_id", type_=Integer))
        query = query.where(tuple_(col(Notice.due_at), col(Notice.id)) > last)
    return query


ELSEWHERE = (
    _due()
    .where(col(Notice.channel).in_([one for one in Channel if one != Channel.TELEGRAM]))
    .order_by(col(Notice.lane), col(Notice.due_at), col(Notice.id))
)
