"""A customer who was unhappy with how their matter was resolved is called, and it is kept what came of it.

One task for each round of a ticket that was rated low. The matter itself is open again (``ratings``); the task is about
the customer.
"""

from datetime import datetime, timedelta

from bot.desk.account import Account
from bot.desk.customer import Customer
from bot.desk.party import Party
from bot.desk.rating import Rating
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Ticket
from bot.service import people, tasks
from bot.service.work import Work

LOW_STARS = 2
TAKEN_BACK = "no_reason"  # what came of a call when a better mark followed
WORDS = 500  # characters of a comment on the card


def marked(work: Work, ticket: Ticket, rating: Rating) -> None:
    """A round of the ticket was given stars, or other ones than before. The ticket is held.

    A better mark takes the call back unless somebody began it; another low one has it made after all. A call that was
    made is not made again.
    """
    known, low = tasks.of_subject(work, TaskKind.RECOVER, _subject(rating)), rating.stars <= LOW_STARS
    if known is None:
        if low:
            _give(work, ticket, rating)
    elif low and known.outcome == TAKEN_BACK:
        tasks.reopen(work, known, {"stars": rating.stars}, _due_at(work))
    elif known.done_at is None and not low and not _begun(known):
        tasks.done(work, known, TAKEN_BACK)  # a slip of the finger
    elif known.done_at is None and known.values.get("stars") != rating.stars:
        tasks.change(work, known, {"stars": rating.stars})


def commented(work: Work, rating: Rating) -> None:
    """The customer said why: whoever calls should know it."""
    known = tasks.of_subject(work, TaskKind.RECOVER, _subject(rating))
    if known is not None and known.done_at is None and rating.comment:
        tasks.change(work, known, {"words": rating.comment[:WORDS]})


def _give(work: Work, ticket: Ticket, rating: Rating) -> None:
    """The lead of the department calls; without one, anybody."""
    customer = work.session.get_one(Customer, ticket.customer_id)
    party = work.session.get(Party, customer.party_id) if customer.party_id else None
    account = work.session.get(Account, ticket.account_id) if ticket.account_id else None
    lead = people.lead_of_shift(work, ticket.category) or people.head_of(work, ticket.category)
    known = {} if party else {"name": customer.name, "phone": customer.phone or ""}
    tasks.give(
        work,
        TaskKind.RECOVER,
        _subject(rating),
        _due_at(work),
        {
            "number": ticket.number,
            "stars": rating.stars,
            "words": "",
            **known,
            "given_to": lead.id if lead else None,
        },
        party_id=party.id if party else None,
        account_id=account.id if account else None,
        ticket_id=ticket.id,
        department=ticket.category,
        agent_id=lead.id if lead else None,
    )


def _begun(task: Task) -> bool:
    """Whether somebody tried to reach the customer already, or took what was everybody's."""
    return bool(task.values.get("tries")) or task.agent_id != task.values.get("given_to", task.agent_id)


def _due_at(work: Work) -> datetime:
    return work.now + timedelta(hours=work.policy.survey.call_hours)


def _subject(rating: Rating) -> str:
    return f"rating:{rating.ticket_id}/{rating.round}"
