"""What a customer can do with their tickets. Every use case checks that the ticket is theirs: a guess gets None."""

from typing import Literal

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import LIVE, Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import handover, history, staffroom
from bot.service.view import TicketView, view
from bot.service.work import Work

MOST_LISTED = 10


def mine(work: Work, chat_id: int) -> list[TicketView]:
    """The customer's live tickets and those that closed last, newest first, at most ten."""
    customer = customer_at(work, chat_id)
    if customer is None:
        return []
    query = select(Ticket).where(Ticket.customer_id == customer.id).order_by(col(Ticket.id).desc())
    return [view(work, ticket, customer.language) for ticket in work.session.exec(query.limit(MOST_LISTED))]


def live(work: Work, chat_id: int) -> list[TicketView]:
    """The customer's tickets that are not closed, newest first."""
    return [ticket for ticket in mine(work, chat_id) if ticket.state in LIVE]


def status(work: Work, chat_id: int, ticket_id: int) -> TicketView | None:
    found = _theirs(work, chat_id, ticket_id)
    return view(work, found[0], found[1].language) if found else None


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
    history.note(work, ticket, Move.WITHDRAWN, Author.CUSTOMER)
    ticket.state = State.WITHDRAWN
    handover.end_of_ticket(work, ticket, "customer")
    staffroom.tell(work, ticket, "withdrawn")
    staffroom.refresh_card(work, ticket)
    staffroom.close_topic(work, ticket)
    return "withdrawn", view(work, ticket, customer.language)


def correct(
    work: Work, chat_id: int, ticket_id: int, *, kind: Kind | None = None, category: Category | None = None
) -> TicketView | None:
    """The customer says what it really is; staff see it on the card."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = found
    if history.correct(work, ticket, Author.CUSTOMER, kind=kind, category=category):
        staffroom.tell(work, ticket, "corrected_by_customer")
        staffroom.refresh_card(work, ticket)
    return view(work, ticket, customer.language)


def set_urgent(work: Work, chat_id: int, ticket_id: int, hazard: Hazard | None) -> TicketView | None:
    """The customer says that it is urgent; staff are alerted ahead of everything else."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = found
    if ticket.state in LIVE and (not ticket.urgent or (hazard and hazard != ticket.hazard)):
        history.set_urgent(work, ticket, hazard, Author.CUSTOMER)
        staffroom.refresh_card(work, ticket)
        staffroom.raise_alarm(work, ticket)
    return view(work, ticket, customer.language)


def add_details(
    work: Work, chat_id: int, ticket_id: int, *, place: str | None = None, since: str | None = None
) -> TicketView | None:
    """Which home, meter or order it is about, and since when, in the customer's words."""
    found = _theirs(work, chat_id, ticket_id)
    if found is None:
        return None
    ticket, customer = found
    for field, said in (("place", place), ("since", since)):
        if said and getattr(ticket, field) != said:
            history.note(work, ticket, Move.DETAILS, Author.CUSTOMER, after=f"{field}: {said}"[:500])
            setattr(ticket, field, said[:300])
            staffroom.tell(work, ticket, f"detail_{field}", said=said[:300])
            staffroom.refresh_card(work, ticket)
    return view(work, ticket, customer.language)


def customer_at(work: Work, chat_id: int) -> Customer | None:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()


def _theirs(work: Work, chat_id: int, ticket_id: int) -> tuple[Ticket, Customer] | None:
    ticket, customer = work.session.get(Ticket, ticket_id), customer_at(work, chat_id)
    if ticket is None or customer is None or ticket.customer_id != customer.id:
        return None
    return ticket, customer
