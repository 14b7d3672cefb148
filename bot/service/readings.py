"""What the model made of a message, kept with the message."""

from dataclasses import dataclass
from typing import Any

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.language import storable
from bot.desk.transcript import Message
from bot.service.work import Work


@dataclass(frozen=True)
class Part:
    """One of the two things that a message is about, and the customer's words about it."""

    kind: Kind
    category: Category
    text: str


@dataclass(frozen=True)
class Reading:
    """What the model made of a message. ``matter``: how likely it is one at all, and not small talk (0 to 1).

    ``parts``: the two things it is about, the main one first; empty when it is about one.
    """

    kind: Kind
    category: Category
    confidence: float
    hazard: Hazard | None = None
    matter: float = 1.0
    parts: tuple[Part, ...] = ()


def keep(work: Work, message: Message, reading: Reading) -> None:
    """Keeps the reading with its message, for when the customer or the clock files it later."""
    message.reading = {
        "kind": reading.kind,
        "category": reading.category,
        "confidence": reading.confidence,
        "hazard": reading.hazard,
        "matter": reading.matter,
    }
    if reading.parts:
        parts = [
            {"kind": one.kind, "category": one.category, "text": storable(one.text)} for one in reading.parts
        ]
        message.reading = {**message.reading, "parts": parts}
    work.session.add(message)


def of(message: Message) -> Reading | None:
    """What the model made of the message when it came; None when it heard nothing or the customer said: nothing."""
    kept = message.reading
    if not kept or "kind" not in kept:
        return None
    hazard = Hazard(kept["hazard"]) if kept.get("hazard") else None
    sure, matter = float(kept["confidence"]), float(kept.get("matter", 1.0))
    parts = tuple(part(one) for one in kept.get("parts") or ())
    return Reading(Kind(kept["kind"]), Category(kept["category"]), sure, hazard, matter, parts)


def part(given: dict[str, Any]) -> Part:
    """A part from its JSON. Raises ``KeyError`` and ``ValueError`` for what is none."""
    return Part(Kind(given["kind"]), Category(given["category"]), str(given["text"]))
