"""Somebody left the staff, or was taken out: the group hears what was theirs, which then finds new hands."""

from typing import Any

from sqlmodel import col, func, or_, select

from bot.desk.agent import Agent
from bot.desk.notice import Notice
from bot.desk.promise import Promise, PromiseState
from bot.desk.shift import Departure, Shift
from bot.desk.task import Task
from bot.desk.ticket import LIVE, Ticket
from bot.service import post, routing
from bot.service.work import Work


def leave(work: Work, agent: Agent) -> None:
    """From now on they act no more. The whole group is told what they leave behind, if anything. Once."""
    agent.verified_at = None
    work.session.add(agent)
    if not agent.active:
        return
    agent.active = False
    work.session.add(Departure(agent_id=agent.id or 0, left_at=work.now))
    work.session.flush()
    _unsay_shift_over(work, agent)
    behind = _left_behind(work, agent)
    if any(behind.values()):
        post.to_staff(
            work,
            None,
            "departed",
            subject=f"agent:{agent.id}",
            step=work.now.isoformat(),
            template="departed",
            values=behind | {"name": agent.name},
        )


def took_back(work: Work, agent: Agent) -> None:
    """They are staff again: what nobody looked at yet stays theirs."""
    waiting = select(Departure).where(Departure.agent_id == agent.id, col(Departure.handed_over_at).is_(None))
    for one in work.session.exec(waiting):
        work.session.delete(one)


def _unsay_shift_over(work: Work, agent: Agent) -> None:
    """Nobody asks them at the end of their shift whether they are still at work."""
    theirs = select(Shift.id).where(Shift.agent_id == agent.id, col(Shift.until_at) > work.now)
    subjects = [f"shift:{one}" for one in work.session.exec(theirs)]
    post.unsay(work, "they left", col(Notice.subject).in_(subjects), col(Notice.kind) == "shift_over")


def _left_behind(work: Work, agent: Agent) -> dict[str, Any]:
    """How many open tickets, tasks and promises are theirs, and how many shifts they are still planned for."""
    stands = or_(
        col(Promise.state) == PromiseState.MADE,
        (col(Promise.state) == PromiseState.BROKEN) & col(Promise.settled_at).is_(None),
    )
    promises = (
        select(func.count())
        .select_from(Promise)
        .join(Ticket, col(Ticket.id) == col(Promise.ticket_id))
        .where(Promise.agent_id == agent.id, stands, col(Ticket.state).in_(LIVE))
    )
    tasks = select(func.count()).where(Task.agent_id == agent.id, col(Task.done_at).is_(None))
    coming = select(func.count()).where(
        Shift.agent_id == agent.id, col(Shift.planned), col(Shift.until_at) > work.now
    )
    return {
        "tickets": routing.load_of(work, [agent])[agent.id or 0],
        "tasks": work.session.exec(tasks).one(),
        "promises": work.session.exec(promises).one(),
        "shifts": work.session.exec(coming).one(),
        "on_call": work.session.exec(coming.where(col(Shift.on_call))).one(),
    }
