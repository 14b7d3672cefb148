"""The ladder: who is called about what is late, a step at a time, each once.

A step is a row. What it does besides, and how it is said, is in ``escalations``.
"""

from datetime import UTC, datetime

from sqlmodel import col, update

from bot.desk.agent import Agent, Role
from bot.desk.escalation import Act, Escalation, Rung
from bot.desk.labels import Category
from bot.desk.policy_ladder import StepPart
from bot.desk.quiet import allowed_at
from bot.desk.task import Task
from bot.desk.ticket import Move, Ticket
from bot.desk.ticket_clock import Metric
from bot.desk.transcript import Author
from bot.service import history, people
from bot.service.once import insert_once
from bot.service.work import Work

RUNGS = tuple(Rung)
WARNING = 0  # the step before the first
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # every process counts the digests from here


def steps_of(work: Work, ticket: Ticket, metric: Metric | None = None) -> tuple[StepPart, ...]:
    """The steps that a late promise of the ticket climbs; ``metric``: of a clock."""
    return work.policy.ladder.of(ticket.urgent, metric)


def warn(work: Work, ticket: Ticket, subject: str, fired_at: datetime) -> None:
    """Tells whoever holds the ticket that a promise is about to break, once."""
    row = _row(work, ticket, subject, WARNING, fired_at)
    _call(work, ticket, row)
    _write(work, row)


def climb(
    work: Work, ticket: Ticket, subject: str, step: int, fired_at: datetime, metric: Metric | None = None
) -> None:
    """Calls whoever stands on ``step`` (from 1) of the ticket's ladder about ``subject``, e.g. ``clock:7``; once.

    ``fired_at`` (aware) is when it was due to climb, however late that is noticed. ``metric``: of a clock. The ticket
    is held.
    """
    part = steps_of(work, ticket, metric)[step - 1]
    row = _row(work, ticket, subject, step, fired_at)
    row.rung, row.acts = part.to, list(part.acts)
    first = _call(work, ticket, row)
    if _write(work, row):
        names = people.listed(called_by(work, row, first)) or None
        history.note(work, ticket, Move.ESCALATED, Author.DESK, after=names, reason=row.rung)


def ask(
    work: Work,
    ticket: Ticket,
    subject: str,
    step: int,
    fired_at: datetime,
    rung: Rung,
    found: tuple[Rung, Agent] | None,
) -> None:
    """Asks whoever was ``found`` for ``rung``, and where they stand (None: the whole group), for something of the
    ticket, as if a step called them; each once.
    """
    row = _row(work, ticket, subject, step, fired_at)
    row.rung = rung
    row.stands_on, row.agent_id = (found[0], found[1].id) if found else (None, None)
    _write(work, row)


def call_again(work: Work, ticket: Ticket, row: Escalation) -> None:
    """The row waited until somebody may hear of it: whoever stands there by now is called."""
    _call(work, ticket, row)
    work.session.add(row)


def hasten(work: Work, ticket: Ticket) -> None:
    """What waits to be said about the ticket is said as soon as may be: it became urgent, or is put off no more."""
    work.session.flush()
    say_at = may_hear_at(work, ticket.urgent)
    waiting = (
        col(Escalation.ticket_id) == ticket.id,
        col(Escalation.acted_at).is_(None),
        col(Escalation.say_at) > say_at,
    )
    work.session.exec(update(Escalation).where(*waiting).values(say_at=say_at, urgent=ticket.urgent))


def stands(
    work: Work, ticket: Ticket, rung: Rung, department: Category | None = None
) -> tuple[Rung, Agent] | None:
    """Where the nearest person from ``rung`` upwards stands for this ticket, and who it is; None: nobody does. Nobody
    who is on leave does. ``department``: whose lead and head it is, that of the ticket's category unless given.
    """
    for each in RUNGS[RUNGS.index(rung) :]:
        found = _standing_on(work, ticket, each, department or ticket.category)
        if found is not None:
            return each, found
    return None


def person_on(work: Work, ticket: Ticket, rung: Rung) -> Agent | None:
    """Who stands on a rung for this ticket, else on the nearest above it; None: nobody, the whole group is meant."""
    found = stands(work, ticket, rung)
    return found[1] if found else None


def called_by(work: Work, row: Escalation, first: Agent | None = None) -> list[Agent]:
    """Whom a step calls: one person (``first``, where it is at hand), of the management everybody who is there; empty:
    the whole group.
    """
    if first is None and row.agent_id:
        first = work.session.get(Agent, row.agent_id)
    if first is None or row.stands_on != Rung.MANAGEMENT:
        return [first] if first else []
    return [first, *(one for one in people.management(work) if one.id != first.id)]


def missing(work: Work, ticket: Ticket, row: Escalation) -> str:
    """The rung on which nobody stood, so that somebody above is called (``missing_…`` of chat/wording), with
    ``_on_leave`` behind it where that is why; empty when it is the one that was meant.
    """
    if row.stands_on in (None, row.rung):
        return ""
    department = _department(work, ticket, row)
    match row.rung:
        case Rung.OWNER:
            away = bool(people.away(work, [ticket.owner_id or ticket.assigned_id or 0]))
        case Rung.SHIFT_LEAD:
            away = people.on_leave(work, Role.LEAD)
        case _:
            away = people.on_leave(work, Role.HEAD, department)
    return f"{row.rung}_on_leave" if away else row.rung


def may_hear_at(work: Work, urgent: bool, since: datetime | None = None) -> datetime:
    """When somebody of the staff may be told (UTC): what is urgent now, all else with the next digest outside their
    quiet hours, from ``since`` on.
    """
    if urgent:
        return work.now
    policy, moment = work.policy.ladder, since or work.now
    digest_at = EPOCH + ((moment - EPOCH) // policy.digest_every + 1) * policy.digest_every
    return allowed_at(digest_at, work.policy.zone, policy.quiet.start, policy.quiet.end)


def _standing_on(work: Work, ticket: Ticket, rung: Rung, department: Category) -> Agent | None:
    match rung:
        case Rung.OWNER:
            holder = ticket.owner_id or ticket.assigned_id
            agent = work.session.get(Agent, holder) if holder else None
            return agent if agent and agent.active and not people.away(work, [agent.id or 0]) else None
        case Rung.SHIFT_LEAD:
            return people.lead_of_shift(work, department)
        case Rung.DEPARTMENT_HEAD:
            return people.head_of(work, department)
        case Rung.MANAGEMENT:
            return next(iter(people.management(work)), None)


def _row(work: Work, ticket: Ticket, subject: str, step: int, fired_at: datetime) -> Escalation:
    """A step for whoever holds the ticket, and about nothing but to remind them."""
    return Escalation(
        subject=subject,
        step=step,
        ticket_id=ticket.id or 0,
        rung=Rung.OWNER,
        acts=[Act.REMIND],
        urgent=ticket.urgent,
        fired_at=fired_at,
        noticed_at=work.now,
        say_at=may_hear_at(work, ticket.urgent),
    )


def _call(work: Work, ticket: Ticket, row: Escalation) -> Agent | None:
    """Whoever stands there is called; None: the whole group."""
    found = stands(work, ticket, row.rung, _department(work, ticket, row))
    row.stands_on, row.agent_id = (found[0], found[1].id) if found else (None, None)
    return found[1] if found else None


def _department(work: Work, ticket: Ticket, row: Escalation) -> Category:
    """Whose it is: of a department's part that department's, else that of the ticket's category."""
    kind, _, number = row.subject.partition(":")
    task = work.session.get(Task, int(number)) if kind == "task" else None
    return task.department if task is not None and task.department else ticket.category


def _write(work: Work, row: Escalation) -> bool:
    """False when it was there before."""
    return insert_once(work.session, Escalation, row.model_dump(exclude={"id"}))
