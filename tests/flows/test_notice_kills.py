"""SIGKILL while notices go out, and several desks at Telegram's limits; the long campaigns are ``make soak``."""

import pytest

from tests.soak.notices import Campaign, Verdict, desks


def test_kills_lose_nothing_that_matters_and_repeat_one_at_most() -> None:
    with desks(seed=5) as ground:
        verdict = Campaign(ground, notices=100, kills=3, seed=5, hurried=True).run()
    assert verdict.faultless, verdict
    assert said_all(verdict)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_kills_of_one_of_two_desks_hold_to_the_same(empty_database_url: str) -> None:
    with desks(2, empty_database_url, seed=6) as ground:
        verdict = Campaign(ground, notices=100, kills=2, seed=6, hurried=True).run()
    assert verdict.faultless, verdict
    assert said_all(verdict)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_four_desks_together_stay_within_telegrams_limits(empty_database_url: str) -> None:
    with desks(4, empty_database_url, seed=7) as ground:
        verdict = Campaign(ground, notices=200, kills=0, seed=7, to_staff=6, each=4).run()
    assert verdict.floods == []
    assert verdict.faultless, verdict
    assert verdict.never_said == 0


def said_all(verdict: Verdict) -> bool:
    """A kill costs at most what was in mid-air of what is said at most once."""
    return verdict.never_said <= 4 * verdict.kills
