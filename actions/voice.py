"""The desk's words in the customer's language, taken from data/responses/ as the model carries them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.desk.labels import Category, Kind, Language
from bot.desk.language import say_until, say_when
from bot.service.view import TicketView
from bot.service.work import Work

Button = dict[str, str]


def payload(intent: str, **values: Any) -> str:
    """What a button says to the dialogue when it is pressed, e.g. ``/withdraw{"ticket": 12}``."""
    return f"/{intent}{json.dumps(values)}" if values else f"/{intent}"


def button(title: str, intent: str, **values: Any) -> Button:
    return {"title": title, "payload": payload(intent, **values)}


class Voice:
    """Words in one language. They are filled in here and not by Rasa, so that what a customer wrote is never read as a
    placeholder, and one turn said twice is worded alike."""

    def __init__(self, work: Work, responses: Mapping[str, Any], language: Language) -> None:
        self._work = work
        self._responses = responses
        self.language = language

    def word(self, name: str, /, **values: Any) -> str:
        """The text of the response ``name``. Raises ``KeyError`` when data/responses has no such response."""
        return str(self._response(name)["text"]).format(**values)

    def buttons(self, name: str, /, **values: Any) -> list[Button]:
        """The buttons written under the response ``name``."""
        return [
            {"title": one["title"].format(**values), "payload": one["payload"].format(**values)}
            for one in self._response(name).get("buttons") or []
        ]

    def when(self, moment: datetime) -> str:
        """``moment`` in the desk's zone, as a person reads it."""
        return say_when(moment, self._work.policy.zone, self.language, self._work.now)

    def until(self, end: datetime, start: datetime) -> str:
        """``end`` said right behind ``start``."""
        return say_until(end, start, self._work.policy.zone, self.language, self._work.now)

    def kind(self, kind: Kind) -> str:
        return self.word(f"kind_{kind}")

    def category(self, category: Category) -> str:
        return self.word(f"category_{category}")

    def resolution(self, how: str) -> str:
        """What was done: a reason of the staff's list in words, or what the agent wrote."""
        listed = f"utter_{self.language}_reason_{how}" in self._responses
        return self.word(f"reason_{how}") if listed else how

    def facts(self, ticket: TicketView) -> dict[str, Any]:
        """What any sentence about a ticket may name."""
        return {
            "ticket": ticket.id,
            "number": ticket.number,
            "kind": self.kind(ticket.kind),
            "category": self.category(ticket.category),
            "department": ticket.department,
            "due": self.when(ticket.due_at),
            "words": ticket.first_words or self.word("no_words_in_it"),
            "owner": ticket.owner or "",
            "resolution": self.resolution(ticket.resolution or ""),
            "refers_to": ticket.refers_to or "",
            "linked": ticket.linked,
        }

    def _response(self, name: str) -> Mapping[str, Any]:
        full = f"utter_{self.language}_{name}"
        try:
            response: Mapping[str, Any] = self._responses[full][0]
        except (KeyError, IndexError) as error:
            raise KeyError(
                f"no response {full}; write it in data/responses/ and train the model anew"
            ) from error
        return response
