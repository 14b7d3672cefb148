"""Stars and a word after a matter was resolved; a low mark opens it again, and somebody calls."""

from dataclasses import dataclass

from sqlmodel import select

from bot.desk.customer import Customer
from bot.desk.language import storable
from bot.desk.rating import Rating
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import changes, history, satisfaction, staffroom
from bot.service.satisfaction import LOW_STARS
from bot.service.view import TicketView, view
from bot.service.work import Work


@dataclass(frozen=True)
class Rated:
    ticket: TicketView
    stars: int
    reopened: bool


def rate(work: Work, chat_id: int, ticket_id: int, round_: int, stars: int) -> Rated | None:
    """Records 1 to 5 stars for a round of a ticket; a second press changes the mark. One or two stars reopen it.

    None when the ticket is not this customer's, or ``stars`` or ``round_`` are not real.
    """
    found = _theirs(work, chat_id, ticket_id)
    if found is None or not 1 <= stars <= 5 or not 1 <= round_ <= _rounds_resolved(found[0]):
        return None
    ticket, customer = found
    rating = _rating(work, ticket_id, round_) or Rating(
        ticket_id=ticket_id, round=round_, stars=0, rated_at=work.now
    )
    if rating.stars != stars:
        rating.stars, rating.rated_at = stars, work.now
        work.session.add(rating)
        history.note(work, ticket, Move.RATED, Author.CUSTOMER, after=str(stars), reason="stars")
        staffroom.tell(work, ticket, "rated", stars=stars)
        satisfaction.marked(work, ticket, rating)
    reopened = stars <= LOW_STARS and ticket.state == State.RESOLVED and round_ == ticket.round
    if reopened:
        changes.reopen(work, ticket, Author.CUSTOMER, reason=f"{stars} stars")
        staffroom.tell_reopened(work, ticket)
    open_again = stars <= LOW_STARS and (reopened or ticket.round > round_)
    return Rated(view(work, ticket, customer.language), stars, open_again)


def comment(work: Work, chat_id: int, ticket_id: int, round_: int, words: str) -> TicketView | None:
    """Adds the customer's word to their mark and shows it to staff."""
    found = _theirs(work, chat_id, ticket_id)
    rating = _rating(work, ticket_id, round_) if found and 1 <= round_ <= found[0].round else None
    if found is None or rating is None:
        return None
    words = storable(words)
    if rating.comment != words:
        rating.comment = words
        work.session.add(rating)
        satisfaction.commented(work, rating)
        ticket = found[0]
        history.note(work, ticket, Move.RATED, Author.CUSTOMER, after=str(rating.stars), reason=words[:500])
        staffroom.tell(work, ticket, "rating_comment", stars=rating.stars, said=words[:1500])
    return view(work, found[0], found[1].language)


def _rating(work: Work, ticket_id: int, round_: int) -> Rating | None:
    return work.session.exec(
        select(Rating).where(Rating.ticket_id == ticket_id, Rating.round == round_)
    ).first()


def _rounds_resolved(ticket: Ticket) -> int:
    return ticket.round if ticket.state == State.RESOLVED else ticket.round - 1


def _theirs(work: Work, chat_id: int, ticket_id: int) -> tuple[Ticket, Customer] | None:
    ticket = history.hold(work, ticket_id)
    customer = work.session.get(Customer, ticket.customer_id) if ticket else None
    return (ticket, customer) if ticket and customer and customer.chat_id == chat_id else None
