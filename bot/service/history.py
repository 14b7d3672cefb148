"""Moves of a ticket, each with its line of history; shared by the customer's and the staff's use cases."""


from sqlmodel import col, func, select

from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Notice
from bot.desk.ticket import Move, State, Ticket, TicketEvent, check_move
from bot.desk.transcript import Author, Message
from bot.service import aftercare, corrections, deadlines, payments
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
    """Writes the history line of a move. ``reason``: people's own words, or one short word of the desk's.

    Raises ``UnlawfulMove`` when the ticket's state does not allow it.
    """
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
    """Changes kind and/or category and keeps the correction as training data. False when nothing changes.

    A first answer that is still owed is now due by the new kind's target, counted from when the clock began.
    """
    changed = False
    for field, move, new in (("kind", Move.KIND, kind), ("category", Move.CATEGORY, category)):
        before = getattr(ticket, field)
        if new is None or new == before:
            continue
        note(work, ticket, move, author, agent_id=agent_id, before=before, after=new, reason="corrected")
        corrections.keep(work, ticket, field, str(before), str(new), author, agent_id)
        setattr(ticket, field, new)
        changed = True
    if changed and ticket.first_answered_at is None:
        ticket.due_at = deadlines.first_answer_due(work, ticket)
    return changed


def set_urgent(
    work: Work, ticket: Ticket, hazard: Hazard | None, author: Author, agent_id: int | None = None
) -> None:
    """Marks the ticket urgent from now on; its first answer is due by the urgent target."""
    why = hazard or "marked"
    note(work, ticket, Move.URGENT, author, agent_id=agent_id, before=ticket.hazard, after=hazard, reason=why)
    ticket.urgent = True
    ticket.hazard = hazard or ticket.hazard
    if ticket.first_answered_at is None:
        ticket.due_at = min(ticket.due_at, deadlines.first_answer_due(work, ticket))


def set_not_urgent(work: Work, ticket: Ticket, agent_id: int) -> None:
    """Takes the urgency back; a first answer that is still owed is due as if it had never been.

    That is by the ordinary target, counted from when the ticket was filed, or opened again.
    """
    before = ticket.hazard
    note(
        work,
        ticket,
        Move.NOT_URGENT,
        Author.AGENT,
        agent_id=agent_id,
        before=before,
        reason="marked not urgent",
    )
    ticket.urgent, ticket.hazard = False, None
    if ticket.first_answered_at is None:
        ticket.due_at = deadlines.first_answer_due(work, ticket)


def false_alarms(work: Work, ticket: Ticket) -> int:
    """How often the ticket's urgency was taken back."""
    query = select(func.count()).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.NOT_URGENT
    )
    return work.session.exec(query).one()


def reopen(work: Work, ticket: Ticket, author: Author, reason: str) -> None:
    """A resolved ticket is open again, with its owner; its answer is due anew."""
    note(work, ticket, Move.REOPENED, author, reason=reason, before=ticket.state)
    ticket.state = State.TAKEN if ticket.owner_id else State.OPEN
    ticket.round += 1
    ticket.resolved_at = None
    ticket.first_answered_at = None
    ticket.last_word_at = work.now
    ticket.due_at = deadlines.first_answer_due(work, ticket)
    payments.follow(work, ticket)
    aftercare.forget(work, ticket)


def find(work: Work, ticket_id: int | None) -> Ticket | None:
    """The ticket, or None: people name any number, also one that no column can hold."""
    return work.session.get(Ticket, ticket_id) if _can_be_id(ticket_id) else None


def hold(work: Work, ticket_id: int | None) -> Ticket | None:
    """The ticket as it is now, held for this transaction: of two who move it at once, the second one waits.

    Every move begins with this, else both would see the state from before (SQLite has one writer anyway).
    """
    if not _can_be_id(ticket_id):
        return None
    query = select(Ticket).where(Ticket.id == ticket_id).with_for_update(key_share=True)
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def held(work: Work, ticket_id: int | None) -> Ticket:
    """``hold`` for a ticket that exists. Raises ``LookupError`` when it does not."""
    ticket = hold(work, ticket_id)
    if ticket is None:
        raise LookupError(f"there is no ticket {ticket_id}")
    return ticket


def message_of(work: Work, message_ref: int | None, customer_id: int | None) -> Message | None:
    """The message when it is this customer's, held for this transaction so that it is not placed twice."""
    if not _can_be_id(message_ref):
        return None
    query = select(Message).where(Message.id == message_ref, Message.customer_id == customer_id)
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return work.session.exec(held).first()


def customer_of(work: Work, ticket: Ticket) -> Customer:
    return work.session.get_one(Customer, ticket.customer_id)


def open_handover(work: Work, customer_id: int) -> Handover | None:
    query = select(Handover).where(Handover.customer_id == customer_id, col(Handover.ended_at).is_(None))
    return work.session.exec(query).first()


def ticket_of_post(work: Work, chat_id: int, message_id: int) -> int | None:
    """The ticket that something posted by the desk, or written, in a chat belongs to."""
    posted = select(Notice.ticket_id).where(
        Notice.chat_id == chat_id, Notice.message_id == message_id, col(Notice.ticket_id).is_not(None)
    )
    found = work.session.exec(posted.limit(1)).first()
    if found is not None:
        return found
    message = message_at(work, chat_id, message_id)
    return message.ticket_id if message else None


def message_at(work: Work, chat_id: int, message_id: int) -> Message | None:
    """What was written at this place of a chat; a later photo of an album is its album."""
    query = select(Message).where(Message.chat_id == chat_id, Message.message_id == message_id)
    return work.session.exec(query).first() or _album_with(work, chat_id, message_id)


def _album_with(work: Work, chat_id: int, message_id: int) -> Message | None:
    """The parts of an album have ids of their own, near each other, and one row together."""
    near = col(Message.message_id).between(message_id - 30, message_id + 30)
    albums = select(Message).where(Message.chat_id == chat_id, near, col(Message.album).is_not(None))
    return next(
        (
            album
            for album in work.session.exec(albums)
            if any(part["message_id"] == message_id for part in album.media)
        ),
        None,
    )


def _can_be_id(number: int | None) -> bool:
    return number is not None and 0 < number < 2**31
