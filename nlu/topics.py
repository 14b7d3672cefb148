"""A message about two things: the second one is found, so that it can be filed as a ticket of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, List, Sequence

if TYPE_CHECKING:
    from nlu.understanding import Mind, Understanding


@dataclass(frozen=True)
class Topic:
    """What one part of a message is about; `text` is the customer's own words."""

    kind: str
    category: str
    text: str
    confidence: float

    def as_parse_data(self) -> Dict[str, Any]:
        return {
            "kind": self.kind,
            "category": self.category,
            "text": self.text,
            "confidence": round(self.confidence, 4),
        }


def understand(mind: Mind, texts: Sequence[str]) -> List[Understanding]:
    return mind.understand(texts)
