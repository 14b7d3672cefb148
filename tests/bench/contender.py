"""One model of the comparison, trained or judged in a process of its own, by Rasa's Python.

    python -m tests.bench.contender train --config FILE|svm --data FOLDER --out MODEL
    python -m tests.bench.contender judge --model MODEL --sets FILE...

The last line printed is JSON: seconds, megabytes and peak memory of training; milliseconds of a parse, peak memory
and the figures of `nlu.evaluate.measure` per file of judging. Both are run by `tests/bench/models.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import joblib

from nlu.evaluate import measure
from nlu.labels import FALLBACK, NOT_SOLVED, PHRASE_INTENTS, TICKET_LABELS, parts
from nlu.messages import read_all
from tests.bench.plain_svm import PlainSvm

SVM = "svm"
# DIET learns from about this many messages a second on four cores; with reading them, it is given six minutes.
MESSAGES_A_SECOND, DIET_SECONDS = 100, 330
TIMED, TIMED_FILE = 300, "timed.json"
Pair = tuple[dict[str, Any], dict[str, Any]]
Judge = Callable[[str], dict[str, Any]]


def epochs_for(messages: int, most: int) -> int:
    """How often a network that learns epoch by epoch may see this many messages."""
    return max(1, min(most, MESSAGES_A_SECOND * DIET_SECONDS // max(messages, 1)))


def training_messages(folder: Path) -> list[dict[str, Any]]:
    """Text, intent and urgency of every training message."""
    from rasa.shared.nlu.training_data.loading import load_data

    from nlu.classifier import is_urgent

    return [
        {"text": one.get("text"), "intent": one.get("intent"), "urgent": is_urgent(one.get("metadata"))}
        for one in load_data(str(folder)).intent_examples
    ]


def train(config: str, data: Path, out: Path) -> dict[str, Any]:
    """What training took. The model is written to `out`."""
    messages = training_messages(data)
    write_timed(out, [one["text"] for one in messages])
    told: dict[str, Any] = {"messages": len(messages)}
    began = time.perf_counter()
    if config == SVM:
        joblib.dump(PlainSvm().fit([one for one in messages if one["intent"] not in PHRASE_INTENTS]), out)
    else:
        told.update(train_rasa(Path(config), data, out, len(messages)))
    return {
        **told,
        "train_seconds": round(time.perf_counter() - began, 2),
        "train_rss_mb": peak_mb(),
        "model_mb": round(out.stat().st_size / 1e6, 2),
    }


def train_rasa(config: Path, data: Path, out: Path, messages: int) -> dict[str, Any]:
    from rasa.model_training import train_nlu
    from rasa.shared.utils.io import read_yaml_file, write_yaml

    recipe, told = read_yaml_file(config), {}
    for component in recipe["pipeline"]:
        if "epochs" in component:
            told["epochs"] = component["epochs"] = epochs_for(messages, component["epochs"])
    recipe["policies"] = []
    with tempfile.TemporaryDirectory() as folder:
        bounded = Path(folder) / "config.yml"
        write_yaml(recipe, bounded)
        train_nlu(str(bounded), str(data), str(out.parent), fixed_model_name=out.name.removesuffix(".tar.gz"))
    return told


def write_timed(model: Path, texts: list[str]) -> None:
    """Some training messages beside the model: judging is timed on them, and then needs no Rasa to read them."""
    timed = random.Random(0).sample(texts, min(TIMED, len(texts)))
    model.with_name(TIMED_FILE).write_text(json.dumps(timed, ensure_ascii=False), "utf-8")


def judge(model: Path, files: Sequence[Path]) -> dict[str, Any]:
    """How well and how fast a trained model judges, one message at a time as the server does."""
    said = plain_judge(model) if model.suffix == ".joblib" else rasa_judge(model)
    timed = json.loads(model.with_name(TIMED_FILE).read_text("utf-8"))
    for text in timed[: TIMED // 10]:
        said(text)
    results = {}
    for file in files:
        rows, _ = read_all(file, ("text",))
        pairs = [(row, said(row["text"])) for row in rows]
        results[file.name] = {**measure(pairs), "suggestion_or_not": suggestion_or_not(pairs)}
    return {
        "parse_ms": round(statistics.median(milliseconds(said, text) for text in timed), 3),
        "rss_mb": peak_mb(),
        "results": results,
    }


def suggestion_or_not(pairs: Sequence[Pair]) -> float | None:
    """F1 of the kind `suggestion` where a file calls everything else null; None where it does not."""
    if {row.get("kind", "") for row, _ in pairs} != {"suggestion", None}:
        return None
    truths = [(row["kind"] == "suggestion", said["kind"] == "suggestion") for row, said in pairs]
    both = sum(truth and told for truth, told in truths)
    return round(2 * both / max(sum(truth + told for truth, told in truths), 1), 4)


def plain_judge(model: Path) -> Judge:
    return joblib.load(model).judge


def rasa_judge(model: Path) -> Judge:
    """Parses as the Rasa server does, without its HTTP."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)  # or every parse would print, and be timed with it
    agent, loop = Agent.load(model_path=str(model)), asyncio.new_event_loop()
    return lambda text: labels(loop.run_until_complete(agent.parse_message(text)))


def labels(parse: dict[str, Any]) -> dict[str, Any]:
    """A parse in the closed lists; where it was asked about or a phrase decided, the likeliest label."""
    ranked = [one["name"] for one in parse.get("intent_ranking") or [parse["intent"]]]
    name, asked = parse["intent"]["name"], parse["intent"]["name"] == FALLBACK
    if name in (FALLBACK, NOT_SOLVED):
        lawful = [one for one in ranked if one != FALLBACK and (name != NOT_SOLVED or one in TICKET_LABELS)]
        name = lawful[0] if lawful else name
    kind, category, intent = parts(name or FALLBACK)
    urgent = any(entity["entity"] == "hazard" for entity in parse.get("entities", ()))
    decision = "ask" if asked else "file" if name in TICKET_LABELS else "answer"
    confidence = max(
        (one["confidence"] for one in parse["intent_ranking"] if one["name"] == name), default=0.0
    )
    return {
        "kind": kind,
        "category": category,
        "intent": intent,
        "urgent": urgent,
        "confidence": confidence,
        "decision": decision,
    }


def milliseconds(said: Judge, text: str) -> float:
    began = time.perf_counter()
    said(text)
    return (time.perf_counter() - began) * 1000


def peak_mb() -> float:
    """The most memory this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024), 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("step", choices=["train", "judge"])
    parser.add_argument("--config", help="a Rasa config, or svm")
    parser.add_argument("--data", type=Path, help="the training messages")
    parser.add_argument("--out", type=Path, help="where the model goes")
    parser.add_argument("--model", type=Path, help="the model to judge with")
    parser.add_argument(
        "--sets", type=Path, nargs="*", default=[], metavar="FILE", help="labelled JSON lines"
    )
    given = parser.parse_args()
    if given.step == "train":
        told = train(given.config, given.data, given.out)
    else:
        told = judge(given.model, given.sets)
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
