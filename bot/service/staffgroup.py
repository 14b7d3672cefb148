"""The staff group as Telegram shows it: which chat it is now, and which ticket something in it is about."""

from sqlmodel import select

from bot.desk.ticket import Ticket
from bot.service import history, moves
from bot.service.work import Work


def is_staff(work: Work, chat_id: int) -> bool:
    """Whether ``chat_id`` is the staff group, under STAFF_CHAT_ID or the id it has now."""
    return chat_id in (work.staff_chat_id, moves.current(work.session, work.staff_chat_id))


def ticket_at(work: Work, chat_id: int, thread_id: int | None, reply_to: int | None) -> Ticket | None:
    """The ticket that a message in the staff group is about: by its topic, else by the message it replies to."""
    if thread_id is not None:
        found = work.session.exec(select(Ticket).where(Ticket.thread_id == thread_id)).first()
        if found is not None:
            return found
    ticket_id = history.ticket_of_post(work, chat_id, reply_to) if reply_to is not None else None
    return work.session.get(Ticket, ticket_id) if ticket_id is not None else None
