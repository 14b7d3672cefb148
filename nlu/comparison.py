"""Whether one model is worse than another, message by message, and which corrections made it so.

Two models answer the same messages, so only those count on which one is right and the other wrong. If neither were
better, each of these would fall to either side like a coin (McNemar's test, exact and one-sided): a candidate is
worse in something when so uneven a split would come by chance in less than one case of a hundred. Danger is not left
to chance: not one urgent message more may be missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np
from scipy.stats import binomtest
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu import reading
from nlu.corrections import Line
from nlu.labels import parts
from nlu.understanding import ASK

CHANCE = 0.01
ASK_AT_MOST = 0.15  # asking more than before is no fault up to this share of the messages
_NEAREST = 3  # corrections that are held to have moved one message

Row = Dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A labelled message with what the model in use and the candidate make of it."""

    row: Row
    before: Row
    after: Row


@dataclass(frozen=True)
class Check:
    """Something that a model can get right: its name in both languages, and when it does (None: does not apply)."""

    english: str
    chinese: str
    right: Callable[[Row, Row], Optional[bool]]


def _same(name: str) -> Callable[[Row, Row], Optional[bool]]:
    def right(row: Row, said: Row) -> Optional[bool]:
        return said[name] == row[name] if row.get(name) else None

    return right


def _settled_right(row: Row, said: Row) -> Optional[bool]:
    if not row.get("kind"):
        return None
    return said["decision"] == ASK or all(
        said[name] == row[name] for name in ("kind", "category", "intent") if row.get(name)
    )


DANGER = Check("urgent recall", "紧急召回", lambda row, said: said["urgent"] if row.get("urgent") else None)
ASKED = Check("not asking", "无需追问", lambda row, said: said["decision"] != ASK)
CHECKS = (
    Check("kind", "类型", _same("kind")),
    Check("category", "分类", _same("category")),
    Check("intent", "意图", _same("intent")),
    DANGER,
    Check(
        "no false alarm",
        "不误报紧急",
        lambda row, said: not said["urgent"] if row.get("urgent") is False else None,
    ),
    Check("no mistake without asking", "未追问时不出错", _settled_right),
    ASKED,
)


@dataclass(frozen=True)
class Change:
    """How the candidate does in one check in one language: the messages it lost and those it won."""

    check: Check
    language: str
    lost: Sequence[Case]
    won: Sequence[Case]
    asked: float = field(default=0.0)  # share of messages the candidate asks about

    @property
    def chance(self) -> float:
        """How likely so many losses are when both models are equally good."""
        changed = len(self.lost) + len(self.won)
        return float(binomtest(len(self.lost), changed, alternative="greater").pvalue) if changed else 1.0

    @property
    def worse(self) -> bool:
        if self.check is DANGER:
            return len(self.lost) > len(self.won)
        if self.check is ASKED and self.asked <= ASK_AT_MOST:
            return False
        return self.chance < CHANCE


def changes(cases: Sequence[Case]) -> List[Change]:
    """Every check in every language, and over all languages together."""
    languages = sorted({str(case.row.get("lang", "?")) for case in cases})
    found = []
    for language in [*languages, *(["all"] if len(languages) > 1 else [])]:
        own = [case for case in cases if language in ("all", str(case.row.get("lang", "?")))]
        found += [_change(check, language, own) for check in CHECKS]
    return found


def _change(check: Check, language: str, cases: Sequence[Case]) -> Change:
    lost, won = [], []
    for case in cases:
        before, after = check.right(case.row, case.before), check.right(case.row, case.after)
        if before and not after:
            lost.append(case)
        elif after and not before:
            won.append(case)
    asked = sum(case.after["decision"] == ASK for case in cases) / len(cases)
    return Change(check, language, lost, won, asked)


def movers(worse: Sequence[Change], lines: Sequence[Line]) -> List[Tuple[Line, int]]:
    """The corrections that moved lost messages, with how many each, the heaviest first.

    A linear model is drawn by what resembles a message: those of the nearest corrections count that say the very
    thing the candidate now wrongly says, unless they brought more messages right than wrong.
    """
    lost = {id(case): case for change in worse for case in change.lost}
    won = {id(case): case for change in worse for case in change.won}
    if not lines or not lost:
        return []
    near_lost, near_won = _nearness(list(lost.values()), lines), _nearness(list(won.values()), lines)
    moved = np.zeros(len(lines), dtype=int)
    weight = np.zeros(len(lines))
    for row, case in zip(near_lost, lost.values()):
        pull = row * [_says(line, case.after, case.before) for line in lines]
        weight += pull
        moved[[place for place in np.argsort(-pull)[:_NEAREST] if pull[place] > 0]] += 1
    for row, case in zip(near_won, won.values()):
        weight -= row * [_says(line, case.after, case.before) for line in lines]
    order = sorted(range(len(lines)), key=lambda place: (-moved[place], -weight[place]))
    return [(lines[place], int(moved[place])) for place in order if moved[place] and weight[place] > 0]


def _says(line: Line, after: Row, before: Row) -> bool:
    """Whether a correction teaches something that the candidate says and the model before did not."""
    kind, category, intent = parts(line.label)
    taught = {"kind": kind, "category": category, "intent": intent, "urgent": line.urgent}
    return any(after[name] != before[name] and after[name] == value for name, value in taught.items())


def _nearness(cases: Sequence[Case], lines: Sequence[Line]) -> np.ndarray:
    """How alike each message and each correction are in their letters (0 to 1), a row for each message."""
    if not cases:
        return np.zeros((0, len(lines)))
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    texts = [reading.features_text(reading.clean(line.text)) for line in lines]
    learned = grams.fit_transform([text or " " for text in texts])
    asked = grams.transform([reading.features_text(reading.clean(case.row["text"])) for case in cases])
    return np.asarray((asked @ learned.T).todense())
