"""From text to numbers: n-grams of letters, words and word classes weighted by TF-IDF, and families of words."""

from __future__ import annotations

import re
from typing import Dict, List, Pattern, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu import concepts_en, concepts_zh
from nlu.thesaurus import thesaurus
from nlu.tokens import WORDS, chinese_words, clauses, english_stems, sentences

# How much classes and families of words weigh against the n-grams, whose vectors have length 1. Cross-validated on
# the training examples: without classes English loses 2 points of F1, without families Chinese 0.7 and English 0.1;
# more weight loses the n-grams' detail.
CLASS_WEIGHT = 0.5
FAMILY_WEIGHT = 0.1
_LENGTH_STEPS = (12, 30, 80, 160)


def _pairs(units: Sequence[str]) -> List[str]:
    return [f"{first}_{second}" for first, second in zip(units, units[1:])]


def chinese_pairs(text: str) -> List[str]:
    words = chinese_words(text)
    return words + _pairs(words)


def english_pairs(text: str) -> List[str]:
    stems = english_stems(text)
    return stems + _pairs(stems)


def _places(told: Sequence[Sequence[str]]) -> List[str]:
    """How each sentence begins, and what the first and the last say: there people tell what they want."""
    begins = [
        f"^{'_'.join(sentence[:length])}"
        for sentence in told
        for length in (1, 2, 3)
        if length <= len(sentence)
    ]
    return begins + [
        f"{place}:{unit}"
        for place, sentence in (("first", told[0]), ("last", told[-1]))
        for unit in [*sentence, *_pairs(sentence)]
    ]


def english_places(text: str) -> List[str]:
    return _places(sentences(english_stems(text)))


def chinese_places(text: str) -> List[str]:
    """As `english_places`, in characters; a comma parts as well, and the end of a clause (吧, 吗, 了) tells much."""
    told = clauses(text)
    return _places(told) + [f"{clause[-2:]}$" for clause in told if clause]


def _classes(language: str, text: str) -> List[str]:
    """The classes of the words, of neighbours among them, and of those in the first and the last sentence."""
    told = [thesaurus(language).classes(sentence) for sentence in sentences(WORDS[language](text))]
    spoken = [classes for sentence in told for classes in sentence if classes]
    return (
        [name for classes in spoken for name in classes]
        + _pairs([classes[0] for classes in spoken])
        + [
            f"{place}:{name}"
            for place, sentence in (("first", told[0]), ("last", told[-1]))
            for classes in sentence
            for name in classes
        ]
    )


def english_classes(text: str) -> List[str]:
    return _classes("en", text)


def chinese_classes(text: str) -> List[str]:
    return _classes("zh", text)


def joined(pattern: str) -> str:
    """A pattern written over several lines as one; the line breaks and the indentation mean nothing."""
    return "".join(line.strip() for line in pattern.strip().splitlines())


def compiled(patterns: Dict[str, str]) -> Dict[str, Pattern[str]]:
    return {name: re.compile(joined(pattern)) for name, pattern in patterns.items()}


FAMILIES = {"en": compiled(concepts_en.FAMILIES), "zh": compiled(concepts_zh.FAMILIES)}


class WordFamilies(BaseEstimator, TransformerMixin):
    """For each family: seen at all, and how often (saturating); then the length of the text in steps."""

    def __init__(self, language: str) -> None:
        self.language = language

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
        return sparse.csr_matrix(rows)


def _tfidf(**settings: object) -> TfidfVectorizer:
    # What a single message says teaches little and is more than a third of all features.
    return TfidfVectorizer(sublinear_tf=True, lowercase=False, min_df=2, dtype=np.float64, **settings)


class View:
    """Several vectorizers side by side, each with its weight.

    scikit-learn's FeatureUnion costs a millisecond for each message.
    """

    def __init__(self, parts: Sequence[Tuple[BaseEstimator, float]]) -> None:
        self.parts = list(parts)

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        return sparse.hstack(
            [part.fit_transform(texts) * weight for part, weight in self.parts], format="csr"
        )

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        return sparse.hstack([part.transform(texts) * weight for part, weight in self.parts], format="csr")


def views(language: str) -> List[View]:
    """The unfitted views of a language (`zh` or `en`)."""
    if language == "zh":
        letters = _tfidf(analyzer="char", ngram_range=(1, 2))
        words, places, classes = chinese_pairs, chinese_places, chinese_classes
    else:
        letters = _tfidf(analyzer="char_wb", ngram_range=(2, 5))
        words, places, classes = english_pairs, english_places, english_classes
    parts = [
        (letters, 1.0),
        (_tfidf(analyzer=words), 1.0),
        (_tfidf(analyzer=places), 1.0),
        (_tfidf(analyzer=classes), CLASS_WEIGHT),
        (WordFamilies(language), FAMILY_WEIGHT),
    ]
    return [View(parts)]
