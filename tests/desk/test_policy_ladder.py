"""[ladder] and [green_channel] of policy.toml: who is called when, and every mistake is named with its cure."""

from pathlib import Path

import pytest

from bot.desk.escalation import Rung
from bot.desk.policy import Policy
from bot.desk.ticket_clock import Metric
from bot.policy import PolicyError, load
from tests.desk.test_policy import GOOD, written

OWNER = '{ to = "owner", after_minutes = 0 }'
LEAD = '{ to = "shift_lead", after_minutes = 60 }'


def with_line(folder: Path, line: str) -> Path:
    """The desk's policy with one more line in [ladder]."""
    return written(folder, GOOD.replace("digest_minutes = 10 ", f"{line}\ndigest_minutes = 10 ", 1))


def test_what_the_desk_comes_with(policy: Policy) -> None:
    for urgent in (True, False):
        steps = policy.ladder.of(urgent)
        assert [one.to for one in steps] == list(Rung)
        assert steps[0].after_minutes == 0
    assert policy.ladder.of(True)[-1].after < policy.ladder.of(False)[1].after


def test_one_promise_may_have_steps_of_its_own_but_not_an_urgent_one(tmp_path: Path) -> None:
    ladder = load(with_line(tmp_path, f"resolution_steps = [{OWNER}, {LEAD}]")).ladder
    assert [one.to for one in ladder.of(False, Metric.RESOLUTION)] == [Rung.OWNER, Rung.SHIFT_LEAD]
    assert ladder.of(False, Metric.FIRST_RESPONSE) == ladder.of(False) == ladder.steps
    assert ladder.of(True, Metric.RESOLUTION) == ladder.urgent_steps


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            f"resolution_steps = [{LEAD}, {OWNER}]",
            "resolution_steps: .*owner comes after shift_lead; put the steps",
        ),
        (
            'next_response_steps = [{ to = "owner", after_minutes = 90 }, { to = "management", after_minutes = 60 }]',
            "management is called after 60 minutes and owner below only after 90; a higher step is not sooner",
        ),
        ("first_response_steps = []", "first_response_steps"),
        ("digest = 5", "ladder.digest: no such key"),
        (
            'resolution_steps = [{ to = "boss", after_minutes = 0 }]',
            "resolution_steps.*owner.*shift_lead.*department_head.*management",
        ),
        (
            'resolution_steps = [{ to = "owner", after_minutes = 0, acts = ["shout"] }]',
            "remind.*reassign.*raise_priority.*meeting",
        ),
    ],
)
def test_mistakes_are_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        load(with_line(tmp_path, line))


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('standings = ["vip", "key"] ', 'standings = ["gold"] ', r"green_channel.standings.*vip.*key"),
        ("look_minutes = 240 ", "look_minutes = 0 ", "green_channel.look_minutes"),
        ("meeting_minutes = 480 ", 'meeting_minutes = "8h" ', "ladder.meeting_minutes"),
    ],
)
def test_mistakes_of_values_are_named(tmp_path: Path, good: str, bad: str, said: str) -> None:
    assert GOOD.count(good) == 1
    with pytest.raises(PolicyError, match=said):
        load(written(tmp_path, GOOD.replace(good, bad)))
