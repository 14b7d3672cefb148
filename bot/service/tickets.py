"""What a customer can do with their tickets. Every use case checks that the ticket is theirs: a guess gets None."""

from typing import Literal

from sqlmodel import case, col, select

from bot.desk.customer import Customer
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.language import storable
from bot.desk.ticket import LIVE, Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import (
    changes,
    corrections,
    handover,
    history,
    merged,
    parts,
    payments,
    promise_endings,
    staffroom,
    waking,
    watch,
)
from bot.service.view import TicketView, view
from bot.service.work import Work

MOST_LISTED = 10
DETAIL_WORDS = 300  # characters kept of an answer to the desk's question


def mine(work: Work, chat_id: int) -> list[TicketView]:
    """The customer's live tickets and those that closed last, newest first, at most ten."""
    customer = customer_at(work, chat_id)
    if customer is None:
        return []
    query = (
        select(Ticket)
        .where(Ticket.customer_id == customer.id)
        .order_by(case((col(Ticket.state).in_(LIVE), 0), else_=1), col(Ticket.id).desc())
    )
    listed = sorted(work.session.exec(query.limit(MOST_LISTED)), key=lambda one: one.id or 0, reverse=True)
    return [view(work, ticket, customer.language) for ticket in listed]


def live(work: Work, chat_id: int) -> list[TicketView]:
    """The customer's tickets that are not closed, newest first."""
    return [ticket for ticket in mine(work, chat_id) if ticket.state in LIVE]


def status(work: Work, chat_id: int, ticket_id: int) -> TicketView | None:
    """How a ticket stands; a merged one stands as the one in which it goes on. None when it is not theirs."""
    ticket, customer = history.find(work, ticket_id), customer_at(work, chat_id)
    if ticket is None or customer is None or ticket.customer_id != customer.id:
        return None
    return view(work, merged.place_of(work, ticket), customer.language)


def withdraw(
    work: Work, chat_id: int, ticket_id: int
) -> tuple[Literal["withdrawn", "closed"], TicketView] | None:
    """Withdraws a live ticket; ``closed`` when it was closed already (withdrawn twice is withdrawn once)."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = found
    if ticket.state not in LIVE:
        word: Literal["withdrawn", "closed"] = "withdrawn" if ticket.state == State.WITHDRAWN else "closed"
        return word, view(work, ticket, customer.language)
    history.note(work, ticket, Move.WITHDRAWN, Author.CUSTOMER, reason="asked")
    watch.dropped(work, ticket)
    promise_endings.dropped(work, ticket)
    ticket.state = State.WITHDRAWN
    handover.end_of_ticket(work, ticket, "customer")
    parts.drop(work, ticket)
    waking.closed(ticket)
    payments.follow(work, ticket)
    staffroom.tell(work, ticket, "withdrawn")
    staffroom.refresh_card(work, ticket)
    staffroom.close_topic(work, ticket)
    return "withdrawn", view(work, ticket, customer.language)


def still_fixed(work: Work, chat_id: int, ticket_id: int) -> TicketView | None:
    """The customer was asked again and says that it holds; staff see it in the ticket's topic. None: not theirs."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = found
    if ticket.state == State.RESOLVED:
        staffroom.tell(work, ticket, "still_fixed")
    return view(work, ticket, customer.language)


def correct(
    work: Work, chat_id: int, ticket_id: int, *, kind: Kind | None = None, category: Category | None = None
) -> TicketView | None:
    """The customer says what it really is; staff see it on the card."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = found
    if changes.correct(work, ticket, Author.CUSTOMER, kind=kind, category=category):
        staffroom.tell(work, ticket, "corrected_by_customer")
        staffroom.refresh_card(work, ticket)
    return view(work, ticket, customer.language)


def set_urgent(work: Work, chat_id: int, ticket_id: int, hazard: Hazard | None) -> TicketView | None:
    """The customer says that it is urgent; staff are alerted ahead of everything else."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = merged.held(work, found[0].id), found[1]
    if ticket.state in LIVE and (not ticket.urgent or (hazard and hazard != ticket.hazard)):
        if not ticket.urgent:
            corrections.keep(work, ticket, "urgent", "False", "True", Author.CUSTOMER)
        watch.customer_spoke(work, ticket)  # what is urgent is owed an answer, also after the first one
        changes.set_urgent(work, ticket, hazard, Author.CUSTOMER)
        staffroom.show_urgent(work, ticket)
    return view(work, ticket, customer.language)


def add_details(
    work: Work, chat_id: int, ticket_id: int, *, place: str | None = None, since: str | None = None
) -> TicketView | None:
    """Which home, meter or order it is about, and since when, in the customer's words."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = merged.held(work, found[0].id), found[1]
    for field, words in (("place", place), ("since", since)):
        said = storable(words or "")[:DETAIL_WORDS]
        if said and getattr(ticket, field) != said:
            before = getattr(ticket, field)
            history.note(work, ticket, Move.DETAILS, Author.CUSTOMER, before=before, after=said, reason=field)
            setattr(ticket, field, said)
            staffroom.refresh_card(work, ticket)
    return view(work, ticket, customer.language)


def customer_at(work: Work, chat_id: int) -> Customer | None:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()


def _theirs(work: Work, chat_id: int, ticket_id: int) -> tuple[Ticket, Customer] | None:
    """The ticket, held for a move, and its customer; None when it is not theirs."""
    ticket, customer = history.hold(work, ticket_id), customer_at(work, chat_id)
    if ticket is None or customer is None or ticket.customer_id != customer.id:
        return None
    return ticket, customer
