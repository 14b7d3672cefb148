"""Putting notices into the outbox, in the transaction of the fact that causes them."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlmodel import col

from bot.desk.button import Button
from bot.desk.customer import Customer, nobodys
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane, MovedChat, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.desk.wishes import Channel
from bot.service.marks import CHANGED, TAKEN_BACK, WAITING, unchanged
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
Way = tuple[Channel, str | None]
"""A channel, with the address where it is not Telegram."""


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
    """Posts a notice to a customer's chat; ``more`` are fields of ``Notice``. False as ``put`` has it."""
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

    False when a notice of the same (subject, kind, step) exists: the fact was told before; and for a customer who was
    erased: nothing is said to them.
    """
    if notice.customer_id is not None and nobodys(notice.chat_id):
        return False
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
    work: Work, notice: Notice, values: dict[str, Any], keys: Keys = (), way: Way | None = None
) -> None:
    """Gives a notice other values, buttons and, if given, another way for the next time that it is said: also one that
    is in doubt, or is being sent and may come back without having arrived.
    """
    new, offered = _new(work, notice, values, keys)
    if way is not None:
        new["channel"], new["address"] = way
    mine = _held(work, col(Notice.id) == notice.id)
    changes = new | {"state": TAKEN_BACK, "lease_until": None}
    if _change(work, and_(*mine, WAITING), changes) or _on_its_way(work, mine, new):
        work.session.add_all(offered)


def unsay(work: Work, reason: str, *where: ColumnElement[bool]) -> int:
    """Cancels the notices for which ``where`` holds and which are not being sent yet, or would be once more; they keep
    the ``reason``. One that is being sent is cancelled when it comes back without having arrived.

    Returns how many are cancelled now.
    """
    these = _held(work, *where)
    _on_its_way(work, these, {"error": reason})
    return _change(work, and_(*these, WAITING), {"state": NoticeState.CANCELLED, "error": reason})


def unsay_one(work: Work, notice: Notice, reason: str) -> None:
    """Cancels this notice; see ``unsay``."""
    unsay(work, reason, col(Notice.id) == notice.id)


def say_in(work: Work, language: Language, *where: ColumnElement[bool]) -> None:
    """What waits, and what is said once more, of the notices for which ``where`` holds is said in ``language``."""
    these = _held(work, *where)
    _on_its_way(work, these, {"language": language})
    _change(work, and_(*these, WAITING), {"language": language})


def coming(notice: Notice) -> dict[str, Any]:
    """The values with which it is said the next time; empty when it is not."""
    change = notice.values.get(CHANGED, {})
    return {} if "error" in change else dict(change.get("values", unchanged(notice.values)))


def coming_way(notice: Notice) -> Way:
    """By which channel it goes the next time, and to which address."""
    change = notice.values.get(CHANGED) or {}
    return Channel(change.get("channel", notice.channel)), change.get("address", notice.address)


def _new(
    work: Work, notice: Notice, values: dict[str, Any], keys: Keys
) -> tuple[dict[str, Any], list[Button]]:
    offered: list[Button] = []
    buttons = [[_offer(work, notice.chat_id, key, offered) for key in row] for row in keys]
    return {"values": values, "buttons": buttons}, offered


def _change(work: Work, where: ColumnElement[bool], changes: dict[str, Any]) -> int:
    work.session.flush()
    return work.session.connection().execute(update(Notice).where(where).values(**changes)).rowcount


def _held(work: Work, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Lets no delivery process begin or end these notices before this transaction is over; gives ``where`` back."""
    work.session.flush()
    pending = WAITING | (col(Notice.state) == NoticeState.SENDING)
    held = select(col(Notice.id)).where(*where, pending).with_for_update().subquery()
    work.session.connection().execute(select(func.count()).select_from(held))
    return where


def _on_its_way(work: Work, where: Sequence[ColumnElement[bool]], change: dict[str, Any]) -> int:
    """What is being sent stays as it is being said, until ``marks.catch_up``. Returns how many those are."""
    connection = work.session.connection()
    query = select(col(Notice.id), col(Notice.values)).where(*where, col(Notice.state) == NoticeState.SENDING)
    rows = connection.execute(query).all()
    for row in rows:
        earlier = row.values.get(CHANGED, {})
        if "values" in change:  # there is something to say again
            earlier = {name: value for name, value in earlier.items() if name != "error"}
        values = row.values | {CHANGED: earlier | change}
        connection.execute(update(Notice).where(col(Notice.id) == row.id).values(values=values))
    return len(rows)


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
    "Way",
    "coming",
    "coming_way",
    "pressed",
    "put",
    "rewrite",
    "rewrite_coming",
    "say_in",
    "to_customer",
    "to_staff",
    "unsay",
    "unsay_one",
]
