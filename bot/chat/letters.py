"""Whole messages: what a notice says, never longer than Telegram takes."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.chat import bills
from bot.chat.bulk_card import bulk_card
from bot.chat.card import alarm, card
from bot.chat.deadlines import reckoned, relay
from bot.chat.ladder import ladder_digest, meeting_note, own_work, waited_digest
from bot.chat.outage_card import outage_card
from bot.chat.task_card import task_card
from bot.chat.why import why
from bot.chat.words import Words
from bot.desk.labels import Language

LONGEST_TEXT = 4096  # Telegram counts UTF-16 units, after its markup is read
LONGEST_CAPTION = 1024
LONGEST_TITLE = 128
LONGEST_TOAST = 200
LONGEST_LABEL = 64  # of a button; Telegram shows less

_TAG = re.compile(r"<[^>]*>")
_COMPOSED = {
    "card": card,
    "alarm": alarm,
    "why": why,
    "clock_why": reckoned,
    "relay": relay,
    "task": task_card,
    "outage": outage_card,
    "bulk": bulk_card,
    "ladder_digest": ladder_digest,
    "meeting_note": meeting_note,
    "waited_digest": waited_digest,
    "verdict_own_work": own_work,
    "bill_reminder": bills.bill_reminder,
    "bill_instalments": bills.bill_instalments,
}  # made of several texts


def message(words: Words, language: Language, template: str, values: Mapping[str, Any]) -> str:
    """The text of a notice in Telegram's HTML. What does not fit is cut at the longest value, with an ellipsis.

    Raises ``MissingWord``.
    """
    if template == "agent_says" and units(words.label(language, template, values)) > LONGEST_TEXT:
        template = "agent_says_bare"  # an agent's own 4,096 characters go out whole, without our heading
    return _fitted(lambda given: _worded(words, language, template, given), dict(values))


def title(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The title of a ticket's topic, without markup."""
    return cut(
        words.label(language, "topic_urgent" if values.get("urgent") else "topic", values), LONGEST_TITLE
    )


def without_markup(text: str) -> str:
    """Telegram's HTML as the plain text that a reader sees."""
    return html.unescape(_TAG.sub("", text))


def units(text: str) -> int:
    """The length of ``text`` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """``text`` in at most ``longest`` UTF-16 units, with an ellipsis where something was left out."""
    if units(text) <= longest:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (longest - 1) * 2]
    return kept.decode("utf-16-le", "ignore").rstrip() + "…"


def _worded(words: Words, language: Language, template: str, values: Mapping[str, Any]) -> str:
    composed = _COMPOSED.get(template)
    said = composed(words, language, values) if composed else words.html(language, template, values)
    # Danger that is told in somebody's quiet hours says that it knows.
    return f"{said}\n{words.html(language, 'danger_at_night')}" if values.get("at_night") else said


def _fitted(render: Callable[[Mapping[str, Any]], str], values: dict[str, Any]) -> str:
    said = render(values)
    while (over := units(without_markup(said)) - LONGEST_TEXT) > 0:
        longest = max(
            (name for name in values if isinstance(values[name], str)), key=lambda name: units(values[name])
        )
        left = units(values[longest]) - over - 1
        values[longest] = cut(values[longest], max(left, 1))
        said = render(values)
    return said
