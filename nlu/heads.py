"""The trained heads of one language: kind or intent, category, small talk's flavour, urgency.

Each head sees the text in two views (`features.views`). A linear support vector machine per view answers
directly, and another that learned kind and category jointly answers through its sums; the four are averaged.
How far the average may be trusted (its temperature) is found by cross-validation, so that 0.8 means that about
eight of ten such answers are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Sequence, Tuple

import numpy as np
from joblib import Parallel, delayed
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from nlu.features import views
from nlu.hazards import DangerHints
from nlu.labels import CATEGORIES, CHITCHAT, FLAVOURS, INTENTS, KINDS, NONE, in_category, in_flat

FLAT = KINDS + INTENTS
# A decision value of 1 is the margin of the support vector machine; as a probability it should weigh clearly.
_SHARPNESS = 3.0
_SMALLEST = 1e-9
_MIN_FOLD = 2


@dataclass(frozen=True)
class Example:
    """One training message: its features text, its Rasa intent and whether it is urgent."""

    text: str
    label: str
    urgent: bool = False


@dataclass(frozen=True)
class Judgement:
    """Probabilities of one message; `flat` runs over the kinds and the intents of kind none."""

    flat: Dict[str, float]
    category: Dict[str, float]
    flavour: Dict[str, float]
    urgent: float

    def ranking(self) -> List[Tuple[str, float]]:
        """Every learned label with its probability, likeliest first."""
        ranked = [
            (f"{kind}+{category}", self.flat[kind] * share)
            for kind in KINDS
            for category, share in self.category.items()
        ]
        ranked += [(intent, self.flat[intent]) for intent in INTENTS if intent != CHITCHAT]
        ranked += [(f"{CHITCHAT}+{name}", self.flat[CHITCHAT] * share) for name, share in self.flavour.items()]
        return sorted(ranked, key=lambda pair: -pair[1])


class Vote:
    """One view of the text with its three machines: direct kind, direct category, and the joint label."""

    def __init__(self, view: FeatureUnion, penalty: float) -> None:
        self.view = view
        self.penalty = penalty

    def fit(self, texts: Sequence[str], labels: np.ndarray) -> "Vote":
        rows = self.view.fit_transform(texts)
        categories = np.array([in_category(label) for label in labels])
        ticket = categories != NONE
        self.flat = self._machine(rows, np.array([in_flat(label) for label in labels]))
        self.category = self._machine(rows[ticket], categories[ticket])
        self.joint = self._machine(rows, labels)
        return self

    def _machine(self, rows: object, labels: np.ndarray) -> LinearSVC:
        return LinearSVC(C=self.penalty, class_weight="balanced", random_state=0).fit(rows, labels)

    def scores(self, texts: Sequence[str]) -> Dict[str, np.ndarray]:
        """Uncalibrated probabilities of this view: `flat`, `category` and `flavour`."""
        rows = self.view.transform(texts)
        joint, names = _spread(self.joint, rows), self.joint.classes_
        flat = _arranged(_spread(self.flat, rows), self.flat.classes_, FLAT)
        category = _arranged(_spread(self.category, rows), self.category.classes_, CATEGORIES)
        return {
            "flat": (flat + _summed(joint, names, FLAT, in_flat)) / 2,
            "category": (category + 2 * _shares(joint, names, CATEGORIES, in_category)) / 3,
            "flavour": _shares(joint, names, FLAVOURS, _flavour),
        }


def _flavour(label: str) -> str:
    head, _, tail = label.partition("+")
    return tail if head == CHITCHAT else NONE


def _spread(machine: LinearSVC, rows: object) -> np.ndarray:
    values = machine.decision_function(rows)
    if values.ndim == 1:  # two classes: scikit-learn gives the margin of the second
        values = np.stack([-values, values], axis=1)
    return softmax(_SHARPNESS * values, axis=1)


def _arranged(spread: np.ndarray, names: Sequence[str], order: Sequence[str]) -> np.ndarray:
    result = np.zeros((len(spread), len(order)))
    for column, name in enumerate(names):
        result[:, order.index(name)] = spread[:, column]
    return result


def _summed(
    joint: np.ndarray, names: Sequence[str], order: Sequence[str], part: Callable[[str], str]
) -> np.ndarray:
    result = np.zeros((len(joint), len(order)))
    for column, name in enumerate(names):
        if part(name) in order:
            result[:, order.index(part(name))] += joint[:, column]
    return result


def _shares(
    joint: np.ndarray, names: Sequence[str], order: Sequence[str], part: Callable[[str], str]
) -> np.ndarray:
    summed = _summed(joint, names, order, part) + _SMALLEST
    return summed / summed.sum(axis=1, keepdims=True)


def _warmed(shares: np.ndarray, temperature: float) -> np.ndarray:
    return softmax(temperature * np.log(shares + _SMALLEST), axis=1)


def _best_temperature(shares: np.ndarray, truth: np.ndarray) -> float:
    """The exponent under which the shares predict the truth (column numbers) best."""

    def loss(temperature: float) -> float:
        predicted = log_softmax(temperature * np.log(shares + _SMALLEST), axis=1)
        return float(-predicted[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 8.0), method="bounded").x)


class Heads:
    """All heads of one language."""

    def __init__(self, language: str, penalty: float = 1.0, folds: int = 5, jobs: int = 1) -> None:
        self.language = language
        self.penalty = penalty
        self.folds = folds
        self.jobs = jobs

    def fit(self, examples: Sequence[Example]) -> "Heads":
        texts = [example.text for example in examples]
        labels = np.array([example.label for example in examples])
        self.temperatures = self._calibrate(texts, labels)
        self.votes = self._votes(texts, labels)
        self._fit_urgent(texts, np.array([example.urgent for example in examples]))
        return self

    def judge(self, texts: Sequence[str]) -> List[Judgement]:
        shares = _averaged([vote.scores(texts) for vote in self.votes])
        flat = _warmed(shares["flat"], self.temperatures["flat"])
        category = _warmed(shares["category"], self.temperatures["category"])
        urgent = self._urgent(texts)
        return [
            Judgement(
                dict(zip(FLAT, flat[row].tolist())),
                dict(zip(CATEGORIES, category[row].tolist())),
                dict(zip(FLAVOURS, shares["flavour"][row].tolist())),
                float(urgent[row]),
            )
            for row in range(len(texts))
        ]

    def _votes(self, texts: Sequence[str], labels: np.ndarray) -> List[Vote]:
        return [Vote(view, self.penalty).fit(texts, labels) for view in views(self.language)]

    def _calibrate(self, texts: Sequence[str], labels: np.ndarray) -> Dict[str, float]:
        folds = min(self.folds, int(np.unique(labels, return_counts=True)[1].min()))
        if folds < _MIN_FOLD:  # too few examples of a label to hold any out
            return {"flat": 1.0, "category": 1.0}
        shares = self.held_out(texts, labels, folds)
        flat = np.array([FLAT.index(in_flat(label)) for label in labels])
        ticket = np.array([in_category(label) != NONE for label in labels])
        category = np.array([CATEGORIES.index(in_category(label)) for label in labels[ticket]])
        return {
            "flat": _best_temperature(shares["flat"], flat),
            "category": _best_temperature(shares["category"][ticket], category),
        }

    def held_out(self, texts: Sequence[str], labels: np.ndarray, folds: int) -> Dict[str, np.ndarray]:
        """Uncalibrated shares of every example from votes that did not see it."""
        splits = list(StratifiedKFold(folds, shuffle=True, random_state=0).split(texts, labels))
        parts = Parallel(n_jobs=self.jobs)(
            delayed(_held_out_fold)(self, [texts[i] for i in seen], labels[seen], [texts[i] for i in unseen])
            for seen, unseen in splits
        )
        order = np.argsort(np.concatenate([unseen for _, unseen in splits]))
        return {name: np.concatenate([part[name] for part in parts])[order] for name in parts[0]}

    def _fit_urgent(self, texts: Sequence[str], urgent: np.ndarray) -> None:
        self.urgent_view = None
        if urgent.all() or not urgent.any():  # nothing to tell apart: the lexicon decides alone
            return
        self.urgent_view = FeatureUnion(
            [("words", views(self.language)[0]), ("hints", DangerHints(self.language))]
        )
        rows = self.urgent_view.fit_transform(texts)
        # Urgent messages are one in seventeen; a missed one costs more than a false alarm.
        self.urgent_head = LogisticRegression(C=10, max_iter=1000, class_weight={False: 1, True: 3})
        self.urgent_head.fit(rows, urgent)

    def _urgent(self, texts: Sequence[str]) -> np.ndarray:
        if self.urgent_view is None:
            return np.full(len(texts), 0.5)
        return self.urgent_head.predict_proba(self.urgent_view.transform(texts))[:, 1]


def _held_out_fold(
    heads: Heads, seen: List[str], labels: np.ndarray, unseen: List[str]
) -> Dict[str, np.ndarray]:
    return _averaged([vote.scores(unseen) for vote in heads._votes(seen, labels)])


def _averaged(scores: List[Dict[str, np.ndarray]]) -> Dict[str, np.ndarray]:
    return {name: sum(score[name] for score in scores) / len(scores) for name in scores[0]}
