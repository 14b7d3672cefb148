"""The slow reckoning counts what lies between two looks at once; here it is counted minute by minute."""

import random
from collections.abc import Sequence

import pytest

from bot.settings import ROOT
from tests.month.script import DAY, DEPARTMENTS, KINDS, STANDINGS, Course, Deed
from tests.month.slow_policy import SlowPolicy
from tests.month.walk import SlowClock, Walk, life_of

DAYS = 13
LAST = DAYS * DAY
DEEDS = ("answer", "spoke", "wait", "go_on", "urgent", "calm", "kind", "category", "resolve", "reopen")


class EachMinute(Walk):
    """Looks at every minute, and counts it by itself."""

    def _nothing_for(self) -> int:
        return 1

    def _without_waits(self, open_minutes: bytes) -> bytes:
        return open_minutes

    def _count(self, begin: int, end: int) -> None:
        for now in range(begin, end):
            if now in self.paused:
                continue
            if now >= self.counts_from:
                self.used += self.counting[now]
            if self.clock.breached is not None and now >= max(self.clock.breached, self.late_from):
                self.over += self.counting_when_late[now]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_counted_at_once_is_what_its_minutes_are(seed: int) -> None:
    chance, policy = random.Random(seed), SlowPolicy(ROOT / "policy.toml", DAYS)
    courses = [_course(chance) for _ in range(40)]
    at_once, each_minute = (_clocks(walk, courses, policy) for walk in (Walk, EachMinute))
    assert at_once == each_minute
    assert {"running", "paused", "met", "breached"} <= {one.state for one in at_once}
    assert any(len(one.climbed) > 2 for one in at_once)
    assert any(known % 1 for one in at_once for known in one.known.values()), "new labels made a step due"


def _course(chance: random.Random) -> Course:
    """Anything happens to it, in any order."""
    kind, category, standing = (chance.choice(names) for names in (KINDS, DEPARTMENTS, STANDINGS))
    filed, *minutes = sorted(chance.sample(range(LAST), chance.randrange(1, 9)))
    deeds = tuple(_deed(chance, minute) for minute in minutes)
    return Course(kind, category, "zh", chance.random() < 0.2, standing, filed, deeds)


def _deed(chance: random.Random, minute: int) -> Deed:
    what = chance.choice(DEEDS)
    label = {"kind": KINDS, "category": DEPARTMENTS}.get(what)
    return Deed(minute, what, label=chance.choice(label) if label else "")


def _clocks(walk: type[Walk], courses: Sequence[Course], policy: SlowPolicy) -> list[SlowClock]:
    found = list[SlowClock]()
    for course in courses:
        life = life_of(course, policy.longest_wait())
        for clock in life.clocks:
            walk(policy, course, life, clock, LAST).run()
        found += life.clocks
    return found
