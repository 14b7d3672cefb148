"""Whom the desk asks to take a ticket: by category, site, language and load, and in turn among equals.

With no shifts planned nobody is asked: the whole group is always meant.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, union_all, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from bot.desk.account import Account
from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.service import history, people, staffroom, transfer_rows
from bot.service.work import Work

TAKES_TICKETS = (Role.AGENT, Role.LEAD)  # heads and management are asked only when they are on call
FOR_ALL = (Category.SERVICE, None)  # departments that take what others have no room for
LONG_AGO = datetime.min.replace(tzinfo=UTC)
_owned, _asked = col(Ticket.owner_id), col(Ticket.assigned_id)
_these: Any = bindparam("agents", expanding=True)
_live = col(Ticket.state).in_(LIVE)
LOADS = union_all(  # apart: together no database uses their indexes
    select(_owned, func.count()).where(_owned.in_(_these), _live).group_by(_owned),
    select(_asked, func.count()).where(_asked.in_(_these), _live, _owned.is_(None)).group_by(_asked),
)
_free = select(col(Agent.id)).where(col(Agent.id) == bindparam("agent"))
ASKED = (
    update(Agent)
    .where(col(Agent.id).in_(_free.with_for_update(skip_locked=True, key_share=True)))
    .values(asked_at=bindparam("now"))
)


def route(work: Work, ticket: Ticket, reason: str = "filed") -> Agent | None:
    """Asks somebody who is there to take a ticket that nobody took; the caller shows the card, which names them.

    None: nobody is there, and the whole group is meant. The ticket is held.
    """
    found = choose(work, ticket)
    if found is None or found.id == ticket.assigned_id:
        return found
    before = _named(work, ticket.assigned_id)
    ticket.assigned_id = found.id
    _note(work, ticket, before, found, reason)
    return found


def choose(work: Work, ticket: Ticket, without: Collection[int] = ()) -> Agent | None:
    """Who is to take a ticket now, but for those ``without``.

    Somebody of its department on shift who has room, else of customer service or of no department, else whoever is on
    call, of the department first. Among them: agents before leads, who looks after the site, who speaks the language,
    who holds the fewest open tickets, who was asked longest ago. Where no shifts are planned, nobody is either.
    """
    there = [one for one in people.on_shift(work) if one.role in TAKES_TICKETS and one.id not in without]
    for pool in filter(None, _pools(there, ticket.category)):
        loads = load_of(work, pool)
        free = [one for one in pool if _fits(work, ticket, loads[one.id or 0])]
        if free:
            return _first(work, ticket, free, loads)
    called = [one for one in people.on_call(work) if one.id not in without]
    return _first(work, ticket, called, load_of(work, called)) if called else None


def has_room(work: Work, ticket: Ticket, agent: Agent) -> bool:
    """Whether the agent, if they are there, holds few enough open tickets to be asked to take this one, too."""
    return _fits(work, ticket, load_of(work, [agent])[agent.id or 0])


def follow_category(work: Work, ticket: Ticket) -> None:
    """The category was corrected: somebody of the right department is asked for what nobody took, and told."""
    former = work.session.get(Agent, ticket.assigned_id) if ticket.assigned_id else None
    if ticket.owner_id is not None or ticket.state not in LIVE:
        return
    if former is not None and former.department == ticket.category:
        return
    found = route(work, ticket, "relabelled")
    if found is not None and found is not former:
        tell_assigned(work, ticket, found, former, "relabelled")


def reassign(work: Work, ticket: Ticket, reason: str) -> Agent | None:
    """Gives a ticket to somebody else who is there, and says so in its topic; None: nobody is, it stays as it is.

    ``reason``: ``on_leave``, ``left`` or ``late`` (``reason_<reason>`` of chat/wording). Whoever holds it now holds it
    no more; the first owner stays responsible to the customer. The ticket is held and not closed.
    """
    former = _holder(work, ticket)
    found = hand_on(work, ticket, reason)
    if found is not None:
        tell_assigned(work, ticket, found, former, reason)
    return found


def cover(work: Work, ticket: Ticket) -> None:
    """The ticket is open again, and whoever holds it is on leave or left: somebody who is there gets it. The caller
    tells whom it calls.
    """
    reason = _why_gone(work, ticket)
    if reason is not None:
        hand_on(work, ticket, reason)


def cover_and_say(work: Work, ticket: Ticket) -> None:
    """``cover`` for a caller who calls nobody: its topic hears who has it."""
    reason = _why_gone(work, ticket)
    if reason is not None:
        reassign(work, ticket, reason)


def hand_on(work: Work, ticket: Ticket, reason: str) -> Agent | None:
    """``reassign`` of which nothing is said: the caller tells whom it calls. Also of what nobody holds."""
    former = _holder(work, ticket)
    found = choose(work, ticket, without=[former.id or 0] if former else ())
    if found is None:
        return None
    if ticket.owner_id is None:
        ticket.assigned_id = found.id
    else:
        ticket.owner_id = found.id
        transfer_rows.end(work, ticket)
    _note(work, ticket, former.name if former else None, found, reason)
    return found


def tell_assigned(work: Work, ticket: Ticket, agent: Agent, former: Agent | None, reason: str) -> None:
    """Calls whoever is asked now, and whoever was before, in the ticket's topic; the card follows."""
    staffroom.tell(
        work,
        ticket,
        "assigned",
        to=agent.name,
        to_id=agent.user_id,
        former=former.name if former else "",
        former_id=former.user_id if former else 0,
        reason=reason,
    )
    staffroom.refresh_card(work, ticket)


def load_of(work: Work, agents: Sequence[Agent]) -> Mapping[int, int]:
    """How many open tickets each of them holds, or is asked to take, by their ids."""
    loads = {one.id or 0: 0 for one in agents}
    work.session.flush()
    for agent_id, count in work.session.connection().execute(LOADS, {"agents": list(loads)}):
        loads[agent_id or 0] += count
    return loads


def _pools(there: Sequence[Agent], category: Category) -> Iterator[list[Agent]]:
    yield [one for one in there if one.department == category]
    yield [one for one in there if one.department in FOR_ALL and one.department != category]


def _fits(work: Work, ticket: Ticket, load: int) -> bool:
    return ticket.urgent or load < work.policy.routing.most_open


def _first(work: Work, ticket: Ticket, agents: Sequence[Agent], loads: Mapping[int, int]) -> Agent:
    account = work.session.get(Account, ticket.account_id) if ticket.account_id else None
    site = account.site if account else ""

    def rank(one: Agent) -> tuple[object, ...]:
        return (
            one.department != ticket.category,
            one.role != Role.AGENT,
            _distance(one, site),
            bool(one.languages) and ticket.language not in one.languages,
            loads[one.id or 0],
            one.asked_at or LONG_AGO,
            one.id,
        )

    return min(agents, key=rank)


def _distance(agent: Agent, site: str) -> int:
    """0: looks after this site; 1: after all of them, or nobody knows where it is; 2: after others."""
    if not agent.sites or not site:
        return 1
    return 0 if site in agent.sites else 2


def _holder(work: Work, ticket: Ticket) -> Agent | None:
    number = ticket.owner_id or ticket.assigned_id
    return work.session.get(Agent, number) if number else None


def _why_gone(work: Work, ticket: Ticket) -> str | None:
    """Why whoever holds it is not there (``on_leave``, ``left``); None: they are, or nobody holds it."""
    holder = _holder(work, ticket)
    if holder is None or (holder.active and not people.away(work, [holder.id or 0])):
        return None
    return "on_leave" if holder.active else "left"


def _note(work: Work, ticket: Ticket, before: str | None, agent: Agent, reason: str) -> None:
    history.note(work, ticket, Move.ASSIGNED, Author.DESK, before=before, after=agent.name, reason=reason)
    _asked_now(work, agent)


def _asked_now(work: Work, agent: Agent) -> None:
    """Remembers whose turn it was, also for the next ticket of this transaction. Somebody whose row another transaction
    changes just now is left as they are: their turn comes a little early, and nobody waits for the other.
    """
    work.session.connection().execute(ASKED, {"agent": agent.id, "now": work.now})
    set_committed_value(agent, "asked_at", work.now)


def _named(work: Work, agent_id: int | None) -> str | None:
    agent = work.session.get(Agent, agent_id) if agent_id else None
    return agent.name if agent else None
