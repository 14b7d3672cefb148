"""How far decisions hold when messages are mistyped, dressed up, or mixed with talk about labels."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from nlu.train import STATE
from tests.bench.figure import Figure
from tests.bench.understanding import SETS, SHARED, rasa_python

MUTATIONS = 5_000
MEASURED_ON = ("dev zh", "dev en")
# At most this share of decisions may change.
BOUND = 0.05
EXAMPLES = STATE / "bench" / "attack.json"


def figures() -> Sequence[Figure]:
    """The share of changed decisions, all in all and by mutation; none where the sets for measuring are not there.

    Examples of what changed are kept in `.caredesk/bench/attack.json`.
    """
    files = [SHARED / SETS[name] for name in MEASURED_ON if (SHARED / SETS[name]).exists()]
    if not files:
        return []
    rows = json.loads(rasa_python("-m", "tests.bench.changed", str(MUTATIONS), *map(str, files)))
    EXAMPLES.parent.mkdir(parents=True, exist_ok=True)
    EXAMPLES.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    return list(_figures(rows))


def _figures(rows: Sequence[dict[str, Any]]) -> Iterator[Figure]:
    groups = [("all", "all", rows)]
    for language in sorted({row["language"] for row in rows}):
        own = [row for row in rows if row["language"] == language]
        groups += [(language, "all", own), *((language, row["kind"], [row]) for row in own)]
    for language, kind, group in groups:
        number = sum(row["n"] for row in group)
        how = f"{number} mutations of the dev messages, tests/bench/mutations.py; baseline: what may change"
        for name, key in (("changed decisions", "changed"), ("changed labels", "labels")):
            share = sum(row[key] for row in group) / number
            yield Figure(f"{language}, {kind}: {name}", share, "share", how, BOUND, share / BOUND)


def table(figures: Sequence[Figure]) -> Table:
    """Decisions and labels side by side."""
    shares: dict[str, dict[str, str]] = {}
    for figure in figures:
        group, _, what = figure.name.partition(": ")
        shares.setdefault(group, {"n": figure.how.split()[0]})[what] = f"{figure.value:.1%}"
    shown = Table("mutated", "n", "changed decisions", "changed labels", title="attack")
    for group, cells in shares.items():
        shown.add_row(group, *cells.values())
    return shown
