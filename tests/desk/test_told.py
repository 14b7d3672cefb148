"""Times that people type behind a command, with or without other words: what is meant, and what is refused."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.told import Told, told
from bot.desk.unread_times import Doubt

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=ZONE)  # a Tuesday

# What is typed, and when it is due; office hours are 9 to 18.
MEANT = [
    ("15:00", "Tue 03-03 15:00"),
    ("１５：３０", "Tue 03-03 15:30"),
    ("3pm", "Tue 03-03 15:00"),
    ("at 3", "Tue 03-03 15:00"),
    ("3 o'clock", "Tue 03-03 15:00"),
    ("half past three", "Tue 03-03 15:30"),
    ("十点一刻", "Tue 03-03 10:15"),
    ("到18点", "Tue 03-03 18:00"),
    ("until 18:00", "Tue 03-03 18:00"),
    ("noon", "Tue 03-03 12:00"),
    ("midnight", "Wed 03-04 00:00"),
    ("零点", "Wed 03-04 00:00"),
    ("明天零点", "Wed 03-04 00:00"),
    ("今晚8点", "Tue 03-03 20:00"),
    ("tonight at 8", "Tue 03-03 20:00"),
    ("5pm today", "Tue 03-03 17:00"),
    ("今天下午五点", "Tue 03-03 17:00"),
    ("eod", "Tue 03-03 18:00"),
    ("下班前", "Tue 03-03 18:00"),
    ("半小时后", "Tue 03-03 09:30"),
    ("in half an hour", "Tue 03-03 09:30"),
    ("一个半小时后", "Tue 03-03 10:30"),
    ("in two hours", "Tue 03-03 11:00"),
    ("2小时内", "Tue 03-03 11:00"),
    ("三刻钟后", "Tue 03-03 09:45"),
    ("明早", "Wed 03-04 12:00"),
    ("明早8点", "Wed 03-04 08:00"),
    ("明天上午", "Wed 03-04 12:00"),
    ("tomorrow", "Wed 03-04 18:00"),
    ("tommorow 9:00", "Wed 03-04 09:00"),
    ("tomorrow noon", "Wed 03-04 12:00"),
    ("tomorrow around 9", "Wed 03-04 09:30"),
    ("明天最晚9点", "Wed 03-04 09:00"),
    ("明天下午2点到4点", "Wed 03-04 16:00"),
    ("tomorrow between 2 and 4", "Wed 03-04 16:00"),
    ("3 o'clock tomorrow", "Wed 03-04 15:00"),
    ("后天下午三点半", "Thu 03-05 15:30"),
    ("大后天下午三点", "Fri 03-06 15:00"),
    ("两天内", "Thu 03-05 18:00"),
    ("3个工作日内", "Fri 03-06 18:00"),
    ("in 3 working days", "Fri 03-06 18:00"),
    ("这周五", "Fri 03-06 18:00"),
    ("周五15点", "Fri 03-06 15:00"),
    ("Fri 3pm", "Fri 03-06 15:00"),
    ("Friday at 3", "Fri 03-06 15:00"),
    ("15:00 on Friday", "Fri 03-06 15:00"),
    ("end of the week", "Fri 03-06 18:00"),
    ("周五或周六", "Sat 03-07 18:00"),
    ("Sat 10:00", "Sat 03-07 10:00"),
    ("Sun 3pm", "Sun 03-08 15:00"),
    ("Sunday March 8 15:00", "Sun 03-08 15:00"),
    ("15:00 Sunday March 8", "Sun 03-08 15:00"),
    ("3月8日（周日）15:00", "Sun 03-08 15:00"),
    ("Mon 9:00", "Mon 03-09 09:00"),
    ("next Mon morning", "Mon 03-09 12:00"),
    ("下周三", "Wed 03-11 18:00"),
    ("下周三 9:00", "Wed 03-11 09:00"),
    ("next week", "Fri 03-13 18:00"),
    ("下下周一 10点", "Mon 03-16 10:00"),
    ("on the 15th", "Sun 03-15 18:00"),
    ("by 15th", "Sun 03-15 18:00"),
    ("15号下午两点", "Sun 03-15 14:00"),
    ("2026-03-15 10:00", "Sun 03-15 10:00"),
    ("2026/3/15 10:00", "Sun 03-15 10:00"),
    ("2026年3月15日上午十点", "Sun 03-15 10:00"),
    ("Mar 15 10:00", "Sun 03-15 10:00"),
    ("月底", "Tue 03-31 18:00"),
    ("by the end of the month", "Tue 03-31 18:00"),
    ("下个月5号", "Sun 04-05 18:00"),
]

PAST = [
    "yesterday",
    "yesterday 15:00",
    "15:00 yesterday",
    "昨天",
    "昨天15:00",
    "昨天 15:00 来过",
    "15:00 昨天",
    "昨晚8点",
    "前天下午三点",
    "last Friday 15:00",
    "15:00 last Friday",
    "Friday last week 15:00",
    "last week",
    "上周",
    "上周五15:00",
    "上个星期五下午三点",
    "上个月底",
    "去年5月1日 10:00",
    "3 days ago 15:00",
    "9:00 two days ago",
    "2 weeks ago 9am",
    "3天前15:00",
    "两天前 9点",
    "March 1 15:00",
    "3月1日 15:00",
    "1999-12-31 10:00",
    "1号 10:00",
    "today 8:00",
    "8:00 today",
    "今天8点",
    "今天8:00",
    "Tuesday 8:00",
]

UNREAD = [
    "Sunday March 1 15:00",
    "15:00 Sunday March 1",
    "周日3月1日15:00",
    "3月1日（周日）15:00",
    "9999-12-31 10:00",
    "10:00 2026-02-30",
    "Feb 30 10:00",
    "2月30日 10:00",
    "tomorrow Feb 30 10:00",
    "31/02 10:00",
    "13月1日 10:00",
    "32号 10:00",
    "the 99th 10:00",
    "tomorrow 25:00",
    "明天25点",
    "10点75",
    "9:00 10:00",
    "in 2 days 3 hours",
    "in 100 years 10:00",
    "100年后 10:00",
    "一亿年后 10:00",
    "1e9 days 10:00",
    "15:00 in 2190",
    "Friday 2190 15:00",
    "next year 10:00",
    "明年 10:00",
    "周八 10点",
    "除夕 10:00",
    "初一 10:00",
    "改天 10:00",
    "a fortnight 10:00",
    "12 15:00",
    "Friday at 12 Elm Street",
    "tonight at 9 power back",
    "tonight at nine power back",
    "tomorrow morning by 9 the plumber",
    "this evening around 8 a call",
    "tomorrow evening 7-9 a visit",
    "明天下午 3-5 上门",
]

NO_TIME = ["", "22", "bye", "下班了", "25:00", "soon", "不知道什么时候"]


def read(text: str, now: datetime = NOW) -> Told:
    return told(text, now, ZONE)


def due(found: Told) -> list[str]:
    return [one.due.astimezone(ZONE).strftime("%a %m-%d %H:%M") for one in found.windows]


@pytest.mark.parametrize(("text", "meant"), MEANT, ids=[one[0] for one in MEANT])
@pytest.mark.parametrize("behind", ["", " 等配件", " we come and look"])
def test_what_is_meant(text: str, meant: str, behind: str) -> None:
    found = read(text + behind)
    assert (due(found)[0], found.doubt) == (meant, None)
    assert found.words == behind.strip()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (text, doubt)
        for doubt, texts in ((Doubt.PAST, PAST), (Doubt.UNREAD, UNREAD), (Doubt.NO_TIME, NO_TIME))
        for text in texts
    ],
)
@pytest.mark.parametrize("behind", ["", " 等配件", " we come and look"])
def test_what_is_refused_and_why(text: str, doubt: Doubt, behind: str) -> None:
    found = read(text + behind)
    assert (found.windows, found.doubt) == ((), doubt)


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len({text for text, _ in MEANT}) + len({*PAST, *UNREAD}) >= 120


@pytest.mark.parametrize(
    ("text", "meant", "words"),
    [
        ("等配件 明天上午10点", "Wed 03-04 10:00", "等配件"),
        ("等3天的配件 明天9点", "Wed 03-04 09:00", "等3天的配件"),
        ("tomorrow 9:00 yesterday nobody was in", "Wed 03-04 09:00", "yesterday nobody was in"),
        ("明天9点 昨天没人在家", "Wed 03-04 09:00", "昨天没人在家"),
        ("明天9点 周五到货", "Wed 03-04 09:00", "周五到货"),
        ("3号楼 15:00", "Tue 03-03 15:00", "3号楼"),
        (
            "tomorrow 9:00 for the tenant, 15:00 is too late",
            "Wed 03-04 09:00",
            "for the tenant, 15:00 is too late",
        ),
    ],
)
def test_other_words_of_time_may_be_in_the_reason(text: str, meant: str, words: str) -> None:
    found = read(text)
    assert (due(found)[0], found.words) == (meant, words)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("8:00", ["Wed 03-04 08:00", "Wed 03-04 20:00", "Tue 03-03 20:00"]),
        ("8点", ["Wed 03-04 08:00", "Wed 03-04 20:00", "Tue 03-03 20:00"]),
        ("明天7点", ["Wed 03-04 07:00", "Wed 03-04 19:00"]),
        ("next Friday", ["Fri 03-13 18:00", "Fri 03-06 18:00"]),
        ("15:00 because yesterday nobody was in", ["Tue 03-03 15:00"]),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(text: str, choices: list[str]) -> None:
    found = read(text)
    assert (due(found), found.certain) == (choices, False)


@pytest.mark.parametrize(
    "text", ["周五15:00 师傅上门", "Friday 15:00 we come", "15:00 we come", "in two hours"]
)
def test_what_says_one_thing_only_is_certain(text: str) -> None:
    assert read(text).certain


def test_an_hour_that_is_over_is_the_next_days_and_asked_about() -> None:
    found = read("15:00 we come", NOW + timedelta(hours=8))
    assert (due(found), found.certain) == (["Wed 03-04 15:00"], False)


WORDS = (
    "Friday 下周 三 3 pm 点 半 内 工作日 in within days 999999 99999999999 月 年 号 31 2 29 : / - 00 weeks next last"
    " 下午 后 前 之前 by end of month 小时 hours ² ⅷ ٣ noon 到 至 or 或 2026 9999 2190 0 十 百 万 亿"
    " yesterday 昨天 ago today 今天 8:00 15:00 March 1 (周日)"
).split()


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_typed_is_to_come_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        text = "".join(chance.choice(WORDS) + chance.choice(("", " ")) for _ in range(chance.randint(1, 6)))
        found = read(text)
        assert bool(found.windows) == (found.doubt is None), text
        assert all(one.due > NOW for one in found.windows), text
        if any(past in text for past in ("昨天", "yesterday")) and found.certain:
            assert found.words, text  # it stands in the words, apart from a day with its hour


@pytest.mark.parametrize("piece", ["1", "三", "15:00 ", "a", "in 2 ", "1.", "March ", "昨"])
def test_long_texts_cost_no_more_than_their_length(piece: str) -> None:
    started = datetime.now(ZONE)
    read(piece * (8000 // len(piece)))
    assert datetime.now(ZONE) - started < timedelta(seconds=5)
