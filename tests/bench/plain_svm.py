"""The plainest rival: TF-IDF of character n-grams and linear support vector machines, one for each question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu.labels import KINDS, NONE, in_category, in_flat


class PlainSvm:
    """Both languages in one; it never asks."""

    def fit(self, messages: Sequence[dict[str, Any]]) -> PlainSvm:
        """Learns from messages with text, intent and urgent."""
        self.ngrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
        rows = self.ngrams.fit_transform([message["text"] for message in messages])
        intents: list[str] = [message["intent"] for message in messages]
        categories = np.array([in_category(intent) for intent in intents])
        ticket = categories != NONE
        self.flat = LinearSVC().fit(rows, [in_flat(intent) for intent in intents])
        self.category = LinearSVC().fit(rows[ticket], categories[ticket])
        self.urgent = LinearSVC().fit(rows, [message["urgent"] for message in messages])
        return self

    def judge(self, text: str) -> dict[str, Any]:
        """The labels of one message, as `nlu.classify` writes them."""
        row = self.ngrams.transform([text])
        flat = str(self.flat.predict(row)[0])
        ticket = flat in KINDS
        return {
            "kind": flat if ticket else NONE,
            "category": str(self.category.predict(row)[0]) if ticket else None,
            "intent": None if ticket else flat,
            "urgent": bool(self.urgent.predict(row)[0]),
            "confidence": 1.0,  # it tells margins, not probabilities
            "decision": "file" if ticket else "answer",
        }
