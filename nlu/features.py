"""From text to numbers: n-grams weighted by TF-IDF, and families of words (`concepts_*.py`)."""

from __future__ import annotations

import logging
import re
from typing import Dict, List, Pattern, Sequence

import jieba
import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu import concepts_en, concepts_zh

jieba.setLogLevel(logging.WARNING)

# How much a family of words weighs against the n-grams, whose vectors have length 1. Cross-validated on the
# training examples: 0 (no families) costs a point of F1, 0.4 and more lose the n-grams' detail.
FAMILY_WEIGHT = 0.1
_LENGTH_STEPS = (12, 30, 80, 160)
_ENGLISH_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]+|[^\w\s]")


def chinese_words(text: str) -> List[str]:
    return [word for word in jieba.lcut(text) if word.strip()]


def english_words(text: str) -> List[str]:
    return _ENGLISH_TOKEN.findall(text)


def _with_pairs(words: List[str]) -> List[str]:
    return words + [f"{first}_{second}" for first, second in zip(words, words[1:])]


def chinese_pairs(text: str) -> List[str]:
    return _with_pairs(chinese_words(text))


def english_pairs(text: str) -> List[str]:
    return _with_pairs(english_words(text))


def joined(pattern: str) -> str:
    """A pattern written over several lines as one; the line breaks and the indentation mean nothing."""
    return "".join(line.strip() for line in pattern.strip().splitlines())


def compiled(patterns: Dict[str, str]) -> Dict[str, Pattern[str]]:
    return {name: re.compile(joined(pattern)) for name, pattern in patterns.items()}


FAMILIES = {"en": compiled(concepts_en.FAMILIES), "zh": compiled(concepts_zh.FAMILIES)}


class WordFamilies(BaseEstimator, TransformerMixin):
    """For each family: seen at all, and how often (saturating); then the length of the text in steps."""

    def __init__(self, language: str, weight: float = FAMILY_WEIGHT) -> None:
        self.language = language
        self.weight = weight

    def fit(self, texts: Sequence[str], labels: object = None) -> "WordFamilies":
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        families = FAMILIES[self.language]
        rows = np.zeros((len(texts), 3 * len(families) + len(_LENGTH_STEPS)))
        for row, text in zip(rows, texts):
            for place, pattern in enumerate(families.values()):
                count = sum(1 for _ in pattern.finditer(text))
                row[3 * place : 3 * place + 3] = (count > 0, min(count, 3) / 3, count / (3 + count))
            row[-len(_LENGTH_STEPS) :] = [len(text) > step for step in _LENGTH_STEPS]
        return sparse.csr_matrix(rows * self.weight)


def _tfidf(**settings: object) -> TfidfVectorizer:
    return TfidfVectorizer(sublinear_tf=True, lowercase=False, dtype=np.float64, **settings)


class View:
    """Several vectorizers side by side. scikit-learn's FeatureUnion costs a millisecond for each message."""

    def __init__(self, parts: Sequence[BaseEstimator]) -> None:
        self.parts = list(parts)

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        return sparse.hstack([part.fit_transform(texts) for part in self.parts], format="csr")

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        return sparse.hstack([part.transform(texts) for part in self.parts], format="csr")


def views(language: str) -> List[View]:
    """The unfitted views of a language (`zh` or `en`).

    English gains from a second one without its letters, whose errors are others; Chinese does not.
    """
    if language == "zh":
        return [View([_tfidf(analyzer="char", ngram_range=(1, 2)), _words(language), WordFamilies(language)])]
    letters = _tfidf(analyzer="char_wb", ngram_range=(2, 5))
    return [
        View([letters, _words(language), WordFamilies(language)]),
        View([_words(language), WordFamilies(language)]),
    ]


def _words(language: str) -> TfidfVectorizer:
    return _tfidf(analyzer=chinese_pairs if language == "zh" else english_pairs)
