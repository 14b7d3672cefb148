"""Why the desk read a ticket as it did: an agent asks, and is told in the ticket's topic."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.correction import Correction
from bot.desk.explanation import Explanation, Part, Weighed
from bot.desk.notice import Lane, Notice
from bot.desk.ticket import LIVE, Ticket
from bot.desk.transcript import Message
from bot.service import history, post
from bot.service.verdict import Verdict
from bot.service.view import opening_words, shortened
from bot.service.work import Work

DEED = "why"  # of the button on the card
WORDS = 4  # for each part of the label
OTHERS = 3  # next-best labels
LEAST_SHARE = 0.005  # a label that is less probable is not worth a word
WORD_WIDTH = 24  # characters shown of one word
SAID_WIDTH = 40  # characters shown of what was said and did not count
PART_WIDTH = 60  # characters shown of each part of a message about two things
CHANGES = 6  # the latest corrections


@dataclass(frozen=True)
class Question:
    """What the dialogue is asked about: the words that opened a ticket."""

    ticket_id: int
    text: str


def question(work: Work, ticket_id: int | None) -> Question | Verdict:
    """What there is to explain about a ticket; a verdict where there is nothing (closed, gone, no words)."""
    ticket = history.find(work, ticket_id)
    if ticket is None or ticket.id is None:
        return Verdict("gone")
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    text = opening_words(work, ticket)
    return Question(ticket.id, text) if text.strip() else Verdict("why_no_words")


def answer(work: Work, asked: Question, explanation: Explanation | None) -> Verdict:
    """Tells it under the card, once as long as nothing changes. ``explanation`` is None when the dialogue is away."""
    if explanation is None:
        return Verdict("why_away")
    ticket = history.held(work, asked.ticket_id)
    values = _values(work, ticket, explanation)
    said = json.dumps(values, ensure_ascii=False, sort_keys=True)
    told = post.to_staff(
        work,
        ticket,
        "why",
        step=hashlib.sha256(said.encode()).hexdigest()[:16],
        lane=Lane.REPLY,
        template="why",
        values=values,
        reply_to=ticket.card_message_id,
    )
    return Verdict("why_told" if told else "why_told_already", number=ticket.number)


def shown(explanation: Explanation) -> dict[str, Any]:
    """An explanation as values for chat/wording: percentages as whole numbers, everything cut to a readable length."""
    return {
        "label": explanation.label,
        "sure": _percent(explanation.how_sure),
        "because": explanation.because,
        "least": _percent(explanation.ask_below or 0.0),
        "phrase": explanation.phrase or "",
        "kind_words": _words(explanation, "kind"),
        "category_words": _words(explanation, "category"),
        "urgent_words": _words(explanation, "urgent") if explanation.urgent.hazard else [],
        "hazard": explanation.urgent.hazard or "",
        "danger": _percent(explanation.urgent.probability),
        "alarm_from": _percent(explanation.urgent.alarm_from),
        "danger_words": [
            [one.hazard, shortened(one.word, WORD_WIDTH)]
            for one in explanation.urgent.danger_words
            if one.sure or explanation.urgent.hazard
        ][:OTHERS],
        "guards": [shortened(one.word, WORD_WIDTH) for one in explanation.urgent.guards][:OTHERS],
        "others": [
            [one.label, _percent(one.confidence)]
            for one in explanation.next_best
            if one.confidence >= LEAST_SHARE
        ][:OTHERS],
        "removed": [shortened(one, SAID_WIDTH) for one in explanation.removed][:OTHERS],
        "left_out": explanation.left_out,
        "parts": [
            {
                "label": one.label,
                "share": _percent(one.confidence),
                "main": one.main,
                "said": shortened(one.text, PART_WIDTH),
                "kind_words": _words(one, "kind"),
                "category_words": _words(one, "category"),
            }
            for one in explanation.parts
        ],
    }


def _words(explanation: Weighed, part: Part) -> list[list[Any]]:
    """Pairs of a word and the percentage points that are lost without it."""
    return [
        [shortened(word.text, WORD_WIDTH), _percent(getattr(word, part))]
        for word in explanation.deciding(part, WORDS)
    ]


def _values(work: Work, ticket: Ticket, explanation: Explanation) -> dict[str, Any]:
    kept = work.session.exec(
        select(Correction).where(Correction.ticket_id == ticket.id).order_by(col(Correction.id))
    ).all()
    message = work.session.get(Message, ticket.source_message_id) if ticket.source_message_id else None
    return shown(explanation) | {
        "number": ticket.number,
        "asked": _asked(work, message, kept),
        "then": _read_then(message, explanation),
        "changes": [_change(work, one) for one in kept if not one.asked][-CHANGES:],
    }


def _asked(work: Work, message: Message | None, kept: Sequence[Correction]) -> dict[str, str]:
    """Whether the customer was asked what it is: empty if not; ``quiet`` when they did not answer."""
    chosen = {one.field: one.after for one in kept if one.asked}
    if chosen:
        return {"how": "answered", "chosen": "+".join(filter(None, map(chosen.get, ("kind", "category"))))}
    if message is None:
        return {}
    told = select(Notice.id).where(Notice.subject == f"message:{message.id}", Notice.kind == "unanswered")
    return {"how": "quiet"} if work.session.exec(told.limit(1)).first() is not None else {}


def _read_then(message: Message | None, explanation: Explanation) -> list[Any]:
    """How the message was read when it came, where a newer model reads it as another ticket."""
    read = (message.reading if message else None) or {}
    label = f"{read['kind']}+{read['category']}" if "kind" in read else explanation.label
    return [] if label == explanation.label else [label, _percent(float(read["confidence"]))]


def _change(work: Work, one: Correction) -> dict[str, str]:
    agent = work.session.get(Agent, one.agent_id) if one.agent_id else None
    return {
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "name": agent.name if agent else "",
        "changed_at": one.at.isoformat(),
    }


def _percent(share: float) -> int:
    return round(share * 100)
