"""What staff are shown: a topic and a card per ticket, the customer's words in it, and what happens to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select, update

from bot.desk.account import Account
from bot.desk.agent import Agent
from bot.desk.labels import Category, Kind
from bot.desk.language import pieces
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.remark import Remark, RemarkState
from bot.desk.ticket import LIVE, Ticket
from bot.desk.transcript import Message
from bot.service import history, post, remarks
from bot.service.post import Key, Keys
from bot.service.view import opening_words, shortened
from bot.service.work import Work

CARD_WORDS = 2000  # characters of the customer's words on a card; a Telegram message holds 4,096 in all
RELAY_WORDS = 3500  # UTF-16 units of a customer's words in one message of the topic
RELAY_PARTS = 3  # a longer text is cut; the transcript keeps it whole
RESOLUTION_WORDS = 500
EARLIER_TICKETS = 3
BESIDES_WORDS = 300  # characters of what a message said besides, on the card
REMARK_WORDS = 20  # characters of it on the button that files it
REASONS = ("fixed", "explained", "arranged", "compensated", "no_fault", "duplicate")


def open_card(work: Work, ticket: Ticket, message: Message | None) -> None:
    """Opens the ticket's topic and puts its card and media there; an urgent one raises the alarm first."""
    if ticket.urgent:
        raise_alarm(work, ticket)
    post.to_staff(work, ticket, "topic", act=Act.TOPIC, template="topic", values=card_values(work, ticket))
    post.to_staff(
        work, ticket, "card", template="card", values=card_values(work, ticket), keys=card_keys(work, ticket)
    )
    if message is not None:
        _relay_media(work, ticket, message)


def refresh_card(work: Work, ticket: Ticket, menu: str = "main") -> None:
    """Shows the card as the ticket is now, with the buttons of ``menu`` (main, kind, category, offer, resolve).

    Edits that have not gone out yet are replaced: only the last one counts.
    """
    work.session.exec(
        update(Notice)
        .where(
            col(Notice.ticket_id) == ticket.id,
            col(Notice.kind) == "card_edit",
            col(Notice.state) == NoticeState.READY,
        )
        .values(state=NoticeState.CANCELLED)
    )
    ticket.steps += 1
    work.session.add(ticket)
    post.to_staff(
        work,
        ticket,
        "card_edit",
        step=str(ticket.steps),
        lane=Lane.ALERT if ticket.urgent else Lane.REPLY,
        act=Act.EDIT,
        template="card",
        values=card_values(work, ticket),
        keys=card_keys(work, ticket, menu),
    )


def raise_alarm(work: Work, ticket: Ticket) -> None:
    """An urgent matter is called out to the whole group, ahead of everything else; once per hazard named."""
    post.to_staff(
        work,
        None,
        "alarm",
        subject=f"ticket:{ticket.id}",
        step=ticket.hazard or "unnamed",
        lane=Lane.ALERT,
        template="alarm",
        values=card_values(work, ticket) | {"due_at": ticket.due_at.isoformat()},
    )


def relay(work: Work, ticket: Ticket, message: Message, subject: str = "") -> None:
    """Shows a customer's message in the topic: the words, then the media as they are.

    ``subject``: for a message that is shown in a second ticket's topic, too.
    """
    parts = pieces(message.text, RELAY_WORDS)
    name = history.customer_of(work, ticket).name
    for index, part in enumerate(parts[:RELAY_PARTS], start=1):
        left = sum(len(one) for one in parts[RELAY_PARTS:]) if index == RELAY_PARTS else 0
        post.to_staff(
            work,
            ticket,
            "relay",
            subject=subject or f"message:{message.id}",
            step=str(index),
            template="relay",
            values={"name": name, "text": part, "left": left},
        )
    _relay_media(work, ticket, message, subject)


def relay_edit(work: Work, ticket: Ticket, message: Message, edits: int) -> None:
    """Tells staff that the customer changed a message, and to what; in the topic of each ticket that came of it."""
    own = ticket.id == message.ticket_id
    post.to_staff(
        work,
        ticket,
        "relay_edit",
        subject=f"message:{message.id}" if own else f"ticket:{ticket.id}:message:{message.id}",
        step=str(edits),
        template="relay_edit",
        values={"name": history.customer_of(work, ticket).name, "text": message.text[:RELAY_WORDS]},
    )


def tell(work: Work, ticket: Ticket, what: str, **values: Any) -> None:
    """Writes a line of the ticket's life into its topic (a template ``told_<what>`` of chat/wording)."""
    post.to_staff(
        work,
        ticket,
        "told",
        step=f"{what}:{ticket.steps}",
        template=f"told_{what}",
        values=values | _names(ticket),
    )


def tell_reopened(work: Work, ticket: Ticket) -> None:
    """Opens the topic again and calls the owner, who stays responsible."""
    post.to_staff(work, ticket, "topic_reopened", step=str(ticket.round), act=Act.REOPEN)
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else None
    values = {
        "owner": owner.name if owner else "",
        "owner_id": owner.user_id if owner else 0,
        "round": ticket.round,
    }
    tell(work, ticket, "reopened", **values)
    refresh_card(work, ticket)


def tell_handover(work: Work, ticket: Ticket) -> None:
    """Asks for somebody to talk to the customer now; the button gives the conversation back to the bot."""
    post.to_staff(
        work,
        ticket,
        "handover",
        step=str(ticket.steps),
        lane=Lane.REPLY,
        template="handover",
        values={"name": history.customer_of(work, ticket).name} | _names(ticket),
        keys=[[_key("hand_back", ticket)]],
    )


def close_topic(work: Work, ticket: Ticket) -> None:
    post.to_staff(work, ticket, "topic_closed", step=f"{ticket.round}:{ticket.state}", act=Act.CLOSE)


def card_values(work: Work, ticket: Ticket) -> dict[str, Any]:
    """Everything a card shows, as values (times in ISO 8601, UTC)."""
    customer = history.customer_of(work, ticket)
    account = work.session.get(Account, ticket.account_id) if ticket.account_id else None
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else None
    first = work.session.get(Agent, ticket.first_owner_id) if ticket.first_owner_id else None
    return _names(ticket) | {
        "state": ticket.state,
        "language": ticket.language,
        "due_at": "" if ticket.first_answered_at else ticket.due_at.isoformat(),
        "owner": owner.name if owner else "",
        "first_owner": first.name if first and first.id != ticket.owner_id else "",
        "customer": customer.name,
        "account": f"{account.number} {account.address}".strip() if account else "",
        "place": ticket.place or "",
        "since": ticket.since or "",
        "words": opening_words(work, ticket)[:CARD_WORDS],
        "more": max(len(opening_words(work, ticket)) - CARD_WORDS, 0),
        "refers_to": f"CD-{ticket.refers_to_id}" if ticket.refers_to_id else "",
        "linked": remarks.linked(work, ticket),
        "besides": [_besides(one) for one in remarks.unfiled(work, ticket)],
        "round": ticket.round,
        "resolution": (ticket.resolution or "")[:RESOLUTION_WORDS],
        "earlier": _earlier(work, ticket),
    }


def card_keys(work: Work, ticket: Ticket, menu: str = "main") -> Keys:
    """The buttons of a card. A closed ticket has none of its own; what was said besides is still nobody's."""
    if ticket.state not in LIVE:
        return _remark_keys(work, ticket)
    if menu == "main":
        return [*_main_menu(ticket), *_remark_keys(work, ticket)]
    menus = {"kind": _kind_menu, "category": _category_menu, "resolve": _resolve_menu}
    if menu == "offer":
        return _offer_menu(work, ticket)
    return menus[menu](ticket)


def _key(do: str, ticket: Ticket, word: str = "", **more: Any) -> Key:
    return Key({"do": do, "ticket": ticket.id} | more, word=word or f"key_{do}")


def _main_menu(ticket: Ticket) -> Keys:
    first = [_key("take", ticket)] if ticket.owner_id is None else [_key("offer", ticket)]
    urgent = [] if ticket.urgent else [_key("urgent", ticket)]
    return [
        [*first, _key("resolve", ticket)],
        [_key("kind", ticket), _key("category", ticket)],
        [*urgent, _key("why", ticket)],
    ]


def _remark_keys(work: Work, ticket: Ticket) -> Keys:
    """A row for each thing that the customer said besides and that nobody decided about."""
    return [
        [
            Key(
                {"do": "file_remark", "ticket": ticket.id, "remark": one.id},
                word="key_file_besides",
                values={"words": shortened(one.text, REMARK_WORDS)},
            )
        ]
        for one in remarks.unfiled(work, ticket)
        if one.state == RemarkState.OPEN
    ]


def _kind_menu(ticket: Ticket) -> Keys:
    keys = [_key("set_kind", ticket, f"kind_{kind}", to=kind) for kind in Kind if kind != ticket.kind]
    return [keys, [_key("back", ticket)]]


def _category_menu(ticket: Ticket) -> Keys:
    keys = [
        _key("set_category", ticket, f"category_{one}", to=one) for one in Category if one != ticket.category
    ]
    return [keys, [_key("back", ticket)]]


def _resolve_menu(ticket: Ticket) -> Keys:
    keys = [_key("resolve_as", ticket, f"reason_{reason}", reason=reason) for reason in REASONS]
    return [keys[:3], keys[3:], [_key("back", ticket)]]


def _offer_menu(work: Work, ticket: Ticket) -> Keys:
    agents = work.session.exec(
        select(Agent).where(col(Agent.active), Agent.id != ticket.owner_id).order_by(Agent.name)
    )
    keys = [
        Key({"do": "offer_to", "ticket": ticket.id, "to": agent.id}, text=agent.name)
        for agent in agents.fetchmany(20)
    ]
    return [*(keys[at : at + 2] for at in range(0, len(keys), 2)), [_key("back", ticket)]]


def _names(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "category": ticket.category,
        "urgent": ticket.urgent,
        "hazard": ticket.hazard or "",
    }


def _besides(remark: Remark) -> dict[str, Any]:
    return {
        "kind": remark.kind,
        "category": remark.category,
        "words": shortened(remark.text, BESIDES_WORDS),
        "state": remark.state,
    }


def _earlier(work: Work, ticket: Ticket) -> list[dict[str, Any]]:
    """The customer's history: their last tickets before this one."""
    query = (
        select(Ticket)
        .where(Ticket.customer_id == ticket.customer_id, col(Ticket.id) < ticket.id)
        .order_by(col(Ticket.id).desc())
        .limit(EARLIER_TICKETS)
    )
    return [
        _names(one) | {"state": one.state, "words": shortened(opening_words(work, one), 40)}
        for one in work.session.exec(query)
    ]


def relay_late(
    work: Work, ticket: Ticket, album: Message, late: Sequence[dict[str, Any]], words: str
) -> None:
    """Shows the parts, and the words, of an album that came after the album was shown."""
    subject = f"message:{album.id}"
    for part in late:
        step = str(part["message_id"])
        values = {"from_chat": album.chat_id, "message": part["message_id"]}
        post.to_staff(work, ticket, "media", subject=subject, step=step, act=Act.COPY, values=values)
    if words:
        step = f"late:{late[0]['message_id']}"
        values = {"name": history.customer_of(work, ticket).name, "text": words[:RELAY_WORDS], "left": 0}
        post.to_staff(work, ticket, "relay", subject=subject, step=step, template="relay", values=values)


def heard_since(work: Work, message: Message, moment: datetime) -> bool:
    """Whether staff were shown the message after ``moment`` (an aware instant)."""
    shown = select(Notice.id).where(
        Notice.subject == f"message:{message.id}",
        col(Notice.kind).in_(("relay", "media")),
        Notice.created_at > moment,
    )
    return work.session.exec(shown.limit(1)).first() is not None


def _relay_media(work: Work, ticket: Ticket, message: Message, subject: str = "") -> None:
    """Media as the customer sent them; an album in one piece where Telegram can, else copied one by one."""
    if not message.media:
        return
    subject = subject or f"message:{message.id}"
    if len(message.media) > 1:
        values: dict[str, Any] = {"media": message.media}
        post.to_staff(work, ticket, "media", subject=subject, act=Act.ALBUM, values=values)
    else:
        values = {"from_chat": message.chat_id, "message": message.media[0]["message_id"]}
        post.to_staff(work, ticket, "media", subject=subject, act=Act.COPY, values=values)
