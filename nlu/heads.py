"""The trained heads of one language: kind or intent, category, small talk's flavour, urgency.

Each head sees the text in two views (`features.views`). A linear support vector machine per view answers
directly, and another that learned kind and category jointly answers through its sums; the four are averaged.
How far the average may be trusted (its temperature) is found by cross-validation, so that 0.8 means that about
eight of ten such answers are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np
from joblib import Parallel, delayed
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.features import View, views
from nlu.hazards import DangerHints
from nlu.labels import CATEGORIES, CHITCHAT, FLAVOURS, INTENTS, KINDS, NONE, in_category, in_flat

FLAT = KINDS + INTENTS
# A decision value of 1 is the margin of the support vector machine; as a probability it should weigh clearly.
_SHARPNESS = 3.0
_SMALLEST = 1e-9
# Too few examples of small talk to fit its temperature; the other heads' is about 2.
_FLAVOUR_TEMPERATURE = 2.0
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

    def best(self) -> Tuple[str, float]:
        """The label to act on and how certain it is.

        The kind (or intent) is settled first and the category within it: the best product of the two would
        favour what is not divided further. A label is as certain as its weakest part; of small talk, the
        flavour changes the answer's tone only and does not count.
        """
        flat = max(self.flat, key=self.flat.__getitem__)
        if flat in KINDS:
            category = max(self.category, key=self.category.__getitem__)
            return f"{flat}+{category}", min(self.flat[flat], self.category[category])
        if flat == CHITCHAT:
            return f"{flat}+{max(self.flavour, key=self.flavour.__getitem__)}", self.flat[flat]
        return flat, self.flat[flat]

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
        best, _ = self.best()
        return sorted(ranked, key=lambda pair: (pair[0] != best, -pair[1]))


class Machine:
    """A fitted linear model, reduced to what answering needs.

    Its weights lie feature by feature: as scikit-learn keeps them, every answer would copy them first.
    """

    def __init__(self, model: Union[LinearSVC, LogisticRegression]) -> None:
        self.names: List[str] = list(model.classes_)
        self.weights = np.ascontiguousarray(model.coef_.T)
        self.offsets = model.intercept_

    def values(self, rows: sparse.csr_matrix) -> np.ndarray:
        values = rows @ self.weights + self.offsets
        # Of two classes scikit-learn keeps the second one's weights only.
        return np.hstack([-values, values]) if values.shape[1] == 1 else values

    def spread(self, rows: sparse.csr_matrix) -> np.ndarray:
        """Uncalibrated probabilities, a column for each name."""
        return softmax(_SHARPNESS * self.values(rows), axis=1)


class Vote:
    """The machines over one view of the text: kind, category, small talk's flavour, and the joint label."""

    def __init__(self, penalty: float) -> None:
        self.penalty = penalty

    def fit(self, rows: sparse.csr_matrix, labels: np.ndarray) -> "Vote":
        categories = np.array([in_category(label) for label in labels])
        ticket = categories != NONE
        self.flat = self._machine(rows, np.array([in_flat(label) for label in labels]))
        self.category = self._machine(rows[ticket], categories[ticket])
        flavours = np.array([_flavour(label) for label in labels])
        self.flavour = self._machine(rows[flavours != NONE], flavours[flavours != NONE])
        self.joint = self._machine(rows, labels)
        return self

    def _machine(self, rows: sparse.csr_matrix, labels: np.ndarray) -> Machine:
        return Machine(LinearSVC(C=self.penalty, class_weight="balanced", random_state=0).fit(rows, labels))

    def scores(self, rows: sparse.csr_matrix) -> Dict[str, np.ndarray]:
        """Uncalibrated probabilities of this view: `flat`, `category` and `flavour`."""
        joint, names = self.joint.spread(rows), self.joint.names
        flat = _arranged(self.flat, rows, FLAT)
        category = _arranged(self.category, rows, CATEGORIES)
        return {
            "flat": (flat + _summed(joint, names, FLAT, in_flat)) / 2,
            "category": (category + 2 * _shares(joint, names, CATEGORIES, in_category)) / 3,
            "flavour": _arranged(self.flavour, rows, FLAVOURS),
        }


def _flavour(label: str) -> str:
    head, _, tail = label.partition("+")
    return tail if head == CHITCHAT else NONE


def _arranged(machine: Machine, rows: sparse.csr_matrix, order: Sequence[str]) -> np.ndarray:
    spread = machine.spread(rows)
    result = np.zeros((len(spread), len(order)))
    for column, name in enumerate(machine.names):
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
        self.hints = DangerHints(self.language)
        self.views = views(self.language)
        rows = [view.fit_transform(texts) for view in self.views]
        self.votes = [Vote(self.penalty).fit(seen, labels) for seen in rows]
        self._fit_urgent(texts, rows[0], np.array([example.urgent for example in examples]))
        return self

    def judge(self, texts: Sequence[str]) -> List[Judgement]:
        rows = [view.transform(texts) for view in self.views]
        shares = _averaged([vote.scores(seen) for vote, seen in zip(self.votes, rows)])
        flat = _warmed(shares["flat"], self.temperatures["flat"])
        flavour = _warmed(shares["flavour"], _FLAVOUR_TEMPERATURE)
        category = _warmed(shares["category"], self.temperatures["category"])
        urgent = self._urgent(texts, rows[0])
        return [
            Judgement(
                dict(zip(FLAT, flat[row].tolist())),
                dict(zip(CATEGORIES, category[row].tolist())),
                dict(zip(FLAVOURS, flavour[row].tolist())),
                float(urgent[row]),
            )
            for row in range(len(texts))
        ]

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
            delayed(_held_out_fold)(
                views(self.language),
                self.penalty,
                [texts[i] for i in seen],
                labels[seen],
                [texts[i] for i in unseen],
            )
            for seen, unseen in splits
        )
        order = np.argsort(np.concatenate([unseen for _, unseen in splits]))
        return {name: np.concatenate([part[name] for part in parts])[order] for name in parts[0]}

    def _fit_urgent(self, texts: Sequence[str], rows: sparse.csr_matrix, urgent: np.ndarray) -> None:
        self.urgent_head: Optional[Machine] = None
        if urgent.all() or not urgent.any():  # nothing to tell apart: the lexicon decides alone
            return
        # Urgent messages are one in seventeen; a missed one costs more than a false alarm.
        model = LogisticRegression(C=10, max_iter=1000, class_weight={False: 1, True: 3})
        self.urgent_head = Machine(model.fit(self._with_hints(texts, rows), urgent))

    def _urgent(self, texts: Sequence[str], rows: sparse.csr_matrix) -> np.ndarray:
        if self.urgent_head is None:
            return np.full(len(texts), 0.5)
        return expit(self.urgent_head.values(self._with_hints(texts, rows))[:, 1])

    def _with_hints(self, texts: Sequence[str], rows: sparse.csr_matrix) -> sparse.csr_matrix:
        return sparse.hstack([rows, self.hints.transform(texts)], format="csr")


def _held_out_fold(
    parts: List[View], penalty: float, seen: List[str], labels: np.ndarray, unseen: List[str]
) -> Dict[str, np.ndarray]:
    votes = [(view, Vote(penalty).fit(view.fit_transform(seen), labels)) for view in parts]
    return _averaged([vote.scores(view.transform(unseen)) for view, vote in votes])


def _averaged(scores: List[Dict[str, np.ndarray]]) -> Dict[str, np.ndarray]:
    return {name: sum(score[name] for score in scores) / len(scores) for name in scores[0]}
