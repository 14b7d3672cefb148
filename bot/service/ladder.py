"""The ladder: who is called about what is late, a step at a time, each once.

A step is a row. What it does besides, and how it is said, is in ``escalations``.
"""

from datetime import datetime

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.escalation import Act, Escalation, Rung
from bot.desk.policy_ladder import StepPart
from bot.desk.quiet import allowed_at
from bot.desk.ticket import Ticket
from bot.service import people
from bot.service.once import insert_once
from bot.service.work import Work

RUNGS = tuple(Rung)
WARNING = 0  # the step before the first


def steps_of(work: Work, ticket: Ticket) -> tuple[StepPart, ...]:
    """The steps that the ticket's late promises climb."""
    return work.policy.ladder.of(ticket.urgent)


def warn(work: Work, ticket: Ticket, subject: str, fired_at: datetime) -> int | None:
    """Tells whoever holds the ticket that a promise is about to break. The step's id; None when it was there before."""
    return _write(work, ticket, subject, WARNING, Rung.OWNER, (Act.REMIND,), fired_at)


def climb(work: Work, ticket: Ticket, subject: str, step: int, fired_at: datetime) -> int | None:
    """Calls whoever stands on ``step`` (from 1) of the ticket's ladder about ``subject``, e.g. ``clock:7``.

    ``fired_at`` (aware) is when it was due to climb, however late that is noticed. The step's id; None when it
    was there before.
    """
    part = steps_of(work, ticket)[step - 1]
    return _write(work, ticket, subject, step, part.to, part.acts, fired_at)


def person_on(work: Work, ticket: Ticket, rung: Rung) -> Agent | None:
    """Who stands on a rung for this ticket, else on the nearest above it; None: nobody, the whole group is meant."""
    for each in RUNGS[RUNGS.index(rung) :]:
        found = _standing_on(work, ticket, each)
        if found is not None:
            return found
    return None


def _standing_on(work: Work, ticket: Ticket, rung: Rung) -> Agent | None:
    match rung:
        case Rung.OWNER:
            holder = ticket.owner_id or ticket.assigned_id
            agent = work.session.get(Agent, holder) if holder else None
            return agent if agent and agent.active and not people.away(work, [agent.id or 0]) else None
        case Rung.SHIFT_LEAD:
            return people.lead_of_shift(work, ticket.category)
        case Rung.DEPARTMENT_HEAD:
            return people.head_of(work, ticket.category)
        case Rung.MANAGEMENT:
            return next(iter(people.management(work)), None)


def _write(
    work: Work,
    ticket: Ticket,
    subject: str,
    step: int,
    rung: Rung,
    acts: tuple[Act, ...],
    fired_at: datetime,
) -> int | None:
    quiet = work.policy.ladder.quiet
    say_at = work.now if ticket.urgent else allowed_at(work.now, work.policy.zone, quiet.start, quiet.end)
    person = person_on(work, ticket, rung)
    row = Escalation(
        subject=subject,
        step=step,
        ticket_id=ticket.id or 0,
        rung=rung,
        agent_id=person.id if person else None,
        acts=list(acts),
        urgent=ticket.urgent,
        fired_at=fired_at,
        noticed_at=work.now,
        say_at=say_at,
    )
    if not insert_once(work.session, Escalation, row.model_dump(exclude={"id"})):
        return None
    written = select(Escalation.id).where(Escalation.subject == subject, Escalation.step == step)
    return work.session.exec(written).one()
