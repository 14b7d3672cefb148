"""The statements of every turn of delivery, put together once: that costs more than running them."""

from typing import Any

from sqlalchemy import bindparam, func, null, select, union_all, update
from sqlmodel import col

from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.desk.times import Instant
from bot.desk.wishes import Channel

MANY = 1000  # so many that nobody needs to know how many more

_now = bindparam("now", type_=Instant)
_ids: Any = bindparam("ids", expanding=True)
_state, _due, _lease = col(Notice.state), col(Notice.due_at), col(Notice.lease_until)

_LETTER = (
    *(Notice.id, Notice.subject, Notice.kind, Notice.step, Notice.lane, Notice.act, Notice.matters),
    *(Notice.chat_id, Notice.customer_id, Notice.ticket_id, Notice.language, Notice.text, Notice.template),
    *(Notice.values, Notice.buttons, Notice.reply_to, Notice.channel, Notice.address, Notice.lease_until),
    Notice.topic,
)
CLAIMED = (
    select(*_LETTER)  # type: ignore[call-overload]
    .where(col(Notice.id).in_(_ids), _state.in_((NoticeState.READY, NoticeState.CLAIMED)))
    .with_for_update()
)
MOVE_ON = (
    update(Notice)
    .where(col(Notice.id).in_(_ids))
    .values(state=bindparam("new_state"), lease_until=bindparam("lease"))
)

CLAIMS_ENDED = (
    update(Notice)
    .where(_state == NoticeState.CLAIMED, _lease <= _now)
    .values(state=NoticeState.READY, lease_until=null())
)
SENDERS_DIED = (
    select(Notice).where(_state == NoticeState.SENDING, _lease <= _now).with_for_update(skip_locked=True)
)
# A change of the card was shown as a new card meanwhile: the one in doubt is not needed any more.
CARDS_REPLACED = (
    update(Notice)
    .where(
        _state == NoticeState.UNKNOWN,
        col(Notice.kind) == "card",
        col(Notice.ticket_id).in_(select(col(Ticket.id)).where(col(Ticket.card_message_id).is_not(None))),
    )
    .values(state=NoticeState.CANCELLED, error="a newer card stands in its place")
)
DOUBTS_OVER = (
    update(Notice)
    .where(_state == NoticeState.UNKNOWN, col(Notice.matters), _due <= _now)
    .values(state=NoticeState.READY)
)
# One look into the index for every lane: what is planned for tomorrow may be a million rows.
_planned = [
    select(_due.label("at"))
    .where(_state == NoticeState.READY, col(Notice.channel) == channel, col(Notice.lane) == lane, _due > _now)
    .order_by(_due)
    .limit(1)
    .subquery()
    for channel in Channel
    for lane in Lane
]
_planned.append(
    select(func.min(_due).label("at")).where(_state == NoticeState.UNKNOWN, col(Notice.matters)).subquery()
)
_planned += [
    select(func.min(_lease).label("at")).where(_state == held).subquery()
    for held in (NoticeState.CLAIMED, NoticeState.SENDING)
]
NEXT_DUE = union_all(*(select(one.c.at) for one in _planned))

_ready = select(col(Notice.id)).where(_state == NoticeState.READY, _due <= _now).limit(MANY).subquery()
SIGNATURE = select(
    select(func.max(Notice.id)).scalar_subquery(),
    select(func.count()).select_from(_ready).scalar_subquery(),
)
