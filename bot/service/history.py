"""Moves of a ticket, each with its line of history; shared by the customer's and the staff's use cases."""

from sqlalchemy import bindparam, insert
from sqlmodel import col, func, select

from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.notice import Notice
from bot.desk.ticket import Move, Ticket, TicketEvent, check_move
from bot.desk.transcript import Author, Message
from bot.service.work import Work, write_first

LINE = insert(TicketEvent)
HELD = (
    select(Ticket)
    .where(col(Ticket.id) == bindparam("ticket"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


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
    line = {
        "ticket_id": ticket.id,
        "move": move,
        "author": author,
        "agent_id": agent_id,
        "before": before,
        "after": after,
        "reason": reason,
        "at": work.now,
    }
    work.session.connection().execute(LINE, line)


def false_alarms(work: Work, ticket: Ticket) -> int:
    """How often the ticket's urgency was taken back."""
    query = select(func.count()).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.NOT_URGENT
    )
    return work.session.exec(query).one()


def find(work: Work, ticket_id: int | None) -> Ticket | None:
    """The ticket, or None: people name any number, also one that no column can hold."""
    return work.session.get(Ticket, ticket_id) if _can_be_id(ticket_id) else None


def hold(work: Work, ticket_id: int | None) -> Ticket | None:
    """The ticket as it is now, held for this transaction: of two who move it at once, the second one waits.

    Every move begins with this, else both would see the state from before (SQLite has one writer anyway).
    """
    if not _can_be_id(ticket_id):
        return None
    write_first(work, Ticket, tickets=[ticket_id or 0])
    with work.session.no_autoflush:
        return work.session.exec(HELD, params={"ticket": ticket_id}).first()


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


def is_erased(work: Work, ticket: Ticket) -> bool:
    """Whether its customer had their data erased: nothing more is done, said or written in it."""
    return customer_of(work, ticket).erased


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


def notice_at(work: Work, chat_id: int, message_id: int) -> Notice | None:
    """What the desk posted at this place of a chat."""
    query = select(Notice).where(Notice.chat_id == chat_id, Notice.message_id == message_id)
    return work.session.exec(query.limit(1)).first()


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
