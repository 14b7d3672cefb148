"""Days of leave: on the first one the open work of whoever is away finds new hands.

The first owner stays responsible to the customer, and coming back gives nothing back by itself.
"""

from datetime import date, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, or_, select

from bot.desk.agent import Agent
from bot.desk.shift import Leave
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.service import history, routing, staffroom
from bot.service.work import Work

PIECE = 50  # tickets handed over in one transaction
LONGEST = timedelta(days=400)
BEGUN = (
    select(Leave)
    .where(col(Leave.handed_over_at).is_(None), col(Leave.from_on) <= bindparam("begun"))
    .order_by(col(Leave.id))
    .limit(1)
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)


class LeaveUnusable(ValueError):
    """Days of leave that cannot be taken; the message names them and the cure."""


def give(work: Work, agent: Agent, from_on: date, until_on: date, reason: str = "") -> tuple[Leave, bool]:
    """Enters leave from ``from_on`` until ``until_on`` (local days, both included); entered again from the same day,
    the last word holds. The leave, and whether anything changed. Raises ``LeaveUnusable``.
    """
    today = work.now.astimezone(work.policy.zone).date()
    if until_on < from_on:
        raise LeaveUnusable(f"leave until {until_on} begins on {from_on}; give the first day, then the last")
    if until_on < today:
        raise LeaveUnusable(f"leave until {until_on} is over; today is {today}, give days to come")
    if until_on - from_on > LONGEST:
        raise LeaveUnusable(f"leave from {from_on} until {until_on} is longer than a year; mend the dates")
    query = select(Leave).where(Leave.agent_id == agent.id, Leave.from_on == from_on)
    known = work.session.exec(query).first()
    leave = known or Leave(agent_id=agent.id or 0, from_on=from_on, until_on=until_on, reason=reason)
    changed = known is None or (known.until_on, known.reason) != (until_on, reason)
    leave.until_on, leave.reason = until_on, reason
    work.session.add(leave)
    work.session.flush()
    return leave, changed


def come_back(work: Work, agent: Agent) -> bool:
    """The leave of today, if there is any, ended yesterday; what was handed over stays where it is."""
    today = work.now.astimezone(work.policy.zone).date()
    query = select(Leave).where(Leave.agent_id == agent.id, Leave.from_on <= today, Leave.until_on >= today)
    found = work.session.exec(query).all()
    for leave in found:
        if leave.from_on == today:
            work.session.delete(leave)
        else:
            leave.until_on = today - timedelta(days=1)
            work.session.add(leave)
    work.session.flush()
    return bool(found)


def hand_over(work: Work) -> int:
    """Hands over a piece of the open work of one person whose leave has begun; how much was looked at. A tick, in
    pieces.
    """
    local = work.now.astimezone(work.policy.zone)
    begun = (
        local.date() if local.time() >= work.policy.routing.leave_from else local.date() - timedelta(days=1)
    )
    leave = work.session.exec(BEGUN, params={"begun": begun}).first()
    if leave is None:
        return 0
    over = leave.until_on < local.date()  # nobody looked while it lasted
    found = [] if over else _open_work(work, leave)
    for number in found:
        _find_hands(work, leave, number)
    if len(found) < PIECE:
        leave.handed_over_at = work.now
    else:
        leave.last_id = found[-1]
    work.session.add(leave)
    return len(found) or 1


def _open_work(work: Work, leave: Leave) -> list[int]:
    """What they own, or were asked to take and nobody took."""
    asked = col(Ticket.owner_id).is_(None) & (col(Ticket.assigned_id) == leave.agent_id)
    theirs = or_(col(Ticket.owner_id) == leave.agent_id, asked)
    query = select(Ticket.id).where(theirs, col(Ticket.state).in_(LIVE), col(Ticket.id) > leave.last_id)
    return [number or 0 for number in work.session.exec(query.order_by(col(Ticket.id)).limit(PIECE))]


def _find_hands(work: Work, leave: Leave, number: int) -> None:
    ticket = history.held(work, number)
    if ticket.state not in LIVE or (ticket.owner_id or ticket.assigned_id) != leave.agent_id:
        return
    if routing.reassign(work, ticket, "on_leave") is not None:
        return
    agent = work.session.get_one(Agent, leave.agent_id)
    history.note(
        work, ticket, Move.RETURNED, Author.DESK, before=agent.name, reason="on leave, and nobody is there"
    )
    staffroom.tell(
        work, ticket, "nobody_there", to=agent.name, to_id=agent.user_id, until_on=leave.until_on.isoformat()
    )
