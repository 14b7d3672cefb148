"""Deadlines explain themselves to staff, in both languages."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.chat import letters
from bot.chat.deadlines import MOST_LINES, why_due
from bot.chat.words import Words
from bot.desk.clocks import Clock
from bot.desk.deadline import Explanation, explain
from bot.desk.labels import Language
from bot.desk.policy import Policy
from bot.desk.ticket_clock import Metric
from tests.chat.given import CARD
from tests.desk.test_clocks import clock
from tests.desk.test_working import CALENDARS

SHANGHAI = ZoneInfo("Asia/Shanghai")


def said(words: Words, language: Language, one: Clock) -> list[str]:
    return letters.without_markup(why_due(words, language, explain(one), SHANGHAI)).splitlines()


def test_why_thursday_at_ten(words: Words) -> None:
    one = clock("09-30T16:45", 195)
    assert said(words, Language.ZH, one) == [
        "⏱ 首次答复时限：10月8日 周四 11:00",
        "9月30日 周三 16:45 起算，时限 3 小时 15 分钟，只计工作时间：",
        "▪️ 9月30日 周三 16:45–18:00，计 1 小时 15 分钟，累计 1 小时 15 分钟",
        "▫️ 10月1日 周四 至 10月4日 周日 放假：国庆节",
        "▫️ 10月5日 周一 放假：国庆节（补假）",
        "▫️ 10月6日 周二 调休放假（9月20日 周日 补班）",
        "▫️ 10月7日 周三 调休放假（10月10日 周六 补班）",
        "▪️ 10月8日 周四 09:00–11:00，计 2 小时，累计 3 小时 15 分钟",
    ]
    assert said(words, Language.EN, one) == [
        "⏱ First answer due Thu 8 Oct 11:00",
        "From Wed 30 Sept 16:45: 3 h 15 min, only working time counts",
        "▪️ Wed 30 Sept, 16:45–18:00: 1 h 15 min, 1 h 15 min so far",
        "▫️ Thu 1 Oct to Sun 4 Oct: closed, National Day",
        "▫️ Mon 5 Oct: closed, National Day (observed)",
        "▫️ Tue 6 Oct: closed, worked on Sun 20 Sept instead",
        "▫️ Wed 7 Oct: closed, worked on Sat 10 Oct instead",
        "▪️ Thu 8 Oct, 09:00–11:00: 2 h, 3 h 15 min so far",
    ]


def test_lunch_make_up_day_and_waiting(words: Words) -> None:
    one = clock("10-10T11:30", 120, ("10-10T14:00", "10-12T10:00"))
    assert said(words, Language.ZH, one)[1:] == [
        "10月10日 周六 11:30 起算，时限 2 小时，只计工作时间：",
        "▪️ 10月10日 周六（调休上班）11:30–12:00、13:30–14:00，计 1 小时，累计 1 小时",
        "⏸ 10月10日 周六 14:00 至 10月12日 周一 10:00 等待客户回复，不计时",
        "▪️ 10月12日 周一 10:00–11:00，计 1 小时，累计 2 小时",
    ]


def test_a_clock_that_waits_and_one_that_never_closes(words: Words) -> None:
    waits = said(words, Language.EN, clock("11-16T10:00", 60, ("11-16T10:30", None)))
    assert waits[0] == "⏸ First answer: the clock is paused until the customer writes"
    assert waits[-1] == "⏸ since Mon 16 Nov 10:30: waiting for the customer, not counted"
    always = said(words, Language.ZH, clock("10-24T23:00", 120, calendar=CALENDARS["berlin always"]))
    assert always == [
        "⏱ 首次答复时限：10月25日 周日 01:00",
        "10月24日 周六 23:00 起算，时限 2 小时，全天计时：",
        "▪️ 10月24日 周六 23:00–24:00，计 1 小时，累计 1 小时",
        "▪️ 10月25日 周日 00:00–01:00，计 1 小时，累计 2 小时",
        "🌐 以上为 Europe/Berlin 当地时间。",
    ]


def test_the_companys_own_days_are_named(words: Words) -> None:
    open_day = said(words, Language.ZH, clock("11-20T17:30", 60))
    assert open_day[-1] == "▪️ 11月21日 周六（自定）09:00–09:30，计 30 分钟，累计 1 小时"
    closed = said(words, Language.EN, clock("12-30T17:30", 60))
    assert "▫️ Thu 31 Dec: closed, own" in closed
    assert "▫️ Sat 2 Jan to Sun 3 Jan: closed" in closed


def test_seconds_are_left_out_and_still_add_up(words: Words) -> None:
    lines = said(words, Language.EN, clock("11-16T11:15:40", 60))
    assert lines[-1] == "▪️ Mon 16 Nov, 11:15–12:00, 13:30–13:45: 1 h, 1 h so far"
    over_night = said(words, Language.EN, clock("11-16T17:29:40", 60))
    assert [line.partition(": ")[2] for line in over_night[2:]] == [
        "30 min, 30 min so far",
        "30 min, 1 h so far",
    ]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("metric", Metric)
def test_two_months_fit_into_a_message(words: Words, language: Language, metric: Metric) -> None:
    one = clock("2040-09-28T11:15", 20000)
    told = explain(Clock(metric, one.started_at, one.target, one.calendar))
    text = why_due(words, language, Explanation.model_validate_json(told.model_dump_json()), SHANGHAI)
    assert letters.units(letters.without_markup(text)) <= letters.LONGEST_TEXT
    assert len(text.splitlines()) == MOST_LINES + 3
    assert "2040" in text.splitlines()[-1]
    assert timedelta(minutes=20000) == told.target


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        ({}, "⏰ 今天 18:30 前首次答复", "⏰ first answer by today, 18:30"),
        ({"due_metric": "resolution"}, "⏰ 今天 18:30 前办结", "⏰ resolve by today, 18:30"),
        ({"due_metric": ""}, "⏰ 今天 18:30 前首次答复", "⏰ first answer by today, 18:30"),
        (
            {"late": True},
            "🔥 首次答复已超时（应在今天 18:30 前）",
            "🔥 the first answer is late, it was due today, 18:30",
        ),
        (
            {"due_metric": "resolution", "late": True},
            "🔥 办结已超时（应在今天 18:30 前）",
            "🔥 late: it was to be resolved by today, 18:30",
        ),
        (
            {"waits_at": "2026-03-02T08:00:00+00:00", "late": True},
            "⏸ 等客户回复，今天 16:00 起暂停计时",
            "⏸ waiting for the customer since today, 16:00; the clocks are paused",
        ),
    ],
)
def test_the_card_says_what_is_due_late_or_waits(
    policy: Policy, more: dict[str, Any], zh: str, en: str
) -> None:
    words = Words(policy.zone, lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    for language, line in ((Language.ZH, zh), (Language.EN, en)):
        shown = letters.without_markup(letters.message(words, language, "card", CARD | more)).splitlines()
        assert line in shown
        assert sum(one[:1] in "⏰🔥⏸" for one in shown) == 1


def test_words_that_are_owed_an_answer_say_until_when(policy: Policy) -> None:
    words = Words(policy.zone, lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    owed = {"name": "李", "text": "几点来？", "left": 0, "owed_at": CARD["due_at"]}
    said = letters.message(words, Language.ZH, "relay", owed)
    assert said == "🙋 <b>李</b>\n几点来？\n<i>⏰ 请在今天 18:30 前答复</i>"
    assert letters.message(words, Language.ZH, "relay", owed | {"owed_at": ""}).count("\n") == 1
