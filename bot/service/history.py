"""Moves of a ticket, each with its line of history; shared by the customer's and the staff's use cases."""

from sqlmodel import col, select

from bot.desk import sla
from bot.desk.correction import Correction
from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Notice
from bot.desk.ticket import Move, State, Ticket, TicketEvent, check_move
from bot.desk.transcript import Author, Message
from bot.service.view import opening_words
from bot.service.work import Work


def note(
    work: Work,
    ticket: Ticket,
    move: Move,
    author: Author,
    *,
    agent_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
) -> None:
    """Writes the history line of a move. Raises ``UnlawfulMove`` when the ticket's state does not allow it."""
    check_move(move, ticket.state)
    ticket.steps += 1
    work.session.add(ticket)
    work.session.add(
        TicketEvent(
            ticket_id=ticket.id or 0,
            move=move,
            author=author,
            agent_id=agent_id,
            before=before,
            after=after,
            reason=reason,
            at=work.now,
        )
    )


def correct(
    work: Work,
    ticket: Ticket,
    author: Author,
    *,
    kind: Kind | None = None,
    category: Category | None = None,
    agent_id: int | None = None,
) -> bool:
    """Changes kind and/or category and keeps the correction as training data. False when nothing changes."""
    changed = False
    for field, move, new in (("kind", Move.KIND, kind), ("category", Move.CATEGORY, category)):
        before = getattr(ticket, field)
        if new is None or new == before:
            continue
        note(work, ticket, move, author, agent_id=agent_id, before=before, after=new)
        _keep_correction(work, ticket, field, str(before), str(new), author, agent_id)
        setattr(ticket, field, new)
        changed = True
    if changed and ticket.first_answered_at is None:
        ticket.due_at = sla.first_response_due(
            ticket.filed_at, ticket.kind, ticket.urgent, work.policy.first_response_minutes
        )
    return changed


def set_urgent(
    work: Work, ticket: Ticket, hazard: Hazard | None, author: Author, agent_id: int | None = None
) -> None:
    """Marks the ticket urgent from now on; its first answer is due by the urgent target."""
    note(work, ticket, Move.URGENT, author, agent_id=agent_id, after=hazard)
    if not ticket.urgent:
        _keep_correction(work, ticket, "urgent", "False", "True", author, agent_id)
    ticket.urgent = True
    ticket.hazard = hazard or ticket.hazard
    if ticket.first_answered_at is None:
        due = sla.first_response_due(work.now, ticket.kind, True, work.policy.first_response_minutes)
        ticket.due_at = min(ticket.due_at, due)


def reopen(work: Work, ticket: Ticket, author: Author, reason: str | None) -> None:
    """A resolved ticket is open again, with its owner; its answer is due anew."""
    note(work, ticket, Move.REOPENED, author, reason=reason, before=ticket.state)
    ticket.state = State.TAKEN if ticket.owner_id else State.OPEN
    ticket.round += 1
    ticket.resolved_at = None
    ticket.first_answered_at = None
    ticket.last_word_at = work.now
    ticket.due_at = sla.first_response_due(
        work.now, ticket.kind, ticket.urgent, work.policy.first_response_minutes
    )


def customer_of(work: Work, ticket: Ticket) -> Customer:
    return work.session.get_one(Customer, ticket.customer_id)


def open_handover(work: Work, customer_id: int) -> Handover | None:
    query = select(Handover).where(Handover.customer_id == customer_id, col(Handover.ended_at).is_(None))
    return work.session.exec(query).first()


def ticket_of_post(work: Work, chat_id: int, message_id: int) -> int | None:
    """The ticket that something posted by the desk, or written, in a chat belongs to."""
    posted = select(Notice.ticket_id).where(Notice.chat_id == chat_id, Notice.message_id == message_id)
    found = work.session.exec(posted.limit(1)).first()
    if found is not None:
        return found
    written = select(Message.ticket_id).where(Message.chat_id == chat_id, Message.message_id == message_id)
    return work.session.exec(written.limit(1)).first()


def _keep_correction(
    work: Work, ticket: Ticket, field: str, before: str, after: str, author: Author, agent_id: int | None
) -> None:
    work.session.add(
        Correction(
            ticket_id=ticket.id or 0,
            text=opening_words(work, ticket),
            language=ticket.language,
            field=field,
            before=before,
            after=after,
            author=author,
            agent_id=agent_id,
            at=work.now,
        )
    )
