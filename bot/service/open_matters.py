"""What a customer's message may belong to: the matters that are open, and the one that it answers or goes on from."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists
from sqlmodel import case, col, select

from bot.desk import placing
from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.remark import Remark
from bot.desk.ticket import LIVE, State, Ticket
from bot.desk.transcript import Author, Message
from bot.service import history, merged, watch
from bot.service.work import Work

CUT_OFF = 2000  # characters: a message this long may be cut off (an app counts a rare character twice)
AT_ONCE = timedelta(seconds=3)  # between the pieces of a text that an app cut
MOST_MATTERS = 50  # tickets of one customer that a message is weighed against


def matters_of(work: Work, customer: Customer, named: int | None = None) -> list[placing.OpenMatter]:
    """The customer's live tickets and those resolved lately enough to be reopened, newest first.

    The newest ones, and ``named`` (a ticket's id) however old it is.
    """
    tickets = work.session.exec(
        select(Ticket)
        .where(Ticket.customer_id == customer.id, col(Ticket.state) != State.WITHDRAWN)
        .order_by(case((col(Ticket.id) == named, 0), else_=1), col(Ticket.id).desc())
        .limit(MOST_MATTERS)
    ).all()
    tickets = sorted(tickets, key=lambda ticket: ticket.id or 0, reverse=True)
    waits = watch.waiting(work, customer.id or 0)
    talks = _talks(work, customer) | _asked_for_words(work, customer) | waits
    return [
        placing.OpenMatter(
            ticket.id or 0,
            ticket.kind,
            ticket.category,
            ticket.last_word_at,
            ticket.state in LIVE,
            ticket.id in talks,
            ticket.id in waits,
        )
        for ticket in tickets
        if ticket.state in LIVE or still_reopenable(work, ticket)
    ]


def live_among(matters: Sequence[placing.OpenMatter]) -> set[int]:
    """The tickets among them that are not closed."""
    return {matter.ticket_id for matter in matters if matter.live}


def _talks(work: Work, customer: Customer) -> set[int | None]:
    """The tickets in which an agent wrote to the customer within the window, and the talk was not given back since."""
    given_back = exists().where(
        col(Handover.ticket_id) == col(Message.ticket_id), col(Handover.ended_at) >= col(Message.written_at)
    )
    query = select(Message.ticket_id).where(
        Message.customer_id == customer.id,
        Message.author == Author.AGENT,
        col(Message.internal).is_(False),
        Message.written_at >= work.now - window_of(work),
        ~given_back,
    )
    return set(work.session.exec(query))


def _asked_for_words(work: Work, customer: Customer) -> set[int | None]:
    """The tickets that a button opened within the window and that hold no words yet: the desk asked for them."""
    written = exists().where(col(Message.ticket_id) == Ticket.id, col(Message.author) == Author.CUSTOMER)
    besides = exists().where(col(Remark.filed_id) == Ticket.id)  # its words stand in another ticket's message
    query = select(Ticket.id).where(
        Ticket.customer_id == customer.id,
        col(Ticket.source_message_id).is_(None),
        Ticket.filed_at >= work.now - window_of(work),
        ~written,
        ~besides,
    )
    return set(work.session.exec(query))


def ticket_replied_to(work: Work, message: Message) -> int | None:
    """The ticket of the message that this one replies to, whoever wrote it, or that it goes on from; of a merged one
    that in which it goes on.
    """
    if message.reply_to:
        found = history.ticket_of_post(work, message.chat_id, message.reply_to)
    else:
        found = _ticket_gone_on(work, message)
    ticket = history.find(work, found)
    return merged.place_of(work, ticket).id if ticket else None


def _ticket_gone_on(work: Work, message: Message) -> int | None:
    """Telegram's apps cut a long text into messages of 4,096 characters and send them at once: they are one matter."""
    just_before = (
        select(Message)
        .where(
            Message.chat_id == message.chat_id,
            Message.author == Author.CUSTOMER,
            col(Message.id) < message.id,
        )
        .order_by(col(Message.id).desc())
    )
    before = work.session.exec(just_before.limit(1)).first()
    if before is None or len(before.text) < CUT_OFF or message.written_at - before.written_at > AT_ONCE:
        return None
    return before.ticket_id


def window_of(work: Work) -> timedelta:
    """How long a matter is the one that is spoken of."""
    return timedelta(minutes=work.policy.conversation.window_minutes)


def still_reopenable(work: Work, ticket: Ticket) -> bool:
    """Whether it was resolved within the policy's days."""
    days = timedelta(days=work.policy.conversation.reopen_days)
    return ticket.resolved_at is not None and work.now - ticket.resolved_at <= days
