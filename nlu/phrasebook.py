"""Whole-message phrases that mean one thing: "withdraw", "还没修好", "跳过" …"""

from __future__ import annotations

import logging
import re
from typing import Dict, Iterable, Optional, Tuple

from nlu.labels import NOT_SOLVED
from nlu.reading import phrase_key

logger = logging.getLogger(__name__)

_CLAUSE_END = re.compile(r"[，,。.；;！!？?\n]")


class Phrasebook:
    """Phrases by their key (`reading.phrase_key`), so spelling, case, script and punctuation do not matter."""

    def __init__(self, intents: Optional[Dict[str, str]] = None) -> None:
        self._intents: Dict[str, str] = dict(intents or {})

    @classmethod
    def of(cls, examples: Iterable[Tuple[str, str]]) -> "Phrasebook":
        """The phrasebook of (text, intent) examples; the first meaning of a phrase stays, a second is logged."""
        book = cls()
        for text, intent in examples:
            key = phrase_key(text)
            known = book._intents.setdefault(key, intent) if key else intent
            if known != intent:
                logger.warning(
                    "data/nlu/phrases: %r stands under %s and under %s; %s is used. Remove one of the two.",
                    text,
                    known,
                    intent,
                    known,
                )
        return book

    def intent(self, text: str) -> Optional[str]:
        """The intent that the whole message means, or None.

        "还是没解决，电梯又停了" says in its first words that something is not solved; the rest only tells more.
        """
        if len(text) > 200:
            return None
        whole = self._intents.get(phrase_key(text))
        first = self._intents.get(phrase_key(_CLAUSE_END.split(text.strip(), maxsplit=1)[0]))
        return whole or (first if first == NOT_SOLVED else None)

    def as_dict(self) -> Dict[str, str]:
        return dict(self._intents)

    def __len__(self) -> int:
        return len(self._intents)
