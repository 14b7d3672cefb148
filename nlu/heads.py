"""The trained heads of one language: kind or intent, category, small talk's flavour, urgency.

A jury of linear machines answers (`votes`); how far its shares may be trusted is found on messages held out of
its training (`calibration`), so that 0.8 means that about eight of ten such answers are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from nlu import hazards
from nlu.alarm import Alarm
from nlu.calibration import Certainty, best_temperature, warmed
from nlu.hazards import Danger
from nlu.labels import CATEGORIES, CHITCHAT, FLAVOURS, INTENTS, KINDS, NONE, in_category, in_flat
from nlu.spelling import SPELLINGS
from nlu.votes import FLAT, Jury, learned

# Too few examples of small talk to fit its temperature; the other heads' is about 2.
_FLAVOUR_TEMPERATURE = 2.0


@dataclass(frozen=True)
class Example:
    """One training message: its features text, its Rasa intent and whether it is urgent."""

    text: str
    label: str
    urgent: bool = False


@dataclass(frozen=True)
class Judgement:
    """Probabilities of one message; `flat` runs over the kinds and the intents of kind none.

    `certainty` is the probability that the best label is right as a whole.
    """

    flat: Dict[str, float]
    category: Dict[str, float]
    flavour: Dict[str, float]
    urgent: float
    certainty: float

    def best(self) -> str:
        """The label to act on.

        The kind (or intent) is settled first and the category within it: the best product of the two would
        favour what is not divided further.
        """
        flat = max(self.flat, key=self.flat.__getitem__)
        if flat in KINDS:
            return f"{flat}+{max(self.category, key=self.category.__getitem__)}"
        if flat == CHITCHAT:
            return f"{flat}+{max(self.flavour, key=self.flavour.__getitem__)}"
        return flat

    def ranking(self) -> List[Tuple[str, float]]:
        """Every learned label with its probability, the best first, then the likeliest."""
        ranked = [
            (f"{kind}+{category}", self.flat[kind] * share)
            for kind in KINDS
            for category, share in self.category.items()
        ]
        ranked += [(intent, self.flat[intent]) for intent in INTENTS if intent != CHITCHAT]
        ranked += [
            (f"{CHITCHAT}+{name}", self.flat[CHITCHAT] * share) for name, share in self.flavour.items()
        ]
        best = self.best()
        return sorted(ranked, key=lambda pair: (pair[0] != best, -pair[1]))


class Heads:
    """All heads of one language; `weights` names a pretrained model whose sentence vectors they see as well."""

    def __init__(
        self,
        language: str,
        penalty: float = 1.0,
        folds: int = 5,
        jobs: int = 1,
        weights: Optional[str] = None,
    ) -> None:
        self.language = language
        self.penalty = penalty
        self.folds = folds
        self.jobs = jobs
        self.weights = weights

    def fit(self, examples: Sequence[Example]) -> "Heads":
        texts = [example.text for example in examples]
        labels = np.array([example.label for example in examples])
        self.spelling = SPELLINGS[self.language](texts)
        # Of a label with a single example none can be held out.
        folds = min(self.folds, int(np.unique(labels, return_counts=True)[1].min()))
        self.jury, unseen = learned(self._jury, texts, labels, folds, self.jobs)
        self._calibrate(unseen, labels)
        dangers = [hazards.find(text, self.language) for text in texts]
        urgent = np.array([example.urgent for example in examples])
        self.alarm = Alarm(self.folds, self.jobs).fit(self.jury.rows(texts)[0], dangers, urgent)
        return self

    def judge(self, texts: Sequence[str], dangers: Sequence[Danger]) -> List[Judgement]:
        """What each text (`reading.features_text`) is, beside the dangers the lexicon found in it."""
        rows = self.jury.rows(texts)
        shares = self.jury.shares(rows)
        flat, category = self._warm(shares)
        flavour = warmed(shares["flavour"], _FLAVOUR_TEMPERATURE)
        certainty = self.certainty.values(_products(flat, category))
        urgent = self.alarm.probabilities(rows[0], dangers)
        return [
            Judgement(
                dict(zip(FLAT, flat[row].tolist())),
                dict(zip(CATEGORIES, category[row].tolist())),
                dict(zip(FLAVOURS, flavour[row].tolist())),
                float(urgent[row]),
                float(certainty[row]),
            )
            for row in range(len(texts))
        ]

    def _warm(self, shares: Dict[str, np.ndarray]) -> Tuple[np.ndarray, np.ndarray]:
        return (
            warmed(shares["flat"], self.temperatures["flat"]),
            warmed(shares["category"], self.temperatures["category"]),
        )

    def _jury(self) -> Jury:
        return Jury(self.language, self.penalty, self.weights)

    def _calibrate(self, shares: Optional[Dict[str, np.ndarray]], labels: np.ndarray) -> None:
        self.temperatures, self.certainty = {"flat": 1.0, "category": 1.0}, Certainty()
        if shares is None:
            return
        flat = np.array([FLAT.index(in_flat(label)) for label in labels])
        ticket = np.array([in_category(label) != NONE for label in labels])
        category = np.array([CATEGORIES.index(in_category(label)) for label in labels[ticket]])
        self.temperatures = {
            "flat": best_temperature(shares["flat"], flat),
            "category": best_temperature(shares["category"][ticket], category),
        }
        said_flat, said_category = self._warm(shares)
        right = said_flat.argmax(axis=1) == flat
        right[ticket] &= said_category[ticket].argmax(axis=1) == category
        self.certainty = Certainty.of(_products(said_flat, said_category), right)


def _products(flat: np.ndarray, category: np.ndarray) -> np.ndarray:
    """The likeliest label's probability as if kind and category were independent; an intent has no category."""
    best = flat.argmax(axis=1)
    return flat.max(axis=1) * np.where(best < len(KINDS), category.max(axis=1), 1.0)
