"""[outages] of policy.toml: every mistake is named by its key."""

from pathlib import Path

import pytest

from tests.desk.test_policy import GOOD, refused, written

MISTAKES = {
    "out of order": ("remind_minutes = [1440, 60]", "remind_minutes = [60, 1440]", "remind_minutes", "earliest"),
    "a reminder twice": ("remind_minutes = [1440, 60]", "remind_minutes = [60, 60]", "remind_minutes", "each once"),
    "no minutes": ("minutes = { medical = 30,", "minutes = { medical = 0,", "call_minutes.medical", "greater"),
    "nobody important": ("call_minutes = { medical = 30, important = 120 }", "call_minutes = { medical = 30 }",
                         "call_minutes.important", "add this key"),
    "no time of day": ('fault_hours = { from = "06:00"', "fault_hours = { from = 6", "fault_hours.from", "in quotes"),
    "an alarm of none": ("alarm = { reports = 5", "alarm = { reports = 0", "alarm.reports", "greater"),
    "before the start": ("late_change_minutes = 0", "late_change_minutes = -1", "late_change_minutes", "greater"),
    "half an hour": ("look_back_hours = 12", "look_back_hours = 0.5", "look_back_hours", "valid integer"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "cure"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, old: str, new: str, key: str, cure: str) -> None:
    assert GOOD.count(old) == 1
    path = written(tmp_path, GOOD.replace(old, new))
    (line,) = (one for one in refused(path).splitlines() if f": outages.{key}: " in one)
    assert cure in line
