"""A customer's message on its way through the house: recorded, heard by the dialogue or by staff, answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import func, select

from bot.desk import codes
from bot.desk import language as languages
from bot.desk.customer import Customer
from bot.desk.language import storable
from bot.desk.notice import Lane, Notice
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author, Message, MessageEdit
from bot.service import agents, carrying, handover, history, merged, post, promises, remarks, staffroom, watch
from bot.service.dialogue import Answer
from bot.service.post import Key
from bot.service.verdict import Verdict
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

    def __post_init__(self) -> None:
        for name in ("text", "name", "username"):
            said = getattr(self, name)
            object.__setattr__(self, name, said and storable(said))


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
    customer.name, customer.unreachable_at = storable(name) or customer.name, None
    customer.username = username and storable(username)
    work.session.add(customer)
    work.session.flush()
    return customer


def record(work: Work, heard: Heard, command: bool = False) -> Recorded:
    """Writes a message into the transcript, once; a late part of an album joins the message it belongs to.

    A late part is nothing for the dialogue, unless it brings words to an album that has no ticket yet.

    Words (not ``command``s) tell the customer's language until they choose one. During a handover the message goes to
    staff at once.
    """
    customer = meet(work, heard.chat_id, heard.name, heard.username, heard.language_code)
    message = history.message_at(work, heard.chat_id, heard.message_id) or _album(work, heard)
    if message is not None:
        _add_late_parts(work, message, heard)
        if message.message_id == heard.message_id:
            return Recorded(message.id or 0, _with_staff(work, message, command))
        return Recorded(message.id or 0, message.ticket_id is not None or not heard.text)
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
    current = None if command else handover.held(work, customer.id or 0)
    if current is not None:
        handover.say(work, current, message)
    return Recorded(message.id or 0, current is not None)


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
    # Half an hour since the last time, and one step for each half hour of the clock: so two processes say it once.
    spell = str(int(work.now.timestamp() // TOLD_AGAIN.total_seconds()))
    if not _said_lately(work, f"customer:{customer.id}", "delayed"):
        post.to_customer(work, customer, f"customer:{customer.id}", "delayed", step=spell, template="delayed")
    if not _said_lately(work, "desk", "dialogue_away"):
        post.to_staff(work, None, "dialogue_away", step=spell, template="dialogue_away")


def edit(work: Work, chat_id: int, message_id: int, text: str, edited_at: datetime) -> None:
    """A customer changed a message: both versions are kept, without codes, and staff see the change where the matter
    goes on.
    """
    message = history.message_at(work, chat_id, message_id)
    if message is None:
        return
    message.text = codes.hidden_again(message.text)  # its turn may not have been yet
    said = codes.hidden_again(storable(text), message.text)
    edits = _write_edit(work, message, message_id, said, edited_at)
    remark = remarks.of_message(work, message.id) if edits else None
    for ticket_id in (message.ticket_id, remark and remark.filed_id):
        if edits and ticket_id is not None:
            place = merged.place_of(work, work.session.get_one(Ticket, ticket_id))
            staffroom.relay_edit(work, place, message, edits)


def answer_as_desk(work: Work, user_id: int, ticket_id: int, heard: Heard) -> Verdict | None:
    """What an agent wrote in a topic reaches the customer as the desk; ``//`` marks a note that does not.

    Who answers a ticket that nobody owns, takes it. None when there is nothing to tell the agent. Somebody who was
    taken out of the staff is told that their words reach nobody; so is who writes to a customer that was erased.
    """
    if history.message_at(work, heard.chat_id, heard.message_id) is not None:
        return None
    agent = agents.welcome(work, user_id, heard.name)
    if agent is None:
        return Verdict("removed")
    ticket = history.held(work, ticket_id)
    if history.is_erased(work, ticket):
        return Verdict("erased", number=ticket.number)
    album = _album(work, heard)  # a late photo of a note belongs to the note
    said = carrying.for_customer(heard.text)
    internal = said is None or not (said or heard.media) or bool(album and album.internal)
    elsewhere = ticket.state == State.MERGED and not internal
    message = _agents_message(work, agent.id, ticket, heard, internal or elsewhere)
    if elsewhere:
        return Verdict("said_in_merged", number=merged.place_of(work, ticket).number)
    if internal:
        return None
    if ticket.owner_id is None and ticket.state == State.OPEN:
        agents.take(work, agent, ticket, "answered")
    history.note(work, ticket, Move.ANSWERED, Author.AGENT, agent_id=agent.id, reason="answered")
    ticket.last_word_at = work.now
    watch.answered(work, ticket)
    if ticket.first_answered_at is None:
        ticket.first_answered_at = work.now
        staffroom.refresh_card(work, ticket)  # the promise is kept: its time leaves the card
    current = history.open_handover(work, ticket.customer_id)
    if current is not None and current.ticket_id == ticket.id:
        current.last_word_at = work.now
        work.session.add(current)
    carrying.carry(work, ticket, message)
    promises.read(work, ticket, agent.id or 0, heard.text, heard.written_at, message)
    customer = history.customer_of(work, ticket)
    return Verdict("unreachable", customer.name) if customer.unreachable_at else None


def edit_as_desk(work: Work, chat_id: int, message_id: int, text: str, edited_at: datetime) -> None:
    """An agent changed an answer: the customer's copy changes too. A note stays a note.

    Whoever is no longer staff changes nothing, as their words reach nobody; nor is anything written of who was erased.
    """
    message = history.message_at(work, chat_id, message_id)
    if message is None or message.author != Author.AGENT or not agents.is_staff(work, message.agent_id):
        return
    if work.session.get_one(Customer, message.customer_id).erased:
        return
    before = message.text
    edits = _write_edit(work, message, message_id, storable(text), edited_at)
    if edits and not message.internal and message.ticket_id is not None:
        ticket = history.held(work, message.ticket_id)
        carrying.carry_edit(work, ticket, message, before, edits)
        promises.reread(work, ticket, message)


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


def _write_edit(work: Work, message: Message, message_id: int, text: str, edited_at: datetime) -> int:
    """Keeps what the message said until now; returns how often it was edited, 0 when this changes nothing.

    An edit that comes again, or after a later one, changes nothing; nor does an album lose its words when a photo
    without any is edited.
    """
    if message.text == text or (message.edited_at and edited_at < message.edited_at):
        return 0
    if not text and message.message_id != message_id:
        return 0
    work.session.add(
        MessageEdit(
            message_ref=message.id or 0, text_before=message.text, text_after=text, edited_at=edited_at
        )
    )
    message.text, message.edited_at = text, edited_at
    work.session.add(message)
    work.session.flush()
    return work.session.exec(select(func.count()).where(MessageEdit.message_ref == message.id)).one()


def _with_staff(work: Work, message: Message, command: bool) -> bool:
    """Whether a message recorded before went to staff in a handover (its turn is not the dialogue's).

    The message that asked for the handover did not: its turn may have to be said again.
    """
    current = None if command else history.open_handover(work, message.customer_id)
    return current is not None and staffroom.heard_since(work, message, current.started_at)


def _album(work: Work, heard: Heard) -> Message | None:
    if heard.album is None:
        return None
    query = select(Message).where(Message.chat_id == heard.chat_id, Message.album == heard.album)
    return work.session.exec(query).first()


def _add_late_parts(work: Work, album: Message, heard: Heard) -> None:
    """Adds the parts that came after an album was recorded, also when they come together with its known ones."""
    known = {part["message_id"] for part in album.media}
    late = [part for part in heard.media if part["message_id"] not in known]
    if not heard.album or not late:
        return
    words = heard.text.removeprefix(album.text).strip()
    album.media = [*album.media, *late]
    album.text = "\n".join(part for part in (album.text, words) if part)
    work.session.add(album)
    if album.ticket_id is not None:
        place = merged.place_of(work, work.session.get_one(Ticket, album.ticket_id))
        staffroom.relay_late(work, place, album, late, words)


def _said_lately(work: Work, subject: str, kind: str) -> bool:
    since = work.now - TOLD_AGAIN
    said = select(Notice.id).where(Notice.subject == subject, Notice.kind == kind, Notice.created_at > since)
    return work.session.exec(said.limit(1)).first() is not None
