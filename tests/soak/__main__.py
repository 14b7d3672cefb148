"""``make soak``: the long kill campaigns. Polling and webhook, SQLite; prints what each found."""

import argparse
import sys

from bot.house import free_port
from tests.live import live_desk
from tests.soak.kills import campaign


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", choices=["polling", "webhook", "both"], default="both")
    asked = parser.parse_args()
    faultless = True
    for way in ("polling", "webhook") if asked.way == "both" else (asked.way,):
        with live_desk(seed=asked.seed, **webhook(way)) as live:
            verdict = campaign(live, updates=asked.updates, kills=asked.kills, seed=asked.seed)
        print(f"{way}: {verdict}")
        faultless = faultless and verdict.faultless
    return 0 if faultless else 1


def webhook(way: str) -> dict[str, object]:
    """Settings for updates over a webhook with its secret token; none for polling."""
    if way == "polling":
        return {}
    port = free_port()
    return {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": "soak-secret", "webhook_port": port}


if __name__ == "__main__":
    sys.exit(main())
