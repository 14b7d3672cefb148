"""``make soak``: the long kill campaigns, by polling and by webhook; prints what each found."""

import argparse
import sys
from dataclasses import asdict

from tests.live import BRISK, live_desk
from tests.soak.kills import Campaign, Verdict, webhook


def main() -> int:
    """Exit status 0 when nothing was lost, doubled, out of order or left unsaid."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", choices=["polling", "webhook", "both"], default="both")
    asked = parser.parse_args()
    faultless = True
    for way in ("polling", "webhook") if asked.way == "both" else (asked.way,):
        with live_desk(seed=asked.seed, policy=BRISK, **(webhook() if way == "webhook" else {})) as live:
            verdict = Campaign(live, asked.updates, asked.kills, asked.seed).run()
        show(way, verdict)
        faultless = faultless and verdict.faultless
    return 0 if faultless else 1


def show(way: str, verdict: Verdict) -> None:
    print(f"{way}: {'faultless' if verdict.faultless else 'FAULTS'}")
    for name, value in asdict(verdict).items():
        if isinstance(value, list):
            print(f"  {name}: {len(value)}", *value[:20], sep="\n    ")
        else:
            print(f"  {name}: {value:.0f}")


if __name__ == "__main__":
    sys.exit(main())
