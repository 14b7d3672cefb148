"""A message about two things: the second one is found, so that it can be filed as a ticket of its own.

Words come first, because they cost nothing: a message is cut where it may turn to something else, and cuts behind which
the same thing goes on are dropped. Only what is left is judged, all parts in one batch. A message of one sentence is
never judged twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Tuple

from nlu.labels import CATEGORIES, FALLBACK, KINDS, NOT_SOLVED, TICKET_LABELS
from nlu.turning import WORDS, Pair, Turn, candidates

if TYPE_CHECKING:
    from nlu.understanding import Mind, Understanding

# What only joins a part to the one before: it says nothing when the part stands alone.
_LEAD = re.compile(
    r"^[^\w(（“\"]*(?:另外(?:一件事)?|此外|[还還]有(?:就是)?|[对對]了|再就是|再者|其次|第[一二三四]"
    r"|btw|by the way|p\.?s\.?|also|additionally|in addition|separately|unrelated|one more thing|another thing"
    r"|side note|plus)"
    r"(?:[\s,，:：.。、-]+|(?=[\u4e00-\u9fff]))",
    re.IGNORECASE,
)

KINDS_BY_WEIGHT = ("complaint", "suggestion", "inquiry", "praise")
# How probable the kinds of both parts must be, by how plainly the message turns. False offers annoy more than a missed
# one, which the ticket's agents still read.
LEAST = {Turn.SOFT: 0.7, Turn.LISTED: 0.55, Turn.SAID: 0.5}
LEAST_WHERE_WANTED = 0.4  # "另外建议 …": it turns, and says what it wants
LEAST_OF_SAME_THING = 0.75  # where both parts name the same thing and no word says what the second wants
LEAST_OF_SAME_KIND = 0.75  # of kind and of category, where only the category tells the parts apart
MARGIN = 0.25  # by which the second part's kind is more probable there than the first one's


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


def _files(meaning: Understanding) -> bool:
    """Whether the message becomes a ticket, perhaps after a question."""
    return meaning.language in WORDS and meaning.intent in (*TICKET_LABELS, FALLBACK, NOT_SOLVED)


def _parts(pair: Pair) -> Tuple[str, str]:
    return pair.first, pair.second


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

    Praise has its words. A wish with its reason ("建议把时刻表贴出来，现在都要问人") is no complaint beside another.
    "Could you …" is a question to one head and a suggestion to the next: those two need things of their own. And a
    question behind a statement belongs to it, unless it is asked for its own sake ("请问 …").
    """
    if pair.turn == Turn.SOFT and second.kind == "inquiry" and not pair.asks:
        return False
    if any(part.kind == "praise" and "praise" not in cues for part, cues in zip((first, second), pair.cues)):
        return False
    if any(
        part.kind == "complaint" and "suggestion" in cues for part, cues in zip((first, second), pair.cues)
    ):
        return {first.kind, second.kind} != {"complaint", "suggestion"}
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
