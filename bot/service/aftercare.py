"""After a matter was resolved: some days later its customer is asked whether it still holds."""

from typing import Any

from sqlmodel import col

from bot.desk.notice import Notice
from bot.desk.occasion import OccasionKind
from bot.desk.ticket import Ticket
from bot.service import occasions, post
from bot.service.care_listeners import Listener
from bot.service.local_days import today_of
from bot.service.post import Key
from bot.service.view import opening_words, shortened
from bot.service.work import Work

FIRST_WORDS = 60  # characters of the customer's own words, to recognise the matter by


def watch(work: Work, ticket: Ticket) -> None:
    """The ticket was resolved today."""
    occasions.keep(work, f"ticket:{ticket.id}", OccasionKind.RESOLVED, today_of(work))


def forget(work: Work, ticket: Ticket) -> None:
    """The ticket is open again: what was to be asked is not asked any more."""
    occasions.keep(work, f"ticket:{ticket.id}", OccasionKind.RESOLVED, None)
    asked = col(Notice.subject) == f"care:{ticket.customer_id}:ticket:{ticket.id}"
    post.unsay(work, "the ticket is open again", asked)


def question(work: Work, one: Listener) -> dict[str, Any]:
    """ "Is it still fixed?", as fields of a ``Word``."""
    ticket = one.ticket
    assert ticket is not None
    payload = f'{{"ticket": {ticket.id}}}'
    keys = [
        Key({"say": f"/still_fixed{payload}"}, word="key_still_fixed"),
        Key({"say": f"/reopen{payload}"}, word="key_not_fixed"),
    ]
    words = shortened(opening_words(work, ticket), FIRST_WORDS)
    values = {"number": ticket.number, "words": words}
    return {"template": "still_fixed", "values": values, "keys": [keys], "ticket_id": ticket.id}
