"""The note for a meeting about a ticket: what happened, what was promised, and who said what when."""

from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.notice import Lane
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.desk.transcript import Author, Message
from bot.service import cards, history, post
from bot.service.view import shortened
from bot.service.work import Work

MOST_MOVES, MOST_WORDS = 16, 10  # lines of either kind; the newest, after how it began
FACT_WORDS = 90  # characters of what somebody wrote
TELLING = (
    Move.FILED, Move.URGENT, Move.NOT_URGENT, Move.CATEGORY, Move.ASSIGNED, Move.TAKEN, Move.ACCEPTED, Move.RETURNED,
    Move.WAITING, Move.GOES_ON, Move.BREACHED, Move.ESCALATED, Move.PRIORITY, Move.GREEN, Move.SUPERVISED,
    Move.PROMISED, Move.PROMISE_KEPT, Move.PROMISE_BROKEN, Move.PART_GIVEN, Move.PART_DONE, Move.FIX_FAILED,
    Move.SNOOZED, Move.RESOLVED, Move.REOPENED, Move.RATED,
)  # fmt: skip
"""The moves that a meeting wants to know of (``fact_<move>`` of chat/wording)."""
TO_SOMEBODY = (
    Move.ASSIGNED,
    Move.ACCEPTED,
    Move.ESCALATED,
    Move.PRIORITY,
)  # after: who, or what, it was then
IN_WORDS = (Move.PROMISED, Move.SUPERVISED, Move.SNOOZED, Move.REOPENED, Move.PART_GIVEN)


def post_note(work: Work, ticket: Ticket) -> None:
    """Writes the note into the ticket's topic; once a round."""
    facts, left = facts_of(work, ticket)
    post.to_staff(
        work,
        ticket,
        "meeting_note",
        step=str(ticket.round),
        lane=Lane.ALERT if ticket.urgent else Lane.NOTICE,
        template="meeting_note",
        values=cards.names(ticket) | {"facts": facts, "left": left},
    )


def facts_of(work: Work, ticket: Ticket) -> tuple[list[dict[str, Any]], int]:
    """What happened, in its order, and how many lines were left out; times in ISO 8601."""
    moves = [_move(work, one) for one in _moves(work, ticket)]
    said = [_said(work, ticket, one) for one in _messages(work, ticket)]
    kept_moves, kept_said = _newest(moves, MOST_MOVES), _newest(said, MOST_WORDS)
    left = len(moves) + len(said) - len(kept_moves) - len(kept_said)
    return sorted([*kept_moves, *kept_said], key=lambda one: str(one["done_at"])), left


def _newest(lines: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The first one and the newest."""
    return lines if len(lines) <= most else [lines[0], *lines[1 - most :]]


def _moves(work: Work, ticket: Ticket) -> list[TicketEvent]:
    work.session.flush()
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id, col(TicketEvent.move).in_(TELLING))
    return list(work.session.exec(query.order_by(col(TicketEvent.at), col(TicketEvent.id))))


def _messages(work: Work, ticket: Ticket) -> list[Message]:
    query = select(Message).where(Message.ticket_id == ticket.id)
    return list(work.session.exec(query.order_by(col(Message.written_at), col(Message.id))))


def _move(work: Work, event: TicketEvent) -> dict[str, Any]:
    late = event.move == Move.BREACHED
    words = event.after if event.move in TO_SOMEBODY else event.reason if event.move in IN_WORDS else ""
    return {
        "fact": event.move,
        "done_at": event.after if late and event.after else event.at.isoformat(),
        "author": event.author,
        "name": _name(work, event.agent_id),
        "late": (event.reason or "") if late else "",
        "rung": (event.reason or "") if event.move == Move.ESCALATED else "",
        "words": shortened(words or "", FACT_WORDS),
        "media": 0,
    }


def _said(work: Work, ticket: Ticket, message: Message) -> dict[str, Any]:
    customer = history.customer_of(work, ticket).name
    return {
        "fact": "note" if message.internal else "said",
        "done_at": message.written_at.isoformat(),
        "author": message.author,
        "name": customer if message.author == Author.CUSTOMER else _name(work, message.agent_id),
        "late": "",
        "rung": "",
        "words": shortened(message.text, FACT_WORDS),
        "media": len(message.media),
    }


def _name(work: Work, agent_id: int | None) -> str:
    agent = work.session.get(Agent, agent_id) if agent_id else None
    return agent.name if agent else ""
