"""From shares to probabilities that can be believed: of messages said with 0.8, eight in ten are right.

Everything here is fitted on held-out shares (`votes.learned`), never on messages the machines were trained on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, logit, softmax
from sklearn.linear_model import LogisticRegression

from nlu.votes import SMALLEST

_BINS = 10
_QUANTILES = 200


def warmed(shares: np.ndarray, temperature: float) -> np.ndarray:
    """Shares sharpened or flattened to probabilities; a temperature of 1 leaves them as they are."""
    return softmax(temperature * np.log(shares + SMALLEST), axis=1)


def best_temperature(shares: np.ndarray, truth: np.ndarray) -> float:
    """The exponent under which the shares predict the truth (column numbers) best (Guo et al. 2017)."""

    def loss(temperature: float) -> float:
        predicted = log_softmax(temperature * np.log(shares + SMALLEST), axis=1)
        return float(-predicted[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 8.0), method="bounded").x)


@dataclass(frozen=True)
class Certainty:
    """How likely a whole label is right, from the product of its parts' probabilities.

    The parts err together more often than chance would have it, so the product alone is not a probability
    (Platt 1999). `spread` holds the certainties of the held-out messages as quantiles.
    """

    slope: float = 1.0
    offset: float = 0.0
    spread: Tuple[float, ...] = ()

    @classmethod
    def of(cls, products: np.ndarray, right: np.ndarray) -> "Certainty":
        """Fitted on held-out products and whether their label was right."""
        if right.all() or not right.any():
            return cls()
        model = LogisticRegression(C=1e6).fit(_odds(products), right)
        fitted = cls(float(model.coef_[0, 0]), float(model.intercept_[0]))
        quantiles = np.quantile(fitted.values(products), np.linspace(0, 1, _QUANTILES + 1))
        return cls(fitted.slope, fitted.offset, tuple(quantiles.tolist()))

    def values(self, products: np.ndarray) -> np.ndarray:
        return expit(self.slope * _odds(products)[:, 0] + self.offset)

    def least(self, share: float) -> float:
        """The certainty that this share (0 to 1) of messages does not reach."""
        return float(np.quantile(self.spread, share)) if self.spread else 0.0


def _odds(products: np.ndarray) -> np.ndarray:
    return logit(np.clip(products, 1e-6, 1 - 1e-6)).reshape(-1, 1)


@dataclass(frozen=True)
class Bin:
    """The messages said with about the same confidence."""

    count: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = _BINS) -> List[Bin]:
    """Confidence against the share that was right, in bins of equal width; empty bins are left out."""
    said, hit = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    places = np.minimum((said * bins).astype(int), bins - 1)
    return [
        Bin(int(inside.sum()), float(said[inside].mean()), float(hit[inside].mean()))
        for inside in (places == place for place in range(bins))
        if inside.any()
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence and share right lie apart, weighted by messages."""
    total = sum(one.count for one in found)
    return sum(one.count * abs(one.confidence - one.right) for one in found) / total if total else 0.0
