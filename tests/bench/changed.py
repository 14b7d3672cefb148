"""How many decisions change when messages are mutated: run by Rasa's Python for `tests/bench/attack.py`.

    python -m tests.bench.changed COUNT FILE...

prints JSON: for each language and kind of mutation how many there were, how many changed the decision (kind,
category, intent, urgency, or whether it is filed, asked about or answered), how many changed a label, and examples.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nlu.classify import classify
from nlu.messages import read_all
from nlu.model import load_mind
from nlu.train import model_path
from nlu.understanding import Mind
from tests.bench.mutations import Mutation, mutations

LABELS = ("kind", "category", "intent", "urgent")
DECISION = (*LABELS, "decision")
EXAMPLES = 5


def decisions(mind: Mind, texts: Iterable[str]) -> list[dict[str, Any]]:
    return list(classify(mind, [{"id": n, "text": text} for n, text in enumerate(texts)], show=False))


def changed(
    mind: Mind, messages: Sequence[tuple[str, str]], count: int, seed: int = 0
) -> list[dict[str, Any]]:
    """One row per language and kind of mutation of (text, language) messages."""
    before = decisions(mind, (text for text, _ in messages))
    made = list(mutations(messages, count, seed))
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for mutation, after in zip(made, decisions(mind, (mutation.text for mutation in made))):
        blank = {"n": 0, "changed": 0, "labels": 0, "examples": []}
        row = rows.setdefault((mutation.language, mutation.kind), blank)
        _count(row, mutation, messages[mutation.place][0], before[mutation.place], after)
    return [{"language": language, "kind": kind, **row} for (language, kind), row in sorted(rows.items())]


def _count(
    row: dict[str, Any], mutation: Mutation, text: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    other = {name: [before[name], after[name]] for name in DECISION if before[name] != after[name]}
    row["n"] += 1
    row["changed"] += bool(other)
    row["labels"] += any(name in other for name in LABELS)
    if other and len(row["examples"]) < EXAMPLES:
        row["examples"].append({"text": text, "mutated": mutation.text, "changed": other})


def main(arguments: Sequence[str]) -> int:
    count, *files = arguments
    rows = [row for file in files for row in read_all(Path(file), ("text", "lang"))[0]]
    messages = [(row["text"], row["lang"]) for row in rows]
    print(json.dumps(changed(load_mind(model_path()), messages, int(count)), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
