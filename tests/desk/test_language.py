"""Which language a person writes, when something is as they read it, and text that can be kept and sent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.labels import Language
from bot.desk.language import from_code, pieces, say_until, say_when, spoken, storable

ZH, EN = Language.ZH, Language.EN

SPOKEN = {
    "漏水": ZH,
    "電梯壞咗": ZH,
    "wifi 坏了": ZH,
    "我的 iPhone 15 Pro Max 坏了": ZH,
    "the lift is broken": EN,
    "The 漏水 problem in my flat is back again": EN,
    "ok": None,
    "yes": EN,
    "12345": None,
    "": None,
    "😭😭😭": None,
    "!!!???": None,
    "ｂｒｏｋｅｎ": EN,
    "الماء يتسرب": None,
    "вода течёт": None,
    "𠮷野家": ZH,
    "\u200b\u200d": None,
    "A1": None,
    "meter_12345 998877": None,
    "contract_A-2051 998877 please": EN,
    "meter_12345坏了": ZH,
}


@pytest.mark.parametrize(("text", "language"), SPOKEN.items())
def test_the_language_of_words(text: str, language: Language | None) -> None:
    assert spoken(text) == language


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert spoken(text) in (ZH, EN, None)


@given(st.text(alphabet=st.characters(whitelist_categories=["Nd", "So", "Zs", "Po"]), max_size=30))
def test_signs_around_words_do_not_change_their_language(signs: str) -> None:
    if spoken(signs) is None:  # some signs are written with letters: №, ℃
        assert spoken(f"{signs}漏水{signs}") == ZH
        assert spoken(f"{signs}the lift is broken{signs}") == EN


@given(st.none() | st.text())
def test_any_language_code_gives_a_language(code: str | None) -> None:
    assert from_code(code) in (ZH, EN)


WHEN = {
    "today": (timedelta(hours=4), "今天 21:30", "today, 21:30"),
    "after midnight": (timedelta(hours=7), "明天 00:30", "tomorrow, 00:30"),
    "the day after": (timedelta(hours=31), "后天 00:30", "Wed 4 Mar, 00:30"),
    "later": (timedelta(days=3), "3月5日 周四 17:30", "Thu 5 Mar, 17:30"),
    "yesterday": (timedelta(days=-1), "3月1日 周日 17:30", "Sun 1 Mar, 17:30"),
}


@pytest.mark.parametrize(("after", "zh", "en"), WHEN.values(), ids=WHEN)
def test_when_as_people_read_it(after: timedelta, zh: str, en: str) -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    zone = ZoneInfo("Asia/Shanghai")
    assert say_when(now + after, zone, ZH, now) == zh
    assert say_when(now + after, zone, EN, now) == en


def test_an_end_on_the_same_local_day_is_said_without_its_day() -> None:
    now, zone = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
    start = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    assert say_until(start + timedelta(hours=3), start, zone, ZH, now) == "23:00"
    assert say_until(start + timedelta(hours=4), start, zone, EN, now) == "Fri 6 Mar, 00:00"


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_any_moment_can_be_said_in_any_zone(moment: datetime) -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    for zone in ("Asia/Shanghai", "Pacific/Apia", "America/St_Johns"):
        local = moment.astimezone(ZoneInfo(zone))
        for language in Language:
            assert say_when(moment, ZoneInfo(zone), language, now).endswith(f"{local:%H:%M}")


anything = st.text(alphabet=st.characters(codec=None, exclude_categories=[]))


@given(anything)
def test_stored_text_can_be_written_everywhere_and_stays_as_long(text: str) -> None:
    kept = storable(text)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert len(kept) == len(text)
    assert storable(kept) == kept


@given(st.text(alphabet="漏水 a\n😭"), st.integers(2, 20))
def test_pieces_are_the_text_and_fit(text: str, longest: int) -> None:
    cut = pieces(text, longest)
    assert "".join(cut) == text
    assert all(one and len(one.encode("utf-16-le")) // 2 <= longest for one in cut)


def test_pieces_end_after_a_line_or_a_word_where_they_can() -> None:
    assert pieces("", 10) == []
    assert pieces("短", 10) == ["短"]
    assert pieces("aaaa bbbb cccc", 10) == ["aaaa bbbb ", "cccc"]
    assert pieces("aaaaaa\nb cccccc", 10) == ["aaaaaa\n", "b cccccc"]
    assert pieces("a " + "b" * 12, 10) == ["a bbbbbbbb", "bbbb"]
