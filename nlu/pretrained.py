"""Sentence vectors of a pretrained language model, as one more view of a text (`config.pretrained.yml`).

Rasa's LanguageModelFeaturizer gives one vector to each message; the desk also judges parts of messages (a second
topic, the words that decided), so the vectors are made here, wherever texts are judged. The weights stay where they
are: a trained model holds their name only.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from rasa.shared.exceptions import InvalidConfigException
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin

_BATCH = 32
_LONGEST = 128
# Training looks at every message once per fold; no message needs the network twice.
_REMEMBERED = 40_000
_SETTING = "config.pretrained.yml, pipeline, nlu.classifier.DeskClassifier, pretrained"


class Encoder:
    """A tokenizer and a transformer; a text's vector is the mean of its tokens', of length 1."""

    def __init__(self, tokenizer: Any, network: Any) -> None:
        self._tokenizer = tokenizer
        self._network = network
        self._known: Dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        new = sorted({text for text in texts if text not in self._known}, key=len)
        if len(self._known) + len(new) > _REMEMBERED:
            self._known.clear()
            new = sorted(set(texts), key=len)
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._known.update(zip(batch, self._vectors(batch)))
        return np.stack([self._known[text] for text in texts])

    def _vectors(self, texts: List[str]) -> np.ndarray:
        tokens = self._tokenizer(
            texts, padding=True, truncation=True, max_length=_LONGEST, return_tensors="tf"
        )
        states = self._network(**tokens).last_hidden_state.numpy()
        seen = tokens["attention_mask"].numpy()[..., None]
        means = (states * seen).sum(axis=1) / seen.sum(axis=1).clip(min=1)
        return means / np.linalg.norm(means, axis=1, keepdims=True).clip(min=1e-9)


@functools.lru_cache(maxsize=2)
def encoder(weights: str) -> Encoder:
    """The encoder of a folder with a transformer's files, or of a published model's name.

    Raises:
        InvalidConfigException: transformers is not installed, or the weights are not there; says what to do.
    """
    tokenizer_of, network_of = _transformers()
    try:
        return Encoder(tokenizer_of.from_pretrained(weights), network_of.from_pretrained(weights))
    except (OSError, ValueError, ImportError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise InvalidConfigException(
            f"{_SETTING}: the weights {weights!r} cannot be loaded ({reason}). Give a folder that holds a "
            "transformer for TensorFlow (config.json, tokenizer, tf_model.h5 or model.safetensors), or a published "
            "model's name on a machine that may download it; docs/pretrained.md says how. Or run with config.yml."
        ) from error


def _transformers() -> Tuple[Any, Any]:
    try:
        from transformers import AutoTokenizer, TFAutoModel
    except ImportError as error:
        raise InvalidConfigException(
            f"{_SETTING}: transformers is not installed; run `make setup CONFIG=config.pretrained.yml`, "
            "or run with config.yml, which needs no weights."
        ) from error
    return AutoTokenizer, TFAutoModel


class SentenceVectors(BaseEstimator, TransformerMixin):
    """The vectors as features; only the weights' name is kept with a trained model."""

    def __init__(self, weights: str) -> None:
        self.weights = weights

    def fit(self, texts: Sequence[str], labels: object = None) -> "SentenceVectors":
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        return sparse.csr_matrix(encoder(self.weights).encode(texts))
