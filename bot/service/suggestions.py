"""The life of a suggestion: received, considered, adopted or not; the customer is told each time, once.

What waits too long for anybody to consider it climbs its ticket's ladder, at its true moments.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.labels import Kind
from bot.desk.language import storable
from bot.desk.notes import is_note
from bot.desk.suggestion import Suggestion, SuggestionState
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.service import (
    agents,
    carrying,
    history,
    points,
    post,
    staffroom,
    suggestion_rows,
    watch,
)
from bot.service.suggestion_rows import DECIDABLE, UNDECIDED, subject_of
from bot.service.verdict import Verdict
from bot.service.view import TicketView
from bot.service.work import Work

PIECE = 200  # suggestions in one transaction
DECISIONS = {"adopt": SuggestionState.ADOPTED, "not_adopt": SuggestionState.NOT_ADOPTED}
ASKED = "suggestion_ask"  # the kind of the notice whose reply is the agent's reason


@dataclass(frozen=True)
class Life:
    """How far a suggestion has come, since when (aware), the reason that was told, and the points that it brought."""

    state: SuggestionState
    changed_at: datetime
    reason: str
    points: int


def life_of(work: Work, ticket: TicketView) -> Life | None:
    """None for a ticket that is no suggestion."""
    if ticket.kind != Kind.SUGGESTION:
        return None
    row = work.session.get(Suggestion, ticket.id)
    if row is None:  # older than such rows
        return Life(SuggestionState.RECEIVED, ticket.filed_at, "", 0)
    customer = work.session.get_one(Ticket, ticket.id).customer_id
    return Life(row.state, row.changed_at, row.reason, points.for_ticket(work, customer, ticket.id))


def climb(work: Work) -> int:
    """Lets a piece of what nobody considered in time climb its next step; returns how many. A tick, in pieces."""
    due = (
        select(Suggestion.ticket_id, Ticket)
        .join(Ticket, col(Ticket.id) == col(Suggestion.ticket_id))
        .where(col(Suggestion.climb_at) <= work.now)
        .order_by(col(Suggestion.climb_at), col(Suggestion.ticket_id))
        .limit(PIECE)
        .with_for_update(key_share=True, skip_locked=True, of=Ticket)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(due).all()
    for ticket_id, ticket in found:
        # Read again: somebody may have considered it just before its ticket was held here.
        row = work.session.get_one(Suggestion, ticket_id, populate_existing=True)
        suggestion_rows.catch_up(work, ticket, row)
    return len(found)


def consider(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """Somebody looks into it: the customer is told so, which is an answer to them, and it climbs no more."""
    row = suggestion_rows.of(work, ticket)
    if row is None:
        return _none(ticket)
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    if row.state != SuggestionState.RECEIVED:
        return Verdict(f"suggestion_{row.state}_already", number=ticket.number)
    suggestion_rows.catch_up(work, ticket, row)
    agents.take(work, agent, ticket, "considered")
    row.state, row.changed_at, row.climb_at = SuggestionState.CONSIDERED, work.now, None
    work.session.add(row)
    history.note(work, ticket, Move.CONSIDERED, Author.AGENT, agent_id=agent.id, reason="considered")
    ticket.last_word_at, ticket.first_answered_at = work.now, ticket.first_answered_at or work.now
    watch.answered(work, ticket)
    customer = history.customer_of(work, ticket)
    department = work.policy.departments.of(ticket.category).in_language(customer.language)
    post.to_customer(
        work,
        customer,
        subject_of(ticket),
        "suggestion_considered",
        ticket=ticket,
        template="suggestion_considered",
        values={"number": ticket.number, "department": department},
    )
    staffroom.refresh_card(work, ticket)
    return Verdict("suggestion_considered", number=ticket.number)


def decide(work: Work, agent: Agent, ticket: Ticket, do: str, words: str) -> Verdict:
    """Adopts it (``do`` is "adopt") or not ("not_adopt"), for the reason that the customer is told, and resolves it.

    One that was resolved without a decision may be decided later; the customer hears of it then.
    """
    history.hold(work, ticket.id)
    row, said = suggestion_rows.of(work, ticket), carrying.for_customer(storable(words)) or ""
    if row is None:
        return _none(ticket)
    if not said.strip():
        return Verdict("suggestion_needs_words", number=ticket.number)
    if row.state not in UNDECIDED and (ticket.state not in LIVE or row.state == SuggestionState.ADOPTED):
        return Verdict(f"suggestion_{row.state}_already", number=ticket.number)
    if ticket.state not in DECIDABLE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    suggestion_rows.catch_up(work, ticket, row)
    if ticket.state in LIVE:
        verdict = agents.resolve(work, agent, ticket, DECISIONS[do], words)
        return _decided(ticket, do) if _done(verdict) else verdict
    if not agents.may_decide(work, agent, ticket):
        return Verdict("not_yours", agents.owner_name(work, ticket))
    suggestion_rows.decided(work, ticket, agent, DECISIONS[do], said)
    agents.tell_resolved(work, [ticket], DECISIONS[do], said)
    ticket.resolution = said
    staffroom.tell(work, ticket, "resolved", name=agent.name, reason=DECISIONS[do], words=said)
    staffroom.refresh_card(work, ticket)
    return _decided(ticket, do)


def _decided(ticket: Ticket, do: str) -> Verdict:
    return Verdict(f"suggestion_{DECISIONS[do]}", number=ticket.number, told=True)


def ask_reason(work: Work, agent: Agent, ticket: Ticket, do: str) -> Verdict:
    """A button decided: the agent is asked, in the topic, for the reason that the customer will read."""
    row = suggestion_rows.of(work, ticket)
    if row is None:
        return _none(ticket)
    if row.state not in UNDECIDED and (ticket.state not in LIVE or row.state == SuggestionState.ADOPTED):
        return Verdict(f"suggestion_{row.state}_already", number=ticket.number)
    ticket.steps += 1
    work.session.add(ticket)
    post.to_staff(
        work,
        ticket,
        ASKED,
        subject=subject_of(ticket),
        step=f"{do}:{ticket.steps}",
        template=f"suggestion_ask_{do}",
        values={"do": do, "to": agent.name, "to_id": agent.user_id, "number": ticket.number},
    )
    return Verdict("suggestion_needs_words", number=ticket.number)


def said(
    work: Work, agent: Agent, ticket: Ticket, chat_id: int, reply_to: int | None, words: str
) -> Verdict | None:
    """What an agent writes in reply to the question for a reason is that reason; None for anything else."""
    asked = history.notice_at(work, chat_id, reply_to) if reply_to else None
    if asked is None or asked.kind != ASKED or asked.ticket_id != ticket.id or is_note(words):
        return None
    return decide(work, agent, ticket, str(asked.values["do"]), words)


def _none(ticket: Ticket) -> Verdict:
    return Verdict("suggestion_none", number=ticket.number, more={"kind": ticket.kind})


def _done(verdict: Verdict) -> bool:
    return verdict.word == "resolved"


def _considered(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return consider(work, agent, ticket)


def _asked(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return ask_reason(work, agent, ticket, payload["do"])


DEEDS = {"consider": _considered, "adopt": _asked, "not_adopt": _asked}
