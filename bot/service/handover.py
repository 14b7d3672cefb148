"""Talking to a person: the bot is silent, and every word goes to the ticket's topic and back."""

from datetime import timedelta

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.labels import Category, Kind
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author, Message
from bot.service import filing, history, post, remarks, staffroom, waking, watch
from bot.service.view import TicketView, view
from bot.service.work import Work


def begin(work: Work, chat_id: int, message_ref: int | None) -> TicketView | None:
    """Hands the customer to staff: in their latest live ticket of this conversation, else in a new one.

    The new one is an inquiry about service: somebody must answer it, and its clock runs. None for an unknown chat.
    """
    # Held, so that of two that begin at once the second one finds the first one's.
    asking = select(Customer).where(Customer.chat_id == chat_id).with_for_update(key_share=True)
    customer = work.session.exec(asking).first()
    if customer is None or customer.id is None:
        return None
    current = history.open_handover(work, customer.id)
    if current is not None:
        return view(work, work.session.get_one(Ticket, current.ticket_id), customer.language)
    message = history.message_of(work, message_ref, customer.id)
    ticket, waited = _ticket_in_hand(work, customer), False
    if ticket is None:
        opening = message if message and message.ticket_id is None else None
        ticket = filing.open_ticket(work, customer, opening, Kind.INQUIRY, Category.SERVICE)
    else:
        waited = watch.waits(work, ticket)
        watch.customer_spoke(work, ticket)  # also by a button: an answer is what they ask for
    if message is not None and message.ticket_id is None:
        message.ticket_id = ticket.id
        ticket.last_word_at = work.now
        staffroom.relay(work, ticket, message)
        if remarks.keep(work, message, ticket) or waited:
            staffroom.refresh_card(work, ticket)
    work.session.add(
        Handover(
            customer_id=customer.id, ticket_id=ticket.id or 0, started_at=work.now, last_word_at=work.now
        )
    )
    history.note(work, ticket, Move.HANDOVER, Author.CUSTOMER, reason="asked")
    staffroom.tell_handover(work, ticket)
    return view(work, ticket, customer.language)


def end(work: Work, current: Handover, by: str, author: Author, agent_id: int | None = None) -> None:
    """Gives the conversation back to the bot and tells both sides, once.

    ``by``: agent, silence, resolved or customer.
    """
    if current.ended_at is not None:
        return
    current.ended_at, current.ended_by = work.now, by
    work.session.add(current)
    ticket = work.session.get_one(Ticket, current.ticket_id)
    history.note(work, ticket, Move.HANDBACK, author, agent_id=agent_id, reason=by)
    if by in ("agent", "silence"):
        post.to_customer(
            work,
            history.customer_of(work, ticket),
            f"handover:{current.id}",
            "handed_back",
            ticket=ticket,
            template="handed_back",
            values={"number": ticket.number},
        )
    staffroom.tell(work, ticket, "handed_back", by=by)


def end_of_ticket(work: Work, ticket: Ticket, by: str) -> None:
    """Ends the handover that runs in this ticket, if one does."""
    current = history.open_handover(work, ticket.customer_id)
    if current is not None and current.ticket_id == ticket.id:
        end(work, current, by, Author.DESK)


def end_silent(work: Work) -> None:
    """Ends every handover in which nobody said a word for the policy's minutes. A tick of the clock."""
    limit = work.now - timedelta(minutes=work.policy.conversation.handover_silence_minutes)
    silent = (col(Handover.ended_at).is_(None), Handover.last_word_at <= limit)
    of_tickets = select(Handover.ticket_id).where(*silent).order_by(col(Handover.ticket_id))
    for ticket_id in work.session.exec(of_tickets).all():
        history.hold(work, ticket_id)
        # Read again: while this waited for the ticket, somebody may have spoken or ended it.
        still = select(Handover).where(*silent, Handover.ticket_id == ticket_id)
        for current in work.session.exec(still.execution_options(populate_existing=True)).all():
            end(work, current, "silence", Author.DESK)


def held(work: Work, customer_id: int) -> Handover | None:
    """The customer's open handover with its ticket held, so that nobody ends it before this transaction does."""
    current = history.open_handover(work, customer_id)
    if current is None:
        return None
    history.hold(work, current.ticket_id)
    work.session.refresh(current)
    return current if current.ended_at is None else None


def say(work: Work, current: Handover, message: Message) -> None:
    """A customer's message during a handover goes straight to staff."""
    ticket = history.held(work, current.ticket_id)
    current.last_word_at = ticket.last_word_at = work.now
    message.ticket_id = ticket.id
    work.session.add(current)
    waited, owed = watch.waits(work, ticket), watch.heard(work, ticket, message)
    waking.customer_spoke(work, ticket)
    staffroom.relay(work, ticket, message, owed_at=watch.promised_at(work, ticket) if owed else None)
    if waited:
        staffroom.refresh_card(work, ticket)


def _ticket_in_hand(work: Work, customer: Customer) -> Ticket | None:
    window = timedelta(minutes=work.policy.conversation.window_minutes)
    query = (
        select(Ticket)
        .where(
            Ticket.customer_id == customer.id,
            col(Ticket.state).in_(LIVE),
            Ticket.last_word_at >= work.now - window,
        )
        .order_by(col(Ticket.last_word_at).desc())
    )
    return work.session.exec(query.limit(1).with_for_update(key_share=True)).first()
