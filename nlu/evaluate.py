"""How well messages are understood: `python -m nlu.evaluate FILE...` over labelled JSON lines, per language.

A line is `{"text", "lang", "kind", "category", "intent", "urgent"}`; a field that is missing, or a kind that is
null, is not measured for that line. F1 is averaged over the labels that the files hold, plainly (macro) and weighted
by how often each label occurs.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from nlu.calibration import Bin, calibration_error, reliability
from nlu.classify import classify
from nlu.labels import NONE
from nlu.messages import read_all
from nlu.model import ModelUnusable, load_mind
from nlu.train import model_path
from nlu.understanding import ASK

Row = Dict[str, Any]
Pair = Tuple[Row, Row]
_ABSENT = "-"


def scores(
    truth: Sequence[str], said: Sequence[str], ignored: Sequence[str] = ()
) -> Optional[Dict[str, Any]]:
    """Macro-F1 over the labels in truth but the ignored ones, F1 of each, and accuracy; None without any label."""
    names = sorted(set(truth) - set(ignored))
    if not names:
        return None
    _, _, f1, support = precision_recall_fscore_support(truth, said, labels=names, zero_division=0)
    return {
        "macro_f1": round(float(f1.mean()), 4),
        "weighted_f1": round(float(np.average(f1, weights=support)), 4),
        "accuracy": round(float(accuracy_score(truth, said)), 4),
        "n": int(sum(support)),
        "f1": {name: round(float(value), 4) for name, value in zip(names, f1)},
    }


def urgent_scores(pairs: Sequence[Pair]) -> Optional[Dict[str, Any]]:
    """Recall and precision of the urgent flag; None where the files do not say what is urgent."""
    known = [
        (bool(row["urgent"]), bool(said["urgent"])) for row, said in pairs if row.get("urgent") is not None
    ]
    if not known:
        return None
    both = sum(truth and flagged for truth, flagged in known)
    truths, flags = sum(truth for truth, _ in known), sum(flagged for _, flagged in known)
    return {
        "recall": round(both / truths, 4) if truths else None,
        "precision": round(both / flags, 4) if flags else None,
        "n": truths,
        "flagged": flags,
    }


def measure(pairs: Sequence[Pair]) -> Dict[str, Any]:
    """Everything that can be said of rows and what was made of them."""
    kinds = [(row["kind"], said["kind"]) for row, said in pairs if row.get("kind")]
    categories = [(row["category"], said["category"] or NONE) for row, said in pairs if row.get("category")]
    intents = [
        (row.get("intent") or _ABSENT, said["intent"] or _ABSENT)
        for row, said in pairs
        if row.get("kind") and (row["kind"] != NONE or row.get("intent"))
    ]
    settled = [(row, said) for row, said in pairs if said["decision"] != ASK]
    kept = [row["kind"] == said["kind"] for row, said in settled if row.get("kind")]
    whole = [is_right(row, said) for row, said in settled if row.get("kind")]
    found = reliability_of(pairs)
    return {
        "n": len(pairs),
        "kind": scores(*_columns(kinds)),
        "category": scores(*_columns(categories)),
        "intent": scores(*_columns(intents), ignored=(_ABSENT,)),
        "urgent": urgent_scores(pairs),
        "asked": round(1 - len(settled) / len(pairs), 4) if pairs else None,
        "kind_right_when_not_asked": round(sum(kept) / len(kept), 4) if kept else None,
        "right_when_not_asked": round(sum(whole) / len(whole), 4) if whole else None,
        "calibration_error": round(calibration_error(found), 4) if found else None,
        "reliability": [asdict(one) for one in found],
    }


def is_right(row: Row, said: Row) -> bool:
    """Whether kind, category and intent are all right; what the row does not say is not held against it."""
    return row["kind"] == said["kind"] and all(
        row[part] == said[part] for part in ("category", "intent") if row.get(part)
    )


def reliability_of(pairs: Sequence[Pair]) -> List[Bin]:
    """How often labels were right that were given with about the same confidence."""
    known = [(said["confidence"], is_right(row, said)) for row, said in pairs if row.get("kind")]
    return reliability(*zip(*known)) if known else []


def _columns(pairs: Sequence[Tuple[str, str]]) -> Tuple[List[str], List[str]]:
    return [truth for truth, _ in pairs], [said for _, said in pairs]


def table(results: Dict[str, Dict[str, Any]]) -> str:
    """The results side by side, a column per language."""
    rows = [["", *results]]
    rows.append(["messages", *(str(result["n"]) for result in results.values())])
    for head in ("kind", "category", "intent"):
        rows.append([f"{head} macro-F1", *(_figure(result[head], "macro_f1") for result in results.values())])
        rows.append(["  weighted", *(_figure(result[head], "weighted_f1") for result in results.values())])
        rows.append(["  accuracy", *(_figure(result[head], "accuracy") for result in results.values())])
        for name in sorted(
            {name for result in results.values() for name in (result[head] or {"f1": {}})["f1"]}
        ):
            cells = ((result[head] or {"f1": {}})["f1"] for result in results.values())
            rows.append([f"  {name}", *(_figure(cell, name) for cell in cells)])
    for name in ("recall", "precision"):
        rows.append([f"urgent {name}", *(_figure(result["urgent"], name) for result in results.values())])
    rows.append(["asked", *(_figure(result, "asked") for result in results.values())])
    for title, name in (
        ("kind right, not asked", "kind_right_when_not_asked"),
        ("all right, not asked", "right_when_not_asked"),
        ("calibration error", "calibration_error"),
    ):
        rows.append([title, *(_figure(result, name) for result in results.values())])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        row[0].ljust(widths[0])
        + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))
        for row in rows
    )


def _figure(result: Optional[Dict[str, Any]], name: str) -> str:
    value = (result or {}).get(name)
    return "-" if value is None else f"{value:.3f}"


def draw(results: Dict[str, Dict[str, Any]], target: Path) -> None:
    """The reliability diagram of the results as a picture; the format follows from the file's name."""
    from matplotlib.figure import Figure  # half a second to import, for one option

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="confidence kept")
    for name, result in results.items():
        found = result["reliability"]
        error = f"{name}: calibration error {_figure(result, 'calibration_error')}, n = {result['n']}"
        line = axes.plot([b["confidence"] for b in found], [b["right"] for b in found], label=error)[0]
        sizes = [10 + 300 * b["count"] / result["n"] for b in found]
        axes.scatter([b["confidence"] for b in found], [b["right"] for b in found], sizes, line.get_color())
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()
    figure.savefig(target)


def evaluate(files: Sequence[Path], model: Path, show: bool) -> Tuple[Dict[str, Dict[str, Any]], List[str]]:
    """Results by language and together, and the faults of bad lines."""
    rows: List[Row] = []
    faults: List[str] = []
    for file in files:
        good, bad = read_all(file, ("text",))
        rows += [{**row, "id": str(place)} for place, row in enumerate(good, start=len(rows))]
        faults += [str(fault) for fault in bad]
    pairs = list(zip(rows, classify(load_mind(model), rows, show)))
    languages = sorted({str(row.get("lang", "?")) for row in rows})
    results = {
        name: measure([pair for pair in pairs if pair[0].get("lang", "?") == name]) for name in languages
    }
    if len(languages) != 1:
        results["all"] = measure(pairs)
    return results, faults


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluate", description=__doc__.split("\n\n")[0])
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="labelled JSON lines")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--diagram", type=Path, help="draw the reliability diagram into this .svg or .png")
    parser.add_argument("--model", type=Path, help="a model archive (default: the one trained last)")
    given = parser.parse_args(arguments)
    try:
        results, faults = evaluate(given.files, given.model or model_path(), sys.stderr.isatty())
    except (ModelUnusable, OSError) as error:
        print(f"nlu.evaluate: {error}", file=sys.stderr)
        return 2
    if given.diagram:
        draw(results, given.diagram)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(json.dumps(results, ensure_ascii=False, indent=1) if given.json else table(results))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
