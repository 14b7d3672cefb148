"""``make soak``: the long kill campaigns: customers write (by polling and by webhook), notices go out (from one desk on
SQLite, from two on PostgreSQL); four desks at Telegram's limits; and the clocks' sweep is killed over a month. Prints
what each found.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import psycopg

from tests.live import BRISK, live_desk
from tests.postgres import shared_folder, start
from tests.soak import kills, ladder, notices
from tests.soak.kills import webhook

FOUR, TO_STAFF, EACH = 4, 40, 5  # desks at once; notices to the staff group; notices to one customer


def main() -> int:
    """Exit status 0 when nothing was lost, doubled, out of order or left unsaid."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("which", nargs="*", help=f"which of {', '.join(CAMPAIGNS)}; all when none is named")
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100, help="while customers write")
    parser.add_argument("--notices", type=int, default=5000)
    parser.add_argument("--notice-kills", type=int, default=200, help="while notices go out")
    parser.add_argument("--tickets", type=int, default=1000, help="of the month that the ladder goes through")
    parser.add_argument("--ladder-kills", type=int, default=60, help="while clocks are swept")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    names = asked.which or list(CAMPAIGNS)
    if unknown := [name for name in names if name not in CAMPAIGNS]:
        parser.error(f"no such campaign: {unknown[0]}; there are {', '.join(CAMPAIGNS)}")
    faultless = True
    for name in names:
        verdict = CAMPAIGNS[name](asked)
        show(name, verdict)
        faultless = faultless and verdict.faultless
    return 0 if faultless else 1


def writing(asked: argparse.Namespace, **settings: Any) -> kills.Verdict:
    """Customers write while the desk is killed."""
    with live_desk(seed=asked.seed, policy=BRISK, **settings) as live:
        return kills.Campaign(live, asked.updates, asked.kills, asked.seed).run()


def saying(asked: argparse.Namespace, desks: int, database_url: str | None = None) -> notices.Verdict:
    """Notices go out while desks are killed."""
    with notices.desks(desks, database_url, seed=asked.seed) as ground:
        return notices.Campaign(ground, asked.notices, asked.notice_kills, asked.seed).run()


def two(asked: argparse.Namespace) -> notices.Verdict:
    """The same from two desks that share a PostgreSQL."""
    with postgres() as url:
        return saying(asked, 2, url)


def four(asked: argparse.Namespace) -> notices.Verdict:
    """Four desks, several notices to each customer and many to the staff: nobody is killed, no 429 is drawn."""
    with postgres() as url, notices.desks(FOUR, url, seed=asked.seed) as ground:
        return notices.Campaign(ground, asked.notices, 0, asked.seed, to_staff=TO_STAFF, each=EACH).run()


@contextmanager
def postgres() -> Iterator[str]:
    """An empty database on a real server of its own, or on the one of TEST_DATABASE_URL."""
    server = start(shared_folder())
    name = f"caredesk_soak_{server.template[-8:]}"
    try:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        yield server.url(name)
        with psycopg.connect(server.admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        server.stop()


Verdict = kills.Verdict | notices.Verdict | ladder.Verdict
CAMPAIGNS: dict[str, Callable[[argparse.Namespace], Verdict]] = {
    "polling": writing,
    "webhook": lambda asked: writing(asked, **webhook()),
    "notices": lambda asked: saying(asked, 1),
    "two": two,
    "four": four,
    "ladder": lambda asked: ladder.run(asked.tickets, asked.ladder_kills, asked.seed),
}


def show(name: str, verdict: Verdict) -> None:
    print(f"{name}: {'faultless' if verdict.faultless else 'FAULTS'}")
    for field, value in asdict(verdict).items():
        if isinstance(value, list):
            print(f"  {field}: {len(value)}", *value[:20], sep="\n    ")
        else:
            print(f"  {field}: {value:.4g}")


if __name__ == "__main__":
    sys.exit(main())
