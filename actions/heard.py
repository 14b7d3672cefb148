"""What a customer just said, as the tracker brings it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from bot.desk.answers import is_matter
from bot.desk.labels import Category, Hazard, Kind
from bot.service import readings
from bot.service.readings import Part, Reading

Label = tuple[Kind, Category]

WORTH_A_BUTTON = 0.15  # from this probability on, a reading is offered to the customer


@dataclass(frozen=True)
class Heard:
    """One turn of a customer: the words, what the model read in them, and what the dialogue remembers.

    ``message`` is the row of the words in the transcript (None when a button was pressed). ``entities`` are the values
    of a button's payload, and ``hazard`` in an urgent message. ``likely`` are (kind, category) with their probability,
    likeliest first; ``asks_after_ticket``: the words may well ask how a ticket stands; ``parts``: the two things that
    they are about, the main one first, where they are about two.
    """

    chat: int
    text: str
    message: int | None
    intent: str
    confidence: float
    entities: Mapping[str, Any] = field(default_factory=dict)
    likely: Sequence[tuple[Label, float]] = ()
    asks_after_ticket: bool = False
    parts: tuple[Part, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, tracker: Tracker) -> "Heard":
        """Raises ``ValueError`` when the sender is no Telegram chat."""
        said = tracker.latest_message
        metadata = said.get("metadata") or {}
        intent = said.get("intent") or {}
        entities: dict[str, Any] = {}
        for entity in said.get("entities") or []:
            entities.setdefault(entity["entity"], entity["value"])
        return cls(
            chat=_chat(tracker.sender_id),
            text=said.get("text") or "",
            message=_number(metadata.get("message")),
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            entities=entities,
            likely=_likely(said),
            asks_after_ticket=_ranked(said).get("check_status", 0.0) >= WORTH_A_BUTTON,
            parts=_parts(said),
            slots=dict(tracker.slots),
        )

    def number(self, entity: str) -> int | None:
        """A number of the button's payload, e.g. its ticket; None when it has none."""
        return _number(self.entities.get(entity))

    def value(self, entity: str) -> str:
        """A word of the button's payload; empty when it has none."""
        found = self.entities.get(entity)
        return "" if found is None else str(found)

    @property
    def hazard(self) -> Hazard | None:
        value = self.value("hazard")
        return Hazard(value) if value in set(Hazard) else None

    @property
    def about(self) -> int:
        """The message that this turn is about: the one named by the button, else the words themselves.

        Raises ``ValueError`` when there is none.
        """
        ref = self.number("message") or self.message
        if ref is None:
            raise ValueError(
                f"the turn of chat {self.chat} names no message (intent {self.intent}); send metadata.message with"
                " words, and message in the payload of a button"
            )
        return ref

    def reading(self) -> Reading:
        """What the model made of the words; the likeliest matter where the intent is none."""
        label = _label(self.intent)
        confidence, matter = self.confidence, 1.0
        if label is None:
            matter = sum(probability for _, probability in self.likely)
            fallback = (Kind.COMPLAINT, Category.QUALITY) if self.hazard else (Kind.INQUIRY, Category.SERVICE)
            label, confidence = self.likely[0] if self.likely else (fallback, 0.0)
        return Reading(label[0], label[1], confidence, self.hazard, matter, self.parts)


def _likely(said: Mapping[str, Any]) -> list[tuple[Label, float]]:
    """From the model's two separate readings where it gives them, else from its ranking of intents."""
    understanding = said.get("understanding") or {}
    kinds, categories = understanding.get("kind") or {}, understanding.get("category") or {}
    found = [
        ((Kind(kind), Category(category)), float(p) * float(q))
        for kind, p in kinds.items()
        for category, q in categories.items()
        if kind in set(Kind) and category in set(Category)
    ]
    if not found:
        ranked = ((_label(intent), confidence) for intent, confidence in _ranked(said).items())
        found = [(label, confidence) for label, confidence in ranked if label is not None]
    return sorted(found, key=lambda one: one[1], reverse=True)


def _parts(said: Mapping[str, Any]) -> tuple[Part, ...]:
    """The two things that the model heard in the words; nothing where it heard one, or what is no ticket."""
    second = (said.get("understanding") or {}).get("second") or {}
    try:
        return (readings.part(second["main"]), readings.part(second)) if second else ()
    except (KeyError, ValueError):
        return ()


def _ranked(said: Mapping[str, Any]) -> dict[str, float]:
    return {str(one["name"]): float(one["confidence"]) for one in said.get("intent_ranking") or []}


def _label(intent: str) -> Label | None:
    kind, _, category = intent.partition("+")
    return (Kind(kind), Category(category)) if is_matter(intent) and category in set(Category) else None


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _chat(sender: str) -> int:
    try:
        return int(sender)
    except ValueError as error:
        raise ValueError(f"the sender must be the id of a Telegram chat, not {sender!r}") from error
