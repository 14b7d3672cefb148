"""Times that people type behind a command, with or without other words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.promising import told

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday, 17:30 there

SAID = [
    ("18:00", "Mon 18:00", ""),
    ("until 18:00", "Mon 18:00", ""),
    ("6pm", "Mon 18:00", ""),
    ("到18点", "Mon 18:00", ""),
    ("晚上8点半", "Mon 20:30", ""),
    ("明早8点", "Tue 08:00", ""),
    ("tomorrow 8:00", "Tue 08:00", ""),
    ("in 3 hours", "Mon 20:30", ""),
    ("tomorrow 9:00 waiting for the part", "Tue 09:00", "waiting for the part"),
    ("周五下午三点 等配件到货", "Fri 15:00", "等配件到货"),
    ("等配件 明天上午10点", "Tue 10:00", "等配件"),
]


@pytest.mark.parametrize(("text", "due", "rest"), SAID, ids=[one[0] for one in SAID])
def test_the_first_time_and_the_rest(text: str, due: str, rest: str) -> None:
    windows, left = told(text, NOW, ZONE)
    assert (windows[0].due.astimezone(ZONE).strftime("%a %H:%M"), left) == (due, rest)


@pytest.mark.parametrize("text", ["", "22", "bye", "下班了"])
def test_no_time_no_window(text: str) -> None:
    assert told(text, NOW, ZONE) == ((), text)
