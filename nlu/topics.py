"""A message about two things: the second one is found, so that it can be filed as a ticket of its own.

Words come first, because they cost nothing: a message is cut where it may turn to something else, and cuts behind which
the same thing goes on are dropped. Only what is left is judged, all parts in one batch. A message of one sentence is
never judged twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterator, List, Optional, Sequence, Tuple

import jieba

from nlu import reading, topic_words
from nlu.features import compiled, joined
from nlu.labels import CATEGORIES, FALLBACK, KINDS, NOT_SOLVED, TICKET_LABELS

if TYPE_CHECKING:
    from nlu.understanding import Mind, Understanding


class Turn(IntEnum):
    """How plainly a message turns to something else, the plainest last."""

    SOFT = 0  # only a new sentence
    LISTED = 1  # the next item of a list, a new paragraph
    SAID = 2  # "另外 …", "by the way …"


# How probable the kinds of both parts must be, by how plainly the message turns. False offers annoy more than a missed
# one, which the ticket's agents still read.
KINDS_BY_WEIGHT = ("complaint", "suggestion", "inquiry", "praise")
LEAST = {Turn.SOFT: 0.7, Turn.LISTED: 0.55, Turn.SAID: 0.5}
LEAST_WHERE_WANTED = 0.4  # "另外建议 …": it turns, and says what it wants
LEAST_OF_SAME_THING = 0.75  # where both parts name the same thing and no word says what the second wants
LEAST_OF_SAME_KIND = 0.75  # of kind and of category, where only the category tells the parts apart
MARGIN = 0.25  # by which the second part's kind is more probable there than the first one's
MOST_BLOCKS = 6  # parts of a long message that are judged
SHORTEST = {"zh": 6, "en": 4}  # Han characters (or words), words: less says nothing by itself
BEGINNING = 40  # characters of a clause in which it says that it turns to something else
LONGEST = 2000  # characters that are looked at


@dataclass(frozen=True)
class Topic:
    """What one part of a message is about; `text` is the customer's own words, `main` the part beside it."""

    kind: str
    category: str
    text: str
    confidence: float
    main: Optional[Topic] = None

    def as_parse_data(self) -> Dict[str, Any]:
        """The `second` entry of an understanding; JSON values only."""
        data = {
            "kind": self.kind,
            "category": self.category,
            "text": self.text,
            "confidence": round(self.confidence, 4),
        }
        return {**data, "main": self.main.as_parse_data()} if self.main else data


@dataclass(frozen=True)
class Pair:
    """Two parts of a message that may be about different things."""

    first: str
    second: str
    turn: Turn
    same_thing: bool
    other_things: bool
    cues: Tuple[FrozenSet[str], FrozenSet[str]]  # what each part wants, by its words
    asks: bool  # the second part says that it asks


def understand(mind: Mind, texts: Sequence[str]) -> List[Understanding]:
    """What each text means, with its second topic where it has one.

    Where a message is about two things, it is filed as the one most wanted acted on (complaint over suggestion over
    inquiry over praise), whatever both together sound like, and nothing is asked. Danger stays what it is.
    """
    meanings = mind.understand(texts)
    pairs = {
        place: found
        for place, (text, meaning) in enumerate(zip(texts, meanings))
        if _files(meaning) and (found := list(candidates(text, meaning.language)))
    }
    parts = list(dict.fromkeys(part for found in pairs.values() for pair in found for part in _parts(pair)))
    if not parts:
        return meanings
    read = dict(zip(parts, mind.understand(parts)))
    return [
        _with_second(meaning, _second(pairs[place], read)) if place in pairs else meaning
        for place, meaning in enumerate(meanings)
    ]


def candidates(text: str, language: str) -> Iterator[Pair]:
    """The pairs of parts that, by their words, may be about different things."""
    words = WORDS[language]
    blocks = _blocks(text[:LONGEST], words)
    if len(blocks) > 1:
        for later in range(1, min(len(blocks), MOST_BLOCKS)):
            for first in range(later):
                yield from words.pair(blocks[first][0], blocks[later][0], blocks[later][1])
        return
    clauses = _clauses(text[:LONGEST])
    for clause in clauses[1:]:
        if clause.after in ("stop", "line") or words.opens(clause.plain):
            yield from words.pair(text[: clause.start], text[clause.start : LONGEST], Turn.SOFT)


def _files(meaning: Understanding) -> bool:
    """Whether the message becomes a ticket, perhaps after a question."""
    return meaning.language in WORDS and meaning.intent in (*TICKET_LABELS, FALLBACK, NOT_SOLVED)


def _parts(pair: Pair) -> Tuple[str, str]:
    return pair.first, pair.second


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
# What only joins a part to the one before: it says nothing when the part stands alone.
_LEAD = re.compile(
    r"^[^\w(（“\"]*(?:另外(?:一件事)?|此外|[还還]有(?:就是)?|[对對]了|再就是|再者|其次|第[一二三四]"
    r"|btw|by the way|p\.?s\.?|also|additionally|in addition|separately|unrelated|one more thing|another thing"
    r"|side note|plus)"
    r"(?:[\s,，:：.。、-]+|(?=[\u4e00-\u9fff]))",
    re.IGNORECASE,
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
        if words.turns(reading.simplify(reading.clean(text[clause.start : clause.start + BEGINNING]))):
            cuts.append((clause.start, Turn.SAID))
        elif clause.after == "item" or (
            clause.after == "line" and _PARAGRAPH.search(text[: clause.start][-6:])
        ):
            cuts.append((clause.start, Turn.LISTED))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [(text[start:end], turn) for (start, turn), end in zip(cuts, ends) if text[start:end].strip()]


class Words:
    """The words of one language that tell two things from one."""

    def __init__(self, language: str) -> None:
        self.language = language
        begins = rf"^\W*(?:{joined(topic_words.TURNS[language])})"
        self._turns = re.compile(begins)
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


def _with_second(whole: Understanding, second: Optional[Topic]) -> Understanding:
    main = second.main if second else None
    if main is None or whole.hazard or whole.intent == NOT_SOLVED or whole.intent.startswith(f"{main.kind}+"):
        return replace(whole, second=second)
    label = f"{main.kind}+{main.category}"
    ranking = [
        (label, main.confidence),
        *(pair for pair in whole.ranking if pair[0] not in (label, FALLBACK)),
    ]
    return replace(
        whole, intent=label, confidence=main.confidence, decision="file", ranking=ranking, second=second
    )


def _second(pairs: Sequence[Pair], read: Dict[str, Understanding]) -> Optional[Topic]:
    """The second topic of the best pair: both parts are clear, and they are not the same."""
    found = [topic for pair in pairs if (topic := _weighed(pair, read[pair.first], read[pair.second]))]
    return max(found, key=lambda topic: topic.confidence, default=None)


def _weighed(pair: Pair, before: Understanding, after: Understanding) -> Optional[Topic]:
    first, second = _topic(pair.first, before), _topic(pair.second, after)
    if first is None or second is None or before.judgement is None or after.judgement is None:
        return None
    if min(first.confidence, second.confidence) < _least(pair, second.kind) or not _told(pair, first, second):
        return None
    if first.kind == second.kind:
        if pair.turn < Turn.SAID or not pair.other_things or first.category == second.category:
            return None
        sure = (before.judgement.category[first.category], after.judgement.category[second.category])
        if min(first.confidence, second.confidence, *sure) < LEAST_OF_SAME_KIND:
            return None
    elif after.judgement.flat[second.kind] - after.judgement.flat[first.kind] < _margin(pair, second.kind):
        return None
    if bool(after.hazard) > bool(before.hazard) or (
        bool(after.hazard) == bool(before.hazard)
        and KINDS_BY_WEIGHT.index(second.kind) < KINDS_BY_WEIGHT.index(first.kind)
    ):
        first, second = second, first
    return replace(second, main=first)


def _least(pair: Pair, kind: str) -> float:
    if _wanted(pair, kind):
        return LEAST_WHERE_WANTED if pair.turn == Turn.SAID else LEAST[pair.turn]
    return max(LEAST[pair.turn], LEAST_OF_SAME_THING if pair.same_thing else 0)


def _margin(pair: Pair, kind: str) -> float:
    return 0 if pair.turn == Turn.SAID and _wanted(pair, kind) else MARGIN


def _wanted(pair: Pair, kind: str) -> bool:
    """Whether the second part, and not the first, says in so many words that it is of this kind."""
    return kind in pair.cues[1] - pair.cues[0]


def _told(pair: Pair, first: Topic, second: Topic) -> bool:
    """Whether the words bear out what the heads heard.

    Praise has its words. "Could you …" is a question to one head and a suggestion to the next: those two need things of
    their own. And a question behind a statement belongs to it, unless it is asked for its own sake ("请问 …").
    """
    if pair.turn == Turn.SOFT and second.kind == "inquiry" and not pair.asks:
        return False
    if any(part.kind == "praise" and "praise" not in cues for part, cues in zip((first, second), pair.cues)):
        return False
    return {first.kind, second.kind} != {"suggestion", "inquiry"} or pair.other_things


def _topic(text: str, meaning: Understanding) -> Optional[Topic]:
    """A part as a topic; None when it would be no ticket."""
    judged = meaning.judgement
    if judged is None:
        return None
    kind = max(judged.flat, key=judged.flat.__getitem__)
    if kind not in KINDS:
        return None
    category = max(CATEGORIES, key=judged.category.__getitem__)
    return Topic(kind, category, _LEAD.sub("", text).strip(" ,，;；、-–—") or text, judged.flat[kind])
