"""What each member of staff did in a period: handled, late, transferred, praised, promises, stars.

A ticket counts for whoever holds it now (its owner, else whom the desk asked to take it). Late is a ticket of which
a clock broke its promise in the period; not accepted is a transfer that came back because its receiver did not answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable
from sqlmodel import col, func, select

from bot.desk.agent import DECIDES, Agent, Transfer
from bot.desk.finding import Praise
from bot.desk.promise import Promise, PromiseState
from bot.desk.rating import Rating
from bot.desk.ticket import State, Ticket
from bot.desk.ticket_clock import TicketClock
from bot.service import people
from bot.service.verdict import Verdict
from bot.service.work import Work

DAYS = 30  # of /record


@dataclass(frozen=True)
class PersonalRecord:
    """Counts of tickets, transfers and promises; ``mean`` of ``marks`` stars, None without any."""

    agent: Agent = field(repr=False)
    handled: int = 0
    late: int = 0
    fix_failed: int = 0
    given: int = 0
    received: int = 0
    not_accepted: int = 0
    kept: int = 0
    broken: int = 0
    praised: int = 0
    marks: int = 0
    mean: float | None = None


def records(
    work: Work, since: datetime, until: datetime, agents: Sequence[Agent] | None = None
) -> list[PersonalRecord]:
    """The records of ``agents`` (of all active ones, unless given) from ``since`` until before ``until`` (aware), by
    name.
    """
    staff = people.everybody(work) if agents is None else agents
    counted = {name: _counted(work, query(since, until)) for name, query in _COUNTS.items()}
    marks = {
        row[0]: (row[1], float(row[2])) for row in work.session.connection().execute(_stars(since, until))
    }
    found = []
    for agent in staff:
        counts: dict[str, Any] = {name: one.get(agent.id or 0, 0) for name, one in counted.items()}
        count, mean = marks.get(agent.id, (0, None))
        found.append(PersonalRecord(agent, **counts, marks=count, mean=mean))
    return found


def tell(work: Work, agent: Agent, words: str) -> Verdict:
    """One's own record of the last 30 days; whoever decides about others' tickets may name anybody."""
    whose = agent
    if words:
        staff = people.everybody(work)
        named = people.called(staff, words)
        if len(named) != 1:
            return Verdict("several_named" if named else "nobody_named", more={"names": people.listed(named)})
        whose = named[0]
    if whose.id != agent.id and agent.role not in DECIDES:
        return Verdict("record_of_others", whose.name)
    begin = work.now.astimezone(work.policy.zone).date() - timedelta(days=DAYS)
    (record,) = records(work, start_of(work, begin), work.now + timedelta(microseconds=1), [whose])
    values = {name: one for name, one in vars(record).items() if name not in ("agent", "mean")}
    mean = f"{record.mean:.1f}" if record.mean is not None else ""
    return Verdict("record", whose.name, more=values | {"since_on": begin.isoformat(), "mean": mean})


def start_of(work: Work, day: date) -> datetime:
    """The first instant of a local day of the desk."""
    return datetime.combine(day, time(), work.policy.zone).astimezone(work.now.tzinfo)


def _by_owner(when: Any, *where: ColumnElement[bool]) -> Callable[[datetime, datetime], Executable]:
    """Tickets by who owns them, with ``when`` in the period."""
    return lambda since, until: (
        select(Ticket.owner_id, func.count())
        .where(col(Ticket.owner_id).is_not(None), when >= since, when < until, *where)
        .group_by(col(Ticket.owner_id))
    )


def _by(who: Any, when: Any, *where: ColumnElement[bool]) -> Callable[[datetime, datetime], Executable]:
    """Rows by their agent ``who``, with ``when`` in the period."""
    return lambda since, until: (
        select(who, func.count()).where(when >= since, when < until, *where).group_by(who)
    )


def _late(since: datetime, until: datetime) -> Executable:
    holder = func.coalesce(Ticket.owner_id, Ticket.assigned_id)
    breached = col(TicketClock.breached_at)
    return (
        select(holder, func.count(func.distinct(Ticket.id)))
        .join(TicketClock, col(TicketClock.ticket_id) == col(Ticket.id))
        .where(holder.is_not(None), breached >= since, breached < until)
        .group_by(holder)
    )


def _stars(since: datetime, until: datetime) -> Executable:
    return (
        select(Ticket.owner_id, func.count(), func.avg(Rating.stars))
        .join(Rating, col(Rating.ticket_id) == col(Ticket.id))
        .where(col(Ticket.owner_id).is_not(None), col(Rating.rated_at) >= since, col(Rating.rated_at) < until)
        .group_by(col(Ticket.owner_id))
    )


_COUNTS: dict[str, Callable[[datetime, datetime], Executable]] = {
    "handled": _by_owner(col(Ticket.resolved_at), col(Ticket.state) == State.RESOLVED),
    "late": _late,
    "fix_failed": _by_owner(col(Ticket.fix_failed_at)),
    "given": _by(col(Transfer.from_agent_id), col(Transfer.accepted_at)),
    "received": _by(col(Transfer.to_agent_id), col(Transfer.accepted_at)),
    "not_accepted": _by(col(Transfer.to_agent_id), col(Transfer.returned_at)),
    "kept": _by(col(Promise.agent_id), col(Promise.ended_at), col(Promise.state) == PromiseState.KEPT),
    "broken": _by(col(Promise.agent_id), col(Promise.ended_at), col(Promise.state) == PromiseState.BROKEN),
    "praised": _by(col(Praise.agent_id), col(Praise.at)),
}


def _counted(work: Work, query: Executable) -> dict[int, int]:
    return {row[0]: row[1] for row in work.session.connection().execute(query)}
