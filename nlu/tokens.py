"""A text (`reading.features_text`) cut into words and sentences."""

from __future__ import annotations

import functools
import logging
import re
from typing import Callable, Dict, List

import jieba
import snowballstemmer

jieba.setLogLevel(logging.WARNING)

_CLAUSE = re.compile(r"[^,.!?;。！？；]+[,.!?;。！？；]*|[,.!?;。！？；]+")
_ENGLISH_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]+|[^\w\s]")
_SENTENCE_ENDS = ".!?;。！？；"
_stemmer = snowballstemmer.stemmer("english")


def chinese_words(text: str) -> List[str]:
    return [word for word in jieba.lcut(text) if word.strip()]


def english_words(text: str) -> List[str]:
    return _ENGLISH_TOKEN.findall(text)


WORDS: Dict[str, Callable[[str], List[str]]] = {"zh": chinese_words, "en": english_words}


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """An English word without its ending: "leaking", "leaked" and "leaks" are one."""
    return _stemmer.stemWord(word)


def english_stems(text: str) -> List[str]:
    return [stem(word) for word in english_words(text)]


def sentences(words: List[str]) -> List[List[str]]:
    """The words sentence by sentence; at least one sentence, which may be empty."""
    parted: List[List[str]] = [[]]
    for word in words:
        parted[-1].append(word)
        if word[0] in _SENTENCE_ENDS:
            parted.append([])
    return [sentence for sentence in parted if sentence] or [[]]


def clauses(text: str) -> List[str]:
    """A Chinese text from mark to mark, commas included; at least one clause, which may be empty."""
    return _CLAUSE.findall(text) or [""]
