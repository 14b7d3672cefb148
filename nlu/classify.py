"""Labels messages in bulk: `python -m nlu.classify IN OUT`, JSON lines in and out, with the trained model.

In: `{"id", "text"}`. Out: `{"id", "kind", "category", "intent", "urgent", "confidence", "decision"}`, where decision
is what the desk would do: `file` a ticket, `ask` first, or `answer`, and confidence the calibrated probability
that the labels are right. Bad lines are named on stderr and left out;
the exit status is then 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence

from tqdm import tqdm

from nlu import topics
from nlu.labels import FALLBACK, NOT_SOLVED, parts
from nlu.messages import read_all
from nlu.model import ModelUnusable, load_mind
from nlu.train import model_path
from nlu.understanding import Mind, Understanding

_BATCH = 128
_BY_HEADS = (FALLBACK, NOT_SOLVED)


def labels(meaning: Understanding) -> Dict[str, Any]:
    """An understanding in the closed lists of LABELS.md."""
    label = meaning.learned_label() if meaning.intent in _BY_HEADS else meaning.intent
    kind, category, intent = parts(label)
    by_heart = meaning.judgement is None or (meaning.confidence == 1 and meaning.intent != NOT_SOLVED)
    return {
        "kind": kind,
        "category": category,
        "intent": intent,
        "urgent": meaning.hazard is not None,
        "confidence": round(1.0 if by_heart else meaning.judgement.certainty, 4),
        "decision": meaning.decision,
    }


def classify(mind: Mind, messages: Sequence[Dict[str, Any]], show: bool) -> Iterator[Dict[str, Any]]:
    """The labels of messages with id and text, in their order; `show` draws a progress bar on stderr."""
    with tqdm(total=len(messages), unit=" messages", disable=not show, file=sys.stderr) as bar:
        for start in range(0, len(messages), _BATCH):
            batch = messages[start : start + _BATCH]
            meanings = topics.understand(mind, [message["text"] for message in batch])
            for message, meaning in zip(batch, meanings):
                yield {"id": message["id"], **labels(meaning)}
            bar.update(len(batch))


def write(lines: Iterator[Dict[str, Any]], target: Path) -> int:
    """Writes all lines or nothing; returns how many."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            count = sum(bool(out.write(json.dumps(line, ensure_ascii=False) + "\n")) for line in lines)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    return count


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlu.classify", description=__doc__.split("\n\n")[0])
    parser.add_argument("source", type=Path, metavar="IN", help='JSON lines of {"id", "text"}')
    parser.add_argument("target", type=Path, metavar="OUT", help="where the labels go")
    parser.add_argument("--model", type=Path, help="a model archive (default: the one trained last)")
    given = parser.parse_args(arguments)
    try:
        messages, bad = read_all(given.source, ("id", "text"))
        for fault in bad:
            print(fault, file=sys.stderr)
        mind = load_mind(given.model or model_path())
        count = write(classify(mind, messages, sys.stderr.isatty()), given.target)
    except (ModelUnusable, OSError) as error:
        print(f"nlu.classify: {error}", file=sys.stderr)
        return 2
    skipped = f"; {len(bad)} bad lines left out" if bad else ""
    print(f"{count} messages labelled in {given.target}{skipped}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
