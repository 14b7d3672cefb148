"""What waits for somebody finds hands when a shift begins: what was filed while nobody was there or all were full, and
what somebody left behind that nobody could take. Whoever gets some of it hears of it in one word.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from bot.desk.agent import Agent
from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.shift import Leave, Shift
from bot.desk.ticket import LIVE, Ticket
from bot.service import cards, people, post, routing, shifts, staffroom
from bot.service.work import Work

PIECE = 50  # tickets in one transaction
MOST_LINES = 20  # of one word: the worst; the others are counted
GATHERED = timedelta(seconds=15)  # so several pieces, or several who begin at once, make one word


def welcome(work: Work) -> int:
    """Gives out a piece of what the beginner of a shift may take, over all who are there; 0: no shift has begun. A
    tick, in pieces. Two at once take turns, by the shift.
    """
    there = {one.id: one for one in people.on_shift(work) if one.role in routing.TAKES_TICKETS}
    begun = shifts.running(work).where(col(Shift.agent_id).in_(there), col(Shift.welcomed_at).is_(None))
    held = begun.limit(1).with_for_update().execution_options(populate_existing=True)
    shift = work.session.exec(held).first()
    if shift is None:
        return 0
    given = sorted(_give_out(work, there[shift.agent_id]), key=lambda one: one[0].id or 0)
    for _, own in groupby(given, key=lambda one: one[0].id):
        pairs = list(own)
        _tell(work, pairs[0][0], [ticket for _, ticket in pairs])
    if not given:
        shift.welcomed_at = work.now
        work.session.add(shift)
    return len(given) or 1


def _give_out(work: Work, newcomer: Agent) -> Iterator[tuple[Agent, Ticket]]:
    """Until the newcomer has no more room: as long as they have, there is somebody for each of these tickets."""
    for ticket in _hold_some(work, newcomer):
        found = routing.hand_on(work, ticket, "waited") if routing.has_room(work, ticket, newcomer) else None
        if found is None:
            return
        staffroom.refresh_card(work, ticket)
        yield found, ticket


def _hold_some(work: Work, newcomer: Agent) -> Sequence[Ticket]:
    """The worst of what waits, held in order of the ids, as everybody does who holds several."""
    waiting = _waiting(work, newcomer)
    worst = (col(Ticket.urgent).desc(), col(Ticket.priority).desc(), col(Ticket.filed_at), col(Ticket.id))
    found = work.session.exec(select(Ticket.id).where(*waiting).order_by(*worst).limit(PIECE)).all()
    held = (
        select(Ticket)
        .where(col(Ticket.id).in_(found), *waiting)  # read again: somebody may have taken it just before
        .order_by(col(Ticket.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return sorted(work.session.exec(held), key=lambda one: found.index(one.id))


def _waiting(work: Work, newcomer: Agent) -> list[ColumnElement[bool]]:
    """What nobody who could do it holds, and the newcomer may take. Leave that is not handed over yet will be."""
    holder = func.coalesce(Ticket.owner_id, Ticket.assigned_id)
    left = select(Agent.id).where(col(Agent.active).is_(False))
    away = people.leave_at(work).where(col(Leave.handed_over_at).is_not(None))
    waiting = [
        col(Ticket.state).in_(LIVE),
        col(Ticket.snoozed_until).is_(None),
        or_(holder.is_(None), holder.in_(left), holder.in_(away)),
    ]
    if newcomer.department not in routing.FOR_ALL:
        waiting.append(col(Ticket.category) == newcomer.department)
    return waiting


def _tell(work: Work, agent: Agent, tickets: Sequence[Ticket]) -> None:
    """One word for each: what was not said yet says these, too."""
    subject = f"waited:{agent.id}"
    unsaid = select(Notice).where(
        Notice.subject == subject, col(Notice.state).in_((NoticeState.READY, NoticeState.CLAIMED))
    )
    held = unsaid.with_for_update().execution_options(populate_existing=True)
    former = work.session.exec(held).first()
    if former is not None and post.rewrite(work, former, _values(work, agent, tickets, former.values)):
        return
    post.put(
        work,
        Notice(
            subject=subject,
            kind="waited",
            step=work.now.isoformat(),
            lane=Lane.REPLY,
            chat_id=work.staff_chat_id,
            stream=subject,  # of its own: nobody else waits until all is gathered
            language=work.policy.desk.staff_language,
            template="waited_digest",
            values=_values(work, agent, tickets, {}),
            due_at=work.now + GATHERED,
            created_at=work.now,
        ),
    )


def _values(work: Work, agent: Agent, tickets: Sequence[Ticket], former: Mapping[str, Any]) -> dict[str, Any]:
    count = former.get("count", 0) + len(tickets)
    items = sorted(
        [*former.get("items", ()), *(_line(work, one) for one in tickets)],
        # Lines of an older desk have no priority.
        key=lambda one: (not one["urgent"], -one.get("priority", 0), one["filed_at"]),
    )
    return {
        "name": agent.name,
        "name_id": agent.user_id,
        "count": count,
        "items": items[:MOST_LINES],
        "left": max(count - MOST_LINES, 0),
    }


def _line(work: Work, ticket: Ticket) -> dict[str, Any]:
    """Without the customer's words: those are in the topic, where they can be erased."""
    return cards.names(ticket) | {
        "link": cards.link_of(work, ticket),
        "filed_at": ticket.filed_at.isoformat(),
        "priority": ticket.priority,
        "words": "",
    }
