"""[promises] and [[answers]] of policy.toml: mistakes are named with their cure; when an agent is reminded."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.labels import Language
from bot.desk.policy import Policy
from bot.desk.policy_answers import ANSWER_FIELDS
from bot.desk.policy_promises import BROKEN_FIELDS
from bot.policy import PolicyError, load

TOML = Path(__file__).parents[2] / "policy.toml"
ZONE = ZoneInfo("Asia/Shanghai")

MISTAKES = [
    ("remind_minutes = 120", 'remind_minutes = "120"', "promises.remind_minutes", "valid integer"),
    ("grace_minutes = 15", "grace_minutes = -1", "promises.grace_minutes", "greater than or equal to 0"),
    (
        "很抱歉，{number}",
        "很抱歉，{ticket}",
        "promises.broken",
        "unknown field {ticket}; it may have: {number}",
    ),
    ("We are sorry: what", "We are sorry: {words", "promises.broken.en", "close every brace"),
    ('name = "照片"\n', 'name = "我的 照片"\n', "answers.1.name", "match pattern"),
    ('name = "照片"\n', 'name = "Received"\n', "answers", "two answers have the name 'received'"),
    (
        "{name}，方便的话",
        "{who}，方便的话",
        "answers.1",
        "unknown field {who}; it may have: {name}, {number}",
    ),
    ("{name}，方便的话", "// {name}，方便的话", "answers.1.zh", "a line that begins with // is a note"),
    ("{name}，方便的话", "{name!r}，方便的话", "answers.1.zh", "write a bare name in braces"),
    ('also = ["photo"]\nzh = ', 'also = ["photo"]\ncn = ', "answers.1.zh", "missing; add this key"),
]


@pytest.mark.parametrize(
    ("old", "new", "key", "cure"), MISTAKES, ids=[one[2] + one[1][:20] for one in MISTAKES]
)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, old: str, new: str, key: str, cure: str) -> None:
    text = TOML.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "policy.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(tmp_path / "policy.toml")
    assert f"policy.toml: {key}: " in str(caught.value)
    assert cure in str(caught.value)


def test_every_text_that_comes_with_the_desk_can_be_filled(policy: Policy) -> None:
    for language in Language:
        policy.promises.broken.in_language(language).format(**dict.fromkeys(BROKEN_FIELDS, "x"))
        for one in policy.answers:
            assert one.text(language).format(**dict.fromkeys(ANSWER_FIELDS, "x"))


@pytest.mark.parametrize(
    ("made", "due", "reminded"),
    [
        ("Mon 10:00", "Fri 15:00", "Fri 13:00"),  # two working hours before, after the lunch break
        ("Mon 10:00", "Tue 09:30", "Mon 17:00"),
        ("Mon 10:00", "Tue 10:30", "Tue 08:30"),  # when they are there, not the evening before
        ("Mon 10:00", "Mon 12:00", "Mon 11:00"),  # half of what is left
        ("Mon 20:00", "Mon 22:00", "Mon 21:00"),  # nobody works: by the clock
        ("Mon 17:30", "Mon 23:00", "Mon 17:45"),
    ],
)
def test_when_an_agent_is_reminded(policy: Policy, made: str, due: str, reminded: str) -> None:
    found = policy.promises.remind_at(policy.calendar("site"), at(made), at(due))
    assert found.astimezone(ZONE).strftime("%a %H:%M") == reminded


def at(said: str) -> datetime:
    day, clock = said.split()
    monday = datetime(2026, 3, 1, 16, tzinfo=UTC)  # midnight there
    hours, minutes = map(int, clock.split(":"))
    days = ["Mon", "Tue", "Wed", "Thu", "Fri"].index(day)
    return monday + timedelta(days=days, hours=hours, minutes=minutes)
