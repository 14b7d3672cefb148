"""What is given up: it is final, and whoever must know is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlmodel import col

from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.desk.wishes import Channel
from bot.service import post, speaking
from bot.service.marks import CHANGED, mark, unchanged
from bot.service.work import Work

log = structlog.get_logger()

UNREACHABLE = "unreachable: "  # how an error begins that is about the chat, not the letter
EXPIRED = "expired before it could be said"


def bury(work: Work, row: Any, reason: str) -> None:
    """It is final. An agent learns when a customer did not get what matters in a ticket, and what matters and did
    not go by e-mail or SMS is said in Telegram instead.
    """
    log.error("a notice was given up", action="notice_dead", notice=row.id, kind=row.kind, error=reason)
    mark(work, row.id, state=NoticeState.DEAD, attempts=row.attempts + 1, error=reason)
    if row.matters and row.channel == Channel.TELEGRAM:
        tell_staff(work, row, reason)
    elif row.matters:
        _say_instead(work, row)


def expire(work: Work, notice_ids: Sequence[int]) -> None:
    """Gives up what is too old to be said. A ticket's staff learn of what matters."""
    connection = work.session.connection()
    these = col(Notice.id).in_(notice_ids)
    connection.execute(
        update(Notice)
        .where(these)
        .values(state=NoticeState.DEAD, lease_until=None, attempts=Notice.attempts + 1, error=EXPIRED)
    )
    log.warning("notices expired", action="notices_expired", count=len(notice_ids), first=min(notice_ids))
    promised = select(Notice).where(these, col(Notice.matters), col(Notice.ticket_id).is_not(None))
    for row in connection.execute(promised).all():
        tell_staff(work, row, EXPIRED)


def tell_staff(work: Work, row: Any, reason: str) -> None:
    """The customer of a ticket did not get what the notice ``row`` says; nothing where there is no ticket."""
    if row.customer_id is None or row.ticket_id is None:
        return
    ticket = work.session.get_one(Ticket, row.ticket_id)
    post.to_staff(
        work,
        ticket,
        "undelivered",
        subject=f"notice:{row.id}",
        template="undelivered",
        values={
            "number": ticket.number,
            "what": row.kind,
            "text": str(row.text or row.values.get("text", ""))[:200],
            "unreachable": reason.startswith(UNREACHABLE),
            "reason": reason[:200],
        },
    )


def new_message_at(work: Work, row: Any) -> datetime:
    """When the words of ``row``, which were to change a message or go another way, may come as a new one: what the desk
    says first not in somebody's quiet hours, unless it is an alert.
    """
    customer = work.session.get(Customer, row.customer_id) if row.customer_id is not None else None
    if customer is None or row.topic is None or row.lane == Lane.ALERT:
        return work.now
    return speaking.allowed_at(work, customer, work.now)


def _say_instead(work: Work, row: Any) -> None:
    """The same words in Telegram, once, at an hour when the customer wants to hear them, with a line that says why."""
    customer = work.session.get(Customer, row.customer_id) if row.customer_id is not None else None
    change = row.values.get(CHANGED, {})
    if customer is None or customer.unreachable_at is not None or "error" in change:
        return
    post.put(
        work,
        Notice(
            **{name: getattr(row, name) for name in SAME},
            step=f"{row.step}:telegram",
            chat_id=row.chat_id,
            language=Language(change.get("language", row.language)),
            values={**change.get("values", unchanged(row.values)), "instead_of": row.channel.value},
            due_at=new_message_at(work, row),
            created_at=work.now,
        ),
    )


SAME = (
    *(
        "subject",
        "kind",
        "lane",
        "matters",
        "customer_id",
        "ticket_id",
        "stream",
        "text",
        "template",
    ),
    *("topic", "broadcast_id", "expires_at"),
)
