"""Where a message may turn to something else, told by its words alone; what is left of that is judged in `topics`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import FrozenSet, Iterator, List, Tuple

import jieba

from nlu import reading, topic_words
from nlu.features import compiled, joined

MANY_POINTS = 4  # a list this long makes its points about one matter
MOST_BLOCKS = 6  # parts of a long message that are judged
MOST_SENTENCES = 4  # new sentences that may turn without saying so: so many are judged
SHORTEST = {"zh": 6, "en": 4}  # Han characters (or words), words: less says nothing by itself
BEGINNING = 40  # characters of a clause in which it says that it turns to something else
LONGEST = 2000  # characters that are looked at


class Turn(IntEnum):
    """How plainly a message turns to something else, the plainest last."""

    SOFT = 0  # only a new sentence
    LISTED = 1  # the next item of a list, a new paragraph
    SAID = 2  # "另外 …", "by the way …"


@dataclass(frozen=True)
class Pair:
    """Two parts of a message that may be about different things."""

    first: str
    second: str
    turn: Turn
    same_thing: bool  # both name one thing, or share a word of weight
    other_things: bool  # each names things, and none of them is the other's
    cues: Tuple[FrozenSet[str], FrozenSet[str]]  # what each part wants, by its words
    asks: bool  # the second part says that it asks


def candidates(text: str, language: str) -> Iterator[Pair]:
    """The pairs of parts that, by their words, may be about different things."""
    words = WORDS[language]
    blocks = _blocks(text[:LONGEST], words)
    if len(blocks) > 1:
        points = sum(turn == Turn.LISTED for _, turn in blocks)
        for later, (text_of, turn) in enumerate(blocks[1:MOST_BLOCKS], start=1):
            if turn == Turn.SAID or points < MANY_POINTS:
                for first, _ in blocks[:later]:
                    yield from words.pair(first, text_of, turn)
        return
    soft = (
        pair
        for clause in _clauses(text[:LONGEST])[1:]
        if clause.after in ("stop", "line") or words.opens(clause.plain)
        for pair in words.pair(text[: clause.start], text[clause.start : LONGEST], Turn.SOFT)
    )
    yield from islice(soft, MOST_SENTENCES)


@dataclass(frozen=True)
class _Clause:
    """`after`: what stands before it, "" at the beginning, else comma, stop, line or item."""

    start: int
    end: int
    plain: str
    after: str


_ITEM = re.compile(
    rf"(?:(?<=^)|(?<=[\s。；;，,.！!？?:：])){joined(topic_words.ITEM)}", re.IGNORECASE | re.MULTILINE
)
_BREAK = re.compile(
    r"(?P<line>\s*\n\s*)|(?P<stop>[。！？!?；;…]+[\"”’」』)）]*|\.+[\"”)]*(?=\s|$))|(?P<comma>[，,]|\s+[-–—]+\s+|——+"
    r"|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])|\s(?=(?:btw|by the way|p\.?s\.?)\b))",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|no|blk|st|vs|approx|e\.g|i\.e|a\.m|p\.m|p\.s|ps)$", re.IGNORECASE
)
_STOP = re.compile(r"[.!?;。！？；]")
_AND = re.compile(r"(?:and|or|but|so)\b")
_PARAGRAPH = re.compile(r"\n\s*\n")


def _clauses(text: str) -> List[_Clause]:
    """The text in clauses; they say where they begin and end in it."""
    items = [found.span() for found in _ITEM.finditer(text)]
    items = items if len(items) > 1 else []
    breaks = {start: (end, "item") for start, end in items}
    for found in _BREAK.finditer(text):
        inside = any(start <= found.start() < end for start, end in items)
        short = found.group() == "." and _ABBREVIATION.search(text[: found.start()])
        if not inside and not short:
            breaks[found.start()] = (found.end(), found.lastgroup or "")
    clauses, start, after = [], 0, ""
    for place in [*sorted(breaks), len(text)]:
        end, kind = breaks.get(place, (place, ""))
        said = text[start:place]
        if said.strip():
            clauses.append(_Clause(start, place, reading.simplify(reading.clean(said)), after))
            after = kind
        elif kind == "item":
            after = kind
        start = end
    return clauses


def _blocks(text: str, words: Words) -> List[Tuple[str, Turn]]:
    """The text cut where it plainly turns to something else, each part with how plainly it began."""
    cuts: List[Tuple[int, Turn]] = [(0, Turn.SOFT)]
    for clause in _clauses(text):
        beginning = reading.simplify(reading.clean(text[clause.start : clause.start + BEGINNING]))
        if words.turns(beginning):
            cuts.append((clause.start, Turn.SAID))
        elif clause.after == "item" or words.lists(beginning) or _new_paragraph(text, clause):
            cuts.append((clause.start, Turn.LISTED))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [(text[start:end], turn) for (start, turn), end in zip(cuts, ends) if text[start:end].strip()]


def _new_paragraph(text: str, clause: _Clause) -> bool:
    return clause.after == "line" and bool(_PARAGRAPH.search(text[: clause.start][-6:]))


class Words:
    """The words of one language that tell two things from one."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._turns = re.compile(rf"^\W*(?:{joined(topic_words.TURNS[language])})")
        self._lists = re.compile(rf"^\W*(?:{topic_words.LISTS[language]})")
        self._asks = re.compile(topic_words.ASKS[language])
        self._openers = re.compile(joined(topic_words.OPENERS[language]))
        self._cues = compiled(topic_words.CUES[language])
        self._things = compiled(topic_words.THINGS[language])
        self._remedies = re.compile(joined(topic_words.REMEDIES[language]))
        self._leaning = re.compile(joined(topic_words.LEANING[language]))
        self._upright = re.compile(joined(topic_words.UPRIGHT[language]))
        self._everywhere = topic_words.EVERYWHERE[language]

    def turns(self, plain: str) -> bool:
        """Whether a clause begins with words that change the subject."""
        return bool(self._turns.search(plain))

    def lists(self, plain: str) -> bool:
        """Whether a clause begins with the next point of a list."""
        return bool(self._lists.search(plain))

    def opens(self, plain: str) -> bool:
        """Whether a clause says at once what it wants."""
        return bool(self._openers.search(plain))

    def cues(self, plain: str) -> FrozenSet[str]:
        """What a text seems to do, by its words alone."""
        return frozenset(name for name, pattern in self._cues.items() if pattern.search(plain))

    def pair(self, first: str, second: str, turn: Turn) -> Iterator[Pair]:
        """The two parts as a pair, unless their words say that the second only goes on with the first."""
        before, after = (reading.simplify(reading.clean(part)) for part in (first, second))
        if not (self._says_enough(before) and self._says_enough(after)) or self._leans(after):
            return
        known, new = self._things_in(before), self._things_in(after)
        same_thing = bool(known & new or self._words_in(before) & self._words_in(after))
        other_things = bool(known and new) and not same_thing
        cues = self.cues(before), self.cues(after)
        asks = bool(self._asks.search(self._turns.sub("", after, count=1)[:BEGINNING]))
        remedy = self._remedies.search(after) and not (turn == Turn.SAID and asks and not same_thing)
        if remedy and not new - known:
            return
        if turn == Turn.SOFT and (remedy or not other_things or not self._begins_anew(before, after)):
            return
        yield Pair(
            first.strip(),
            second.strip(),
            turn,
            same_thing,
            other_things,
            cues,
            asks,
        )

    def _begins_anew(self, before: str, after: str) -> bool:
        """Whether a new sentence says at once what it wants, and of which thing; or leaves praise behind."""
        start = _STOP.split(after, maxsplit=1)[0]
        if _AND.match(start) or not self._things_in(start) - self._things_in(before):
            return False
        wants, wanted = self.cues(start), self.cues(before)
        if wants == {"inquiry"} and not self.opens(start):
            return False
        return bool(wants - wanted) if wants else wanted == {"praise"}

    def _says_enough(self, plain: str) -> bool:
        counted = reading.scripts(plain)
        return (counted.han + counted.words if self.language == "zh" else counted.words) >= SHORTEST[
            self.language
        ]

    def _leans(self, plain: str) -> bool:
        said = self._turns.sub("", plain).lstrip(" ,.:;-!")
        return bool(self._leaning.search(said)) and not self._upright.search(said)

    def _things_in(self, plain: str) -> FrozenSet[str]:
        return frozenset(name for name, pattern in self._things.items() if pattern.search(plain))

    def _words_in(self, plain: str) -> FrozenSet[str]:
        """The words of weight."""
        if self.language == "zh":
            return frozenset(word for word in jieba.lcut(plain) if len(word) > 1) - self._everywhere
        return frozenset(word.rstrip("s") for word in re.findall(r"[a-z']{3,}", plain)) - self._everywhere


WORDS = {language: Words(language) for language in ("zh", "en")}
