"""Putting notices into the outbox, in the transaction of the fact that causes them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from bot.desk.button import Button
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, Notice
from bot.desk.ticket import Ticket
from bot.service.work import Work


@dataclass(frozen=True)
class Key:
    """A button to offer: its label (a word of chat/wording with ``values``, or ``text`` as it is) and what it does."""

    payload: dict[str, Any]
    word: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    text: str = ""


Keys = Sequence[Sequence[Key]]


def to_customer(
    work: Work,
    customer: Customer,
    subject: str,
    kind: str,
    *,
    step: str = "1",
    lane: Lane = Lane.REPLY,
    ticket: Ticket | None = None,
    keys: Keys = (),
    **more: Any,
) -> bool:
    """Posts a notice to a customer's chat; ``more`` are fields of ``Notice``. False when it was posted before."""
    return _post(
        work,
        Notice(
            subject=subject,
            kind=kind,
            step=step,
            lane=lane,
            chat_id=customer.chat_id,
            customer_id=customer.id,
            ticket_id=ticket.id if ticket else None,
            stream=f"chat:{customer.chat_id}",
            language=customer.language,
            due_at=work.now,
            created_at=work.now,
            **more,
        ),
        keys,
    )


def to_staff(
    work: Work,
    ticket: Ticket | None,
    kind: str,
    *,
    subject: str | None = None,
    step: str = "1",
    lane: Lane | None = None,
    keys: Keys = (),
    **more: Any,
) -> bool:
    """Posts a notice to the staff group: into the ticket's topic, or to all when ``ticket`` is None.

    The lane is ALERT for an urgent ticket, else NOTICE, unless given.
    """
    if lane is None:
        lane = Lane.ALERT if ticket and ticket.urgent else Lane.NOTICE
    return _post(
        work,
        Notice(
            subject=subject or (f"ticket:{ticket.id}" if ticket else "desk"),
            kind=kind,
            step=step,
            lane=lane,
            chat_id=work.staff_chat_id,
            ticket_id=ticket.id if ticket else None,
            stream=f"ticket:{ticket.id}" if ticket else "staff",
            language=work.policy.desk.staff_language,
            due_at=work.now,
            created_at=work.now,
            **more,
        ),
        keys,
    )


def _post(work: Work, notice: Notice, keys: Keys) -> bool:
    """False when a notice of the same (subject, kind, step) exists: the fact was told before."""
    try:
        with work.session.begin_nested():
            work.session.add(notice)
            work.session.flush()
    except IntegrityError:
        return False
    if keys:
        notice.buttons = [[_offer(work, notice.chat_id, key) for key in row] for row in keys]
        work.session.add(notice)
    return True


def _offer(work: Work, chat_id: int, key: Key) -> dict[str, Any]:
    token = secrets.token_urlsafe(16)
    work.session.add(Button(token=token, chat_id=chat_id, payload=key.payload, created_at=work.now))
    return (
        {"token": token, "text": key.text}
        if key.text
        else {"token": token, "word": key.word, "values": key.values}
    )


def pressed(work: Work, token: str, chat_id: int) -> dict[str, Any] | None:
    """What the button means, or None when it was never offered in this chat."""
    button = work.session.get(Button, token)
    return dict(button.payload) if button and button.chat_id == chat_id else None


__all__ = ["Act", "Key", "Lane", "pressed", "to_customer", "to_staff"]
