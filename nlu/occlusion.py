"""How much each word of a message counts: the message is read again without it (occlusion).

That holds for any model: it only asks what the probability of the decided label would be without the word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Dict, Iterator, List, Sequence, Tuple

import jieba
import numpy as np

from nlu import reading
from nlu.labels import OTHER_LANGUAGE, in_category, in_flat
from nlu.understanding import Mind, Understanding
from nlu.votes import SMALLEST

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<word>(?:(?![{_HAN}])[^\W_])+(?:['’-](?:(?![{_HAN}])[^\W_])+)*)|[?？!！]+|[^\w\s]"
)
_CLAUSE_END = re.compile(r"[，,。.；;：:！!？?…\n]")
# Up to this many words, each is tried alone and with its neighbour: twice as many readings, all in one batch.
MOST_WITH_PAIRS = 30
# Of a longer text whole parts are tried first, and the words only of those that count most.
PARTS = 12
MOST_ALONE = 24
# Together they must count this much more (in probability) than one by one to be shown as a pair.
_TOGETHER = 0.05
_DIGITS = 4

# Where every word weighs less than this, words are taken out together, so many of them at most.
_ALONE = 0.1
_TOGETHER_AT_MOST = 8
_LIKELY = 0.3
HEADS = ("kind", "category", "urgent")

Span = Tuple[int, int]
Shares = Dict[str, float]  # the probability of the decided kind, of its category, and of danger, by `HEADS`


@dataclass(frozen=True)
class Weight:
    """What a word, or two neighbours that only count together, adds to each probability of what was decided.

    Args:
        text: as the customer wrote it; `start` and `end` are its place in the message.
        kind: by how much the decided kind (or intent) is less probable without it, -1 to 1; below 0 it speaks
            against it.
        category: the same for the category, 0 where the label has none.
        urgent: the same for danger now.
    """

    text: str
    start: int
    end: int
    kind: float
    category: float
    urgent: float


def words(text: str) -> List[Span]:
    """Where the words of a text stand: Chinese as jieba cuts it, others by spaces; emoji, ? and ! count, too."""
    return list(_words(text))


def _words(text: str) -> Iterator[Span]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "han":
            for _, start, end in jieba.tokenize(found.group()):
                yield found.start() + start, found.start() + end
        elif found.lastgroup == "word" or _says_something(found.group()):
            yield found.span()


def _says_something(sign: str) -> bool:
    return sign[0] in "?？!！" or unicodedata.category(sign[0]) == "So"


def weigh(mind: Mind, text: str, label: str) -> List[Weight]:
    """The words that were tried, in the order of the text, with what each adds to the decided label."""
    trial = _Trial(mind, text, label)
    spans, narrowed = _countable(text), False
    while len(spans) > (MOST_ALONE if narrowed else MOST_WITH_PAIRS):
        spans, narrowed = trial.most_telling(spans), True
    pairs = [place for place, two in enumerate(zip(spans, spans[1:])) if not narrowed and _beside(text, *two)]
    cuts = [*spans, *((spans[place][0], spans[place + 1][1]) for place in pairs)]
    left = dict(zip(cuts, trial.without([[cut] for cut in cuts])))
    tried = [trial.weight(cut, left[cut]) for cut in cuts]
    weights = _with_pairs(tried[: len(spans)], dict(zip(pairs, tried[len(spans) :])))
    return trial.shared(weights, [left[weight.start, weight.end] for weight in weights])


def _beside(text: str, one: Span, two: Span) -> bool:
    """Whether nothing stands between two words."""
    return not text[one[1] : two[0]].strip()


class _Trial:
    """One message and its label, read again and again without parts of it."""

    def __init__(self, mind: Mind, text: str, label: str) -> None:
        self.mind, self.text, self.label = mind, text, label
        self.whole = _probabilities(mind.understand([text])[0], label)

    def without(self, cuts: Sequence[Sequence[Span]]) -> List[Shares]:
        """How probable label and danger are without each of these groups of words; all are read in one batch."""
        meanings = self.mind.understand([_cut(self.text, cut) for cut in cuts])
        # What is left may look like another language: that tells nothing of the word.
        return [
            self.whole if meaning.intent == OTHER_LANGUAGE else _probabilities(meaning, self.label)
            for meaning in meanings
        ]

    def weight(self, span: Span, left: Shares) -> Weight:
        lost = {head: round(self.whole[head] - left[head], _DIGITS) for head in HEADS}
        return Weight(self.text[span[0] : span[1]], *span, **lost)

    def most_telling(self, spans: Sequence[Span]) -> List[Span]:
        """The words of the parts that count most: two for the kind, one for the category, one for danger if any."""
        parts = _parts(self.text, spans)
        read = self.without([[(part[0][0], part[-1][1])] for part in parts])
        most = {"kind": 2, "category": 1, "urgent": int(self.whole["urgent"] >= _ALONE)}
        best = {
            place
            for head in HEADS
            for place in sorted(range(len(parts)), key=lambda place: read[place][head])[: most[head]]
        }
        return [span for place in sorted(best) for span in parts[place]]

    def shared(self, weights: List[Weight], read: Sequence[Shares]) -> List[Weight]:
        """Where several words say the same, hardly anything is lost without one: those that say it are taken out
        together, and what is lost then is shared out by how much each shifts the odds by itself.
        """
        for head in HEADS:
            if self.whole[head] < _LIKELY or any(getattr(one, head) >= _ALONE for one in weights):
                continue
            shifts = [_odds(self.whole[head]) - _odds(left[head]) for left in read]
            telling = [place for place, shift in enumerate(shifts) if shift > 0]
            telling = sorted(telling, key=lambda place: -shifts[place])[:_TOGETHER_AT_MOST]
            cuts = [telling[: count + 1] for count in range(len(telling))]
            left = self.without([[(weights[i].start, weights[i].end) for i in cut] for cut in cuts])
            lost = [self.whole[head] - one[head] for one in left]
            # The fewest words without which the message would be understood differently; else those that matter most.
            enough = [at for at, one in enumerate(lost) if one > self.whole[head] / 2]
            group = cuts[enough[0]] if enough else cuts[lost.index(max(lost))] if lost else []
            for place in group:
                share = lost[len(group) - 1] * shifts[place] / sum(shifts[i] for i in group)
                weights[place] = replace(weights[place], **{head: round(share, _DIGITS)})
        return weights


def _odds(probability: float) -> float:
    return float(np.log(max(probability, SMALLEST) / max(1 - probability, SMALLEST)))


def _countable(text: str) -> List[Span]:
    """The words, without those of label talk: they are not counted at all (`reading.features_text`)."""
    removed = {_plain(said[start:end]) for said in _label_talk(text) for start, end in words(said)}
    return [(start, end) for start, end in words(text) if _plain(text[start:end]) not in removed]


def _label_talk(text: str) -> List[str]:
    return reading.label_talk(reading.clean(text))


def _plain(word: str) -> str:
    return reading.simplify(reading.clean(word))


def _cut(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def _probabilities(meaning: Understanding, label: str) -> Shares:
    """How probable label and danger are; nothing is where no words are left."""
    judged = meaning.judgement
    if judged is None:
        return dict.fromkeys(HEADS, 0.0)
    return {
        "kind": judged.flat.get(in_flat(label), 0.0),
        "category": judged.category.get(in_category(label), 0.0),
        "urgent": judged.urgent,
    }


def _parts(text: str, spans: Sequence[Span]) -> List[List[Span]]:
    """The words in `PARTS` parts: clauses where there are about as many, else equally long runs."""
    clauses: List[List[Span]] = [[spans[0]]]
    for before, span in zip(spans, spans[1:]):
        if _CLAUSE_END.search(text[before[0] : span[0]]):
            clauses.append([])
        clauses[-1].append(span)
    if PARTS // 2 <= len(clauses) <= PARTS:
        return clauses
    length = -(-len(spans) // PARTS)
    return [list(spans[at : at + length]) for at in range(0, len(spans), length)]


def _with_pairs(alone: Sequence[Weight], pairs: Dict[int, Weight]) -> List[Weight]:
    """The words, two neighbours as one where they count only together; a word is in one pair at most.

    `pairs` are known by the place of their first word.
    """
    gains = {}
    for place, pair in pairs.items():
        one, two = alone[place], alone[place + 1]
        # What counts already by itself needs no neighbour.
        gains[place] = max(
            getattr(pair, head) - max(getattr(one, head), 0) - max(getattr(two, head), 0) for head in HEADS
        )
    taken: Dict[int, Weight] = {}
    for place in sorted(gains, key=lambda place: -gains[place]):
        if gains[place] > _TOGETHER and not {place - 1, place + 1} & taken.keys():
            taken[place] = pairs[place]
    inside = {place + 1 for place in taken}
    return [taken.get(place, word) for place, word in enumerate(alone) if place not in inside]
