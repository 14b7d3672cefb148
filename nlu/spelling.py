"""Slips of the finger and of the input method, put right towards the words of the training messages.

A word that training has seen, and in English any real word, is never touched; what is left is replaced only by a
word that training knows well. Held out of training, correct messages are judged as well as without it; of messages
with a slip, a quarter (Chinese) to two thirds (English) fewer are judged otherwise than without the slip.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from typing import Dict, FrozenSet, Iterable, List, Optional, Set, Tuple

from pypinyin import lazy_pinyin
from spellchecker import SpellChecker

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SHORTEST = 4
_KNOWN = 2
_HALF_KNOWN = 3
_HAN = re.compile("[\u4e00-\u9fff]")
# Another pair must be seen in training this often, and fit the text around it so much better: of the pair and the
# two that overlap it, two more are known. Less touches correct text, too.
_SEEN, _FITS = 2, 1.5
_TRIED = 8


@functools.lru_cache(maxsize=1)
def _real_words() -> FrozenSet[str]:
    return frozenset(SpellChecker(language="en").word_frequency.words())


class EnglishSpelling:
    """One letter wrong, missing, too many or swapped with the next; or a space left out between two words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.counts = Counter(word for text in texts for word in _WORD.findall(text))
        self.near: Dict[str, List[str]] = defaultdict(list)
        for word, count in self.counts.items():
            if count >= _KNOWN and len(word) >= _SHORTEST:
                for shorter in _with_one_letter_less(word):
                    self.near[shorter].append(word)
        _real_words()  # or the first customer would wait for the dictionary

    def correct(self, text: str) -> str:
        return _WORD.sub(lambda found: self._right(found.group()), text)

    def _right(self, word: str) -> str:
        if len(word) < _SHORTEST or word in self.counts or word in _real_words() or "'" in word:
            return word
        candidates = {
            known
            for shorter in _with_one_letter_less(word)
            for known in self.near.get(shorter, ())
            if _one_slip_apart(known, word)
        }
        if candidates:
            return max(candidates, key=lambda known: (known[0] == word[0], self.counts[known], known))
        return self._parted(word)

    def _parted(self, word: str) -> str:
        places = range(1, len(word))
        best = max(places, key=lambda at: min(self.counts[word[:at]], self.counts[word[at:]]))
        both = min(self.counts[word[:best]], self.counts[word[best:]])
        return f"{word[:best]} {word[best:]}" if both >= _HALF_KNOWN else word


def _with_one_letter_less(word: str) -> Set[str]:
    """The word itself and the word without each of its letters: words that share one may be a slip apart."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_slip_apart(one: str, other: str) -> bool:
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return len(longer) == len(shorter) + 1 and shorter in _with_one_letter_less(longer)
    places = [at for at, (first, second) in enumerate(zip(one, other)) if first != second]
    if len(places) == 2 and places[1] == places[0] + 1:
        return one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    return len(places) == 1


class ChineseSpelling:
    """Characters of the same reading: a pair that training never saw gives way to one that sounds the same."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.counts = Counter(pair for text in texts for pair in _pairs(text))
        self.by_reading: Dict[Tuple[str, str], List[str]] = defaultdict(list)
        for pair, count in self.counts.most_common():
            if count >= _SEEN and all(map(_HAN.match, pair)):
                self.by_reading[_reading(pair)].append(pair)

    def correct(self, text: str) -> str:
        for place in range(len(text) - 1):
            pair = text[place : place + 2]
            if pair not in self.counts and all(map(_HAN.match, pair)):
                text = self._better(text, place, pair) or text
        return text

    def _better(self, text: str, place: int, pair: str) -> Optional[str]:
        fit, best = self._fit(text, place), None
        most = 0.0
        for other in self.by_reading.get(_reading(pair), ())[:_TRIED]:
            changed = text[:place] + other + text[place + 2 :]
            # Two characters wrong at once are likelier a word that training does not know.
            gain = self._fit(changed, place) - fit - 0.5 * (other[0] != pair[0] and other[1] != pair[1])
            if gain >= _FITS and gain > most:
                most, best = gain, changed
        return best

    def _fit(self, text: str, place: int) -> int:
        """How many of the pairs around two characters training has seen, 0 to 3."""
        around = f" {text} "[place : place + 4]
        return sum(around[at : at + 2] in self.counts for at in range(3))


def _pairs(text: str) -> List[str]:
    """Every two neighbours, with a space before the first and after the last."""
    return [first + second for first, second in zip(f" {text}", f"{text} ")]


@functools.lru_cache(maxsize=30_000)
def _sound(character: str) -> str:
    return str(lazy_pinyin(character)[0])


def _reading(pair: str) -> Tuple[str, str]:
    return _sound(pair[0]), _sound(pair[1])


SPELLINGS = {"zh": ChineseSpelling, "en": EnglishSpelling}
