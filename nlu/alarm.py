"""How likely a message tells of danger now: a machine that learned it, and the lexicon, weighed together."""

from __future__ import annotations

from typing import Optional, Sequence

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

from nlu.hazards import Danger
from nlu.votes import Machine

# Urgent messages are one in seventeen; in the fit a missed one weighs this much more than a false alarm.
_WEIGHTS = {False: 1, True: 3}
_PENALTY = 0.5
_MIN_FOLD = 2


class Alarm:
    """The urgent head of one language; its probabilities are calibrated on held-out messages."""

    def __init__(self, folds: int, jobs: int) -> None:
        self.folds = folds
        self.jobs = jobs
        self.machine: Optional[Machine] = None

    def fit(self, rows: sparse.csr_matrix, dangers: Sequence[Danger], urgent: np.ndarray) -> "Alarm":
        folds = min(self.folds, int(urgent.sum()), int((~urgent).sum()))
        if folds < _MIN_FOLD:  # nothing to tell apart: the lexicon decides alone
            return self
        model = LinearSVC(C=_PENALTY, class_weight=_WEIGHTS, random_state=0)
        splits = StratifiedKFold(folds, shuffle=True, random_state=0)
        unseen = cross_val_predict(
            model, rows, urgent, cv=splits, method="decision_function", n_jobs=self.jobs
        )
        weigher = LogisticRegression(C=5, max_iter=500).fit(_evidence(unseen, dangers), urgent)
        self.machine = Machine(model.fit(rows, urgent))
        self.weights, self.offset = weigher.coef_[0], float(weigher.intercept_[0])
        return self

    def probabilities(self, rows: sparse.csr_matrix, dangers: Sequence[Danger]) -> np.ndarray:
        """The probability of danger now for each text, 0 to 1."""
        if self.machine is None:
            return np.array([float(bool(danger.sure)) for danger in dangers])
        values = self.machine.values(rows)[:, 1]
        return expit(_evidence(values, dangers) @ self.weights + self.offset)


def _evidence(values: np.ndarray, dangers: Sequence[Danger]) -> np.ndarray:
    """The machine's value, what the lexicon found, and the two together."""
    told = np.array(
        [(bool(one.sure), len(one.sure), bool(one.hints), len(one.hints), one.guarded) for one in dangers],
        dtype=float,
    ).reshape(len(dangers), 5)
    return np.column_stack([2 * values, told, values * told[:, 0], values * told[:, 4]])
