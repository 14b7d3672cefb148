"""A week of a company, swept in every way: each warning, breach and step of the ladder exactly when it is due, once.

The whole month is ``python -m tests.bench month``.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.desk.escalation import Escalation
from bot.service.work import Desk
from bot.settings import ROOT
from tests.databases import Clock
from tests.month import play, script, sweeping
from tests.month.script import DAY
from tests.month.verdict import Verdict, judge

POLICY = ROOT / "policy.toml"
HOUR = 60
one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
two_at_once = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def played(desk: Desk, clock: Clock) -> Iterator[play.Played]:
    """Thirteen days with a holiday in them, and a company of 28 with 60 tickets; nothing has happened yet."""
    with play.unseen():
        month = play.Played(desk, clock, script.month(seed=7, people=28, tickets=60, days=13))
        month.begin()
        yield month


def faultless(played: play.Played) -> Verdict:
    verdict = judge(played, POLICY)
    assert verdict.faults == []
    assert set(verdict.steps) == {"owner", "shift_lead", "department_head", "management"}, "all were called"
    assert verdict.warnings > 0
    return verdict


@one_database
def test_each_step_comes_when_the_slow_reckoning_says(played: play.Played) -> None:
    played.play(sweeping.regularly(played.month.minutes, every=HOUR))
    verdict = faultless(played)
    assert verdict.tickets == 60


@one_database
def test_the_sweep_is_away_for_an_hour_and_for_a_day(played: play.Played) -> None:
    asleep = [(day * DAY + 10 * HOUR, day * DAY + 11 * HOUR) for day in range(12)] + [(3 * DAY, 4 * DAY)]
    played.play(sweeping.regularly(played.month.minutes, every=HOUR // 2, asleep=asleep))
    faultless(played)


@two_at_once
def test_two_sweeps_at_once(played: play.Played) -> None:
    played.play(sweeping.regularly(played.month.minutes, every=3 * HOUR), sweeping.by_two)
    faultless(played)


def test_killed_in_the_middle(played: play.Played, clock: Clock, database_url: str) -> None:
    moments = [10 * DAY]
    killed = sweeping.Killed(database_url, POLICY, clock, moments, kills=2)
    asleep = [(0, 10 * DAY)]
    played.play(sweeping.regularly(played.month.minutes, every=12 * HOUR, asleep=asleep), killed)
    assert killed.halfway, "a kill hit the middle of a sweep"
    faultless(played)


@one_database
def test_a_step_that_comes_late_or_twice_or_to_somebody_else_is_seen(played: play.Played) -> None:
    """The slow reckoning is worth something: it finds what is wrong."""
    played.play(sweeping.regularly(played.month.minutes, every=HOUR))
    wrong = {
        "fired_at": play.at(1),
        "agent_id": played.people[-1],
        "subject": "clock:99999",
        "acts": ["remind", "raise_priority"],
        "acted_at": play.at(1),
    }
    for field, value in wrong.items():
        with played.desk() as work:
            one = work.session.get_one(Escalation, 2)
            before = getattr(one, field)
            changed = update(Escalation).where(col(Escalation.id) == 2)
            work.session.exec(changed.values({field: value}))
        assert judge(played, POLICY).faults, field
        with played.desk() as work:
            work.session.exec(changed.values({field: before}))
    faultless(played)
