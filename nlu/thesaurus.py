"""Words that say the same for the labels: `nlu/words/<language>.txt`, written by hand.

A message counts by its words and by the classes of its words, so that a word which the training examples hold once,
or never, still says what its classmates say. The classes only hint: what they weigh is learned.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Dict, List, Tuple

from nlu.tokens import WORDS

FOLDER = Path(__file__).parent / "words"
_GAP = {"en": " ", "zh": ""}


class ThesaurusError(ValueError):
    """A line of a thesaurus cannot be read; the message names the file, the line and the cure."""


class Thesaurus:
    """The word classes of one language.

    Args:
        language: `zh` or `en`.
        entries: a word or expression, its tokens joined as the language joins them, and its classes.
    """

    def __init__(self, language: str, entries: Dict[str, Tuple[str, ...]]) -> None:
        self.entries = entries
        self.gap = _GAP[language]
        self.longest: Dict[str, int] = {}
        for entry in entries:
            tokens = WORDS[language](entry)
            self.longest[tokens[0]] = max(self.longest.get(tokens[0], 0), len(tokens))

    def classes(self, words: List[str]) -> List[Tuple[str, ...]]:
        """The classes of each word, or of each expression in its place (the longest that fits); () for none."""
        found: List[Tuple[str, ...]] = []
        start = 0
        while start < len(words):
            length, classes = self._at(words, start)
            found.append(classes)
            start += length
        return found

    def _at(self, words: List[str], start: int) -> Tuple[int, Tuple[str, ...]]:
        longest = min(self.longest.get(words[start], 0), len(words) - start)
        for length in range(longest, 0, -1):
            classes = self.entries.get(self.gap.join(words[start : start + length]))
            if classes:
                return length, classes
        return 1, ()


def load(path: Path, language: str) -> Thesaurus:
    """Reads a thesaurus: `class:` begins a class, its words follow, `_` stands for a space, `#` begins a comment.

    Raises:
        ThesaurusError: words stand before the first class, or a word has no letters.
    """
    entries: Dict[str, Tuple[str, ...]] = {}
    name = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for token in line.partition("#")[0].split():
            if token.endswith(":"):
                name = token[:-1]
                continue
            entry = _GAP[language].join(WORDS[language](token.replace("_", _GAP[language])))
            if not name or not entry:
                problem = "a word before the first class" if not name else f"{token!r} has no letters"
                raise ThesaurusError(f"{path.name}:{number}: {problem}; write `class: word word …`")
            if name not in entries.get(entry, ()):
                entries[entry] = (*entries.get(entry, ()), name)
    return Thesaurus(language, entries)


@functools.lru_cache(maxsize=None)
def thesaurus(language: str) -> Thesaurus:
    """The kept thesaurus of `zh` or `en`, read once.

    Raises:
        ThesaurusError: see `load`.
    """
    return load(FOLDER / f"{language}.txt", language)
