"""The staff group as Telegram shows it: which chat it is now, and which ticket something in it is about."""

from sqlmodel import select

from bot.desk.notice import Notice
from bot.desk.ticket import Ticket
from bot.service import history, moves
from bot.service.work import Work

LARGE = "-100"  # what the ids of groups that may have topics begin with


def is_staff(work: Work, chat_id: int) -> bool:
    """Whether ``chat_id`` is the staff group, under STAFF_CHAT_ID or the id it has now."""
    return chat_id in (work.staff_chat_id, moves.current(work.session, work.staff_chat_id))


def topics(work: Work) -> str:
    """The address of its topics, without their numbers. Only large groups have one; what stands for the group without
    Telegram has none: empty.
    """
    group = str(moves.current(work.session, work.staff_chat_id))
    number = group.removeprefix(LARGE)
    return "" if number == group or number.startswith("0") else f"https://t.me/c/{number}/"


def ticket_at(work: Work, chat_id: int, thread_id: int | None, reply_to: int | None) -> Ticket | None:
    """The ticket that a message in the staff group is about: by its topic, else by the message it replies to.

    ``thread_id`` is the topic, or in a group without topics the message that began the thread: the card, mostly.
    """
    if thread_id is not None:
        found = work.session.exec(select(Ticket).where(Ticket.thread_id == thread_id)).first()
        if found is not None:
            return found
    for message_id in (reply_to, thread_id):
        if message_id is not None:
            ticket_id = history.ticket_of_post(work, chat_id, message_id) or _called_out(
                work, chat_id, message_id
            )
            if ticket_id is not None:
                return work.session.get(Ticket, ticket_id)
    return None


def _called_out(work: Work, chat_id: int, message_id: int) -> int | None:
    """The ticket of an alarm: it is posted to the whole group and so to no topic."""
    posted = select(Notice.subject).where(Notice.chat_id == chat_id, Notice.message_id == message_id)
    subject = work.session.exec(posted.limit(1)).first() or ""
    kind, _, number = subject.partition(":")
    return int(number) if kind == "ticket" and number.isdigit() else None
