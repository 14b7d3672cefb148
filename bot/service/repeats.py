"""A complaint about what was resolved not long ago: linked with it, and that fix is marked as failed."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, or_, select

from bot.desk.account import AccountLink
from bot.desk.agent import Agent
from bot.desk.labels import Kind
from bot.desk.repeating import same_thing
from bot.desk.ticket import Move, State, Ticket, TicketEvent
from bot.desk.transcript import Author
from bot.service import history, more_menu, post, staffroom
from bot.service.verdict import Verdict
from bot.service.view import opening_words
from bot.service.work import Work

MOST_COMPARED = 50  # resolved complaints of a household that one is weighed against
NOT_THE_SAME = "not the same"
NO_FIX = ("no_fault", "duplicate")  # ends after which nothing was fixed that could fail


def look(work: Work, ticket: Ticket) -> Ticket | None:
    """Links a complaint with the resolved one that it repeats, and marks that fix as failed, once.

    None when it repeats none. The ticket is held, or new in this transaction.
    """
    if ticket.kind != Kind.COMPLAINT or ticket.repeats_id is not None:
        return None
    known = _repeated(work, ticket)
    old = history.hold(work, known.id) if known else None
    if old is None or old.state != State.RESOLVED:
        return None
    ticket.repeats_id = old.id
    history.note(work, ticket, Move.LINKED, Author.DESK, after=old.number, reason="repeats")
    if old.fix_failed_at is None:
        old.fix_failed_at = work.now
        history.note(work, old, Move.FIX_FAILED, Author.DESK, after=ticket.number, reason="complained again")
    work.session.flush()
    return old


def tell(work: Work, ticket: Ticket, old: Ticket | None) -> None:
    """Says in both topics that ``ticket`` repeats ``old``, with a button for whoever knows better."""
    if old is None:
        return
    holder = work.session.get(Agent, old.owner_id) if old.owner_id else None
    post.to_staff(
        work,
        ticket,
        "repeats",
        step=str(old.id),
        template="repeats",
        values={
            "number": old.number,
            "by": holder.name if holder else "",
            "resolved_at": old.resolved_at.isoformat() if old.resolved_at else "",
            "reason": old.resolution or "",
        },
        keys=[[more_menu.not_same(ticket)]],
    )
    staffroom.tell(work, old, "fix_failed", again=ticket.number)
    staffroom.refresh_card(work, old)


def _not_same(work: Work, agent: Agent, old: Ticket, payload: dict[str, Any]) -> Verdict:
    """An agent says that it is another thing: the link goes, and the mark of a fix that no other complaint doubts."""
    ticket = history.hold(work, payload.get("repeat"))
    if ticket is None or ticket.repeats_id != old.id:
        return Verdict("gone")
    ticket.repeats_id = None
    history.note(
        work, ticket, Move.LINKED, Author.AGENT, agent_id=agent.id, before=old.number, reason=NOT_THE_SAME
    )
    work.session.flush()
    others = select(Ticket.id).where(Ticket.repeats_id == old.id).limit(1)
    if work.session.exec(others).first() is None:
        old.fix_failed_at = None
        history.note(
            work,
            old,
            Move.FIX_FAILED,
            Author.AGENT,
            agent_id=agent.id,
            before=ticket.number,
            reason=NOT_THE_SAME,
        )
        staffroom.tell(work, old, "fix_not_failed", again=ticket.number, by=agent.name)
        staffroom.refresh_card(work, old)
    staffroom.refresh_card(work, ticket)
    return Verdict("not_same", number=old.number)


def _repeated(work: Work, ticket: Ticket) -> Ticket | None:
    """The complaint resolved last that ``ticket`` says again; what it refers to itself needs no resemblance."""
    words, wrong = opening_words(work, ticket), _unlinked(work, ticket)
    for old in _candidates(work, ticket):
        if old.number in wrong or not _may_be(old, ticket) or not _was_fixed(work, old):
            continue
        if old.id == ticket.refers_to_id or same_thing(opening_words(work, old), words):
            return old
    return None


def _candidates(work: Work, ticket: Ticket) -> list[Ticket]:
    """Complaints of this category, of the customer and of whoever shares the account, resolved lately."""
    household = select(AccountLink.customer_id).where(AccountLink.account_id == ticket.account_id)
    customers = set(work.session.exec(household)) if ticket.account_id else set()
    query = (
        select(Ticket)
        .where(
            col(Ticket.customer_id).in_({*customers, ticket.customer_id}),
            or_(Ticket.customer_id == ticket.customer_id, Ticket.account_id == ticket.account_id),
            Ticket.state == State.RESOLVED,
            Ticket.kind == Kind.COMPLAINT,
            Ticket.category == ticket.category,
            col(Ticket.resolved_at) >= work.now - timedelta(days=work.policy.repeats.days),
            Ticket.id != ticket.id,
        )
        .order_by(col(Ticket.resolved_at).desc())
    )
    return list(work.session.exec(query.limit(MOST_COMPARED)).all())


def _may_be(old: Ticket, ticket: Ticket) -> bool:
    """Not when both name an account, or a place, and another one."""
    for one, other in ((old.account_id, ticket.account_id), (old.place, ticket.place)):
        if one and other and str(one).casefold() != str(other).casefold():
            return False
    return True


def _was_fixed(work: Work, old: Ticket) -> bool:
    """Not when it was resolved last as no fault, or as a duplicate."""
    query = select(TicketEvent.reason).where(
        TicketEvent.ticket_id == old.id, TicketEvent.move == Move.RESOLVED
    )
    reason = work.session.exec(query.order_by(col(TicketEvent.id).desc()).limit(1)).first()
    return (reason or "").partition(" ")[0] not in NO_FIX


def _unlinked(work: Work, ticket: Ticket) -> set[str | None]:
    """Numbers of tickets of which an agent said that this one is another thing."""
    query = select(TicketEvent.before).where(
        TicketEvent.ticket_id == ticket.id,
        TicketEvent.move == Move.LINKED,
        TicketEvent.reason == NOT_THE_SAME,
    )
    return set(work.session.exec(query))


DEEDS = {"not_same": _not_same}
