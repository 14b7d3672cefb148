"""The sweep of the clocks is killed again and again over a month: is any step missed, climbed twice, or untrue?"""

import tempfile
import time
from dataclasses import dataclass, field

from bot.policy import load
from bot.settings import ROOT
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.sessions import desk as open_desk
from tests.databases import STAFF_CHAT, Clock
from tests.month import play, script, sweeping
from tests.month.script import DAY
from tests.month.verdict import judge

POLICY = ROOT / "policy.toml"
PEOPLE, EVERY = 50, 30
NOON, AT_ONCE = (
    12 * 60,
    3,
)  # after a morning without a sweep there is much to do; so many kills while it is done


@dataclass
class Verdict:
    """``halfway``: kills that left something done and something undone."""

    tickets: int
    kills: int
    halfway: int
    seconds: float
    steps: int
    faults: list[str] = field(default_factory=list)

    @property
    def faultless(self) -> bool:
        return not self.faults and self.halfway > 0


def run(tickets: int, kills: int, seed: int, database_url: str | None = None) -> Verdict:
    """A month in which the desk sleeps on some days, and is killed about ``kills`` times when it wakes."""
    month, began = script.month(seed, PEOPLE, tickets), time.monotonic()
    days = range(1, script.DAYS, max(script.DAYS * AT_ONCE // max(kills, 1), 2))
    moments = [day * DAY + NOON for day in days]
    asleep = [(moment - DAY, moment) for moment in moments]
    with tempfile.TemporaryDirectory(prefix="caredesk-ladder-") as folder, play.unseen():
        url, clock = database_url or f"sqlite:///{folder}/desk.db", Clock()
        upgrade(url)
        engine = open_engine(url)
        played = play.Played(open_desk(engine, load(POLICY), STAFF_CHAT, clock), clock, month)
        killed = sweeping.Killed(url, POLICY, clock, moments, AT_ONCE, seed)
        played.begin()
        played.play(sweeping.regularly(month.minutes, EVERY, asleep), killed)
        verdict = judge(played, POLICY)
        engine.dispose()
    return Verdict(
        tickets=verdict.tickets,
        kills=len(moments) * AT_ONCE,
        halfway=killed.halfway,
        seconds=time.monotonic() - began,
        steps=sum(verdict.steps.values()),
        faults=verdict.faults,
    )
