"""Whoever raised what a department has changed is told, each customer once, with the department's words.

It is an answer to what they wrote, not a word of care: it needs no consent, is not counted against the weekly limit,
has no button that ends a topic, and is said at least once. They do not wait for it, so it keeps to their quiet hours.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.finding import Finding, FindingTicket
from bot.desk.labels import Language
from bot.desk.ticket import State, Ticket
from bot.service import speaking
from bot.service.speaking import Word
from bot.service.work import Work

PIECE = 200  # tickets in one transaction
LEFT_OUT = (State.MERGED, State.WITHDRAWN)  # goes on in another ticket; is no matter of theirs any more
BETWEEN = {Language.ZH: "、", Language.EN: ", "}


def tell(work: Work) -> int:
    """Tells the customers behind a piece of the tickets; returns how many of these there were. A tick, in pieces."""
    query = (
        select(FindingTicket)
        .where(col(FindingTicket.tell_at) <= work.now)
        .order_by(col(FindingTicket.finding_id), col(FindingTicket.ticket_id))
        .limit(PIECE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = work.session.exec(query).all()
    for finding_id in sorted({row.finding_id for row in rows}):
        own = [row.ticket_id for row in rows if row.finding_id == finding_id]
        _tell_of(work, work.session.get_one(Finding, finding_id), own)
    for row in rows:
        row.tell_at = None
        work.session.add(row)
    return len(rows)


def _tell_of(work: Work, finding: Finding, ticket_ids: Sequence[int]) -> None:
    whose = select(Ticket.customer_id).where(col(Ticket.id).in_(ticket_ids))
    behind = (
        select(Ticket, Customer)
        .join(FindingTicket, col(FindingTicket.ticket_id) == col(Ticket.id))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(
            FindingTicket.finding_id == finding.id,
            col(Ticket.customer_id).in_(whose),
            col(Ticket.state).not_in(LEFT_OUT),
            Customer.chat_id > 0,  # who was erased has no chat
        )
        .order_by(col(Ticket.id))
    )
    raised: dict[int, list[Ticket]] = {}
    customers: dict[int, Customer] = {}
    for ticket, customer in work.session.exec(behind):
        raised.setdefault(ticket.customer_id, []).append(ticket)
        customers[ticket.customer_id] = customer
    speaking.tell_all(work, [_word(work, finding, customers[key], own) for key, own in raised.items()])


def _word(work: Work, finding: Finding, customer: Customer, tickets: Iterable[Ticket]) -> Word:
    """One word with all their tickets; a reply to it belongs to the last one."""
    own = list(tickets)
    department = work.policy.departments.of(finding.category)
    return Word(
        customer=customer,
        topic=None,
        subject=f"finding:{finding.id}",
        kind="finding_changed",
        step=str(customer.id),
        template="finding_changed",
        values={
            "category": finding.category,
            "numbers": BETWEEN[customer.language].join(one.number for one in own),
            "department": department.in_language(customer.language),
            "words": finding.outcome,
        },
        ticket_id=own[-1].id,
    )
