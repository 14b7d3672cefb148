"""Suggestions as rows: begun when a suggestion is filed, and how far they have come."""

from datetime import datetime

from bot.desk.agent import Agent
from bot.desk.labels import Kind
from bot.desk.policy import ROUND_THE_CLOCK
from bot.desk.suggestion import Suggestion, SuggestionState
from bot.desk.ticket import LIVE, Move, State, Ticket
from bot.desk.transcript import Author
from bot.desk.working import add
from bot.service import deadlines, history, ladder, points
from bot.service.once import insert_once
from bot.service.view import shortened
from bot.service.work import Work

REASON_WORDS = 500  # characters of the reason in the ticket's history
UNDECIDED = (SuggestionState.RECEIVED, SuggestionState.CONSIDERED)
DECIDABLE = (*LIVE, State.RESOLVED)


def subject_of(ticket: Ticket) -> str:
    return f"suggestion:{ticket.id}"


def climbs_as(work: Work, ticket: Ticket, row: Suggestion) -> str:
    """What its steps of the ladder are known by: received anew, it climbs from the first one again."""
    return f"{subject_of(ticket)}:{_since(work, ticket, row):%Y%m%dT%H%M%S}"


def follow(work: Work, ticket: Ticket) -> None:
    """The ticket was filed, or is of another kind or urgency now: a suggestion is received, and climbs its own ladder;
    what is none is decided no more.
    """
    row = work.session.get(Suggestion, ticket.id)
    if ticket.kind == Kind.SUGGESTION and row is None:
        begun = Suggestion(ticket_id=ticket.id or 0, changed_at=work.now)
        begun.climb_at = next_at(work, ticket, begun)
        work.session.flush()
        insert_once(work.session, Suggestion, begun.model_dump())
    elif row is not None and row.state in UNDECIDED:
        if ticket.kind != Kind.SUGGESTION:
            work.session.delete(row)
        else:
            row.climb_at = next_at(work, ticket, row)


def before_change(work: Work, ticket: Ticket) -> None:
    """Call it before labels or urgency change: what it had climbed by now it climbed as it was. The ticket is held."""
    row = work.session.get(Suggestion, ticket.id) if ticket.kind == Kind.SUGGESTION else None
    if row is not None:
        catch_up(work, ticket, row)


def catch_up(work: Work, ticket: Ticket, row: Suggestion) -> None:
    """Writes down what it had climbed by now. Its ticket is held."""
    if ticket.state not in LIVE or row.climbed >= len(ladder.steps_of(work, ticket)):
        row.climb_at = None  # closed; or the ladder had more steps when this one was planned
    while row.climb_at is not None and row.climb_at <= work.now:
        row.climbed += 1
        ladder.climb(work, ticket, climbs_as(work, ticket, row), row.climbed, row.climb_at)
        row.climb_at = next_at(work, ticket, row)
    work.session.add(row)


def reopened(work: Work, ticket: Ticket) -> None:
    """It is open again, and received anew if nobody ever considered it."""
    row = work.session.get(Suggestion, ticket.id)
    if row is not None and row.state == SuggestionState.RECEIVED:
        row.climbed = 0
        row.climb_at = next_at(work, ticket, row)


def taken_up_again(work: Work, ticket: Ticket) -> None:
    """The ticket was merged and is one of its own again: what it would have climbed meanwhile calls nobody."""
    follow(work, ticket)
    row = work.session.get(Suggestion, ticket.id)
    while row is not None and row.climb_at is not None and row.climb_at <= work.now:
        row.climbed += 1
        row.climb_at = next_at(work, ticket, row)
        work.session.add(row)


def of(work: Work, ticket: Ticket) -> Suggestion | None:
    """The row of a ticket that is a suggestion, as it is now, begun for one that is older than such rows; None: it is
    none. The ticket is held.
    """
    if ticket.kind != Kind.SUGGESTION:
        return None
    found = work.session.get(Suggestion, ticket.id, populate_existing=True)
    if found is not None:
        return found
    insert_once(work.session, Suggestion, {"ticket_id": ticket.id, "state": SuggestionState.RECEIVED,
                                           "reason": "", "changed_at": ticket.filed_at, "climbed": 0})  # fmt: skip
    return work.session.get(Suggestion, ticket.id)


def state_of(work: Work, ticket: Ticket) -> SuggestionState | None:
    """How far a suggestion has come; None for any other ticket."""
    if ticket.kind != Kind.SUGGESTION:
        return None
    found = work.session.get(Suggestion, ticket.id)
    return found.state if found else SuggestionState.RECEIVED


def next_at(work: Work, ticket: Ticket, row: Suggestion) -> datetime | None:
    """When it climbs the next step of its ladder (UTC), because nobody considered it; None: not (any more).

    What became urgent meanwhile climbs from that moment on, at any hour.
    """
    steps = ladder.steps_of(work, ticket)
    if row.state != SuggestionState.RECEIVED or ticket.state not in LIVE or row.climbed >= len(steps):
        return None
    calendar = work.policy.calendar(work.policy.departments.of(ticket.category).calendar)
    late_at = add(calendar, _since(work, ticket, row), work.policy.suggestions.consider_within)
    if ticket.urgent:
        late_at = max(late_at, deadlines.urgent_since(work, ticket, ticket.filed_at) or late_at)
        calendar = work.policy.calendar(ROUND_THE_CLOCK)
    return add(calendar, late_at, steps[row.climbed].after)


def decided(work: Work, ticket: Ticket, agent: Agent, state: SuggestionState, reason: str) -> None:
    """Writes down what was decided and why; an adopted suggestion brings its customer points, once."""
    row = of(work, ticket)
    assert row is not None, "only suggestions are decided about"
    row.state, row.reason, row.changed_at, row.climb_at = state, reason, work.now, None
    row.decided_by_id = agent.id
    work.session.add(row)
    adopted = state == SuggestionState.ADOPTED
    move = Move.ADOPTED if adopted else Move.NOT_ADOPTED
    history.note(work, ticket, move, Author.AGENT, agent_id=agent.id, reason=shortened(reason, REASON_WORDS))
    if adopted:
        points.give(work, ticket)


def _since(work: Work, ticket: Ticket, row: Suggestion) -> datetime:
    """Since when it waits for somebody to consider it."""
    return max(row.changed_at, deadlines.opened_at(work, ticket))
