"""From what heads, lexicon and phrasebook say to one understanding: an intent, a hazard, a decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

from nlu import hazards, reading
from nlu.costs import Costs
from nlu.heads import Heads, Judgement
from nlu.labels import (
    CATEGORIES,
    FALLBACK,
    INTENTS,
    KINDS,
    LEARNED_LABELS,
    NO_WORDS,
    NONE,
    NOT_SOLVED,
    OTHER_LANGUAGE,
    TICKET_LABELS,
)
from nlu.phrasebook import Phrasebook
from nlu.topics import Topic

FILE, ASK, ANSWER = "file", "ask", "answer"
_DIGITS = 4
_RANKED = 8
# What a dangerous message may be: not a compliment, a proposal or small talk.
_URGENT_KINDS = ("complaint", "inquiry", *INTENTS[:-1])


@dataclass(frozen=True)
class Understanding:
    """What a message means. `judgement` is None when it was not read (another language, no words).

    `second`: what the message says besides, about something else (`topics.understand` looks for it).
    """

    intent: str
    confidence: float
    language: str
    decision: str
    hazard: Optional[str] = None
    judgement: Optional[Judgement] = None
    ranking: List[Tuple[str, float]] = field(default_factory=list)
    second: Optional[Topic] = None

    def learned_label(self) -> str:
        """What the heads make of it where a doubt or a phrase decided; the intent where they did not read."""
        lawful = TICKET_LABELS if self.intent == NOT_SOLVED else LEARNED_LABELS
        return next((label for label, _ in self.ranking if label in lawful), self.intent)

    def as_parse_data(self) -> Dict[str, Any]:
        """The `understanding` entry of a parse: JSON values only, probabilities to four digits."""
        judged = self.judgement
        flat = judged.flat if judged else {}
        kind = {name: round(flat[name], _DIGITS) for name in KINDS} if judged else {}
        if judged:
            kind[NONE] = round(sum(flat[intent] for intent in INTENTS), _DIGITS)
        return {
            "language": self.language,
            "kind": kind,
            "category": {n: round(judged.category[n], _DIGITS) for n in CATEGORIES} if judged else {},
            "intent": {name: round(flat[name], _DIGITS) for name in INTENTS} if judged else {},
            "urgent": round(judged.urgent, _DIGITS) if judged else 0.0,
            "decision": self.decision,
            "second": self.second.as_parse_data() if self.second else None,
        }

    def ranked(self) -> List[Dict[str, Any]]:
        """Rasa's `intent_ranking`, the likeliest first."""
        return [{"name": name, "confidence": round(share, _DIGITS)} for name, share in self.ranking[:_RANKED]]


@dataclass
class Mind:
    """Everything learned, and what mistakes cost."""

    heads: Dict[str, Heads]
    phrasebook: Phrasebook
    costs: Costs

    def __post_init__(self) -> None:
        self.urgent_from = self.costs.urgent_from()
        self.ask_below = {
            language: self.costs.ask_below(heads.certainty) for language, heads in self.heads.items()
        }

    def understand(self, texts: Sequence[str]) -> List[Understanding]:
        """What each text means; many at once cost less than one by one."""
        cleaned = [reading.clean(text) for text in texts]
        languages = [reading.language(text) for text in cleaned]
        judged: Dict[int, Tuple[Judgement, hazards.Danger]] = {}
        for language, heads in self.heads.items():
            places = [place for place, told in enumerate(languages) if told == language]
            if places:
                judged.update(zip(places, self._judge(language, heads, [cleaned[i] for i in places])))
        return [
            self._conclude(texts[place], languages[place], judged.get(place)) for place in range(len(texts))
        ]

    def _judge(
        self, language: str, heads: Heads, cleaned: Sequence[str]
    ) -> List[Tuple[Judgement, hazards.Danger]]:
        written = [reading.features_text(text) for text in cleaned]
        texts = [heads.spelling.correct(text) for text in written]
        dangers = [_danger(*both, language) for both in zip(written, texts)]
        return list(zip(heads.judge(texts, dangers), dangers))

    def _conclude(
        self, text: str, language: Optional[str], judged: Optional[Tuple[Judgement, hazards.Danger]]
    ) -> Understanding:
        phrase = self.phrasebook.intent(text)
        if judged is None:
            intent = phrase or (OTHER_LANGUAGE if language else NO_WORDS)
            return Understanding(intent, 1.0, "other", ANSWER, ranking=[(intent, 1.0)])
        judgement, danger = judged
        ranking = judgement.ranking()
        hazard = hazards.urgency(danger, judgement.urgent, self.urgent_from)
        if phrase and not (phrase == NOT_SOLVED and hazard):
            # With nothing to reopen, "still broken" is a ticket like any other.
            decision = FILE if phrase == NOT_SOLVED else ANSWER
            ranking = [(phrase, 1.0), *ranking]
            return Understanding(phrase, 1.0, str(language), decision, None, judgement, ranking)
        if hazard:
            ranking = _urgent_first(ranking)
        intent, confidence = ranking[0]
        # A question must not stand between danger and help: the urgent are filed as what is likeliest.
        if judgement.certainty < self.ask_below[str(language)] and not hazard:
            return Understanding(FALLBACK, 1 - confidence, str(language), ASK, None, judgement, ranking)
        decision = FILE if intent in TICKET_LABELS else ANSWER
        return Understanding(intent, confidence, str(language), decision, hazard, judgement, ranking)


def _danger(written: str, corrected: str, language: str) -> hazards.Danger:
    """What is dangerous in a text; where it says nothing outright, in the text with its slips put right."""
    found = hazards.find(written, language)
    return found if found.sure or corrected == written else hazards.find(corrected, language)


def _urgent_first(ranking: List[Tuple[str, float]]) -> List[Tuple[str, float]]:
    """The labels that a dangerous message may have first, each part in its own order."""
    return sorted(ranking, key=lambda pair: pair[0].partition("+")[0] not in _URGENT_KINDS)
