"""Near-duplicates among the training messages, and of messages kept for measuring: `python -m nlu.duplicates`.

Two messages are near-duplicates when they share most of their character n-grams (Jaccard index). Repeats inside
the training data teach nothing and make cross-validation look better than it is; repeats of a measuring set
would make the measuring worthless, so name those files: `python -m nlu.duplicates FILE.jsonl...`.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

import numpy as np
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from sklearn.feature_extraction.text import CountVectorizer

from nlu import reading
from nlu.classifier import is_urgent
from nlu.labels import LEARNED_LABELS, TICKET_LABELS
from nlu.train import ROOT

# From this share of common n-grams on, two messages say the same with one or two words changed.
NEAR = 0.6
# n-grams of very short messages coincide by nature: only the same letters count.
SHORT_LETTERS = 8
# Of what files nothing, not even they: there is one way to say "人工" or "human please".
SHORT_TALK_LETTERS = 16
_BLOCK = 1000


@dataclass(frozen=True)
class Line:
    """One message, where it stands, and whether it is taught as urgent."""

    text: str
    origin: str
    urgent: bool = False

    @property
    def is_talk(self) -> bool:
        """Whether it files nothing by itself."""
        return self.origin in LEARNED_LABELS and self.origin not in TICKET_LABELS


@dataclass(frozen=True)
class Pair:
    """A message, an earlier one that it repeats, and the share of n-grams they have in common."""

    line: Line
    earlier: Line
    share: float

    def __str__(self) -> str:
        told = (f"{one.origin}: {one.text!r}" for one in (self.line, self.earlier))
        return f"{self.share:.2f}  {' ~ '.join(told)}"


def training_lines(root: Path = ROOT) -> List[Line]:
    """The labelled messages of data/nlu; phrases that are told as a whole are left out."""
    data = TrainingDataImporter.load_from_dict(
        {}, str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data" / "nlu")]
    ).get_nlu_data()
    examples = (message for message in data.intent_examples if message.get(INTENT) in LEARNED_LABELS)
    return [
        Line(message.get(TEXT), message.get(INTENT), is_urgent(message.get(METADATA))) for message in examples
    ]


def measuring_lines(file: Path) -> List[Line]:
    """The texts of labelled JSON lines.

    Raises:
        OSError, ValueError: the file cannot be read so; the message names it.
    """
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [Line(row["text"], file.name) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file}: {error!r}; give JSON lines with a text each") from error


def near_duplicates(lines: Sequence[Line], against: Sequence[Line] = ()) -> Iterator[Pair]:
    """Every line that repeats an earlier one of `lines`, or one of `against`, with the nearest of them."""
    by_language: Dict[str, List[Line]] = {}
    for line in (*against, *lines):
        by_language.setdefault(reading.language(reading.clean(line.text)) or "none", []).append(line)
    measured = set(against)
    for language, own in by_language.items():
        for pair in _pairs(own, 2 if language == "zh" else 4):
            if pair.line not in measured:
                yield pair


def _pairs(lines: Sequence[Line], width: int) -> Iterator[Pair]:
    keys = [reading.phrase_key(line.text) or "-" for line in lines]
    grams = CountVectorizer(analyzer="char", ngram_range=(width, width), binary=True, lowercase=False)
    rows = grams.fit_transform([key.ljust(width) for key in keys]).astype(np.int32)
    sizes = np.asarray(rows.sum(axis=1)).ravel()
    for start in range(0, rows.shape[0], _BLOCK):
        common = (rows[start : start + _BLOCK] @ rows.T).tocsr()
        for offset in range(common.shape[0]):
            place = start + offset
            others = slice(common.indptr[offset], common.indptr[offset + 1])
            columns, shared = common.indices[others], common.data[others]
            columns, shared = columns[columns < place], shared[columns < place]
            if len(columns) == 0:
                continue
            shares = shared / (sizes[place] + sizes[columns] - shared)
            best = int(shares.argmax())
            best_one = lines[columns[best]]
            if shares[best] >= NEAR and not _by_nature(lines[place], keys[place], keys[columns[best]]):
                yield Pair(lines[place], best_one, float(shares[best]))


def _by_nature(line: Line, key: str, other: str) -> bool:
    """Whether two keys are alike only because there is little to say."""
    letters = min(len(key), len(other))
    if line.is_talk and letters < SHORT_TALK_LETTERS:
        return True
    return letters < SHORT_LETTERS and key != other


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlu.duplicates", description=__doc__.split("\n\n")[0])
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="measuring sets, JSON lines")
    given = parser.parse_args(arguments)
    try:
        against = [line for file in given.files for line in measuring_lines(file)]
    except (OSError, ValueError) as error:
        print(f"nlu.duplicates: {error}", file=sys.stderr)
        return 2
    found = list(near_duplicates(training_lines(), against))
    for pair in found:
        print(pair)
    print(f"{len(found)} near-duplicates; remove or rewrite them" if found else "no near-duplicates")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
