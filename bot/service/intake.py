"""What a customer wrote becomes a ticket, or joins the one it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import select

from bot.desk import placing
from bot.desk.customer import Customer
from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.ticket import LIVE, State, Ticket
from bot.desk.transcript import Author, Message
from bot.service import (
    changes,
    corrections,
    filing,
    history,
    merged,
    readings,
    remarks,
    staffroom,
    waking,
    watch,
)
from bot.service.open_matters import live_among, matters_of, still_reopenable, ticket_replied_to, window_of
from bot.service.readings import Reading
from bot.service.view import TicketView, shortened, view
from bot.service.work import Work


@dataclass(frozen=True)
class Outcome:
    """What became of a message.

    ``filed`` a new ticket · ``joined`` added to a ticket · ``reopened`` a resolved one is open again · ``which`` it
    could belong to ``candidates`` or be new: ask · ``unsure`` the model does not know what it is: ask, it may also
    belong to ``candidates`` · ``kept`` recorded, belongs to no ticket.
    """

    what: Literal["filed", "joined", "reopened", "which", "unsure", "kept"]
    language: Language
    message: int
    ticket: TicketView | None = None
    candidates: Sequence[TicketView] = ()


def file_matter(work: Work, message_ref: int, reading: Reading) -> Outcome:
    """Files, joins, reopens or asks, by ``bot.desk.placing``; a message that has its ticket already keeps it.

    An urgent message is filed at once, whatever else is open: danger waits for no question.
    """
    message, customer = _message(work, message_ref)
    readings.keep(work, message, reading)
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    replied_to = ticket_replied_to(work, message)
    where = placing.place(
        reading.kind,
        reading.category,
        replied_to,
        matters_of(work, customer, replied_to),
        work.now,
        window_of(work),
        1.0 if reading.hazard else reading.confidence,
    )
    if reading.hazard and not isinstance(where, placing.Join):
        where = placing.New(refers_to=replied_to)
    match where:
        case placing.Join(ticket_id):
            return join(work, message, customer, ticket_id, hazard=reading.hazard)
        case placing.Reopen(ticket_id):
            return reopen(work, message, customer, ticket_id)
        case placing.Ask(ticket_ids):
            return _which(work, message, customer, ticket_ids)
        case placing.New(refers_to):
            return _file(work, message, customer, reading, refers_to)


def unsure(work: Work, message_ref: int, reading: Reading) -> Outcome:
    """The model is not sure: a reply joins the ticket it answers, an answer in a talk with an agent goes to the agent,
    anything else is asked about.

    Except danger: that is filed at once as what it most likely is.
    """
    message, customer = _message(work, message_ref)
    readings.keep(work, message, reading)
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    replied_to = ticket_replied_to(work, message)
    matters = matters_of(work, customer, replied_to)
    if replied_to in live_among(matters):
        return join(work, message, customer, replied_to or 0, hazard=reading.hazard)
    if reading.hazard:
        return _file(work, message, customer, reading, replied_to)
    talk = placing.talked_about(matters)
    if talk is not None:
        return join(work, message, customer, talk.ticket_id)
    recent = [one for one in matters if one.live and work.now - one.last_word_at <= window_of(work)]
    views = [view(work, work.session.get_one(Ticket, one.ticket_id), customer.language) for one in recent[:2]]
    return Outcome("unsure", customer.language, message_ref, candidates=views)


def leave(work: Work, chat_id: int, message_ref: int) -> None:
    """The customer said that a message they were asked about is nothing to file."""
    found = _theirs(work, chat_id, message_ref)
    if found is not None and found[0].ticket_id is None:
        corrections.keep_answer(work, found[0], None, None, None)
        found[0].reading = None
        work.session.add(found[0])


def file_as(work: Work, chat_id: int, message_ref: int, kind: Kind, category: Category) -> Outcome | None:
    """Files a message as the customer said what it is (after a question). None when it is not this chat's message."""
    found = _theirs(work, chat_id, message_ref)
    if found is None:
        return None
    message, customer = found
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    read = readings.of(message)
    outcome = _file(
        work, message, customer, Reading(kind, category, 1.0, read.hazard if read else None), None
    )
    corrections.keep_answer(work, message, message.ticket_id, kind, category)
    return outcome


def place(work: Work, chat_id: int, message_ref: int, ticket_id: int | None) -> Outcome | None:
    """Puts a message where the customer said: into ``ticket_id``, or into a new ticket. None when not theirs."""
    found = _theirs(work, chat_id, message_ref)
    if found is None:
        return None
    message, customer = found
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    read = readings.of(message)
    if ticket_id is not None:
        ticket = history.hold(work, ticket_id)
        if ticket is None or ticket.customer_id != customer.id:
            return None
        return join(work, message, customer, ticket_id, hazard=read.hazard if read else None)
    if read is None:
        return Outcome("kept", customer.language, message_ref)
    return _file(work, message, customer, read, None)


def attach(work: Work, message_ref: int, in_hand: int | None) -> Outcome:
    """A message without words of its own (a photo, a voice message, a location) joins the matter in hand."""
    message, customer = _message(work, message_ref)
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    replied_to = ticket_replied_to(work, message) or in_hand
    where = placing.place_unspoken(
        replied_to, matters_of(work, customer, replied_to), work.now, window_of(work)
    )
    match where:
        case placing.Join(ticket_id):
            return join(work, message, customer, ticket_id)
        case placing.Ask(ticket_ids):
            return _which(work, message, customer, ticket_ids)
        case None:
            return Outcome("kept", customer.language, message_ref)


def add_by_reply(work: Work, message_ref: int, small_talk: bool = False) -> Outcome | None:
    """What a customer writes in reply to something about a live ticket of theirs joins it, whatever the words seem to
    be. None for any other message.
    """
    message, customer = _message(work, message_ref)
    replied_to = ticket_replied_to(work, message)
    if replied_to is None:
        return None
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    if replied_to not in live_among(matters_of(work, customer, replied_to)):
        return None
    return join(work, message, customer, replied_to, small_talk=small_talk)


def ask_after(work: Work, message_ref: int, ticket_id: int) -> Outcome | None:
    """The customer asks how a ticket of theirs stands: the words join it, so that its owner reads them in its topic.

    What was due stays so. None when it is closed (a question reopens nothing), or not theirs.
    """
    message, customer = _message(work, message_ref)
    if message.ticket_id is not None:
        return _as_before(work, message, customer)
    known = history.find(work, ticket_id)
    if known is None or known.customer_id != customer.id or merged.held(work, ticket_id).state not in LIVE:
        return None
    return join(work, message, customer, ticket_id)


def join(
    work: Work,
    message: Message,
    customer: Customer,
    ticket_id: int,
    hazard: Hazard | None = None,
    small_talk: bool = False,
) -> Outcome:
    """Adds the message to the ticket and shows it to staff; a word in a closed matter reopens it."""
    ticket = merged.held(work, ticket_id)
    if ticket.state not in LIVE:
        return reopen(work, message, customer, ticket_id)
    assert message.id is not None
    message.ticket_id = ticket.id
    ticket.last_word_at = work.now
    waited, owed = watch.waits(work, ticket), watch.heard(work, ticket, message, small_talk)
    waking.customer_spoke(work, ticket)
    if hazard and (not ticket.urgent or hazard != ticket.hazard):
        changes.set_urgent(work, ticket, hazard, Author.CUSTOMER)
        staffroom.show_urgent(work, ticket)
    staffroom.relay(work, ticket, message, owed_at=watch.promised_at(work, ticket) if owed else None)
    if remarks.keep(work, message, ticket) or waited:
        staffroom.refresh_card(work, ticket)
    return Outcome("joined", customer.language, message.id, view(work, ticket, customer.language))


def reopen(work: Work, message: Message | None, customer: Customer, ticket_id: int) -> Outcome:
    """Opens a resolved ticket again within the policy's days; after them a new ticket refers to the old one."""
    ticket = merged.held(work, ticket_id)
    ref = message.id if message and message.id else 0
    if ticket.state in LIVE:
        if message is not None:
            return join(work, message, customer, ticket_id)
        return Outcome("joined", customer.language, ref, view(work, ticket, customer.language))
    if ticket.state == State.RESOLVED and still_reopenable(work, ticket):
        words = shortened(message.text, 200) if message else ""
        changes.reopen(work, ticket, Author.CUSTOMER, reason=words or "not solved")
        if message is not None:
            message.ticket_id = ticket.id
            remarks.keep(work, message, ticket)
        staffroom.tell_reopened(work, ticket)
        if message is not None:
            staffroom.relay(work, ticket, message)
        return Outcome("reopened", customer.language, ref, view(work, ticket, customer.language))
    return _file_again(work, message, customer, ticket)


def overhear(work: Work, message_ref: int) -> TicketView | None:
    """Small talk belongs to staff, too, in reply to something about a live ticket, while an agent talks with the
    customer, or while their danger is not over.

    "OK, everyone is out" must not end at the bot. None when there is no such matter.
    """
    message, customer = _message(work, message_ref)
    if message.ticket_id is not None:
        return view(work, work.session.get_one(Ticket, message.ticket_id), customer.language)
    added = add_by_reply(work, message_ref, small_talk=True)
    if added is not None:
        return added.ticket
    matters = matters_of(work, customer)
    matter = placing.talked_about(matters)
    if matter is None:
        recent = [one for one in matters if one.live and work.now - one.last_word_at <= window_of(work)]
        urgent = [one for one in recent if work.session.get_one(Ticket, one.ticket_id).urgent]
        matter = urgent[0] if urgent else None
    return join(work, message, customer, matter.ticket_id, small_talk=True).ticket if matter else None


def reopen_theirs(work: Work, chat_id: int, ticket_id: int, message_ref: int | None) -> Outcome | None:
    """Reopens a ticket because its customer pressed "not solved" or said so. None when it is not theirs."""
    ticket = history.find(work, ticket_id)
    if ticket is None:
        return None
    customer = history.customer_of(work, ticket)
    if customer.chat_id != chat_id:
        return None
    message = history.message_of(work, message_ref, customer.id)
    if message is not None and message.ticket_id is not None:
        return _as_before(work, message, customer)
    return reopen(work, message, customer, ticket_id)


def reopenable(work: Work, chat_id: int) -> list[TicketView]:
    """What "it is still not solved" can speak of: tickets resolved within the policy's days, newest first."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
    if customer is None:
        return []
    closed = [matter.ticket_id for matter in matters_of(work, customer) if not matter.live]
    return [view(work, work.session.get_one(Ticket, one), customer.language) for one in closed]


def _message(work: Work, message_ref: int) -> tuple[Message, Customer]:
    """The message, held so that it is placed once, and who wrote it. Raises ``NoResultFound``."""
    customer_id = work.session.get_one(Message, message_ref).customer_id
    message = history.message_of(work, message_ref, customer_id)
    assert message is not None
    return message, work.session.get_one(Customer, customer_id)


def _theirs(work: Work, chat_id: int, message_ref: int) -> tuple[Message, Customer] | None:
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
    message = history.message_of(work, message_ref, customer.id) if customer else None
    return (message, customer) if message and customer else None


def _as_before(work: Work, message: Message, customer: Customer) -> Outcome:
    ticket = work.session.get_one(Ticket, message.ticket_id)
    assert message.id is not None
    what: Literal["filed", "joined"] = "filed" if ticket.source_message_id == message.id else "joined"
    return Outcome(what, customer.language, message.id, view(work, ticket, customer.language))


def _which(work: Work, message: Message, customer: Customer, ticket_ids: Sequence[int]) -> Outcome:
    assert message.id is not None
    views = [view(work, work.session.get_one(Ticket, one), customer.language) for one in ticket_ids]
    return Outcome("which", customer.language, message.id, candidates=views)


def _file_again(work: Work, message: Message | None, customer: Customer, old: Ticket) -> Outcome:
    return _file(work, message, customer, Reading(old.kind, old.category, 1.0), old.id)


def _file(
    work: Work, message: Message | None, customer: Customer, reading: Reading, refers_to: int | None
) -> Outcome:
    ticket = filing.open_ticket(
        work, customer, message, reading.kind, reading.category, reading.hazard, refers_to
    )
    ref = message.id if message and message.id else 0
    return Outcome("filed", customer.language, ref, view(work, ticket, customer.language))
