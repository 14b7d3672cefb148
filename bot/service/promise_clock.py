"""When something is due of a promise, by whose working time, and who is to keep it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.escalation import Escalation, Rung
from bot.desk.policy import ROUND_THE_CLOCK
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Ticket
from bot.desk.working import Calendar, add
from bot.service import deadlines, ladder, merged, people, promise_rows
from bot.service.work import Work


def calendar_of(work: Work, ticket: Ticket) -> Calendar:
    """Whose working time counts: the department's, of an urgent matter every hour."""
    own = work.policy.departments.of(ticket.category).calendar
    return work.policy.calendar(ROUND_THE_CLOCK if ticket.urgent else own)


def person_of(work: Work, ticket: Ticket, promise: Promise) -> Agent | None:
    """Who is to keep it: whoever made it, else who holds the ticket now; None: the whole group is meant."""
    return people.there(work, promise.agent_id) or ladder.person_on(work, ticket, Rung.OWNER)


def watch(work: Work, ticket: Ticket, promise: Promise) -> None:
    """Says when the clock has the next thing to do about it."""
    promise.next_at = _next_at(work, merged.place_of(work, ticket), promise)
    work.session.add(promise)


def relabelled(work: Work, ticket: Ticket) -> None:
    """Another department's hours count, or every hour because it became urgent: from now on, never for the past."""
    for promise in promise_rows.unsettled(work, ticket):
        if promise.next_at is not None and promise.next_at > work.now:
            watch(work, ticket, promise)
            promise.next_at = max(promise.next_at or work.now, work.now)


def climbed(work: Work, promise: Promise) -> Sequence[Escalation]:
    """The steps of the ladder that it has climbed, in their order."""
    query = (
        select(Escalation)
        .where(Escalation.subject == promise_rows.subject(promise), Escalation.step > 0)
        .order_by(col(Escalation.step))
    )
    return work.session.exec(query).all()


def _next_at(work: Work, ticket: Ticket, promise: Promise) -> datetime | None:
    if promise.state == PromiseState.OFFERED:
        return promise.due_at
    if promise.state == PromiseState.MADE:
        assert promise.made_at is not None, "what was made has the moment at which it was"
        if promise.reminded_at is None:
            calendar = calendar_of(work, ticket)
            return work.policy.promises.remind_at(calendar, promise.made_at, promise.due_at)
        return promise.due_at + work.policy.promises.grace
    waits = promise.state == PromiseState.BROKEN and promise.settled_at is None
    return _next_step_at(work, ticket, promise) if waits else None


def _next_step_at(work: Work, ticket: Ticket, promise: Promise) -> datetime | None:
    """Counted from the first step, which is late when the customer had to say that nothing was kept.

    What became urgent meanwhile climbs from that moment on.
    """
    steps, there = ladder.steps_of(work, ticket), climbed(work, promise)
    number = there[-1].step if there else 0
    if number >= len(steps):
        return None
    after, since = steps[number].after, there[0].fired_at if there else promise.due_at
    if there:
        after = max(after - steps[0].after, timedelta(0))
    urgent_since = deadlines.urgent_since(work, ticket, ticket.filed_at) if ticket.urgent else None
    return add(calendar_of(work, ticket), max(since, urgent_since or since), after)
