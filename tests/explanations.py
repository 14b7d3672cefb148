"""An explanation as the model gives it, for tests that do without a model."""

from typing import Any

from bot.desk.explanation import Explanation


def told(text: str, **more: Any) -> dict[str, Any]:
    """The JSON of a complaint about quality that the first two characters decided, with ``more`` in its place."""
    first = text[:2]
    weight = {"text": first, "start": 0, "end": len(first), "kind": 0.41, "category": 0.3, "urgent": 0.0}
    return {
        "text": text,
        "left_out": 0,
        "language": "zh",
        "label": "complaint+quality",
        "kind": "complaint",
        "category": "quality",
        "intent": None,
        "confidence": 0.93,
        "decision": "file",
        "because": "sure",
        "certainty": 0.91,
        "ask_below": 0.46,
        "phrase": None,
        "urgent": {"probability": 0.02, "from": 0.17, "hazard": None, "danger_words": [], "guards": []},
        "words": [weight],
        "next_best": [
            {"label": "complaint+service", "confidence": 0.04},
            {"label": "praise+service", "confidence": 0.001},
        ],
        "removed": [],
        "parts": [],
    } | more


def topic(text: str, label: str, main: bool) -> dict[str, Any]:
    """One of the two things that a message is about; its first two characters decided its kind."""
    weight = {"text": text[:2], "start": 0, "end": 2, "kind": 0.4, "category": 0.0, "urgent": 0.0}
    return {"text": text, "label": label, "confidence": 0.97, "main": main, "words": [weight]}


TWO = [
    topic("建议在门口装一个雨伞架", "suggestion+design", False),
    topic("电梯坏了三天没人修", "complaint+quality", True),
]


def explained(text: str, **more: Any) -> Explanation:
    return Explanation.model_validate(told(text, **more))
