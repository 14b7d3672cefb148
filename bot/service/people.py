"""Who of the staff is there now, and who stands above whom: what routing and the ladder ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk import naming
from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.shift import LONGEST_SHIFT, Leave, Shift
from bot.desk.ticket import Ticket
from bot.service.work import Work, write_first

ON_LEAVE = select(Leave.agent_id).where(
    col(Leave.from_on) <= bindparam("today"), col(Leave.until_on) >= bindparam("today")
)


def _present_statement(on_call: bool) -> SelectOfScalar[Agent]:
    """``:at``: an aware instant; ``:longest``: what ends after that is no shift of now; ``:today``: its local day."""
    ends = col(Shift.until_at)
    here = select(Shift.agent_id).where(
        col(Shift.on_call).is_(on_call),
        col(Shift.from_at) <= bindparam("at"),
        # else all that is planned is looked at
        or_(ends.is_(None), (ends > bindparam("at")) & (ends <= bindparam("longest"))),
    )
    agent = col(Agent.id)
    return select(Agent).where(col(Agent.active), agent.in_(here), agent.not_in(ON_LEAVE))


ON_SHIFT, ON_CALL = _present_statement(False), _present_statement(True)  # put together once
OF_ROLE = select(Agent).where(
    col(Agent.active), col(Agent.role) == bindparam("role"), col(Agent.id).not_in(ON_LEAVE)
)
AWAY = ON_LEAVE.where(col(Leave.agent_id).in_(bindparam("agents", expanding=True)))


def everybody(work: Work) -> list[Agent]:
    """All active members of the staff, by name."""
    query = select(Agent).where(col(Agent.active))
    return sorted(work.session.exec(query), key=lambda one: (one.name, one.id or 0))


def former(work: Work) -> list[Agent]:
    """Who left the staff group, or was taken out of the staff, by name."""
    query = select(Agent).where(col(Agent.active).is_(False))
    return sorted(work.session.exec(query), key=lambda one: (one.name, one.id or 0))


def called(staff: Sequence[Agent], words: str) -> list[Agent]:
    """Those of ``staff`` who are called so: whose whole name it is, else whoever answers to it."""
    exactly = [one for one in staff if one.name.casefold() == words.strip().casefold()]
    known = {one.id or 0: one for one in staff}
    groups = naming.named(words, {key: one.name for key, one in known.items()})
    return exactly or [known[key] for group in groups for key in group]


def listed(staff: Sequence[Agent]) -> str:
    return " · ".join(one.name for one in staff)


def rostered(work: Work, at: datetime | None = None) -> bool:
    """Whether shifts are ever planned, or somebody began one who is there at ``at``: a small company plans none, and
    its whole group is meant whenever nobody said /onshift.
    """
    planned = work.session.exec(select(Shift.id).where(col(Shift.planned)).limit(1)).first() is not None
    return planned or bool(on_shift(work, at))


def on_shift(work: Work, at: datetime | None = None) -> list[Agent]:
    """Who works at ``at`` (an aware instant, now unless given), by name. On-call people are not among them."""
    return _present(work, at or work.now, on_call=False)


def on_call(work: Work, at: datetime | None = None) -> list[Agent]:
    """Who is to be called at ``at`` when nobody is on shift, by name."""
    return _present(work, at or work.now, on_call=True)


def at_work(work: Work, at: datetime | None = None) -> list[Agent]:
    """Who is on shift; with no shifts planned everybody but those on leave. By name."""
    if rostered(work, at):
        return on_shift(work, at)
    staff = everybody(work)
    gone = away(work, [one.id or 0 for one in staff], at)
    return [one for one in staff if one.id not in gone]


def on_leave(work: Work, role: Role, category: Category | None = None) -> bool:
    """Whether everybody of a role (and the department of ``category``) is on leave; False when there is nobody."""
    query = select(Agent.id).where(col(Agent.active), Agent.role == role)
    found = work.session.exec(query if category is None else query.where(Agent.department == category)).all()
    return bool(found) and len(away(work, [one or 0 for one in found])) == len(found)


def lead_of_shift(work: Work, category: Category | None = None, at: datetime | None = None) -> Agent | None:
    """The shift lead who works now, of the department of ``category`` before others; else the one on call.

    With no shifts planned, any shift lead, of that department first. None when the company has none, or all are on
    leave.
    """
    there = [agent for agent in at_work(work, at) if agent.role == Role.LEAD]
    return _nearest(there or _called(work, Role.LEAD, at), category)


def head_of(work: Work, category: Category) -> Agent | None:
    """The head of the department that answers for ``category``; heads need not be on shift. None: it has none, or all
    are on leave.
    """
    heads = _of_role(work, Role.HEAD)
    return next((agent for agent in heads if agent.department == category), None)


def management(work: Work) -> list[Agent]:
    """The company's management but for those on leave, by name."""
    return _of_role(work, Role.MANAGER)


def lead_of(work: Work, agent: Agent) -> Agent | None:
    """Who leads an agent: the shift lead of their department, else its head, else the management; never themselves."""
    category = Category(agent.department) if agent.department else None
    above = [lead_of_shift(work, category), head_of(work, category) if category else None, *management(work)]
    return next((one for one in above if one is not None and one.id != agent.id), None)


def praised(work: Work, ticket: Ticket, words: str) -> list[Agent] | None:
    """Of whom ``words`` in a ticket speak: everybody who is named; where they name nobody, its owner, or
    None when it has none.

    A name that several of the staff answer to (王师傅) means the one who took a matter of this customer before, else
    the one who is still there; when that is not one, nobody can tell, and the list is empty.
    """
    staff = {one.id or 0: one for one in (*everybody(work), *former(work))}
    taken = select(Ticket.owner_id, Ticket.first_owner_id).where(Ticket.customer_id == ticket.customer_id)
    met = {one for owners in work.session.exec(taken) for one in owners}
    found: list[Agent] = []
    groups = naming.named(words, {key: one.name for key, one in staff.items()})
    for group in groups:
        choices = (group, [one for one in group if one in met], [one for one in group if staff[one].active])
        found += [staff[one[0]] for one in choices if len(one) == 1][:1]
    owner = staff.get(ticket.owner_id or 0)
    if not groups:
        return [owner] if owner is not None else None
    return found


def receivers(work: Work, category: Category, without: int | None = None) -> list[Agent]:
    """Whom a ticket of ``category`` can be handed to, but for the agent ``without``: whoever is on shift first, then
    those of the department, by name. Nobody who is on leave.
    """
    others = [one for one in everybody(work) if one.id != without]
    gone = away(work, [one.id or 0 for one in others])
    there = {one.id for one in on_shift(work)}
    here = [one for one in others if one.id not in gone]
    return sorted(here, key=lambda one: (one.id not in there, one.department != category))


def away(work: Work, agent_ids: Sequence[int], at: datetime | None = None) -> set[int]:
    """Who of them is on leave on the local day of ``at``."""
    if not agent_ids:
        return set()
    today = (at or work.now).astimezone(work.policy.zone).date()
    write_first(work, Leave)
    with work.session.no_autoflush:
        return set(work.session.exec(AWAY, params={"agents": list(agent_ids), "today": today}))


def there(work: Work, agent_id: int | None) -> Agent | None:
    """The agent, unless they left the staff or are on leave today."""
    agent = work.session.get(Agent, agent_id) if agent_id else None
    return agent if agent and agent.active and not away(work, [agent.id or 0]) else None


def leave_at(work: Work, at: datetime | None = None) -> SelectOfScalar[int]:
    """The query for the ids of all who are on leave on the local day of ``at``."""
    today = (at or work.now).astimezone(work.policy.zone).date()
    return ON_LEAVE.params(today=today)


def left_alone(work: Work, agent_id: int) -> bool:
    """Whether somebody left the staff, or their leave was handed over: for what is theirs still, nobody was there, and
    anybody may take it.
    """
    handed_over = leave_at(work).where(Leave.agent_id == agent_id, col(Leave.handed_over_at).is_not(None))
    active = work.session.get_one(Agent, agent_id).active
    return not active or work.session.exec(handed_over.limit(1)).first() is not None


def _called(work: Work, role: Role, at: datetime | None) -> list[Agent]:
    return [agent for agent in on_call(work, at) if agent.role == role]


def _nearest(agents: Sequence[Agent], category: Category | None) -> Agent | None:
    """One of the department, else one of no department, else anybody."""
    ranked = sorted(agents, key=lambda one: (one.department != category, one.department is not None))
    return ranked[0] if ranked else None


def _present(work: Work, at: datetime, *, on_call: bool) -> list[Agent]:
    today = at.astimezone(work.policy.zone).date()
    moments = {"at": at, "longest": at + LONGEST_SHIFT, "today": today}
    return _by_name(work, ON_CALL if on_call else ON_SHIFT, moments)


def _of_role(work: Work, role: Role) -> list[Agent]:
    """By name, but for those on leave."""
    today = work.now.astimezone(work.policy.zone).date()
    return _by_name(work, OF_ROLE, {"role": role, "today": today})


def _by_name(work: Work, statement: SelectOfScalar[Agent], values: Mapping[str, Any]) -> list[Agent]:
    """Tickets that are not written yet have no say in who is there."""
    write_first(work, Agent, Shift, Leave)
    with work.session.no_autoflush:
        found = work.session.exec(statement, params=values).all()
    return sorted(found, key=lambda one: (one.name, one.id or 0))
