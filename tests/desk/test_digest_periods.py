"""The days of a digest: working days, weeks and months by the dates of the zone, and what staff ask for in words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.digest_order import Form, Occasion, Order, YetToCome, ordered
from bot.desk.digest_periods import Period, begin_of, month_of, morning_of, span, week_before
from bot.desk.labels import Category
from bot.desk.policy import Policy

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, tzinfo=SHANGHAI)  # a Wednesday


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 4), date(2026, 3, 3)),
        (date(2026, 3, 9), date(2026, 3, 6)),  # Monday: since Friday
        (date(2026, 3, 2), date(2026, 2, 28)),  # that Saturday was worked
        (date(2026, 2, 24), date(2026, 2, 14)),  # after Spring Festival
    ],
)
def test_each_morning_goes_on_where_the_one_before_ended(policy: Policy, today: date, first: date) -> None:
    period = morning_of(policy.calendar("office"), today)
    assert period is not None
    assert (period.first, period.end) == (first, today)
    before = morning_of(policy.calendar("office"), first)
    assert before is not None
    assert (before.first, before.end) == (period.before, period.first)


def test_no_morning_on_a_day_off(policy: Policy) -> None:
    assert morning_of(policy.calendar("office"), date(2026, 3, 8)) is None
    assert morning_of(policy.calendar("office"), date(2026, 2, 18)) is None


def test_weeks_and_months() -> None:
    assert week_before(date(2026, 3, 4)) == span(date(2026, 2, 23), date(2026, 3, 2))
    assert month_of(2026, 3) == Period(date(2026, 3, 1), date(2026, 4, 1), date(2026, 2, 1))
    assert month_of(2026, 12).end == date(2027, 1, 1)
    assert month_of(2026, 1).before == date(2025, 12, 1)
    with pytest.raises(ValueError, match="swap"):
        span(date(2026, 3, 2), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 4), 24)]
)
def test_a_day_is_as_long_as_its_zone_says(day: date, hours: int) -> None:
    begin, end = span(day, day + timedelta(days=1)).instants(BERLIN)
    assert end - begin == timedelta(hours=hours)
    assert begin.tzinfo == UTC


def test_a_midnight_that_is_left_out() -> None:
    beirut = ZoneInfo("Asia/Beirut")  # 29 March 2026: 00:00 becomes 01:00
    assert begin_of(date(2026, 3, 29), beirut).astimezone(beirut).hour == 1


@pytest.mark.parametrize(
    ("words", "first", "end", "form", "department"),
    [
        ("", date(2026, 3, 4), date(2026, 3, 5), Form.PICTURES, None),
        ("xlsx", date(2026, 3, 1), date(2026, 4, 1), Form.XLSX, None),
        ("XLSX 2026-02", date(2026, 2, 1), date(2026, 3, 1), Form.XLSX, None),
        ("2月 表格 设计", date(2026, 2, 1), date(2026, 3, 1), Form.XLSX, Category.DESIGN),
        ("11", date(2025, 11, 1), date(2025, 12, 1), Form.PICTURES, None),
        ("2025年11月", date(2025, 11, 1), date(2025, 12, 1), Form.PICTURES, None),
        ("week quality", date(2026, 2, 23), date(2026, 3, 2), Form.PICTURES, Category.QUALITY),
        ("上周", date(2026, 2, 23), date(2026, 3, 2), Form.PICTURES, None),
    ],
)
def test_what_staff_ask_for(
    words: str, first: date, end: date, form: Form, department: Category | None
) -> None:
    order = ordered(words, NOW)
    assert order is not None
    assert (order.period.first, order.period.end, order.form, order.department) == (
        first,
        end,
        form,
        department,
    )
    assert order.until == (NOW if end > NOW.date() else None)
    assert Order.of(order.values()) == order


@pytest.mark.parametrize("words", ["nonsense", "2026-13", "0", "xlsx please", "0001-01"])
def test_what_means_nothing(words: str) -> None:
    assert ordered(words, NOW) is None


@pytest.mark.parametrize("words", ["2027-01", "9999-12", "xlsx 2190年1月"])
def test_what_is_yet_to_come(words: str) -> None:
    with pytest.raises(YetToCome):
        ordered(words, NOW)


def test_an_order_of_other_values_is_refused() -> None:
    with pytest.raises(KeyError):
        Order.of({"what": "kept"})
    assert Order(week_before(NOW.date()), Occasion.WEEKLY).values()["occasion"] == "weekly"
