"""A customer's message on its way through the house: recorded, heard by the dialogue or by staff, answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import func, select

from bot.desk import language as languages
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, Notice
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author, Message, MessageEdit
from bot.service import agents, handover, history, post, staffroom
from bot.service.agents import Verdict
from bot.service.dialogue import Answer
from bot.service.post import Key
from bot.service.work import Work

TOLD_AGAIN = timedelta(minutes=30)  # that answers are late is said at most this often to one customer


@dataclass(frozen=True)
class Heard:
    """A message as it arrived. ``media`` as in ``Message.media``; ``album`` is Telegram's media_group_id."""

    chat_id: int
    message_id: int
    name: str
    written_at: datetime
    text: str = ""
    media: Sequence[dict[str, Any]] = field(default_factory=list)
    username: str | None = None
    language_code: str | None = None
    album: str | None = None
    forwarded: bool = False
    reply_to: int | None = None


@dataclass(frozen=True)
class Recorded:
    """``message`` is the row's id; ``with_staff`` when a person hears it and the bot stays silent."""

    message: int
    with_staff: bool


def meet(work: Work, chat_id: int, name: str, username: str | None, language_code: str | None) -> Customer:
    """The customer of a private chat, new or known; who writes can be reached again."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
    if customer is None:
        customer = Customer(chat_id=chat_id, language=languages.from_code(language_code), created_at=work.now)
    customer.name, customer.username, customer.unreachable_at = name or customer.name, username, None
    work.session.add(customer)
    work.session.flush()
    return customer


def record(work: Work, heard: Heard, command: bool = False) -> Recorded:
    """Writes a message into the transcript, once; a late part of an album joins the message it belongs to.

    Words (not ``command``s) tell the customer's language until they choose one. During a handover the message goes to
    staff at once.
    """
    customer = meet(work, heard.chat_id, heard.name, heard.username, heard.language_code)
    message = _message_at(work, heard.chat_id, heard.message_id)
    if message is not None:
        return Recorded(message.id or 0, _with_staff(work, message, command))
    album = _album(work, heard)
    if album is not None:
        _add_late_part(work, album, heard)
        return Recorded(album.id or 0, True)
    spoken = None if command or customer.language_chosen else languages.spoken(heard.text)
    customer.language = spoken or customer.language
    message = Message(
        customer_id=customer.id or 0,
        author=Author.CUSTOMER,
        chat_id=heard.chat_id,
        message_id=heard.message_id,
        album=heard.album,
        text=heard.text,
        media=list(heard.media),
        forwarded=heard.forwarded,
        reply_to=heard.reply_to,
        written_at=heard.written_at,
    )
    work.session.add(message)
    work.session.flush()
    current = history.open_handover(work, customer.id or 0)
    if current is not None and not command:
        handover.say(work, current, message)
    return Recorded(message.id or 0, current is not None and not command)


def answer(work: Work, chat_id: int, update_id: int, answers: Sequence[Answer]) -> None:
    """Posts what the dialogue answered to an update, each message once."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
    for step, one in enumerate(answers, start=1):
        if one.silent:
            continue
        ticket = work.session.get(Ticket, one.ticket_id) if one.ticket_id else None
        post.to_customer(
            work,
            customer,
            f"update:{update_id}",
            "reply",
            step=str(step),
            lane=Lane.ALERT if one.alert else Lane.REPLY,
            ticket=ticket,
            text=one.text,
            keys=[[Key({"say": choice.say}, text=choice.text) for choice in row] for row in one.choices],
        )


def tell_delayed(work: Work, chat_id: int) -> None:
    """Tells a customer the truth: what they wrote is kept, and the answer comes late. Not again within half an hour."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
    if customer is None:
        return
    spell = int(work.now.timestamp() // TOLD_AGAIN.total_seconds())
    post.to_customer(
        work, customer, f"customer:{customer.id}", "delayed", step=str(spell), template="delayed"
    )
    post.to_staff(work, None, "dialogue_away", step=str(spell), template="dialogue_away")


def edit(work: Work, chat_id: int, message_id: int, text: str, edited_at: datetime) -> None:
    """A customer changed a message: both versions are kept, and staff see the change."""
    message = _message_at(work, chat_id, message_id)
    if message is None or message.text == text:
        return
    work.session.add(
        MessageEdit(
            message_ref=message.id or 0, text_before=message.text, text_after=text, edited_at=edited_at
        )
    )
    message.text, message.edited_at = text, edited_at
    work.session.add(message)
    work.session.flush()
    if message.ticket_id is not None:
        edits = work.session.exec(select(func.count()).where(MessageEdit.message_ref == message.id)).one()
        staffroom.relay_edit(work, work.session.get_one(Ticket, message.ticket_id), message, edits)


def answer_as_desk(work: Work, user_id: int, ticket_id: int, heard: Heard) -> Verdict | None:
    """What an agent wrote in a topic reaches the customer as the desk; ``//`` marks a note that does not.

    Who answers a ticket that nobody owns, takes it. None when there is nothing to tell the agent.
    """
    if _message_at(work, heard.chat_id, heard.message_id) is not None:
        return None
    agent = agents.welcome(work, user_id, heard.name)
    ticket = work.session.get_one(Ticket, ticket_id)
    internal = heard.text.lstrip().startswith("//")
    message = _agents_message(work, agent.id, ticket, heard, internal)
    if internal:
        return None
    if ticket.owner_id is None and ticket.state == State.OPEN:
        agents.take(work, agent, ticket)
    history.note(work, ticket, Move.ANSWERED, Author.AGENT, agent_id=agent.id)
    ticket.first_answered_at = ticket.first_answered_at or work.now
    ticket.last_word_at = work.now
    current = history.open_handover(work, ticket.customer_id)
    if current is not None and current.ticket_id == ticket.id:
        current.last_word_at = work.now
        work.session.add(current)
    _carry_to_customer(work, ticket, message)
    customer = history.customer_of(work, ticket)
    return Verdict("unreachable", customer.name) if customer.unreachable_at else None


def edit_as_desk(work: Work, chat_id: int, message_id: int, text: str, edited_at: datetime) -> None:
    """An agent changed an answer: the customer's copy changes too."""
    message = _message_at(work, chat_id, message_id)
    if message is None or message.internal or message.text == text or message.ticket_id is None:
        return
    work.session.add(
        MessageEdit(
            message_ref=message.id or 0, text_before=message.text, text_after=text, edited_at=edited_at
        )
    )
    message.text, message.edited_at = text, edited_at
    ticket = work.session.get_one(Ticket, message.ticket_id)
    said = work.session.exec(
        select(Notice).where(Notice.subject == f"message:{message.id}", Notice.kind == "answer")
    ).first()
    if said is not None and said.message_id is not None and said.act == Act.SAY:
        post.to_customer(
            work,
            history.customer_of(work, ticket),
            f"message:{message.id}",
            "answer_edit",
            step=str(int(edited_at.timestamp())),
            ticket=ticket,
            act=Act.EDIT,
            template="agent_says",
            values={"number": ticket.number, "text": text, "message": said.message_id},
        )


def lose(work: Work, chat_id: int) -> None:
    """The customer blocked the bot."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
    if customer is not None:
        customer.unreachable_at = work.now
        work.session.add(customer)


def _agents_message(
    work: Work, agent_id: int | None, ticket: Ticket, heard: Heard, internal: bool
) -> Message:
    message = Message(
        customer_id=ticket.customer_id,
        ticket_id=ticket.id,
        author=Author.AGENT,
        agent_id=agent_id,
        chat_id=heard.chat_id,
        message_id=heard.message_id,
        album=heard.album,
        text=heard.text,
        media=list(heard.media),
        internal=internal,
        reply_to=heard.reply_to,
        written_at=heard.written_at,
    )
    work.session.add(message)
    work.session.flush()
    return message


def _carry_to_customer(work: Work, ticket: Ticket, message: Message) -> None:
    """A text is said with the ticket's number; media are copied as they are, an album in one piece."""
    customer, subject = history.customer_of(work, ticket), f"message:{message.id}"
    if not message.media:
        values: dict[str, Any] = {"number": ticket.number, "text": message.text}
        post.to_customer(
            work, customer, subject, "answer", ticket=ticket, template="agent_says", values=values
        )
    elif len(message.media) == 1:
        values = {"from_chat": message.chat_id, "message": message.media[0]["message_id"]}
        post.to_customer(work, customer, subject, "answer", ticket=ticket, act=Act.COPY, values=values)
    else:
        values = {"media": message.media, "caption": message.text}
        post.to_customer(work, customer, subject, "answer", ticket=ticket, act=Act.ALBUM, values=values)


def _message_at(work: Work, chat_id: int, message_id: int) -> Message | None:
    query = select(Message).where(Message.chat_id == chat_id, Message.message_id == message_id)
    return work.session.exec(query).first()


def _with_staff(work: Work, message: Message, command: bool) -> bool:
    """Whether a message recorded before went to staff in a handover (its turn is not the dialogue's)."""
    current = history.open_handover(work, message.customer_id)
    return not command and current is not None and message.ticket_id == current.ticket_id


def _album(work: Work, heard: Heard) -> Message | None:
    if heard.album is None:
        return None
    query = select(Message).where(Message.chat_id == heard.chat_id, Message.album == heard.album)
    return work.session.exec(query).first()


def _add_late_part(work: Work, album: Message, heard: Heard) -> None:
    """A part that came after its album was worked on; known parts are not added twice."""
    known = {part["message_id"] for part in album.media}
    late = [part for part in heard.media if part["message_id"] not in known]
    album.media = [*album.media, *late]
    album.text = album.text or heard.text
    work.session.add(album)
    if album.ticket_id is None:
        return
    ticket = work.session.get_one(Ticket, album.ticket_id)
    for part in late:
        values = {"from_chat": album.chat_id, "message": part["message_id"]}
        step = str(part["message_id"])
        post.to_staff(
            work, ticket, "media", subject=f"message:{album.id}", step=step, act=Act.COPY, values=values
        )
