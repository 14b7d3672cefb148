"""What the words about a ticket need to know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.ticket import State, Ticket, number_of
from bot.desk.transcript import Author, Message
from bot.service import promise_rows, remarks, watch
from bot.service.promise_rows import Standing
from bot.service.work import Work


@dataclass(frozen=True)
class TicketView:
    """A ticket as told to its customer: values only, no words of ours. Instants are aware.

    ``due_at``: until when staff's next word is owed, where one is (``owed``), else until when the first one was.
    ``waits``: staff wait for the customer's word, and what they owe stands still until then.
    """

    id: int
    number: str
    kind: Kind
    category: Category
    urgent: bool
    hazard: Hazard | None
    state: State
    department: str  # in the customer's language, from policy.toml
    owner: str | None  # the agent's name
    due_at: datetime
    owed: bool
    waits: bool
    filed_at: datetime
    resolution: str | None
    refers_to: str | None
    linked: str  # numbers of tickets that came of the same message
    promises: Sequence[Standing]  # what staff promised and have still to keep, the soonest first
    first_words: str  # the beginning of what opened it, to recognise it by
    language: Language


def view(work: Work, ticket: Ticket, language: Language) -> TicketView:
    assert ticket.id is not None
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else None
    promised_at = watch.promised_at(work, ticket)
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        kind=ticket.kind,
        category=ticket.category,
        urgent=ticket.urgent,
        hazard=ticket.hazard,
        state=ticket.state,
        department=work.policy.departments.of(ticket.category).in_language(language),
        owner=owner.name if owner else None,
        due_at=promised_at or ticket.due_at,
        owed=promised_at is not None,
        waits=watch.waits(work, ticket),
        filed_at=ticket.filed_at,
        resolution=shortened(ticket.resolution, 500) if ticket.resolution else None,
        refers_to=number_of(ticket.refers_to_id) if ticket.refers_to_id else None,
        linked=remarks.linked(work, ticket),
        promises=promise_rows.standing(work, ticket),
        first_words=shortened(opening_words(work, ticket), 24 if language == Language.ZH else 48),
        language=language,
    )


def opening_words(work: Work, ticket: Ticket) -> str:
    """What the customer wrote to open the ticket."""
    if ticket.source_message_id is not None:
        message = work.session.get(Message, ticket.source_message_id)
        return message.text if message else ""
    remark = remarks.opening(work, ticket)
    if remark is not None:
        return remark.text
    first = (
        select(Message)
        .where(Message.ticket_id == ticket.id, Message.author == Author.CUSTOMER)
        .order_by(col(Message.id))
    )
    message = work.session.exec(first.limit(1)).first()
    return message.text if message else ""


def shortened(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
