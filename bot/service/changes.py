"""What changes about a ticket: its labels, its urgency, its being open again; its clocks follow."""

from datetime import datetime

from bot.desk.escalation import Rung
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import (
    aftercare,
    clock_rows,
    corrections,
    green,
    history,
    ladder,
    payments,
    praise,
    promise_clock,
    promise_endings,
    repeats,
    routing,
    staffroom,
    suggestion_rows,
    transfer_rows,
    waking,
    watch,
)
from bot.service.work import Work


def correct(
    work: Work,
    ticket: Ticket,
    author: Author,
    *,
    kind: Kind | None = None,
    category: Category | None = None,
    agent_id: int | None = None,
) -> bool:
    """Changes kind and/or category and keeps the correction as training data. False when nothing changes.

    A first answer that is still owed is now due by the new kind's target, counted from when the clock began.
    """
    watch.before_change(work, ticket)
    suggestion_rows.before_change(work, ticket)
    changed = False
    for field, move, new in (("kind", Move.KIND, kind), ("category", Move.CATEGORY, category)):
        before = getattr(ticket, field)
        if new is None or new == before:
            continue
        history.note(
            work, ticket, move, author, agent_id=agent_id, before=before, after=new, reason="corrected"
        )
        corrections.keep(work, ticket, field, str(before), str(new), author, agent_id)
        setattr(ticket, field, new)
        changed = True
    if changed:
        watch.relabelled(work, ticket)
        promise_clock.relabelled(work, ticket)
        suggestion_rows.follow(work, ticket)
        routing.follow_category(work, ticket)
        praise.follow(work, ticket)
        repeats.tell(work, ticket, repeats.look(work, ticket))
        if kind is not None:
            green.look_again(work, ticket)
    return changed


def set_urgent(
    work: Work, ticket: Ticket, hazard: Hazard | None, author: Author, agent_id: int | None = None
) -> None:
    """Marks the ticket urgent from now on; its first answer is due by the urgent target."""
    watch.before_change(work, ticket)
    suggestion_rows.before_change(work, ticket)
    why = hazard or "marked"
    history.note(
        work, ticket, Move.URGENT, author, agent_id=agent_id, before=ticket.hazard, after=hazard, reason=why
    )
    ticket.urgent = True
    ticket.hazard = hazard or ticket.hazard
    waking.became_urgent(work, ticket)
    pause = clock_rows.pause_of(work, ticket)
    if pause is not None and watch.go_on(work, ticket, reason="urgent"):  # danger waits for nobody
        _tell_holder(work, ticket, pause.from_at)
    watch.relabelled(work, ticket)
    promise_clock.relabelled(work, ticket)
    suggestion_rows.follow(work, ticket)
    ladder.hasten(work, ticket)
    _hasten_offer(work, ticket)
    if hazard == Hazard.MEDICAL:
        green.look_again(work, ticket)


def _hasten_offer(work: Work, ticket: Ticket) -> None:
    found = transfer_rows.hasten(work, ticket)
    if found is not None:
        transfer, receiver = found
        staffroom.tell(
            work,
            ticket,
            "offer_sooner",
            to=receiver.name,
            to_id=receiver.user_id,
            until_at=transfer.due_at.isoformat() if transfer.due_at else "",
        )


def _tell_holder(work: Work, ticket: Ticket, waited_since: datetime) -> None:
    """Whoever holds it thinks that it waits for the customer."""
    holder = ladder.person_on(work, ticket, Rung.OWNER)
    to = {"to": holder.name, "to_id": holder.user_id} if holder else {"to": "", "to_id": 0}
    staffroom.tell(work, ticket, "waits_no_more", waits_at=waited_since.isoformat(), **to)


def set_not_urgent(work: Work, ticket: Ticket, agent_id: int) -> None:
    """Takes the urgency back; a first answer that is still owed is due as if it had never been.

    That is by the ordinary target, counted from when the ticket was filed, or opened again.
    """
    watch.before_change(work, ticket)
    suggestion_rows.before_change(work, ticket)
    before = ticket.hazard
    history.note(
        work,
        ticket,
        Move.NOT_URGENT,
        Author.AGENT,
        agent_id=agent_id,
        before=before,
        reason="marked not urgent",
    )
    ticket.urgent, ticket.hazard = False, None
    watch.relabelled(work, ticket)
    promise_clock.relabelled(work, ticket)
    suggestion_rows.follow(work, ticket)


def reopen(work: Work, ticket: Ticket, author: Author, reason: str) -> None:
    """A resolved ticket is open again, with its owner; its answer is due anew."""
    history.note(work, ticket, Move.REOPENED, author, reason=reason, before=ticket.state)
    ticket.state = State.TAKEN if ticket.owner_id else State.OPEN
    ticket.round += 1
    transfer_rows.end(work, ticket)  # what was offered before it was resolved is offered no more
    promise_endings.reopened(work, ticket)
    ticket.resolved_at = None
    ticket.first_answered_at = None
    ticket.last_word_at = work.now
    watch.reopened(work, ticket)
    routing.cover(work, ticket)
    green.reopened(work, ticket)
    suggestion_rows.reopened(work, ticket)
    payments.follow(work, ticket)
    aftercare.forget(work, ticket)
