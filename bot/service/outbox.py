"""The outbox: who sends which notice now.

States: ready → claimed (a lease) → sending (committed before the call) → sent, or ready again, unknown, dead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlmodel import col

from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.service import budget, marks, moves, settling, undelivered
from bot.service.budget import Buckets
from bot.service.courier import Letter
from bot.service.outbox_statements import (
    CARDS_REPLACED,
    CLAIMED,
    CLAIMS_ENDED,
    DOUBTS_OVER,
    MOVE_ON,
    NEXT_DUE,
    SENDERS_DIED,
    SIGNATURE,
)
from bot.service.picking import Picking, Room
from bot.service.settling import Sending
from bot.service.work import Work

log = structlog.get_logger()

SOON = timedelta(seconds=0.2)  # who looks again so soon need not know what comes after
TOPIC_ACTS = (Act.RENAME, Act.CLOSE, Act.REOPEN)


@dataclass(frozen=True)
class Claim:
    """A notice that is this process's to send until ``lease_until``; None: to be begun in the same transaction.

    ``counts_until``: until when its ``cost`` counts in the budget of all; None where it takes no budget.
    ``not_before``: a moment ahead, at which the budget lets it go.
    """

    notice_id: int
    lease_until: datetime | None
    counts_until: float | None = None
    cost: int = 1
    not_before: datetime | None = None


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


def claim(work: Work, limit: int, lease: timedelta | None, room: Room | None = None) -> Claimed:
    """Takes up to ``limit`` notices that are due, first of their stream and within the budgets.

    By lane, then the longest due. What lacks tokens stays as it is and holds up nobody else's. ``room`` narrows it.
    Without a ``lease`` the claims are not written down, and hold as long as this transaction.
    """
    buckets = Buckets(work)
    if room is None or room.revive:
        revive(work)
    picking = Picking(work, buckets, limit, room or Room(limit, limit, limit))
    picking.run()
    buckets.save()
    until = work.now + lease if lease is not None else None
    if picking.picked and until is not None:
        _move_on(work, [one.notice_id for one in picking.picked], NoticeState.CLAIMED, until)
    again_at = picking.again_at
    if again_at is None or again_at > work.now + SOON:
        again_at = min((at for at in (again_at, next_due(work)) if at is not None), default=None)
    claims = [
        Claim(one.notice_id, until, one.counts_until, one.cost, one.not_before) for one in picking.picked
    ]
    return Claimed(claims, again_at)


def begin(work: Work, claimed: Claim, lease: timedelta) -> Sending | None:
    """Begins one claim; None: it is no longer to be sent. See ``begin_all``."""
    return next(iter(begin_all(work, [claimed], lease)), None)


def begin_all(work: Work, claims: Sequence[Claim], lease: timedelta) -> list[Sending]:
    """Marks claimed notices as being sent, to be committed before the calls; what is no longer to be sent is left
    out.
    """
    mine = {one.notice_id: one for one in claims}
    rows = work.session.connection().execute(CLAIMED, {"ids": list(mine)}).all() if mine else []
    known = moves.known(work.session) if rows else {}
    letters = [
        (row, _letter(work, row, moves.follow(known, row.chat_id)))
        for row in rows
        if row.lease_until == mine[row.id].lease_until
    ]
    going = [one for row, one in letters if not _lacks_topic(work, one) and not _rests(work, row, one)]
    if not going:
        return []
    until = work.now + lease
    _move_on(work, [one.notice_id for one in going], NoticeState.SENDING, until)
    return _on_the_way(work, going, mine, until)


def _on_the_way(
    work: Work, letters: list[Letter], claims: dict[int, Claim], lease_until: datetime
) -> list[Sending]:
    budgeted = [
        (one.counts_until, one.cost)
        for one in (claims[letter.notice_id] for letter in letters)
        if one.counts_until is not None
    ]
    counts_until = budget.begun(work, budgeted) if budgeted else None
    order = {notice_id: place for place, notice_id in enumerate(claims)}
    letters.sort(key=lambda letter: order[letter.notice_id])
    return [
        Sending(
            letter,
            lease_until,
            counts_until if claims[letter.notice_id].counts_until is not None else None,
            claims[letter.notice_id].cost,
            claims[letter.notice_id].not_before,
        )
        for letter in letters
    ]


def _move_on(work: Work, notice_ids: list[int], state: NoticeState, lease_until: datetime) -> None:
    values = {"ids": notice_ids, "new_state": state, "lease": lease_until}
    work.session.connection().execute(MOVE_ON, values)


def _lacks_topic(work: Work, letter: Letter) -> bool:
    """What is to be done to a topic that does not exist is cancelled."""
    if letter.act not in TOPIC_ACTS or letter.thread_id is not None:
        return False
    marks.mark(work, letter.notice_id, state=NoticeState.CANCELLED, error="the ticket has no topic")
    return True


def _rests(work: Work, row: Any, letter: Letter) -> bool:
    """A change of a message that is not known: it waits while that message is in doubt and will be said once more, and
    becomes a new message only when that wakes nobody.
    """
    if row.act != Act.EDIT or letter.act != Act.SAY:
        return False
    earlier = work.session.get(Notice, row.values.get("of") or 0)
    if earlier is not None and earlier.state == NoticeState.UNKNOWN and earlier.matters:
        until = max(earlier.due_at, work.now + SOON)
    else:
        until = undelivered.new_message_at(work, row)
    if until <= work.now:
        return False
    marks.mark(work, row.id, state=NoticeState.READY, due_at=until)
    return True


def revive(work: Work) -> None:
    """Takes over from processes that died: a claim becomes ready again, a notice in sending is unknown.

    An unknown one that matters becomes ready when its second time has come.
    """
    connection, now = work.session.connection(), {"now": work.now}
    connection.execute(CLAIMS_ENDED, now)
    for row in connection.execute(SENDERS_DIED, now).all():
        settling.stopped(work, row)
    connection.execute(CARDS_REPLACED)
    connection.execute(DOUBTS_OVER, now)


def next_due(work: Work) -> datetime | None:
    """When the next notice becomes due by its own time, or a lease ends; of budgets ``claim`` tells."""
    times = work.session.connection().execute(NEXT_DUE, {"now": work.now}).scalars()
    return min((time for time in times if time is not None), default=None)


def signature(work: Work) -> tuple[Any, ...]:
    """Something that differs when notices were posted; cheap enough to ask five times a second."""
    return tuple(work.session.connection().execute(SIGNATURE, {"now": work.now}).one())


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
    staff = select(col(Notice.error)).where(ready, col(Notice.error).startswith(undelivered.UNREACHABLE))
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


def _said(work: Work, row: Any) -> int | None:
    """Telegram's id of the message of the earlier notice that this one changes (``values["of"]``)."""
    earlier = work.session.get(Notice, row.values.get("of") or 0, populate_existing=True)
    return earlier.message_id if earlier else None


def _letter(work: Work, row: Any, chat_id: int) -> Letter:
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
        chat_id=chat_id,
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
        matters=row.matters,
        channel=row.channel,
        address=row.address,
    )
