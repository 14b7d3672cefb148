"""Danger in a message, and which: a lexicon in both languages, with guards against danger that is not now.

The lexicon only reads words. How much it counts beside what was learned is found in training (`alarm`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import ModuleType
from typing import Dict, List, Optional, Pattern, Tuple

from nlu import hazard_words_en, hazard_words_zh
from nlu.features import compiled, joined

HAZARDS = ("gas", "shock", "fire", "trapped", "flooding", "falling", "medical", "other")
_SENTENCE = re.compile(r"[^.;!?\n。;]+[.;!?\n。]*")


@dataclass(frozen=True)
class Danger:
    """What the lexicon found: the hazards said outright, those only hinted at, and whether a guard spoke."""

    sure: Tuple[str, ...] = ()
    hints: Tuple[str, ...] = ()
    guarded: bool = False

    @property
    def hazard(self) -> str:
        """The hazard to advise on."""
        return (*self.sure, *(hint for hint in self.hints if hint != "other"), "other")[0]


class Lexicon:
    """The danger words and the guards of one language."""

    def __init__(self, words: ModuleType) -> None:
        self.sure: Dict[str, Pattern[str]] = compiled(words.SURE)
        self.hints: Dict[str, Pattern[str]] = compiled(words.HINT)
        self.negated, self.past, self.over, self.now, self.supposed, self.figure = (
            re.compile(joined(getattr(words, name)))
            for name in ("NEGATED", "PAST", "OVER", "NOW", "SUPPOSED", "FIGURE")
        )

    def find(self, text: str) -> Danger:
        """What is dangerous in a simplified lowercase text."""
        sure: List[str] = []
        guarded = False
        for sentence in _SENTENCE.findall(text) or [text]:
            found = [hazard for hazard, pattern in self.sure.items() if pattern.search(sentence)]
            if found and self._is_guarded(sentence):
                guarded = True
            elif found:
                sure.extend(hazard for hazard in found if hazard not in sure)
        hints = tuple(hazard for hazard, pattern in self.hints.items() if pattern.search(text))
        guarded = guarded or bool(self.supposed.search(text) or self.figure.search(text))
        return Danger(tuple(sorted(sure, key=HAZARDS.index)), hints, guarded and not sure)

    def _is_guarded(self, sentence: str) -> bool:
        if self.negated.search(sentence) or self.figure.search(sentence):
            return True
        # "Last year …" is over and "if there were …" has not begun, unless the sentence itself says "now":
        # a "now" of another kind than "now it is gone".
        return not self.now.search(self.over.sub(" ", sentence)) and bool(
            self.past.search(sentence) or self.supposed.search(sentence)
        )


LEXICONS = {"zh": Lexicon(hazard_words_zh), "en": Lexicon(hazard_words_en)}


def find(text: str, language: str) -> Danger:
    return LEXICONS[language].find(text)


def urgency(danger: Danger, probability: float, urgent_from: float) -> Optional[str]:
    """The hazard of an urgent message, None for any other.

    Args:
        danger: what the lexicon found in the message.
        probability: how likely the message tells of danger now, 0 to 1.
        urgent_from: the probability from which it counts as urgent (`costs.Costs.urgent_from`).
    """
    return danger.hazard if probability >= urgent_from else None
