"""Putting notices into the outbox, in the transaction of the fact that causes them."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import col

from bot.desk.button import Button
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, MovedChat, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.service.marks import CHANGED, TAKEN_BACK, WAITING
from bot.service.once import insert_once
from bot.service.work import Work

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Key:
    """A button to offer: its label (a word of chat/wording with ``values``, or ``text`` as it is) and what it does.

    With a ``url`` it opens that page and the desk hears nothing of the press; its ``payload`` is empty.
    """

    payload: dict[str, Any]
    word: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    url: str = ""


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
    return put(
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
    return put(
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


def put(work: Work, notice: Notice, keys: Keys = ()) -> bool:
    """Puts a whole notice into the outbox.

    False when a notice of the same (subject, kind, step) exists: the fact was told before.
    """
    offered: list[Button] = []
    notice.buttons = [[_offer(work, notice.chat_id, key, offered) for key in row] for row in keys]
    work.session.flush()  # what the notice speaks of is written before it
    posted = insert_once(work.session, Notice, notice.model_dump(exclude={"id"}))
    if posted:
        work.session.add_all(offered)
    return posted


def rewrite(work: Work, notice: Notice, values: dict[str, Any], keys: Keys = ()) -> bool:
    """Gives a notice that is not being sent yet other values and buttons. False when it is too late for that.

    One that a delivery process has claimed, but not begun to send, is taken back from it.
    """
    new, offered = _new(work, notice, values, keys)
    pending = col(Notice.state).in_((NoticeState.READY, NoticeState.CLAIMED))
    changes = new | {"state": NoticeState.READY, "lease_until": None}
    changed = _change(work, (col(Notice.id) == notice.id) & pending, changes)
    if changed:
        work.session.add_all(offered)
    return bool(changed)


def rewrite_coming(
    work: Work, notice: Notice, values: dict[str, Any], keys: Keys = (), address: str | None = None
) -> None:
    """Gives a notice other values, buttons and address for the next time that it is said: also one that is in doubt,
    or is being sent and may come back without having arrived.
    """
    new, offered = _new(work, notice, values, keys)
    new["address"] = address
    changes = new | {"state": TAKEN_BACK, "lease_until": None}
    if _change(work, (col(Notice.id) == notice.id) & WAITING, changes) or _on_its_way(work, notice, new):
        work.session.add_all(offered)


def unsay(work: Work, reason: str, *where: ColumnElement[bool]) -> int:
    """Cancels the notices for which ``where`` holds and which are not being sent yet, or would be once more; they keep
    the ``reason``.

    Returns how many those were.
    """
    return _change(work, and_(*where, WAITING), {"state": NoticeState.CANCELLED, "error": reason})


def unsay_one(work: Work, notice: Notice, reason: str) -> None:
    """Cancels a notice; one that is being sent, when it comes back without having arrived."""
    if not unsay(work, reason, col(Notice.id) == notice.id):
        _on_its_way(work, notice, {"error": reason})


def coming(notice: Notice) -> dict[str, Any]:
    """The values with which it is said the next time; empty when it is not."""
    change = notice.values.get(CHANGED)
    return dict(change.get("values", {}) if change else notice.values)


def _new(
    work: Work, notice: Notice, values: dict[str, Any], keys: Keys
) -> tuple[dict[str, Any], list[Button]]:
    offered: list[Button] = []
    buttons = [[_offer(work, notice.chat_id, key, offered) for key in row] for row in keys]
    return {"values": values, "buttons": buttons}, offered


def _change(work: Work, where: ColumnElement[bool], changes: dict[str, Any]) -> int:
    work.session.flush()
    return work.session.connection().execute(update(Notice).where(where).values(**changes)).rowcount


def _on_its_way(work: Work, notice: Notice, change: dict[str, Any]) -> int:
    """Its values stay those that are being said, until ``marks.catch_up``."""
    values = {name: value for name, value in notice.values.items() if name != CHANGED}
    sending = (col(Notice.id) == notice.id, col(Notice.state) == NoticeState.SENDING)
    statement = update(Notice).where(*sending).values(values=values | {CHANGED: change})
    return work.session.connection().execute(statement).rowcount


def _offer(work: Work, chat_id: int, key: Key, offered: list[Button]) -> dict[str, Any]:
    said: dict[str, Any] = {"text": key.text} if key.text else {"word": key.word, "values": key.values}
    if key.url:
        return {"url": key.url} | said
    token = secrets.token_urlsafe(16)
    offered.append(Button(token=token, chat_id=chat_id, payload=key.payload, created_at=work.now))
    return {"token": token} | said


def pressed(work: Work, token: str, chat_id: int) -> dict[str, Any] | None:
    """What the button means, or None when it was never offered in this chat.

    ``token`` is what somebody's app sent, so it may be anything. A group that became a supergroup keeps its buttons.
    """
    button = work.session.get(Button, token) if _TOKEN.fullmatch(token) else None
    if button is None:
        return None
    moved = work.session.get(MovedChat, button.chat_id)
    return dict(button.payload) if chat_id in (button.chat_id, moved and moved.new_id) else None


__all__ = [
    "Act",
    "Key",
    "Keys",
    "Lane",
    "coming",
    "pressed",
    "put",
    "rewrite",
    "rewrite_coming",
    "to_customer",
    "to_staff",
    "unsay",
    "unsay_one",
]
