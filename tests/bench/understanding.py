"""How well and how fast messages are understood, on the sets that are kept for measuring beside the repository."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.processes import INTERPRETERS
from bot.settings import ROOT
from tests.bench.figure import Figure

SHARED = ROOT.parent / "shared"
SETS = {
    "dev zh": "nlu/dev.zh.jsonl",
    "dev en": "nlu/dev.en.jsonl",
    "citizens zh": "real/zh_citizens.jsonl",
    "cars zh": "real/zh_cars.jsonl",
    "broadband en": "real/en_broadband.jsonl",
    "suggestions en": "real/en_suggestions.jsonl",
}
BULK = 10_000


def figures() -> Sequence[Figure]:
    """Macro-F1 per kind, category and intent, urgent recall and precision, share asked; and labelling in bulk.

    A set that is not there is left out: those messages are not part of the repository.
    """
    known = {name: SHARED / file for name, file in SETS.items() if (SHARED / file).exists()}
    found = [figure for name, file in known.items() for figure in _set(name, file)]
    return [*found, *_bulk(list(known.values()))]


def _set(name: str, file: Path) -> Iterator[Figure]:
    (result,) = json.loads(rasa_python("-m", "nlu.evaluate", "--json", str(file))).values()
    how = f"python -m nlu.evaluate on {file.name}, {result['n']} messages"
    for head in ("kind", "category", "intent"):
        if result[head] is not None:
            yield Figure(f"{name}: {head}", result[head]["macro_f1"], "macro-F1", how)
            for label, f1 in result[head]["f1"].items():
                yield Figure(f"{name}: {head} {label}", f1, "F1", how)
    for measure in ("recall", "precision"):
        if (result["urgent"] or {}).get(measure) is not None:
            yield Figure(f"{name}: urgent", result["urgent"][measure], measure, how)
    yield Figure(f"{name}: asked", result["asked"], "share", how)


def _bulk(files: Sequence[Path]) -> Iterator[Figure]:
    """Messages a second of `make classify`, start-up included."""
    texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
    if not texts:
        return
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        rows: Iterator[dict[str, Any]] = ({"id": n, "text": texts[n % len(texts)]} for n in range(BULK))
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        began = time.perf_counter()
        rasa_python("-m", "nlu.classify", str(source), str(target))
        took = time.perf_counter() - began
    how = f"python -m nlu.classify on {BULK} messages (the measuring sets over and over), start-up included"
    yield Figure("labelling in bulk", BULK / took, "messages/s", how)


def rasa_python(*arguments: str) -> str:
    """What Rasa's Python prints.

    Raises:
        AssertionError: it failed; holds the end of what it said.
    """
    ran = subprocess.run(
        [INTERPRETERS["rasa"], *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise AssertionError(f"{' '.join(arguments)} failed: {ran.stderr.strip()[-500:]}")
    return ran.stdout
