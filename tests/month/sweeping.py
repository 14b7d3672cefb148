"""Ways in which a month is swept: regularly, asleep now and then, by two at once, and killed in the middle."""

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import col, func, select

from bot.desk.ticket_clock import TicketClock
from bot.policy import load
from bot.service import clock_sweep
from bot.service.work import Desk
from bot.store.engine import open_engine
from bot.store.sessions import desk as open_desk
from tests.databases import STAFF_CHAT, Clock
from tests.month import play

READY = "swept up to the first piece"
EACH = 0.01  # seconds that a clock takes at most, by which a kill in the middle is aimed at


def regularly(minutes: int, every: int = play.EVERY, asleep: Sequence[tuple[int, int]] = ()) -> list[int]:
    """The minutes of a month in which the desk sweeps, to its end; not from the one until the other of ``asleep``."""
    return [
        minute
        for minute in range(every, minutes + 1, every)
        if not any(begin <= minute < end for begin, end in asleep)
    ]


def by_two(desk: Desk) -> None:
    """Two sweep at once."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(play.sweep_in_pieces, desk) for _ in range(2)]:
            done.result()


@dataclass
class Killed:
    """Sweeps at ``moments`` in a process of its own, which is killed (SIGKILL) while it is at it, ``kills`` times; then
    the desk sweeps as ever. ``halfway`` counts the kills after which something was done and something left.
    """

    database_url: str
    policy: Path
    clock: Clock
    moments: Sequence[int]
    kills: int
    seed: int = 1
    halfway: int = field(default=0, init=False)

    def __call__(self, desk: Desk) -> None:
        minute = next((one for one in self.moments if play.at(one) == self.clock.now), None)
        chance = random.Random(self.seed)
        for _ in range(self.kills if minute is not None else 0):
            before = left(desk)
            self._kill(minute or 0, chance.uniform(0, before * EACH))
            self.halfway += 0 < left(desk) < before
        play.sweep_in_pieces(desk)

    def _kill(self, minute: int, wait: float) -> None:
        command = [
            sys.executable,
            "-m",
            "tests.month.sweeping",
            self.database_url,
            str(self.policy),
            str(minute),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == READY:
                break
        time.sleep(wait)
        process.kill()
        process.wait()
        process.stdout.close()


def left(desk: Desk) -> int:
    """How many clocks are due and not swept."""
    with desk() as work:
        due = select(func.count()).where(col(TicketClock.next_at) <= work.now)
        return work.session.exec(due.select_from(TicketClock)).one()


def main(database_url: str, policy: str, minute: str) -> None:
    """Sweeps at one moment, a clock at a time; what comes before the clocks is done first, as ever: whose holder is on
    leave by then is somebody else's when it climbs.
    """
    clock_sweep.PIECE = 1
    moment = play.at(int(minute))
    desk = open_desk(open_engine(database_url), load(Path(policy)), STAFF_CHAT, lambda: moment)
    with play.unseen():
        play.sweep_in_pieces(desk, play.TASKS[: play.TASKS.index(clock_sweep.sweep)])
        with desk() as work:
            clock_sweep.sweep(work)
        print(READY, flush=True)
        play.sweep_in_pieces(desk)


if __name__ == "__main__":
    main(*sys.argv[1:])
