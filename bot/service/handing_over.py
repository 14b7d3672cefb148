"""What is open of somebody who is away, or has left, finds new hands: tickets, tasks, and what was offered to them.

The first owner stays responsible to the customer. Promises stand; whoever has the ticket by then keeps them.
"""

from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import col, or_, select

from bot.desk.agent import Agent, Transfer
from bot.desk.labels import Category
from bot.desk.shift import Departure, Leave
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.service import history, merged, parts, routing, staffroom, tasks, transfers
from bot.service.work import Work

PIECE = 50  # tickets, tasks or offers in one transaction


def of_who_left(work: Work) -> int:
    """Hands over a piece of the open work of one person who left; how much was looked at. A tick, in pieces."""
    due = (
        select(Departure)
        .where(col(Departure.handed_over_at).is_(None))
        .order_by(col(Departure.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    departure = work.session.exec(due).first()
    return piece(work, departure) if departure is not None else 0


def piece(work: Work, absence: Leave | Departure) -> int:
    """Hands over a piece of somebody's open work, and marks ``absence`` when it was the last; how much was looked at.

    ``absence`` is held.
    """
    agent = work.session.get_one(Agent, absence.agent_id)
    done = _call_off_offers(work, agent, absence) or _give_tasks_back(work, agent, absence)
    if done:
        return done
    found = _open_tickets(work, absence)
    if len(found) < PIECE:
        absence.handed_over_at = work.now  # first: the cards of what nobody gets have a button to take it
    else:
        absence.last_id = found[-1]
    work.session.add(absence)
    work.session.flush()
    for number in found:
        _find_hands(work, agent, absence, number)
    return len(found) or 1


def _call_off_offers(work: Work, agent: Agent, absence: Leave | Departure) -> int:
    """What was offered to them and is not answered; that whose time is over comes back as anybody's does."""
    query = (
        select(Transfer.id, Transfer.ticket_id)
        .where(Transfer.to_agent_id == agent.id, col(Transfer.due_at) >= work.now)
        .order_by(col(Transfer.ticket_id))
        .limit(PIECE)
    )
    found = work.session.exec(query).all()
    for number, ticket_id in found:
        ticket = history.held(work, ticket_id)
        transfer = work.session.get_one(Transfer, number, populate_existing=True)
        if transfer.due_at is not None:
            transfers.call_off(work, ticket, transfer, _reason(absence))
    return len(found)


def _give_tasks_back(work: Work, agent: Agent, absence: Leave | Departure) -> int:
    """The tasks that they took; of who comes back, those that are due before."""
    query = select(Task.id, Task.ticket_id).where(Task.agent_id == agent.id, col(Task.done_at).is_(None))
    if isinstance(absence, Leave):
        query = query.where(Task.due_at < _end_of(work, absence))
    found = work.session.exec(query.order_by(col(Task.ticket_id), col(Task.id)).limit(PIECE)).all()
    for number, ticket_id in found:
        place = merged.held(work, ticket_id) if ticket_id else None
        task = tasks.hold(work, number or 0)
        if task is not None and task.done_at is None and task.agent_id == agent.id:
            tasks.give_back(work, task, agent, _called_now(work, task))
            if place is not None and task.kind == TaskKind.PART:
                staffroom.refresh_card(work, place)
    return len(found)


def _called_now(work: Work, task: Task) -> dict[str, Any]:
    """A part's card calls the people of its department who are there by now."""
    if task.kind != TaskKind.PART:
        return {}
    return {"called": parts.names_called(work, Category(task.department or Category.SERVICE))}


def _open_tickets(work: Work, absence: Leave | Departure) -> list[int]:
    """What they own, or were asked to take and nobody took."""
    asked = col(Ticket.owner_id).is_(None) & (col(Ticket.assigned_id) == absence.agent_id)
    theirs = or_(col(Ticket.owner_id) == absence.agent_id, asked)
    query = select(Ticket.id).where(theirs, col(Ticket.state).in_(LIVE), col(Ticket.id) > absence.last_id)
    return [number or 0 for number in work.session.exec(query.order_by(col(Ticket.id)).limit(PIECE))]


def _find_hands(work: Work, agent: Agent, absence: Leave | Departure, number: int) -> None:
    ticket = history.held(work, number)
    if ticket.state not in LIVE or (ticket.owner_id or ticket.assigned_id) != agent.id:
        return
    reason = _reason(absence)
    if routing.reassign(work, ticket, reason) is not None:
        return
    why = f"{reason.replace('_', ' ')}, and nobody is there"
    history.note(work, ticket, Move.RETURNED, Author.DESK, before=agent.name, reason=why)
    until_on = absence.until_on.isoformat() if isinstance(absence, Leave) else ""
    staffroom.tell(work, ticket, "nobody_there", to=agent.name, to_id=agent.user_id, until_on=until_on)
    if ticket.owner_id is not None:
        staffroom.refresh_card(work, ticket)


def _reason(absence: Leave | Departure) -> str:
    return "on_leave" if isinstance(absence, Leave) else "left"


def _end_of(work: Work, leave: Leave) -> datetime:
    return datetime.combine(leave.until_on + timedelta(days=1), time(), work.policy.zone)
