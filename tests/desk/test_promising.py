"""Promises in what agents write: lists of sentences, named cases of what words mean, what holds for any text."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.promising import LONGEST, Promised, Sureness, promised
from bot.desk.when import Window
from bot.desk.workday import Exceptional, Hours
from bot.desk.working import Calendar
from tests.desk import promises_en, promises_zh

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
WEDNESDAY = "2026-11-25T10:00"
TUESDAY, FRIDAY, EVENING, SUNDAY = (
    "2026-11-24T10:00",
    "2026-11-27T10:00",
    "2026-11-27T19:00",
    "2026-11-29T10:00",
)

ZH = [*promises_zh.FIRST, *promises_zh.SECOND, *promises_zh.THIRD, *promises_zh.FOURTH]
EN = [*promises_en.FIRST, *promises_en.SECOND, *promises_en.THIRD, *promises_en.FOURTH, *promises_en.FIFTH]


def read(
    text: str, now: str = WEDNESDAY, zone: ZoneInfo = SHANGHAI, calendar: Calendar | None = None
) -> Promised | None:
    return promised(text, datetime.fromisoformat(now).replace(tzinfo=zone), zone, calendar)


def local(window: Window, zone: ZoneInfo = SHANGHAI) -> tuple[str, str]:
    begins, due = (one.astimezone(zone).isoformat()[:16] for one in (window.begins, window.due))
    return begins, due


def until(
    text: str, now: str = WEDNESDAY, zone: ZoneInfo = SHANGHAI, calendar: Calendar | None = None
) -> str | None:
    found = read(text, now, zone, calendar)
    return found and local(found.window, zone)[1]


def meant(said: str) -> str:
    return WEDNESDAY if said == "now" else said if said.startswith("20") else f"2026-{said}"


@pytest.mark.parametrize(
    ("text", "begins", "due", "zone"),
    [
        pytest.param(*row, zone, id=row[0])
        for rows, zone in ((ZH, SHANGHAI), (EN, LONDON))
        for row in rows
        if row[2]
    ],
)
def test_what_agents_promise(text: str, begins: str, due: str, zone: ZoneInfo) -> None:
    found = read(text, zone=zone)
    assert found is not None
    assert local(found.window, zone) == (meant(begins), meant(due))


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text, _, due in [*ZH, *EN] if due is None])
def test_what_promises_nothing(text: str) -> None:
    assert read(text) is None


def test_both_lists_are_long_enough_to_mean_something() -> None:
    assert len({row[0] for row in ZH}) == len(ZH) >= 150
    assert len({row[0] for row in EN}) == len(EN) >= 150


@pytest.mark.parametrize(
    ("name", "text", "now", "windows"),
    [
        ("Friday, on a Friday", "We will come on Friday", FRIDAY, ["2026-11-27T18:00", "2026-12-04T18:00"]),
        ("周五, on a Friday", "我们周五过来", FRIDAY, ["2026-11-27T18:00", "2026-12-04T18:00"]),
        (
            "Friday, after work of a Friday",
            "We will come on Friday",
            EVENING,
            ["2026-12-04T18:00", "2026-11-28T00:00"],
        ),
        (
            "next Friday, on a Tuesday",
            "We will come next Friday",
            TUESDAY,
            ["2026-12-04T18:00", "2026-11-27T18:00"],
        ),
        ("next Friday, on a Friday", "We will come next Friday", FRIDAY, ["2026-12-04T18:00"]),
        ("下周五 is never this week's", "我们下周五过来", TUESDAY, ["2026-12-04T18:00"]),
        ("下周一, on a Sunday", "我们下周一过来", SUNDAY, ["2026-11-30T18:00", "2026-12-07T18:00"]),
        (
            "next Monday, on a Sunday",
            "We will come next Monday",
            SUNDAY,
            ["2026-11-30T18:00", "2026-12-07T18:00"],
        ),
        ("周五前 is mostly with Friday", "周五前修好", TUESDAY, ["2026-11-27T18:00", "2026-11-26T18:00"]),
        (
            "before Friday is mostly without",
            "We will finish before Friday",
            TUESDAY,
            ["2026-11-26T18:00", "2026-11-27T18:00"],
        ),
        ("最迟周五 is with Friday", "最迟周五修好", TUESDAY, ["2026-11-27T18:00"]),
        ("by Friday is with Friday", "We will fix it by Friday", TUESDAY, ["2026-11-27T18:00"]),
        ("seven may be either", "明天7点师傅到", TUESDAY, ["2026-11-25T07:00", "2026-11-25T19:00"]),
        ("three is in the afternoon", "明天3点师傅到", TUESDAY, ["2026-11-25T15:00"]),
        ("ten, past ten, is at night", "师傅10点到", "2026-11-24T11:00", ["2026-11-24T22:00"]),
        ("3/12 in China", "We will come on 3/12", TUESDAY, ["2026-12-03T18:00", "2027-03-12T18:00"]),
        ("one of two days", "周四或周五师傅上门", TUESDAY, ["2026-11-27T18:00"]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_readings(name: str, text: str, now: str, windows: list[str]) -> None:
    found = read(text, now)
    assert found is not None
    assert [local(one)[1] for one in (found.window, *found.others)] == windows, name


@pytest.mark.parametrize(
    ("text", "sureness"),
    [
        ("我们周五下午过来", Sureness.FIRM),
        ("We will come on Thursday at 3", Sureness.FIRM),
        ("尽量今天下午给您弄好", Sureness.LIKELY),
        ("We hope to finish by Friday", Sureness.LIKELY),
        ("周四或周五师傅上门", Sureness.LIKELY),
        ("我们周三过来", Sureness.LIKELY),
        ("这几天就会有人跟您联系", Sureness.VAGUE),
        ("We will get back to you in a few days", Sureness.VAGUE),
        ("五一之后给您装充电桩", Sureness.VAGUE),
    ],
)
def test_how_sure(text: str, sureness: Sureness) -> None:
    found = read(text)
    assert found is not None
    assert found.sureness == sureness


@pytest.mark.parametrize(
    ("name", "text", "now", "due"),
    [
        ("today after work lasts until midnight", "我今天给您回复", EVENING, "2026-11-28T00:00"),
        ("before work ends, after work", "下班前给您回复", EVENING, "2026-11-30T18:00"),
        ("an hour that is past is tomorrow's", "我们3点过来", EVENING, "2026-11-28T15:00"),
        ("this morning is past", "I will fix it this morning", EVENING, None),
        ("a date of this month that is past", "我们11月20日上门", TUESDAY, None),
        ("the last day of a month", "月底前修好", "2026-12-31T10:00", "2026-12-31T18:00"),
        ("next month over the year's end", "下个月初修好", "2026-12-31T10:00", "2027-01-10T18:00"),
        ("5 January, said in December", "We will come on 5 January", "2026-12-31T10:00", "2027-01-05T18:00"),
        ("tomorrow is next year", "明天来修", "2026-12-31T10:00", "2027-01-01T18:00"),
        ("next week over the year's end", "下周一来修", "2026-12-31T10:00", "2027-01-04T18:00"),
        ("a leap day to come", "We will come on 29 February", "2027-02-15T10:00", "2028-02-29T18:00"),
        ("the end of a leap February", "月底前修好", "2028-02-15T10:00", "2028-02-29T18:00"),
        ("the end of another February", "月底前修好", "2027-02-15T10:00", "2027-02-28T18:00"),
        ("a month after the 31st", "一个月内修好", "2027-01-31T10:00", "2027-02-28T18:00"),
        ("the 31st, in a month of 30 days", "31号来修", "2026-11-05T10:00", "2026-12-31T18:00"),
        ("no such day", "我们2月30日上门", TUESDAY, None),
        (
            "working days over 国庆, a make-up Saturday not needed",
            "3个工作日内回复您",
            "2026-09-29T10:00",
            "2026-10-09T18:00",
        ),
        ("before 国庆", "国庆前修好", "2026-09-29T10:00", "2026-09-30T18:00"),
        ("after 国庆", "国庆后修好", "2026-09-29T10:00", "2026-10-08T18:00"),
        ("next week ends with its make-up Saturday", "下周内修好", "2026-09-29T10:00", "2026-10-10T18:00"),
        ("before Spring Festival, whose eve is free", "春节前弄好", TUESDAY, "2027-02-04T18:00"),
        ("tonight at twelve", "今晚12点前恢复", WEDNESDAY, "2026-11-26T00:00"),
        ("tonight at zero", "今晚零点前恢复供电", WEDNESDAY, "2026-11-26T00:00"),
        ("from one day to another", "师傅周一至周三来修", WEDNESDAY, "2026-12-02T18:00"),
        ("a date with its weekday", "11月27日（周五）下午3点上门", WEDNESDAY, "2026-11-27T15:00"),
        ("both languages in one sentence", "师傅 Friday 下午 到", WEDNESDAY, "2026-11-27T18:00"),
        ("traditional characters", "師傅後天下午兩點半過來維修", WEDNESDAY, "2026-11-27T14:30"),
        ("wide figures", "师傅明天１５：３０到", WEDNESDAY, "2026-11-26T15:30"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_until_when(name: str, text: str, now: str, due: str | None) -> None:
    assert until(text, now) == due, name


@pytest.mark.parametrize(
    ("name", "zone", "text", "now", "due"),
    [
        (
            "the hour stays when clocks go forward",
            BERLIN,
            "We will come tomorrow at 3 pm",
            "2027-03-27T10:00",
            "2027-03-28T15:00",
        ),
        (
            "24 hours are 24 hours",
            BERLIN,
            "We will call you within 24 hours",
            "2027-03-27T10:00",
            "2027-03-28T11:00",
        ),
        (
            "an hour that is left out",
            BERLIN,
            "We will be there tomorrow at 2:30 am",
            "2027-03-27T10:00",
            "2027-03-28T03:30",
        ),
        (
            "an hour that comes twice",
            NEW_YORK,
            "We will call within two hours",
            "2026-11-01T00:30",
            "2026-11-01T01:30",
        ),
        (
            "March before December in America",
            NEW_YORK,
            "We will come on 3/12",
            "2026-11-01T09:00",
            "2027-03-12T18:00",
        ),
        (
            "December before March in Berlin",
            BERLIN,
            "We will come on 3/12",
            "2026-11-01T09:00",
            "2026-12-03T18:00",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_zones(name: str, zone: ZoneInfo, text: str, now: str, due: str) -> None:
    assert until(text, now, zone) == due, name


def test_today_is_the_readers() -> None:
    late = datetime(2026, 11, 25, 20, tzinfo=UTC)  # Thursday, four in the morning, in Shanghai
    found = promised("我们周五下午过来", late, SHANGHAI)
    assert found is not None
    assert found.window == Window(
        datetime(2026, 11, 27, 4, tzinfo=UTC), datetime(2026, 11, 27, 10, tzinfo=UTC)
    )


def test_a_departments_own_days_and_hours() -> None:
    morning, afternoon = Hours(8 * 60, 12 * 60), Hours(13 * 60, 17 * 60)
    week = (*((morning, afternoon),) * 5, (morning,), ())
    closed = {datetime(2026, 11, 26, tzinfo=UTC).date(): Exceptional((), "停业", "closed")}
    building = Calendar("building", SHANGHAI, week, "CN", exceptions=closed)
    assert until("我们周五过来", calendar=building) == "2026-11-27T17:00"
    assert until("周六师傅过来", calendar=building) == "2026-11-28T12:00"
    assert until("今天下班前给您回复", calendar=building) == "2026-11-25T17:00"
    assert until("1个工作日内回复您", calendar=building) == "2026-11-27T17:00"
    assert until("本周内修好", calendar=building) == "2026-11-28T12:00"


def test_the_sentence_that_promises_is_told_with_its_place() -> None:
    text = "您好！昨天的情况我们了解了。 🙏 师傅周五下午3点上门，请保持电话畅通。有事随时联系。"
    found = read(text)
    assert found is not None
    assert found.words == text[found.start : found.end] == "🙏 师傅周五下午3点上门，请保持电话畅通。"


def test_the_first_promise_counts_and_what_was_said_before_does_not() -> None:
    assert until(
        "Sorry that nobody came yesterday at 3. We will come on Friday at 2 and call you on Monday."
    ) == ("2026-11-27T14:00")


def test_the_words_of_others_are_no_promise() -> None:
    assert read("> 我们周五下午过来\n这是谁写的") is None
    assert read("「我们周五下午过来」是他说的") is None


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="use an aware datetime"):
        promised("我们周五过来", datetime(2026, 11, 25, 10), SHANGHAI)  # noqa: DTZ001


WORDS = st.sampled_from(
    [
        *"我们 师傅 您 周 下周 五 一 三 十 半 个 小时 天 月 底 前 后 内 点 号 : / - 。 ， ？".split(),
        *"修好 过来 给您 如果 到 明天 晚上 年 国庆 0点 25点 十十 2月30日".split(),
        *"we will come by before after friday next week in two 3 31 29 february hours pm at".split(),
        *"the end of , . ? if 99 0 24 25 60 999 2026 31/02 half a few".split(),
        " ",
        "\n",
        "“",
        '"',
    ]
)
MOMENTS = st.datetimes(
    min_value=datetime(2018, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ZONES = st.sampled_from([SHANGHAI, BERLIN, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")])


@settings(max_examples=400, deadline=None)
@given(
    st.text() | st.lists(WORDS, max_size=30).map(" ".join) | st.lists(WORDS, max_size=30).map("".join),
    MOMENTS,
    ZONES,
)
def test_any_text_at_any_moment(text: str, now: datetime, zone: ZoneInfo) -> None:
    found = promised(text, now, zone)
    if found is None:
        return
    windows = (found.window, *found.others)
    assert found.words == text[found.start : found.end] != ""
    assert len(windows) == len(set(windows)) <= 4
    for one in windows:
        assert now <= one.begins <= one.due
        assert one.due > now
        assert one.due.tzinfo == one.begins.tzinfo == UTC


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([row for row in [*ZH, *EN] if row[2]]), MOMENTS, ZONES)
def test_a_promise_is_one_at_any_moment_or_past(
    row: tuple[str, str, str], now: datetime, zone: ZoneInfo
) -> None:
    found = promised(row[0], now, zone)
    assert found is None or found.window.due > now


@pytest.mark.parametrize(
    "piece",
    [
        "我们周五下午三点",
        "1",
        "一",
        "the ",
        "will we ",
        ", ",
        "9-",
        "within 2 ",
        "\n",
        '"',
        "“",
        "下",
        "our x y z ",
        " > ",
    ],
)
def test_long_texts_cost_no_more_than_their_length(piece: str) -> None:
    text = piece * (4 * LONGEST // len(piece))
    started = time.perf_counter()
    read(text)
    assert (
        time.perf_counter() - started < 5
    )  # some hundredths of a second; a pattern that runs wild takes minutes
