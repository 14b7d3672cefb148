"""Whoever raised what a department has changed is told, each customer once, with the department's words.

It is an answer to what they wrote, not a word of care: it needs no consent, is not counted against the weekly limit,
has no button that ends a topic, and is said at least once. They do not wait for it, so it keeps to their quiet hours.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select, update

from bot.desk.customer import Customer
from bot.desk.finding import Finding, FindingTicket
from bot.desk.language import say_list
from bot.desk.notice import Notice, NoticeState
from bot.desk.ticket import State, Ticket
from bot.service import post, speaking
from bot.service.speaking import Word
from bot.service.work import Work

PIECE = 200  # tickets in one transaction
LEFT_OUT = (State.MERGED, State.WITHDRAWN)  # goes on in another ticket; is no matter of theirs any more
KIND = "finding_changed"
UNSAID = (NoticeState.READY, NoticeState.CANCELLED)


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


def hearers(
    work: Work, finding: Finding, ticket_ids: Sequence[int] | None = None
) -> list[tuple[Customer, list[Ticket]]]:
    """Whoever is told what has changed, with all their tickets that are still about it; ``ticket_ids``: of these.

    Not who was erased, and not of what was corrected to be another matter since.
    """
    behind = (
        select(Ticket, Customer)
        .join(FindingTicket, col(FindingTicket.ticket_id) == col(Ticket.id))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(
            FindingTicket.finding_id == finding.id,
            Ticket.category == finding.category,
            col(Ticket.kind).in_(work.policy.findings.kinds),
            col(Ticket.state).not_in(LEFT_OUT),
            Customer.chat_id > 0,  # who was erased has no chat
        )
        .order_by(col(Ticket.id))
    )
    if ticket_ids is not None:
        whose = select(Ticket.customer_id).where(col(Ticket.id).in_(ticket_ids))
        behind = behind.where(col(Ticket.customer_id).in_(whose))
    raised: dict[int, tuple[Customer, list[Ticket]]] = {}
    for ticket, customer in work.session.exec(behind):
        raised.setdefault(ticket.customer_id, (customer, []))[1].append(ticket)
    return list(raised.values())


def take_back(work: Work, finding: Finding) -> bool:
    """Nobody is told; False where somebody was already, or is just now."""
    behind = col(FindingTicket.finding_id) == finding.id
    held = select(FindingTicket.ticket_id).where(behind).with_for_update()
    work.session.exec(held).all()  # who is told just now has their notice by then
    words = (col(Notice.subject) == f"finding:{finding.id}", col(Notice.kind) == KIND)
    said = select(Notice.id).where(*words, col(Notice.state).not_in(UNSAID)).limit(1)
    if work.session.exec(said).first() is not None:
        return False
    post.unsay(work, "it was taken back", *words)
    work.session.exec(update(FindingTicket).where(behind).values(tell_at=None))
    return True


def _tell_of(work: Work, finding: Finding, ticket_ids: Sequence[int]) -> None:
    speaking.tell_all(work, [_word(work, finding, *one) for one in hearers(work, finding, ticket_ids)])


def _word(work: Work, finding: Finding, customer: Customer, tickets: Iterable[Ticket]) -> Word:
    """One word with all their tickets; a reply to it belongs to the last one."""
    own = list(tickets)
    department = work.policy.departments.of(finding.category)
    return Word(
        customer=customer,
        topic=None,
        subject=f"finding:{finding.id}",
        kind=KIND,
        step=f"{customer.id}:{finding.ended_at}",  # ended once more after it was taken back, it is told again
        template="finding_changed",
        values={
            "category": finding.category,
            "numbers": say_list((one.number for one in own), customer.language),
            "department": department.in_language(customer.language),
            "words": finding.outcome,
        },
        ticket_id=own[-1].id,
    )
