"""Days of leave: on the first one the open work of whoever is away finds new hands.

The first owner stays responsible to the customer, and coming back gives nothing back by itself.
"""

from datetime import date, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.shift import Leave
from bot.service import handing_over
from bot.service.work import Work

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
    the last word holds, and where that is longer what is open then is handed over as well. The leave, and whether
    anything changed. Raises ``LeaveUnusable``.
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
    if until_on > leave.until_on:  # they may have been back in between, and taken something
        leave.handed_over_at, leave.last_id = None, 0
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
    if leave.until_on < local.date():  # nobody looked while it lasted
        leave.handed_over_at = work.now
        work.session.add(leave)
        return 1
    return handing_over.piece(work, leave)
