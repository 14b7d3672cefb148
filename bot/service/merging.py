"""Two tickets of one customer about the same: one goes on in the other, and that can be undone whole.

Of two tickets the one with the lower number is held first.
"""

import re
from typing import Any

from sqlmodel import col, func, select

from bot.desk.agent import Agent
from bot.desk.bill import Bill, BillState
from bot.desk.notice import Act, Lane
from bot.desk.ticket import LIVE, Move, State, Ticket, TicketEvent
from bot.desk.transcript import Author, Message
from bot.service import (
    agents,
    green,
    history,
    merged,
    more_menu,
    post,
    routing,
    staffroom,
    suggestion_rows,
    unmerging,
    waking,
    watch,
)
from bot.service.verdict import Verdict
from bot.service.work import Work

MOST_SHOWN = 10  # of the customer's messages, the last ones; the others stay in the closed topic
_NUMBER = re.compile(r"(?:CD-?)?(\d{1,9})", re.IGNORECASE)


def by_hand(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/merge CD-123``: this ticket goes on in that one."""
    other = _named(work, argument)
    if other is None:
        return Verdict("merge_unknown")
    _hold(work, ticket, other)
    return merge(work, agent, ticket, other)


def undo_by_hand(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/unmerge CD-123`` in the topic where that ticket goes on, ``/unmerge`` where it is the only one; in its own
    topic, which is closed, only administrators of the group can write it.
    """
    duplicate = _named(work, argument) if argument else _last_merged(work, ticket)
    if duplicate is None or duplicate.state != State.MERGED:
        return Verdict("unmerge_unknown")
    if ticket.id not in [one.id for one in merged.hold_way(work, duplicate)]:
        return Verdict("unmerge_unknown")
    return undo(work, agent, duplicate)


def merge(work: Work, agent: Agent, ticket: Ticket, into: Ticket) -> Verdict:
    """``ticket`` goes on in ``into``: there the customer's words are shown, and there their later ones go.

    Its clocks stop and its topic is closed; who was owed an answer is owed it there. Both are held.
    """
    refused = _refused(work, agent, ticket, into)
    if refused is not None:
        return refused
    watch.carried_over(work, ticket, into)
    history.note(
        work,
        ticket,
        Move.MERGED,
        Author.AGENT,
        agent_id=agent.id,
        before=ticket.state,
        after=into.number,
        reason="the same matter",
    )
    watch.dropped(work, ticket)
    ticket.state, ticket.merged_into_id = State.MERGED, into.id
    into.last_word_at = max(into.last_word_at, ticket.last_word_at)
    work.session.add(into)
    work.session.flush()
    waking.end(work, into, "merged", Author.DESK)
    green.carry(work, ticket, into)
    _move_talk(work, ticket, into)
    _show_there(work, ticket, into)
    staffroom.tell(work, ticket, "merged", into=into.number, by=agent.name)
    staffroom.refresh_card(work, ticket)
    staffroom.refresh_card(work, into)
    post.to_staff(work, ticket, "topic_closed", step=f"merged:{ticket.steps}", act=Act.CLOSE)
    _tell_customer(work, ticket, into, "merged_told")
    return Verdict("merged", number=ticket.number, more={"into": into.number}, told=True)


def undo(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """The merged ticket is one of its own again, with its owner and clocks as if they had never stopped; it waits for
    the customer and is put off as before. Of an owner who is on leave or left meanwhile, somebody who is there gets it.

    What was written meanwhile stays where it was written, and nobody is called about what came due meanwhile. It and
    all in which it goes on are held.
    """
    if ticket.state != State.MERGED:
        return Verdict("unmerge_unknown")
    way, merging = merged.way_of(work, ticket)[1:], merged.merging_of(work, ticket)
    into = way[-1]
    refused = unmerging.refused(work, agent, ticket, merging)
    if refused is not None:
        return refused
    history.note(
        work,
        ticket,
        Move.UNMERGED,
        Author.AGENT,
        agent_id=agent.id,
        before=into.number,
        reason="another matter",
    )
    ticket.state = State.TAKEN if ticket.owner_id else State.OPEN
    ticket.merged_into_id = None
    work.session.add(ticket)
    work.session.flush()
    unmerging.give_back_clocks(work, ticket, way, merging.at)
    suggestion_rows.taken_up_again(work, ticket)
    _move_talk_back(work, ticket, into)
    post.to_staff(work, ticket, "topic_reopened", step=f"unmerged:{ticket.steps}", act=Act.REOPEN)
    staffroom.tell(work, ticket, "unmerged", into=into.number, by=agent.name)
    into.steps += 1
    work.session.add(into)
    staffroom.tell(work, into, "unmerged_here", other=ticket.number, by=agent.name)
    staffroom.refresh_card(work, ticket)
    routing.cover_and_say(work, ticket)
    for one in way:
        staffroom.refresh_card(work, one)
    _tell_customer(work, ticket, into, "unmerged_told")
    return Verdict("unmerged", number=ticket.number, told=True)


def _refused(work: Work, agent: Agent, ticket: Ticket, into: Ticket) -> Verdict | None:
    """Why the two cannot be merged; None when they can."""
    if ticket.id == into.id:
        return Verdict("merge_itself")
    if ticket.customer_id != into.customer_id:
        return Verdict("merge_other_customer", number=into.number)
    if ticket.state in LIVE and into.state == State.RESOLVED:
        return Verdict("merge_resolved", number=into.number)
    for one in (ticket, into):
        if one.state not in LIVE:
            return Verdict(f"is_{one.state}", number=one.number)
    if not agents.may_decide(work, agent, ticket):
        return Verdict("not_yours", agents.owner_name(work, ticket))
    disputed = select(Bill.id).where(Bill.ticket_id == ticket.id, Bill.state == BillState.DISPUTED)
    if (ticket.urgent and not into.urgent) or work.session.exec(disputed.limit(1)).first() is not None:
        return Verdict("merge_the_other_way", number=ticket.number, more={"into": into.number})
    return None


def _show_there(work: Work, ticket: Ticket, into: Ticket) -> None:
    """The customer's words in ``ticket`` are shown in the topic of ``into``, below a line with the undo button."""
    theirs = (Message.ticket_id == ticket.id, Message.author == Author.CUSTOMER)
    count = work.session.exec(select(func.count()).where(*theirs)).one()
    newest = select(Message).where(*theirs).order_by(col(Message.id).desc()).limit(MOST_SHOWN)
    into.steps += 1
    post.to_staff(
        work,
        into,
        "merged_here",
        step=f"{ticket.id}:{into.steps}",
        template="merged_here",
        values={"number": ticket.number, "left": max(count - MOST_SHOWN, 0)},
        keys=[[more_menu.unmerge(ticket)]],
    )
    for message in reversed(work.session.exec(newest).all()):
        staffroom.relay(work, into, message, subject=f"ticket:{into.id}:message:{message.id}")


def _tell_customer(work: Work, ticket: Ticket, into: Ticket, what: str) -> None:
    post.to_customer(
        work,
        history.customer_of(work, ticket),
        f"ticket:{ticket.id}",
        what,
        step=str(ticket.steps),
        lane=Lane.NOTICE,
        ticket=into if what == "merged_told" else ticket,
        template=what,
        values={"number": ticket.number, "into": into.number},
    )


def _move_talk(work: Work, ticket: Ticket, into: Ticket) -> None:
    """A person talks with the customer in ``ticket``: the talk goes on in ``into``."""
    current = history.open_handover(work, ticket.customer_id)
    if current is not None and current.ticket_id == ticket.id:
        current.ticket_id = into.id or 0
        work.session.add(current)


def _move_talk_back(work: Work, ticket: Ticket, into: Ticket) -> None:
    begun = select(TicketEvent.at).where(
        col(TicketEvent.ticket_id).in_(merged.all_of(work, ticket)), TicketEvent.move == Move.HANDOVER
    )
    current = history.open_handover(work, ticket.customer_id)
    if current is None or current.ticket_id != into.id:
        return
    if current.started_at in work.session.exec(begun).all():
        current.ticket_id = ticket.id or 0
        work.session.add(current)


def _named(work: Work, words: str) -> Ticket | None:
    found = _NUMBER.fullmatch(words.strip())
    return history.find(work, int(found[1])) if found else None


def _last_merged(work: Work, ticket: Ticket) -> Ticket | None:
    """The ticket itself when it is merged, else the only one that was merged into it."""
    if ticket.state == State.MERGED:
        return ticket
    query = select(Ticket).where(Ticket.merged_into_id == ticket.id, Ticket.state == State.MERGED)
    found = work.session.exec(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _hold(work: Work, *tickets: Ticket) -> None:
    for number in sorted({one.id or 0 for one in tickets}):
        history.hold(work, number)


def _merge(work: Work, agent: Agent, lower: Ticket, payload: dict[str, Any]) -> Verdict:
    """The payload's ``ticket``, held already, is the lower of ``from`` and ``into``."""
    ticket, into = (history.hold(work, payload.get(one)) for one in ("from", "into"))
    return merge(work, agent, ticket, into) if ticket and into else Verdict("gone")


def _undo(work: Work, agent: Agent, lower: Ticket, payload: dict[str, Any]) -> Verdict:
    ticket = history.find(work, payload.get("from"))
    if ticket is None or ticket.merged_into_id is None:
        return Verdict("unmerge_unknown")
    merged.hold_way(work, ticket)
    return undo(work, agent, ticket)


DEEDS = {"merge_into": _merge, "unmerge": _undo}
