"""A ticket that is put off until a time, with a reason. Its clocks go on all the same; how it ends is in ``waking``."""

import re
from datetime import datetime, timedelta
from typing import Any

from bot.desk.agent import Agent
from bot.desk.language import storable
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.told import told
from bot.desk.transcript import Author
from bot.service import agents, history, staffroom, waking
from bot.service.verdict import Verdict
from bot.service.work import Work

REASON_WORDS = 300
_NO_WORD = re.compile(r"[\W_]*")  # signs alone, like //, are no reason
OFF = ("off", "end", "结束", "取消")


def by_hand(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/snooze tomorrow 9:00 reason``, or ``/snooze off``."""
    history.hold(work, ticket.id)
    if argument.strip().casefold() in OFF:
        return _wake_now(work, agent, ticket, {})
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    calendar = work.policy.calendar(work.policy.departments.of(ticket.category).calendar)
    said = told(storable(argument), work.now, work.policy.zone, calendar)
    if said.doubt is not None:
        return Verdict(f"snooze_{said.doubt}")
    first = said.windows[0]
    return snooze(work, agent, ticket, first.begins if first.begins > work.now else first.due, said.words)


def snooze(work: Work, agent: Agent, ticket: Ticket, until: datetime, reason: str) -> Verdict:
    """Puts the ticket off until ``until`` (aware). ``reason``: an agent's words, or a word of ours (``snooze_…``).

    Raises ``UnlawfulMove`` for a ticket that is closed. The ticket is held.
    """
    reason = storable(reason).strip(" ,，。:：/／")[:REASON_WORDS]
    if _NO_WORD.fullmatch(reason):
        return Verdict("snooze_why")
    if ticket.urgent:
        return Verdict("snooze_urgent")
    if not agents.may_decide(work, agent, ticket):
        return Verdict("not_yours", agents.owner_name(work, ticket))
    if until <= work.now or until > work.now + timedelta(days=work.policy.snooze.longest_days):
        return Verdict("snooze_too_far", more={"count": work.policy.snooze.longest_days})
    history.note(
        work,
        ticket,
        Move.SNOOZED,
        Author.AGENT,
        agent_id=agent.id,
        before=ticket.snoozed_until.isoformat() if ticket.snoozed_until else None,
        after=until.isoformat(),
        reason=reason,
    )
    ticket.snoozed_until, ticket.snooze_reason = until, reason
    staffroom.refresh_card(work, ticket)
    return Verdict("snoozed", number=ticket.number, more={"until_at": until.isoformat()})


def _choose_reason(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    staffroom.refresh_card(work, ticket, f"snooze_why@{payload['until']}")
    return Verdict("snooze_choose_why")


def _snooze(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return snooze(work, agent, ticket, datetime.fromisoformat(payload["until"]), payload["reason"])


def _wake_now(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    ended = waking.end(work, ticket, "agent", Author.AGENT, agent.id)
    return Verdict("snooze_ended" if ended else "snooze_none", number=ticket.number, told=ended)


DEEDS = {"snooze_until": _choose_reason, "snooze_for": _snooze, "wake": _wake_now}
