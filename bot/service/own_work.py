"""What somebody of the staff holds just now: their open tickets, and those offered to them, the most pressing first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, func, or_, select

from bot.desk.agent import Agent, Transfer
from bot.desk.task import Task
from bot.desk.ticket import LIVE, Ticket
from bot.desk.ticket_clock import Pause, TicketClock
from bot.service import cards, people
from bot.service.verdict import Verdict
from bot.service.work import Work

MOST_LINES = 20  # the others are counted
NEVER = datetime.max.replace(tzinfo=UTC)


def tell(work: Work, agent: Agent, words: str) -> Verdict:
    """One's own open work, or that of the colleague whom ``words`` name: cards show the same to everybody."""
    named = people.called(people.everybody(work), words) if words else [agent]
    if len(named) != 1:
        return Verdict("several_named" if named else "nobody_named", more={"names": people.listed(named)})
    whose = named[0]
    items = sorted(_lines(work, whose), key=_pressing)
    tasks = select(func.count()).where(Task.agent_id == whose.id, col(Task.done_at).is_(None))
    more = {
        "count": sum(not one["offered"] for one in items),
        "items": items[:MOST_LINES],
        "left": max(len(items) - MOST_LINES, 0),
        "tasks": work.session.exec(tasks).one(),
    }
    return Verdict("own_work", whose.name, more=more)


def _lines(work: Work, agent: Agent) -> list[dict[str, Any]]:
    asked = col(Ticket.owner_id).is_(None) & (col(Ticket.assigned_id) == agent.id)
    held = select(Ticket).where(or_(col(Ticket.owner_id) == agent.id, asked), col(Ticket.state).in_(LIVE))
    own, offers = work.session.exec(held).all(), _offers(work, agent)
    ids = [one.id or 0 for one in (*own, *(ticket for ticket, _ in offers))]
    clocks, waits = _clocks(work, ids), _waits(work, ids)
    return [
        *(_line(work, one, clocks, waits) for one in own),
        *(
            _line(work, one, clocks, waits) | {"offered": agent.name, "offered_until_at": until.isoformat()}
            for one, until in offers
        ),
    ]


def _offers(work: Work, agent: Agent) -> Sequence[tuple[Ticket, datetime]]:
    """What they can still accept, and until when."""
    query = (
        select(Ticket, Transfer.due_at)
        .join(Transfer, col(Transfer.ticket_id) == col(Ticket.id))
        .where(
            Transfer.to_agent_id == agent.id,
            col(Transfer.due_at) >= work.now,
            col(Ticket.state).in_(LIVE),
        )
    )
    return [(ticket, until) for ticket, until in work.session.exec(query) if until is not None]


def _clocks(work: Work, ticket_ids: Collection[int]) -> Mapping[int, TicketClock]:
    """Of each ticket the clock that is due first, late ones too."""
    query = select(TicketClock).where(
        col(TicketClock.ticket_id).in_(ticket_ids),
        col(TicketClock.stopped_at).is_(None),
        col(TicketClock.due_at).is_not(None),
    )
    latest_first = query.order_by(col(TicketClock.due_at).desc(), col(TicketClock.id).desc())
    return {row.ticket_id: row for row in work.session.exec(latest_first)}


def _waits(work: Work, ticket_ids: Collection[int]) -> Mapping[int, datetime]:
    """Since when those wait for their customer that do."""
    query = select(Pause).where(col(Pause.ticket_id).in_(ticket_ids), col(Pause.until_at).is_(None))
    return {one.ticket_id: one.from_at for one in work.session.exec(query)}


def _line(
    work: Work, ticket: Ticket, clocks: Mapping[int, TicketClock], waits: Mapping[int, datetime]
) -> dict[str, Any]:
    """Without the customer's words: those are in the topic, where they can be erased."""
    clock, since = clocks.get(ticket.id or 0), waits.get(ticket.id or 0)
    return cards.names(ticket) | {
        "link": cards.link_of(work, ticket),
        "words": "",
        "priority": ticket.priority,
        "taken": ticket.owner_id is not None,
        "due_at": clock.due_at.isoformat() if clock and clock.due_at else "",
        "due_metric": clock.metric if clock else "",
        "late": bool(clock and clock.due_at and clock.due_at < work.now),
        "waits_at": since.isoformat() if since else "",
        "snoozed_at": ticket.snoozed_until.isoformat() if ticket.snoozed_until else "",
        "offered": "",
    }


def _pressing(one: Mapping[str, Any]) -> tuple[object, ...]:
    """What waits for an answer of theirs, what is urgent, what was given a higher priority; then by deadline."""
    due = datetime.fromisoformat(one["due_at"]) if one["due_at"] and not one["waits_at"] else NEVER
    return (not one["offered"], not one["urgent"], -one["priority"], due, one["number"])
