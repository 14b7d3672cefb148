"""What staff do about a ticket's clocks: wait for the customer, go on, and ask how a deadline is reckoned."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.desk import clocks
from bot.desk.agent import Agent
from bot.desk.deadline import explain
from bot.desk.notice import Lane
from bot.desk.ticket import LIVE, Move, Ticket, check_move
from bot.desk.ticket_clock import TicketClock
from bot.service import agents, clock_rows, history, post, staffroom, watch
from bot.service.verdict import Verdict
from bot.service.work import Work

MINUTE = timedelta(minutes=1)


def wait(work: Work, agent: Agent, ticket: Ticket, words: str = "") -> Verdict:
    """The ticket's clocks stand still until the customer writes; only when no word of staff's is owed any more.

    The customer hears nothing of it: what is waited for, staff asked in their own words before. Words behind the
    command would reach nobody, so that is said and nothing is done.
    """
    history.hold(work, ticket.id)
    check_move(Move.WAITING, ticket.state)
    if words:
        return Verdict("wait_words")
    if watch.promised_at(work, ticket) is not None:
        return Verdict("wait_answer_first")
    if not agents.may_decide(work, agent, ticket):
        return Verdict("not_yours", agents.owner_name(work, ticket))
    if not watch.wait_for_customer(work, ticket, agent.id or 0):
        return Verdict("waits_already")
    staffroom.refresh_card(work, ticket)
    return Verdict("waits")


def go_on(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """Nobody waits for the customer any more; the clocks go on."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    waited = watch.go_on(work, ticket, agent.id)
    staffroom.refresh_card(work, ticket)  # theirs may be out of date
    return Verdict("goes_on" if waited else "goes_on_already")


def reckon(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """Tells in the topic how the ticket's deadlines come about, once as long as nothing changes; the verdict says how
    much time is left.
    """
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    watch.before_change(work, ticket)
    rows = sorted(clock_rows.running(work, ticket), key=lambda row: (row.due_at or work.now, row.id))
    values = {
        "number": ticket.number,
        "zone": work.policy.desk.zone,
        "told": [explain(clock_rows.as_clock(work, row)).model_dump(mode="json") for row in rows],
    }
    said = json.dumps(values, sort_keys=True)
    post.to_staff(
        work,
        ticket,
        "clock_why",
        step=hashlib.sha256(said.encode()).hexdigest()[:16],
        lane=Lane.REPLY,
        template="clock_why",
        values=values,
        reply_to=ticket.card_message_id,
    )
    return _left(work, rows[0])


def _left(work: Work, row: TicketClock) -> Verdict:
    """How much is left of the next deadline, or by how much it is late."""
    clock = clock_rows.as_clock(work, row)
    if clocks.paused_since(clock, work.now) is not None and row.breached_at is None:
        return Verdict("clock_waits")
    left = clocks.left(clock, work.now)
    minutes = abs(left) // MINUTE
    more: Mapping[str, Any] = {
        "hours": minutes // 60,
        "minutes": minutes % 60,
        "working": 0 if clock.calendar.never_closes else 1,
    }
    how = "left" if row.breached_at is None else "late"
    return Verdict(f"clock_{how}_{row.metric}", more=more)


DEEDS = {
    "wait": lambda work, agent, ticket, payload: wait(work, agent, ticket),
    "go_on": lambda work, agent, ticket, payload: go_on(work, agent, ticket),
    "clock": lambda work, agent, ticket, payload: reckon(work, agent, ticket),
}
