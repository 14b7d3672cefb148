"""What staff are shown: a topic and a card per ticket, the customer's words in it, and what happens to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent, Transfer
from bot.desk.language import pieces
from bot.desk.notice import Act, Lane, Notice
from bot.desk.ticket import Ticket
from bot.desk.transcript import Message
from bot.service import cards, clock_rows, history, people, post
from bot.service.work import Work

RELAY_WORDS = 3500  # UTF-16 units of a customer's words in one message of the topic
RELAY_PARTS = 3  # a longer text is cut; the transcript keeps it whole


def open_card(work: Work, ticket: Ticket, message: Message | None) -> None:
    """Opens the ticket's topic and puts its card and media there; an urgent one raises the alarm first."""
    if ticket.urgent:
        raise_alarm(work, ticket)
    values = cards.values_of(work, ticket)
    post.to_staff(work, ticket, "topic", act=Act.TOPIC, template="topic", values=values)
    post.to_staff(work, ticket, "card", template="card", values=values, keys=cards.keys_of(work, ticket))
    if message is not None:
        _relay_media(work, ticket, message)


def refresh_card(work: Work, ticket: Ticket, menu: str = "main") -> None:
    """Shows the card as the ticket is now, with the buttons of ``menu`` (main, kind, category, offer, resolve)."""
    lane, keys = Lane.ALERT if ticket.urgent else Lane.REPLY, cards.keys_of(work, ticket, menu)
    _show_anew(work, ticket, "card_edit", lane=lane, act=Act.EDIT, template="card", keys=keys)


def show_urgent(work: Work, ticket: Ticket) -> None:
    """The ticket became urgent, or another danger was named: called out to all, then seen on card and topic."""
    raise_alarm(work, ticket)
    refresh_card(work, ticket)
    _retitle(work, ticket)


def show_not_urgent(work: Work, ticket: Ticket) -> None:
    """The ticket is urgent no more: card and topic say so. An alarm that was not called out yet is not needed."""
    _unsay(work, ticket, "alarm")
    refresh_card(work, ticket)
    _retitle(work, ticket)


def show_marks(work: Work, ticket: Ticket) -> None:
    """The ticket has another priority, or came into or left the green channel: card and topic say so."""
    refresh_card(work, ticket)
    _retitle(work, ticket)


def raise_alarm(work: Work, ticket: Ticket) -> None:
    """An urgent matter is called out to the whole group, ahead of everything else.

    Once per hazard named; anew when the urgency was taken back in between.
    """
    alarm, false = ticket.hazard or "unnamed", history.false_alarms(work, ticket)
    post.to_staff(
        work,
        None,
        "alarm",
        subject=f"ticket:{ticket.id}",
        step=f"{alarm}:{false}" if false else alarm,
        lane=Lane.ALERT,
        template="alarm",
        values=cards.values_of(work, ticket)
        | {"due_at": (clock_rows.next_due(work, ticket) or ticket.due_at).isoformat()},
    )


def relay(
    work: Work, ticket: Ticket, message: Message, subject: str = "", owed_at: datetime | None = None
) -> None:
    """Shows a customer's message in the topic: the words, then the media as they are.

    ``subject``: for a message that is shown in a second ticket's topic, too. ``owed_at``: until when it is owed an
    answer (aware), where it is the first one that is.
    """
    parts, owed = pieces(message.text, RELAY_WORDS), owed_at.isoformat() if owed_at else ""
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
            values={"name": name, "text": part, "left": left, "owed_at": owed if index == 1 else ""},
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
        values=values | cards.names(ticket),
    )


def tell_reopened(work: Work, ticket: Ticket) -> None:
    """Opens the topic again and calls the owner, who stays responsible; while they are away, whoever may take it."""
    post.to_staff(work, ticket, "topic_reopened", step=str(ticket.round), act=Act.REOPEN)
    owner = people.there(work, ticket.owner_id)
    values = {
        "owner": owner.name if owner else "",
        "owner_id": owner.user_id if owner else 0,
        "round": ticket.round,
    }
    tell(work, ticket, "reopened", **values)
    refresh_card(work, ticket)


def tell_handover(work: Work, ticket: Ticket) -> None:
    """Asks for somebody to talk to the customer now, whoever holds the ticket before others if they are not away; the
    button gives the conversation back to the bot.
    """
    holder = people.there(work, ticket.owner_id or ticket.assigned_id)
    post.to_staff(
        work,
        ticket,
        "handover",
        step=str(ticket.steps),
        lane=Lane.REPLY,
        template="handover",
        values={
            "name": history.customer_of(work, ticket).name,
            "holder": holder.name if holder else "",
            "holder_id": holder.user_id if holder else 0,
        }
        | cards.names(ticket),
        keys=[[cards.key("hand_back", ticket)]],
    )


def tell_offer(work: Work, ticket: Ticket, transfer: Transfer, giver: Agent, receiver: Agent) -> None:
    """Asks the receiver whether they take the ticket over."""
    answers = [cards.key(do, ticket, transfer=transfer.id) for do in ("accept", "not_accept")]
    owner = work.session.get_one(Agent, ticket.owner_id)
    post.to_staff(
        work,
        ticket,
        "offer",
        step=str(transfer.id),
        lane=Lane.REPLY,
        template="offer",
        values={
            "by": giver.name,
            "to": receiver.name,
            "to_id": receiver.user_id,
            "owner": owner.name,
            "until_at": transfer.due_at.isoformat() if transfer.due_at else "",
            "number": ticket.number,
        },
        keys=[answers],
    )


def close_topic(work: Work, ticket: Ticket) -> None:
    post.to_staff(work, ticket, "topic_closed", step=f"{ticket.round}:{ticket.state}", act=Act.CLOSE)


def show_erased(work: Work, ticket: Ticket) -> None:
    """The customer had their data erased: title and card lose their words, and staff are asked to do the rest."""
    if ticket.thread_id is not None:
        _retitle(work, ticket)
    if ticket.card_message_id is not None:
        refresh_card(work, ticket)
        tell(work, ticket, "erased")


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


def _retitle(work: Work, ticket: Ticket) -> None:
    """The topic's title says whether the ticket is urgent; the colour of its icon Telegram never changes again."""
    _show_anew(work, ticket, "topic_renamed", act=Act.RENAME, template="topic")


def _show_anew(work: Work, ticket: Ticket, kind: str, **more: Any) -> None:
    """Shows the ticket as it is now. Notices of this kind that have not gone out yet are replaced: the last counts."""
    _unsay(work, ticket, kind)
    ticket.steps += 1
    work.session.add(ticket)
    post.to_staff(work, ticket, kind, step=str(ticket.steps), values=cards.values_of(work, ticket), **more)


def _unsay(work: Work, ticket: Ticket, kind: str) -> None:
    """Notices of a kind about the ticket that were not said are not said, nor once more: something newer holds."""
    mine = (col(Notice.subject) == f"ticket:{ticket.id}", col(Notice.kind) == kind)
    post.unsay(work, "something newer takes its place", *mine)
