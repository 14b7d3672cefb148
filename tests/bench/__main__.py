"""``make bench``: prints tables and writes results/bench.json, a list of name, value, unit, baseline, ratio, how."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.settings import ROOT
from tests.bench import attack, delivery, models, month, planning, sweep, turn, understanding
from tests.bench.figure import Figure

BENCHES: dict[str, Callable[[], Sequence[Figure]]] = {
    "models": models.figures,
    "understanding": understanding.figures,
    "attack": attack.figures,
    "turn": turn.figures,
    "planning": planning.figures,
    "sweep": sweep.figures,
    "month": month.figures,
    "delivery": delivery.figures,
}
# Where figures are better read side by side than one below the other.
TABLES: dict[str, Callable[[Sequence[Figure]], Table]] = {
    "models": models.table,
    "attack": attack.table,
}
RESULTS = ROOT / "results" / "bench.json"

console = Console(highlight=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(BENCHES)}; all when none is named")
    parser.add_argument(
        "--seconds", type=float, default=delivery.SECONDS, help="how long `delivery` goes at Telegram's limit"
    )
    asked = parser.parse_args()
    names, delivery.SECONDS = asked.names or list(BENCHES), asked.seconds
    if unknown := [name for name in names if name not in BENCHES]:
        parser.error(f"no such bench: {unknown[0]}; there are {', '.join(BENCHES)}")
    figures: list[Figure] = []
    for name in names:
        console.print(f"caredesk: bench {name}")
        found = BENCHES[name]()
        console.print(TABLES[name](found) if name in TABLES else _table(name, found))
        figures += found
    _write(RESULTS, figures)
    console.print(f"caredesk: {len(figures)} figures in {RESULTS.relative_to(ROOT)}")
    return 0


def _table(name: str, figures: Sequence[Figure]) -> Table:
    table = Table("figure", "value", "unit", "baseline", "ratio", title=name)
    for one in figures:
        baseline, ratio = (f"{x:.3g}" if x is not None else "" for x in (one.baseline, one.ratio))
        table.add_row(one.name, f"{one.value:.3g}", one.unit, baseline, ratio)
    return table


def _write(file: Path, figures: Sequence[Figure]) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        json.dumps([asdict(one) for one in figures], ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
