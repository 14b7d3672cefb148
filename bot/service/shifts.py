"""Coming to work and leaving it: /onshift and /offshift, and shifts that were planned before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk.agent import Agent
from bot.desk.labels import Category
from bot.desk.notice import Lane, Notice
from bot.desk.shift import Shift
from bot.desk.ticket import State, Ticket
from bot.desk.told import told
from bot.service import leaves, post, routing
from bot.service.verdict import Verdict
from bot.service.work import Work

Outcome = Literal["added", "changed", "unchanged"]
_HOUR = re.compile(r"\d{1,2}")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A shift to be planned; both moments are aware."""

    agent_id: int
    from_at: datetime
    until_at: datetime
    on_call: bool = False


def begin(work: Work, agent: Agent, words: str) -> Verdict:
    """The agent is at work from now on: until the time in ``words``, whatever was planned; else until their shift or
    the day's plan ends; else until they say /offshift or the policy's time for such a shift is over. Leave ends today.
    """
    current, until = _current(work, agent), None
    if words:
        until, refused = _time_in(work, agent, words)
        if refused is not None:
            return refused
    back = leaves.come_back(work, agent)
    known = max((one.until_at for one in current if one.until_at), default=None)
    if until is None and known is not None and not back:
        return Verdict("on_shift_already", more=_standing(work, agent, known))
    until = until or known or _unsaid_end(work, agent)
    _stay(work, agent, current, until)
    return Verdict("back_on_shift" if back else "on_shift", agent.name, more=_standing(work, agent, until))


def end(work: Work, agent: Agent, words: str) -> Verdict:
    """The agent goes now, or at the time in ``words``, sooner or later than was planned. What is open stays theirs."""
    until = work.now
    if words:
        said, refused = _time_in(work, agent, words)
        if said is None:
            return refused or Verdict("shift_no_time")
        until = said
    current = _current(work, agent)
    if not current:
        return Verdict("not_on_shift")
    _stay(work, agent, current, until)
    word = "off_shift_later" if until > work.now else "off_shift"
    return Verdict(word, agent.name, more=_standing(work, agent, until))


def plan_all(work: Work, stretches: Sequence[Stretch]) -> list[Outcome]:
    """Plans shifts; what was planned before for the same person and overlaps one of them gives way to it.

    Those of one call must not overlap each other (``overlapping``). What came of each, in order.
    """
    if not stretches:
        return []
    known = _planned(work, stretches)
    outcomes: list[Outcome] = []
    for one in stretches:
        row = Shift(**vars(one), planned=True)
        former = [was for was in known if _meet(was, row)]
        same = [was for was in former if (was.from_at, was.until_at) == (row.from_at, row.until_at)]
        if same and len(former) == 1:
            outcomes.append("unchanged")
            continue
        for was in former:
            work.session.delete(was)
        work.session.add(row)
        outcomes.append("changed" if former else "added")
    work.session.flush()
    return outcomes


def overlapping(stretches: Iterable[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """The pairs of one person's that are at the same time."""
    ordered = sorted(stretches, key=lambda one: (one.agent_id, one.on_call, one.from_at))
    return [
        (first, then)
        for first, then in zip(ordered, ordered[1:], strict=False)
        if (first.agent_id, first.on_call) == (then.agent_id, then.on_call) and then.from_at < first.until_at
    ]


def unplan(work: Work, agent_id: int, since: datetime, until: datetime) -> int:
    """Takes back the planned shifts of an agent that begin from ``since`` until before ``until``; how many."""
    query = select(Shift).where(
        Shift.agent_id == agent_id, col(Shift.planned), Shift.from_at >= since, Shift.from_at < until
    )
    found = work.session.exec(query).all()
    for one in found:
        work.session.delete(one)
    work.session.flush()
    return len(found)


def coming(work: Work, since: datetime, until: datetime) -> Sequence[tuple[Shift, Agent]]:
    """The shifts that are between two moments, with their agents, in order."""
    query = (
        select(Shift, Agent)
        .join(Agent, col(Agent.id) == col(Shift.agent_id))
        .where(Shift.from_at < until, or_(col(Shift.until_at).is_(None), col(Shift.until_at) > since))
    )
    return work.session.exec(query.order_by(col(Shift.from_at), Agent.name)).all()


def running(work: Work) -> SelectOfScalar[Shift]:
    """The query for the shifts that are now, in order of their ids; nobody's on call."""
    now = (col(Shift.from_at) <= work.now, or_(col(Shift.until_at).is_(None), col(Shift.until_at) > work.now))
    return select(Shift).where(col(Shift.on_call).is_(False), *now).order_by(col(Shift.id))


def _time_in(work: Work, agent: Agent, words: str) -> tuple[datetime, None] | tuple[None, Verdict]:
    """The time in ``words`` (18:00, 6pm, 到晚上8点, or just 18), or why it cannot be the end of a shift."""
    hour = _HOUR.fullmatch(words.strip())
    department = Category(agent.department) if agent.department else Category.SERVICE
    calendar = work.policy.calendar(work.policy.departments.of(department).calendar)
    said = told(f"{words.strip()}:00" if hour else words, work.now, work.policy.zone, calendar)
    if said.doubt is not None:
        return None, Verdict(f"shift_{said.doubt}")
    until, longest = said.windows[0].due, work.now + work.policy.routing.longest_shift
    if until > longest:
        return None, Verdict("shift_too_long", more={"until_at": longest.isoformat()})
    return until, None


def _unsaid_end(work: Work, agent: Agent) -> datetime:
    """When a shift ends of which nobody said it: with what is planned for later that day, else after the policy's
    time.
    """
    zone, routing_part = work.policy.zone, work.policy.routing
    planned = select(Shift).where(
        Shift.agent_id == agent.id,
        col(Shift.planned),
        col(Shift.on_call).is_(False),
        Shift.from_at > work.now,
        Shift.from_at < work.now + DAY,
        col(Shift.until_at) <= work.now + routing_part.longest_shift,
    )
    today = work.now.astimezone(zone).date()
    ends = [
        one.until_at
        for one in work.session.exec(planned)
        if one.until_at is not None and one.from_at.astimezone(zone).date() == today
    ]
    return max(ends, default=work.now + routing_part.unsaid_shift)


def _stay(work: Work, agent: Agent, current: Sequence[Shift], until: datetime) -> None:
    """The agent's shift ends just then: what lasts longer is cut, and where nothing lasts so long it is made longer.

    Who began it with /onshift hears when it is over.
    """
    for one in current:
        one.until_at = min(one.until_at or until, until)
        work.session.add(one)
    own = next((one for one in current if not one.planned), None)
    if all(one.until_at and one.until_at < until for one in current):
        own = own or Shift(agent_id=agent.id or 0, from_at=work.now)
        own.until_at = until
        work.session.add(own)
    work.session.flush()
    if own is not None:
        _tell_when_over(work, agent, own)


def _tell_when_over(work: Work, agent: Agent, shift: Shift) -> None:
    """Says so to the group at the end of ``shift``, and only then; who goes at once knows."""
    subject = f"shift:{shift.id}"
    post.unsay(work, "the shift ends at another time", col(Notice.subject) == subject)
    if shift.until_at is None or shift.until_at <= work.now:
        return
    until = shift.until_at.isoformat()
    post.put(
        work,
        Notice(
            subject=subject,
            kind="shift_over",
            step=f"{until}@{work.now.isoformat()}",
            lane=Lane.NOTICE,
            chat_id=work.staff_chat_id,
            stream=subject,  # of its own: what waits for the evening holds up nothing
            language=work.policy.desk.staff_language,
            template="shift_over",
            values={"to": agent.name, "to_id": agent.user_id, "until_at": until},
            due_at=shift.until_at,
            created_at=work.now,
        ),
    )


def _current(work: Work, agent: Agent) -> Sequence[Shift]:
    return work.session.exec(running(work).where(Shift.agent_id == agent.id)).all()


def _planned(work: Work, stretches: Sequence[Stretch]) -> Sequence[Shift]:
    since, until = min(one.from_at for one in stretches), max(one.until_at for one in stretches)
    query = select(Shift).where(
        col(Shift.agent_id).in_({one.agent_id for one in stretches}),
        col(Shift.planned),
        Shift.from_at < until,
        or_(col(Shift.until_at).is_(None), col(Shift.until_at) > since),
    )
    return work.session.exec(query).all()


def _meet(one: Shift, other: Shift) -> bool:
    if (one.agent_id, one.on_call) != (other.agent_id, other.on_call):
        return False
    assert other.until_at is not None
    return one.from_at < other.until_at and (one.until_at is None or one.until_at > other.from_at)


def _standing(work: Work, agent: Agent, until: datetime) -> dict[str, object]:
    """What whoever comes or goes is told: until when, how much is theirs, and what of their department waits."""
    department = [Ticket.category == agent.department] if agent.department else []
    waiting = select(func.count()).where(
        Ticket.state == State.OPEN, col(Ticket.assigned_id).is_(None), *department
    )
    return {
        "until_at": until.isoformat(),
        "own": routing.load_of(work, [agent])[agent.id or 0],
        "waiting": work.session.exec(waiting).one(),
    }
