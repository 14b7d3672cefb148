"""The clocks of a ticket between their rows and the values that the rules reckon with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from bot.desk import clocks
from bot.desk.clocks import Clock
from bot.desk.policy import UnknownCalendar
from bot.desk.policy_service_levels import Matter
from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import ClockState, Metric, Pause, TicketClock
from bot.desk.working import Calendar
from bot.service import deadlines, ladder
from bot.service.work import Work, write_first

OPEN = (ClockState.RUNNING, ClockState.PAUSED, ClockState.BREACHED)


@dataclass(frozen=True)
class Terms:
    """What is promised: ``target``, warned ``warn`` before, in time of ``calendar`` from ``counts_from`` on."""

    counts_from: datetime
    calendar: str
    target: timedelta
    warn: timedelta


RUNNING = (
    select(TicketClock)
    .where(col(TicketClock.ticket_id) == bindparam("ticket"), col(TicketClock.stopped_at).is_(None))
    .order_by(col(TicketClock.id))
    .execution_options(populate_existing=True)
)
_pauses = select(Pause).order_by(col(Pause.from_at), col(Pause.id)).execution_options(populate_existing=True)
WAITS = _pauses.where(col(Pause.ticket_id) == bindparam("ticket"))
WAITS_OF_EACH = _pauses.where(col(Pause.ticket_id).in_(bindparam("tickets", expanding=True)))

COUNT = select(func.count()).where(
    col(TicketClock.ticket_id) == bindparam("ticket"), col(TicketClock.metric) == bindparam("metric")
)

Waits = Sequence[Pause]
"""All pauses of a ticket, in their order, as ``waits_of`` reads them once for all of its clocks."""


def new(
    work: Work, ticket: Ticket, begun: Mapping[Metric, int], since: datetime | None = None
) -> Sequence[TicketClock]:
    """Clocks of these numbers that start now, or ``since`` (aware); ``reckon`` says what they have come to."""
    since = since or work.now
    rows = [
        TicketClock(
            ticket_id=ticket.id or 0,
            metric=metric,
            number=number,
            calendar="",
            target_seconds=0,
            warn_seconds=0,
            started_at=since,
            counts_from=since,
        )
        for metric, number in begun.items()
    ]
    set_terms(work, ticket, rows)
    work.session.add_all(rows)
    return rows


def running(work: Work, ticket: Ticket) -> Sequence[TicketClock]:
    """The clocks that have not stopped, late ones too; in the order in which they began."""
    write_first(work, TicketClock, tickets=[ticket.id or 0])
    with work.session.no_autoflush:
        return work.session.exec(RUNNING, params={"ticket": ticket.id}).all()


def next_due(work: Work, ticket: Ticket) -> datetime | None:
    """The soonest deadline of the ticket (UTC), which may have passed; None when nothing is due, or it waits."""
    return min((row.due_at for row in running(work, ticket) if row.due_at), default=None)


def count(work: Work, ticket: Ticket, metric: Metric) -> int:
    return work.session.exec(COUNT, params={"ticket": ticket.id, "metric": metric}).one()


def waits_of(work: Work, ticket_id: int | None) -> Waits:
    """All pauses of a ticket."""
    write_first(work, Pause, tickets=[ticket_id or 0])
    with work.session.no_autoflush:
        return work.session.exec(WAITS, params={"ticket": ticket_id}).all()


def waits_of_each(work: Work, ticket_ids: Collection[int]) -> Mapping[int, Waits]:
    """All pauses of each of these tickets, by its id."""
    found: dict[int, list[Pause]] = {number: [] for number in ticket_ids}
    write_first(work, Pause, tickets=found)
    with work.session.no_autoflush:
        for pause in work.session.exec(WAITS_OF_EACH, params={"tickets": list(found)}):
            found[pause.ticket_id].append(pause)
    return found


def pause_of(work: Work, ticket: Ticket, waits: Waits | None = None) -> Pause | None:
    """The pause in which the ticket is now."""
    known = waits_of(work, ticket.id) if waits is None else waits
    return next((pause for pause in known if pause.until_at is None), None)


def set_terms(work: Work, ticket: Ticket, rows: Sequence[TicketClock]) -> None:
    """Gives clocks what the policy promises of their ticket as that is labelled now."""
    if not rows:
        return
    matter = deadlines.matter_of(work, ticket)
    for row in rows:
        terms = _terms(work, ticket, row, matter)
        row.counts_from, row.calendar = terms.counts_from, terms.calendar
        row.target_seconds = int(terms.target.total_seconds())
        row.warn_seconds = int(terms.warn.total_seconds())


def reckon(work: Work, ticket: Ticket, row: TicketClock, waits: Waits | None = None) -> None:
    """Brings state and moments of a clock in line with what happened to it, and says when the next thing is due.

    The ticket's ``due_at``, which its customer is told, is that of the first answer. ``waits`` are read where they are
    not given.
    """
    clock = as_clock(work, row, waits)
    row.due_at, row.warn_at = clocks.due_at(clock), clocks.warn_at(clock)
    if row.stopped_at is not None:
        row.breached_at = row.breached_at or clocks.breached_at(clock, work.now)
    row.state = _state(work, row, clock)
    row.next_at = _next_at(work, ticket, row, clock)
    if row.metric == Metric.FIRST_RESPONSE and row.due_at is not None:
        ticket.due_at = row.due_at


def as_clock(work: Work, row: TicketClock, waits: Waits | None = None) -> Clock:
    """The row with its ticket's pauses, as the rules take it."""
    known = waits_of(work, row.ticket_id) if waits is None else waits
    return Clock(
        metric=row.metric,
        started_at=row.counts_from,
        target=timedelta(seconds=row.target_seconds),
        calendar=_calendar(work, row),
        pauses=tuple(clocks.Pause(one.from_at, one.until_at, one.reason) for one in known),
        stopped_at=max(row.stopped_at, row.counts_from) if row.stopped_at else None,
        warn_before=timedelta(seconds=row.warn_seconds),
    )


def step_at(work: Work, ticket: Ticket, clock: Clock, step: int) -> datetime | None:
    """When a late clock climbs the ladder's ``step`` (from 1; UTC): the target and the step's own time used up. What
    became urgent on the way climbs the urgent steps from that moment on if it was late by then, in the time of urgent
    matters; what is urgent no more climbs no step before that moment.

    None when there is no such step, or while it waits before it.
    """
    steps, running = ladder.steps_of(work, ticket, clock.metric), replace(clock, stopped_at=None)
    if step > len(steps):
        return None
    after = steps[step - 1].after
    since = deadlines.urgent_since(work, ticket, clock.started_at) if ticket.urgent else None
    if since is not None:
        due, calendar = clocks.due_at(running), _calendar_now(work, ticket)
        urgent = due and replace(running, started_at=max(due, since), target=after, calendar=calendar)
        return clocks.due_at(urgent) if urgent else None
    there, calm = (
        clocks.due_at(replace(running, target=clock.target + after)),
        deadlines.calmed_at(work, ticket),
    )
    return max(there, calm) if there and calm else there


def _next_at(work: Work, ticket: Ticket, row: TicketClock, clock: Clock) -> datetime | None:
    if row.stopped_at is not None or clocks.paused_since(clock, work.now) is not None:
        return None
    if row.rungs is not None:
        return step_at(work, ticket, clock, row.rungs + 1)
    warned = (
        row.warned_at is not None or row.warn_at is None or row.due_at is None or row.warn_at >= row.due_at
    )
    return row.due_at if warned else row.warn_at


def _state(work: Work, row: TicketClock, clock: Clock) -> ClockState:
    """That a running one is late is only written down step by step, see ``clock_steps``."""
    if row.breached_at is not None:
        return ClockState.BREACHED
    if row.stopped_at is not None:
        return ClockState.MET
    return ClockState.RUNNING if clocks.paused_since(clock, work.now) is None else ClockState.PAUSED


def _calendar(work: Work, row: TicketClock) -> Calendar:
    """The clock's own calendar; where policy.toml has it no more, the one that such matters have now."""
    try:
        return work.policy.calendar(row.calendar)
    except UnknownCalendar:
        return _calendar_now(work, work.session.get_one(Ticket, row.ticket_id))


def _calendar_now(work: Work, ticket: Ticket) -> Calendar:
    return work.policy.calendar(work.policy.service_level(deadlines.matter_of(work, ticket)).calendar)


def _terms(work: Work, ticket: Ticket, row: TicketClock, matter: Matter) -> Terms:
    """By the matter as it is; of one that became urgent since, by the urgent target from then on if that is sooner."""
    since = deadlines.urgent_since(work, ticket, row.started_at) if ticket.urgent else None
    if since is None:
        return _promised(work, matter, row.metric, row.started_at)
    ordinary = _promised(work, replace(matter, urgent=False), row.metric, row.started_at)
    urgent = _promised(work, matter, row.metric, since)
    return min(urgent, ordinary, key=lambda terms: _due(work, terms, row.metric))


def _promised(work: Work, matter: Matter, metric: Metric, since: datetime) -> Terms:
    level = work.policy.service_level(matter)
    return Terms(since, level.calendar, level.target(metric), level.warn_before(metric))


def _due(work: Work, terms: Terms, metric: Metric) -> datetime:
    due = clocks.due_at(Clock(metric, terms.counts_from, terms.target, work.policy.calendar(terms.calendar)))
    assert due is not None, "a clock without pauses is due some time"
    return due
