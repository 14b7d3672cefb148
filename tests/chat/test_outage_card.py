"""What customers read about outages, in both languages: the times, the cause, and what to do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.outage import Supply, Told
from bot.desk.policy import Policy

GIVEN: dict[str, Any] = {
    "told": Told.ANNOUNCED,
    "number": "P-7",
    "out": "water",
    "accounts": "H-1",
    "more": 0,
    "cause": "<阀门>",
    "starts_at": "2026-03-03T01:00:00+00:00",
    "ends_at": "2026-03-03T09:00:00+00:00",
    "restored_at": "2026-03-02T08:10:00+00:00",
}


@pytest.fixture
def words(policy: Policy) -> Words:
    return Words(policy.zone, lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def card(words: Words, language: Language = Language.ZH, **values: Any) -> str:
    return without_markup(message(words, language, "outage", GIVEN | values))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("told", Told)
def test_everything_can_be_said(words: Words, language: Language, told: Told) -> None:
    for more in ({}, {"ends_at": "", "cause": "", "more": 2, "resting": 1}, {"accounts": ""}, {"over": 1}):
        for supply in Supply:
            said = card(words, language, told=told, out=supply, **more)
            assert "P-7" in said
            assert "{" not in said


def test_planned_work_says_when_and_why(words: Words) -> None:
    assert card(words).splitlines() == [
        "📅 计划停水通知（P-7）",
        "涉及：H-1",
        "时间：明天 09:00 至 17:00",
        "原因：<阀门>",
        "请提前做好准备；需要帮助，直接在这里写给我。",
    ]


def test_work_over_midnight_says_both_days(words: Words) -> None:
    later = {"ends_at": "2026-03-03T17:00:00+00:00"}
    assert "时间：明天 09:00 至 后天 01:00" in card(words, **later)
    assert "From tomorrow, 09:00 until Wed 4 Mar, 01:00" in card(words, Language.EN, **later)


def test_a_fault_says_since_when_and_whether_an_end_is_known(words: Words) -> None:
    known = card(words, Language.EN, told=Told.FAULT, out="power", starts_at="2026-03-02T08:00:00+00:00")
    assert "Since today, 16:00\nExpected back: tomorrow, 17:00" in known
    assert "don’t know yet" in card(words, Language.EN, told=Told.FAULT, ends_at="")


def test_in_quiet_hours_it_says_why_it_comes(words: Words) -> None:
    assert "免打扰" in card(words, told=Told.FAULT, resting=1)
    assert "quiet hours" in card(words, Language.EN, told=Told.FAULT, resting=1)


def test_over_says_since_when_and_what_to_do_if_not(words: Words) -> None:
    said = card(words, told=Told.RESTORED)
    assert said.splitlines()[0] == "✅ 供水已恢复（P-7）"
    assert "恢复时间：今天 16:10" in said
    assert card(words, Language.EN, told=Told.RESTORED).startswith("✅ Working again: water (P-7)")
    assert "按钮" in said
    assert "按钮" not in card(words, told=Told.FAULT, over=1)
