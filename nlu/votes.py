"""Linear support vector machines over the views of a text, and what they say of texts they have not seen.

Each view has a machine for kind (or intent), one for category, one for small talk's flavour, and one that learned
kind and category jointly and answers through its sums; all are averaged.
"""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np
from joblib import Parallel, delayed
from scipy import sparse
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.features import View, views
from nlu.labels import CATEGORIES, CHITCHAT, FLAVOURS, INTENTS, KINDS, NONE, in_category, in_flat
from nlu.pretrained import SentenceVectors

FLAT = KINDS + INTENTS
SMALLEST = 1e-9
# A decision value of 1 is the margin of the support vector machine; as a probability it should weigh clearly.
_SHARPNESS = 3.0
# A closer fit costs two thirds more time in training and answers no better.
_TOLERANCE = 1e-2
# Half of the labels are complaints and one in twenty is small talk: the rare ones weigh as much in the fit.
_EVEN = "balanced"


class Machine:
    """A fitted linear model, reduced to what answering needs.

    Its weights lie feature by feature: as scikit-learn keeps them, every answer would copy them first.
    """

    def __init__(self, model: Union[LinearSVC, LogisticRegression]) -> None:
        self.names: List[str] = list(model.classes_)
        self.weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        self.offsets = model.intercept_

    def values(self, rows: sparse.csr_matrix) -> np.ndarray:
        # Of another type than the weights, scipy would copy all of them for every answer.
        values = rows.astype(np.float32) @ self.weights + self.offsets
        # Of two classes scikit-learn keeps the second one's weights only.
        return np.hstack([-values, values]) if values.shape[1] == 1 else values

    def spread(self, rows: sparse.csr_matrix) -> np.ndarray:
        """Uncalibrated probabilities, a column for each name."""
        return softmax(_SHARPNESS * self.values(rows), axis=1)


class Vote:
    """The machines over one view of the text."""

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
        model = LinearSVC(C=self.penalty, tol=_TOLERANCE, class_weight=_EVEN, random_state=0)
        return Machine(model.fit(rows, labels))

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
    summed = _summed(joint, names, order, part) + SMALLEST
    return summed / summed.sum(axis=1, keepdims=True)


class Jury:
    """The votes of all views of one language; pretrained `weights` give one more (`nlu.pretrained`)."""

    def __init__(self, language: str, penalty: float, weights: Optional[str] = None) -> None:
        self.views: List[View] = views(language)
        if weights:
            self.views.append(View([(SentenceVectors(weights), 1.0)]))
        self.votes = [Vote(penalty) for _ in self.views]

    def fit(self, texts: Sequence[str], labels: np.ndarray) -> "Jury":
        for view, vote in zip(self.views, self.votes):
            vote.fit(view.fit_transform(texts), labels)
        return self

    def rows(self, texts: Sequence[str]) -> List[sparse.csr_matrix]:
        """The texts as each view sees them."""
        return [view.transform(texts) for view in self.views]

    def shares(self, rows: List[sparse.csr_matrix]) -> Dict[str, np.ndarray]:
        """Uncalibrated probabilities, averaged over the views."""
        scores = [vote.scores(seen) for vote, seen in zip(self.votes, rows)]
        return {name: sum(score[name] for score in scores) / len(scores) for name in scores[0]}


def learned(
    jury: Callable[[], Jury], texts: Sequence[str], labels: np.ndarray, folds: int, jobs: int
) -> Tuple[Jury, Optional[Dict[str, np.ndarray]]]:
    """A jury that learned every text, and the uncalibrated shares of every text from juries that did not see it.

    Args:
        jury: makes an unfitted jury.
        folds: parts of the cross-validation; with less than two there are no such shares.
        jobs: processes; with one more than `folds` all juries learn at once.
    """
    splits = []
    if folds > 1:
        splits = list(StratifiedKFold(folds, shuffle=True, random_state=0).split(texts, labels))
    whole, *parts = Parallel(n_jobs=jobs)(
        [
            delayed(_whole)(jury(), texts, labels),
            *(
                delayed(_fold)(jury(), [texts[i] for i in seen], labels[seen], [texts[i] for i in unseen])
                for seen, unseen in splits
            ),
        ]
    )
    if not splits:
        return whole, None
    order = np.argsort(np.concatenate([unseen for _, unseen in splits]))
    return whole, {name: np.concatenate([part[name] for part in parts])[order] for name in parts[0]}


def _whole(jury: Jury, texts: Sequence[str], labels: np.ndarray) -> Jury:
    return jury.fit(texts, labels)


def _fold(jury: Jury, seen: List[str], labels: np.ndarray, unseen: List[str]) -> Dict[str, np.ndarray]:
    jury.fit(seen, labels)
    return jury.shares(jury.rows(unseen))
