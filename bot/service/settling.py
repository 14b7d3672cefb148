"""What becomes of a notice after it was handed to the courier."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import BigInteger, and_, bindparam, exists, null, or_, select, update
from sqlmodel import col

from bot.desk.customer import Customer
from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.desk.times import Instant
from bot.desk.wishes import Channel
from bot.service import budget, moves
from bot.service.courier import (
    Delivered,
    Letter,
    Moved,
    NotDelivered,
    NotModified,
    NoTopics,
    NotSent,
    Refused,
    ThreadGone,
    Throttled,
    Unreachable,
)
from bot.service.foreach import ForEach, for_each
from bot.service.marks import catch_up, mark
from bot.service.undelivered import UNREACHABLE, bury, new_message_at, tell_staff
from bot.service.work import Work

log = structlog.get_logger()

LONGEST_BACKOFF = 60  # seconds between tries while Telegram cannot be reached
LONGEST_DOUBT = timedelta(minutes=15)
MOST_DEATHS = 20  # tries of a notice that the desk dies over: it may be what kills it
STAFF_AWAY = timedelta(minutes=2)  # between tries while the staff group cannot be reached
MOST_TRIES = 20  # of what goes by e-mail or SMS, about a quarter of an hour; then it is said in Telegram


def _arrived(one: Any) -> Any:
    return (
        update(Notice)
        .where(col(Notice.id) == one.notice)
        .values(
            state=NoticeState.SENT,
            sent_at=bindparam("now", type_=Instant),
            lease_until=null(),
            chat_id=one.chat,
            message_id=one.message,
            attempts=Notice.attempts + 1,
            error=null(),
        )
    )


_ARRIVED = ForEach({"notice": BigInteger(), "chat": BigInteger(), "message": BigInteger()}, _arrived)


@dataclass(frozen=True)
class Sending:
    """A letter on its way; ``lease_until`` tells this try from a later one.

    ``counts_until``: until when its ``cost`` counts in the budget of all; None where it takes none. ``not_before``:
    a moment ahead, before which it must not go.
    """

    letter: Letter
    lease_until: datetime
    counts_until: float | None = None
    cost: int = 1
    not_before: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a letter: it was ``delivered``, or the ``failure`` says why not.

    ``at``: when it came back, in monotonic seconds.
    """

    sending: Sending
    delivered: Delivered | None = None
    failure: NotDelivered | None = None
    at: float = field(default_factory=time.monotonic)


def settle(work: Work, outcomes: Sequence[Outcome], opened: float | None = None) -> None:
    """Writes down what came of these letters. ``opened``: the moment of ``work.now``, in monotonic seconds; since then
    others may have been waited for.
    """
    now = time.monotonic() if opened is None else opened
    counted = [
        (one.sending.counts_until, one.sending.cost, now - one.at)
        for one in outcomes
        if one.sending.counts_until is not None
    ]
    if counted:
        budget.answered(work, counted)
    sent_all(work, [(one.sending, one.delivered) for one in outcomes if one.delivered is not None])
    for one in outcomes:
        if one.failure is not None:
            failed(work, one.sending, one.failure)


def sent_all(work: Work, arrived: Sequence[tuple[Sending, Delivered]]) -> None:
    """They arrived. That is the truth also when the lease ended meanwhile and others thought otherwise."""
    if not arrived:
        return
    rows = [
        {"notice": one.letter.notice_id, "chat": one.letter.chat_id, "message": delivered.message_id}
        for one, delivered in arrived
    ]
    for_each(work.session, _ARRIVED, rows, {"now": work.now})
    for one, delivered in arrived:
        _shown(work, one.letter, delivered)


def sent(work: Work, sending: Sending, delivered: Delivered) -> None:
    """It arrived; see ``sent_all``."""
    sent_all(work, [(sending, delivered)])


def _shown(work: Work, letter: Letter, delivered: Delivered) -> None:
    """The ticket knows its topic and its card from now on."""
    if letter.ticket_id is None or letter.customer_id is not None:
        return
    ticket = update(Ticket).where(col(Ticket.id) == letter.ticket_id)
    connection = work.session.connection()
    if letter.act == Act.TOPIC and delivered.thread_id is not None:
        connection.execute(ticket.values(thread_id=delivered.thread_id))
    if _is_card(letter) and delivered.message_id is not None:
        connection.execute(ticket.values(card_message_id=delivered.message_id))


def failed(work: Work, sending: Sending, error: NotDelivered) -> None:
    """It did not work, in the way the error says; ignored when the lease ended and another took over."""
    row = _mine(work, sending)
    if row is None:
        log.warning("a late failure is ignored", action="notice_lease_lost", notice=sending.letter.notice_id)
        return
    reason, letter = str(error), sending.letter
    match error:
        case NotModified() | NoTopics():
            sent(work, sending, Delivered(message_id=letter.message_id))
        case Throttled():
            budget.pause(work, error.chat_id, timedelta(seconds=error.retry_after))
            _again(work, row, reason)
        case Moved():
            _move(work, row, letter, error.new_chat_id)
        case ThreadGone():
            _forget_thread(work, row, letter, reason)
        case NotSent() if letter.channel != Channel.TELEGRAM and row.attempts + 1 >= MOST_TRIES:
            bury(work, row, reason)
        case NotSent():
            wait = timedelta(seconds=min(2**row.attempts, LONGEST_BACKOFF))
            _again(work, row, reason, due_at=work.now + wait, attempts=row.attempts + 1)
        case Unreachable():
            _unreachable(work, row, letter, reason)
        case Refused() if letter.act == Act.EDIT and row.values.get("of"):
            # What it changes is gone: said anew, once that wakes nobody.
            _again(work, row, reason, act=Act.SAY, due_at=new_message_at(work, row))
        case Refused():
            bury(work, row, reason)
        case _:
            doubt(work, row, reason)
    catch_up(work, row)


def stopped(work: Work, row: Any) -> None:
    """Whoever was sending it died. That says nothing about the line: what matters is said until somebody lives to
    see it arrive, each death repeating at most the one message in flight.
    """
    reason = "the desk was stopped while sending"
    if not row.matters:
        doubt(work, row, reason)
        return
    if row.attempts + 1 >= MOST_DEATHS:
        bury(work, row, f"{reason}, {MOST_DEATHS} times")
        return
    log.warning(
        "a notice may have been said", action="notice_unknown", notice=row.id, matters=True, error=reason
    )
    wait = timedelta(seconds=work.policy.delivery.unknown_retry_seconds)
    mark(
        work,
        row.id,
        state=NoticeState.UNKNOWN,
        attempts=row.attempts + 1,
        due_at=work.now + wait,
        error=reason,
    )
    catch_up(work, row)


def doubt(work: Work, row: Any, reason: str) -> None:
    """Nobody knows whether it arrived. What does not matter is never said again; what matters, once more.

    When also the second try is in doubt although others went through meanwhile, it is given up and staff are
    told. When nothing at all went through since, the line is down and the tries tell nothing: it is tried
    again, ever more rarely.
    """
    wait = timedelta(seconds=work.policy.delivery.unknown_retry_seconds)
    if row.matters and row.doubted_at is not None:
        if _line_worked(work, row.doubted_at):
            bury(work, row, f"may have been said twice or not at all: {reason}")
            return
        wait = min(wait * 2**row.attempts, max(LONGEST_DOUBT, wait))
    log.warning(
        "a notice may have been said",
        action="notice_unknown",
        notice=row.id,
        matters=row.matters,
        error=reason,
    )
    mark(
        work,
        row.id,
        state=NoticeState.UNKNOWN,
        attempts=row.attempts + 1,
        doubted_at=row.doubted_at or work.now,
        due_at=work.now + wait if row.matters else row.due_at,
        error=reason,
    )


def _mine(work: Work, sending: Sending) -> Any:
    query = select(Notice).where(
        col(Notice.id) == sending.letter.notice_id,
        col(Notice.state) == NoticeState.SENDING,
        col(Notice.lease_until) == sending.lease_until,
    )
    return work.session.connection().execute(query.with_for_update()).first()


def _again(work: Work, row: Any, reason: str, **values: Any) -> None:
    log.info("a notice waits", action="notice_retried", notice=row.id, error=reason)
    mark(work, row.id, state=NoticeState.READY, error=reason, **values)


def _is_card(letter: Letter) -> bool:
    """The ticket's card, or an edit of it that had to be said anew."""
    return letter.kind == "card" or (
        letter.kind == "card_edit" and letter.act == Act.SAY and "message" not in letter.values
    )


def _move(work: Work, row: Any, letter: Letter, new_chat_id: int) -> None:
    if moves.current(work.session, new_chat_id) == letter.chat_id:
        bury(work, row, f"Telegram moves the group {letter.chat_id} in a circle")
        return
    if moves.remember(work, letter.chat_id, new_chat_id):
        log.warning(
            "a group has a new id; set STAFF_CHAT_ID to it when you next restart",
            action="chat_moved",
            old=letter.chat_id,
            new=new_chat_id,
        )
    _again(work, row, f"the group moved to {new_chat_id}")


def _forget_thread(work: Work, row: Any, letter: Letter, reason: str) -> None:
    if letter.thread_id is None:
        bury(work, row, reason)
        return
    work.session.connection().execute(
        update(Ticket)
        .where(col(Ticket.id) == letter.ticket_id, col(Ticket.thread_id) == letter.thread_id)
        .values(thread_id=None)
    )
    _again(work, row, reason)


def _unreachable(work: Work, row: Any, letter: Letter, reason: str) -> None:
    reason = f"{UNREACHABLE}{reason}"
    if letter.customer_id is not None:
        _give_up_customer(work, row, letter.customer_id, reason)
    elif letter.chat_id > 0:
        bury(work, row, reason)
    else:
        log.error(
            "the staff group cannot be reached", action="staff_unreachable", chat=letter.chat_id, error=reason
        )
        budget.pause(work, letter.chat_id, STAFF_AWAY)
        _again(work, row, reason, attempts=row.attempts + 1)


def _give_up_customer(work: Work, row: Any, customer_id: int, reason: str) -> None:
    """Who blocked the desk is not tried again and again; staff of the tickets concerned are told."""
    connection = work.session.connection()
    connection.execute(
        update(Customer).where(col(Customer.id) == customer_id).values(unreachable_at=work.now)
    )
    bury(work, row, reason)
    state = col(Notice.state)
    pending = or_(state == NoticeState.READY, and_(state == NoticeState.UNKNOWN, col(Notice.matters)))
    there = and_(col(Notice.customer_id) == customer_id, col(Notice.channel) == Channel.TELEGRAM)
    query = select(Notice).where(there, pending).order_by(col(Notice.id))
    told = {row.ticket_id}
    for other in connection.execute(query.with_for_update()).all():
        mark(work, other.id, state=NoticeState.CANCELLED, error=reason)
        if other.matters and other.ticket_id not in told:
            told.add(other.ticket_id)
            tell_staff(work, other, reason)


def _line_worked(work: Work, since: datetime) -> bool:
    return bool(
        work.session.connection().execute(select(exists().where(col(Notice.sent_at) > since))).scalar()
    )
