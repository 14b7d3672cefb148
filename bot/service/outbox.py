"""The outbox: who sends which notice now.

States: ready → claimed (a lease) → sending (committed before the call) → sent, or ready again, unknown, dead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlmodel import col

from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.service import budget, moves, settling
from bot.service.budget import Buckets
from bot.service.courier import Letter
from bot.service.settling import Sending
from bot.service.work import Work

log = structlog.get_logger()

LOOK = 32  # candidates read at once
HOLDS_STREAM = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING)
TOPIC_ACTS = (Act.RENAME, Act.CLOSE, Act.REOPEN)


@dataclass(frozen=True)
class Claim:
    """A notice that is this process's to send until ``lease_until``."""

    notice_id: int
    lease_until: datetime


@dataclass(frozen=True)
class Claimed:
    """``again_at``: when there may be more to claim; None: nothing waits."""

    claims: list[Claim]
    again_at: datetime | None


@dataclass(frozen=True)
class Counts:
    """The outbox at a glance. ``oldest``: when the longest overdue notice was due; ``staff_error``: why the
    staff group cannot be reached; ``paused``: budgets that Telegram asked to rest, and until when.
    """

    ready: int
    in_hand: int
    unknown: int
    dead: int
    oldest: datetime | None
    staff_error: str | None
    paused: dict[str, datetime]


def claim(work: Work, limit: int, lease: timedelta) -> Claimed:
    """Takes up to ``limit`` notices that are due, first of their stream and within the budgets.

    By lane, then the longest due. What lacks tokens stays as it is and holds up nobody else's.
    """
    buckets = Buckets(work)
    revive(work)
    picked = _Picking(work, buckets, limit)
    picked.run()
    buckets.save()
    until = work.now + lease
    if picked.ids:
        work.session.connection().execute(
            update(Notice)
            .where(col(Notice.id).in_(picked.ids))
            .values(state=NoticeState.CLAIMED, lease_until=until)
        )
    times = [time for time in (picked.again_at, next_due(work)) if time is not None]
    return Claimed([Claim(notice_id, until) for notice_id in picked.ids], min(times, default=None))


def begin(work: Work, claimed: Claim, lease: timedelta) -> Sending | None:
    """Marks a claimed notice as being sent, to be committed before the call; None: it is no longer to be
    sent.
    """
    query = select(Notice).where(
        col(Notice.id) == claimed.notice_id,
        col(Notice.state) == NoticeState.CLAIMED,
        col(Notice.lease_until) == claimed.lease_until,
    )
    row = work.session.connection().execute(query.with_for_update()).first()
    if row is None:
        return None
    letter = _letter(work, row)
    if letter.act in TOPIC_ACTS and letter.thread_id is None:
        settling.mark(work, row.id, state=NoticeState.CANCELLED, error="the ticket has no topic")
        return None
    until = work.now + lease
    settling.mark(work, row.id, state=NoticeState.SENDING, lease_until=until)
    return Sending(letter, until)


def revive(work: Work) -> None:
    """Takes over from processes that died: a claim becomes ready again, a notice in sending is unknown.

    An unknown one that matters becomes ready when its second time has come.
    """
    connection = work.session.connection()
    ended = col(Notice.lease_until) <= work.now
    connection.execute(
        update(Notice)
        .where(col(Notice.state) == NoticeState.CLAIMED, ended)
        .values(state=NoticeState.READY, lease_until=None)
    )
    lost = select(Notice).where(col(Notice.state) == NoticeState.SENDING, ended)
    for row in connection.execute(lost.with_for_update(skip_locked=True)).all():
        settling.stopped(work, row)
    # A change of the card was shown as a new card meanwhile: the one in doubt is not needed any more.
    carded = select(col(Ticket.id)).where(col(Ticket.card_message_id).is_not(None))
    connection.execute(
        update(Notice)
        .where(
            col(Notice.state) == NoticeState.UNKNOWN,
            col(Notice.kind) == "card",
            col(Notice.ticket_id).in_(carded),
        )
        .values(state=NoticeState.CANCELLED, error="a newer card stands in its place")
    )
    connection.execute(
        update(Notice)
        .where(col(Notice.state) == NoticeState.UNKNOWN, col(Notice.matters), col(Notice.due_at) <= work.now)
        .values(state=NoticeState.READY)
    )


def next_due(work: Work) -> datetime | None:
    """When the next notice becomes due by its own time, or a lease ends; of budgets ``claim`` tells."""
    state, due, lease = col(Notice.state), func.min(Notice.due_at), func.min(Notice.lease_until)
    queries = (
        select(due).where(state == NoticeState.READY, col(Notice.due_at) > work.now),
        select(due).where(state == NoticeState.UNKNOWN, col(Notice.matters)),
        select(lease).where(state.in_((NoticeState.CLAIMED, NoticeState.SENDING))),
    )
    times = [work.session.connection().execute(query).scalar() for query in queries]
    return min((time for time in times if time is not None), default=None)


def signature(work: Work) -> tuple[Any, ...]:
    """Something that differs when notices were posted; cheap enough to ask five times a second."""
    query = select(func.count(), func.max(Notice.id), func.min(Notice.due_at)).where(
        col(Notice.state) == NoticeState.READY
    )
    return tuple(work.session.connection().execute(query).one())


class InTheAir(Exception):
    """Something was just said in this chat, and its number is not written down yet; look again in a moment."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def in_the_air(work: Work, chat_id: int) -> bool:
    """Whether something is being said in the chat right now: people may answer it before its number is known here."""
    query = select(col(Notice.id)).where(
        col(Notice.state) == NoticeState.SENDING, col(Notice.chat_id) == chat_id
    )
    return work.session.connection().execute(query.limit(1)).first() is not None


def counts(work: Work) -> Counts:
    """How much waits and what is wrong, for health."""
    connection = work.session.connection()
    interesting = [state for state in NoticeState if state not in (NoticeState.SENT, NoticeState.CANCELLED)]
    query = select(col(Notice.state), func.count()).where(col(Notice.state).in_(interesting))
    found: dict[NoticeState, int] = {
        row[0]: row[1] for row in connection.execute(query.group_by(Notice.state))
    }
    ready = col(Notice.state) == NoticeState.READY
    staff = select(col(Notice.error)).where(ready, col(Notice.error).startswith(settling.UNREACHABLE))
    return Counts(
        ready=found.get(NoticeState.READY, 0),
        in_hand=found.get(NoticeState.CLAIMED, 0) + found.get(NoticeState.SENDING, 0),
        unknown=found.get(NoticeState.UNKNOWN, 0),
        dead=found.get(NoticeState.DEAD, 0),
        oldest=connection.execute(
            select(func.min(Notice.due_at)).where(ready, col(Notice.due_at) <= work.now)
        ).scalar(),
        staff_error=connection.execute(staff.limit(1)).scalar(),
        paused=budget.paused(work),
    )


class _Picking:
    """One search for notices to claim: candidates in order, each asked of the budgets."""

    def __init__(self, work: Work, buckets: Buckets, limit: int) -> None:
        self.work, self.buckets, self.limit = work, buckets, limit
        self.ids: list[int] = []
        self.again_at: datetime | None = None
        self._moves = moves.known(work.session)
        self._held: set[int] = set()  # chats whose budget is used up
        self._spent = False  # the bucket of all is used up for what comes next

    def run(self) -> None:
        while len(self.ids) < self.limit and not self._spent:
            rows = self.work.session.connection().execute(self._candidates()).all()
            self.buckets.know(self._chat(row) for row in rows)
            for row in rows:
                if len(self.ids) == self.limit or self._spent:
                    return
                self._consider(row)
            if len(rows) < LOOK:
                return

    def _consider(self, row: Any) -> None:
        now, chat_id = self.work.now, self._chat(row)
        if row.expires_at is not None and row.expires_at <= now:
            settling.bury(self.work, row, "expired before it could be said")
            return
        overall, own = self.buckets.free_at(row.lane), self.buckets.chat_free_at(chat_id, row.lane)
        if overall > now:  # the lanes that follow get no more than this one
            self._spent = True
        elif own > now:
            self._held.add(row.chat_id)
        else:
            self.buckets.take(chat_id, _cost(row))
            self.ids.append(row.id)
            return
        free = max(overall, own)
        self.again_at = min(self.again_at or free, free)

    def _chat(self, row: Any) -> int:
        return moves.follow(self._moves, row.chat_id)

    def _candidates(self) -> Any:
        return (
            select(Notice)
            .where(
                col(Notice.state) == NoticeState.READY,
                col(Notice.due_at) <= self.work.now,
                col(Notice.id).not_in(self.ids),
                col(Notice.chat_id).not_in(self._held),
                ~_held_by_stream(),
            )
            .order_by(col(Notice.lane), col(Notice.due_at), col(Notice.id))
            .limit(LOOK)
            .with_for_update(skip_locked=True)
        )


def _held_by_stream() -> ColumnElement[bool]:
    """An earlier notice of the stream is still to be said.

    One in doubt holds up nothing but a topic in doubt: what follows would land outside it.
    """
    other = Notice.__table__.alias("earlier")  # type: ignore[attr-defined]
    topic = and_(other.c.act == Act.TOPIC, other.c.matters.is_(True))
    return exists().where(
        other.c.stream == Notice.stream,
        other.c.id < Notice.id,
        other.c.state.in_((*HOLDS_STREAM, NoticeState.UNKNOWN)),
        or_(other.c.state != NoticeState.UNKNOWN, topic),
    )


def _said(work: Work, row: Any) -> int | None:
    """Telegram's id of the message of the earlier notice that this one changes (``values["of"]``)."""
    earlier = work.session.get(Notice, row.values.get("of") or 0, populate_existing=True)
    return earlier.message_id if earlier else None


def _cost(row: Any) -> int:
    media: Sequence[Any] = row.values.get("media", ()) if row.act == Act.ALBUM else ()
    return max(len(media), 1)


def _letter(work: Work, row: Any) -> Letter:
    """The notice with what its ticket knows by now: the topic, the card.

    An edit whose message is not known (any more) is said anew. Without topics, a ticket's words hang below
    its card.
    """
    ticket = (
        work.session.get(Ticket, row.ticket_id) if row.ticket_id is not None and row.chat_id < 0 else None
    )
    thread_id, card = (ticket.thread_id, ticket.card_message_id) if ticket else (None, None)
    edited = (row.values.get("message") or _said(work, row) or card) if row.act == Act.EDIT else None
    act = Act.SAY if row.act == Act.EDIT and edited is None else row.act
    hangs = act in (Act.SAY, Act.COPY, Act.ALBUM) and thread_id is None
    return Letter(
        notice_id=row.id,
        reference=f"{row.subject}:{row.kind}:{row.step}",
        kind=row.kind,
        lane=row.lane,
        act=act,
        chat_id=moves.current(work.session, row.chat_id),
        language=row.language,
        ticket_id=row.ticket_id,
        customer_id=row.customer_id,
        thread_id=thread_id,
        message_id=edited,
        reply_to=row.reply_to or (card if hangs else None),
        text=row.text,
        template=row.template,
        values=row.values,
        buttons=row.buttons,
    )
