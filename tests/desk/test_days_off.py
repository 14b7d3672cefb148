"""China's free days and make-up days of two years, against the State Council's notices as a person wrote them down."""

from datetime import date

import pytest

from bot.desk.days_off import announced_until, days_off, make_up_days
from tests.desk.slow_reckoning import FREE, MADE_UP


@pytest.mark.parametrize("year", [2025, 2026])
def test_whole_rows_of_free_days_as_the_notices_have_them(year: int) -> None:
    assert sorted(one.isoformat() for one in days_off("CN", year)) == sorted(
        one for one in FREE["CN"] if one.startswith(str(year))
    )
    assert {one.isoformat() for one in make_up_days("CN", year)} == {
        one for one in MADE_UP["CN"] if one.startswith(str(year))
    }


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2026-01-03", "元旦", "New Year's Day"),
        ("2026-02-15", "农历除夕", "Chinese New Year's Eve"),
        ("2026-02-22", "春节", "Chinese New Year (Spring Festival)"),
        ("2026-09-27", "中秋节", "Mid-Autumn Festival"),
        ("2026-10-04", "国庆节", "National Day"),
        ("2024-02-17", "春节", "Chinese New Year (Spring Festival)"),
    ],
)
def test_a_weekend_day_among_them_has_the_name_of_its_holiday(day: str, zh: str, en: str) -> None:
    on = date.fromisoformat(day)
    found = days_off("CN", on.year)[on]
    assert (found.zh, found.en, found.worked_on) == (zh, en, None)


def test_a_row_of_free_days_goes_on_over_new_year() -> None:
    assert date(2022, 12, 31) in days_off("CN", 2022), "31 December 2022 to 2 January 2023"


def test_weekends_of_a_year_that_is_not_announced_and_of_other_countries_are_ordinary() -> None:
    later = (announced_until("CN") or 0) + 1
    assert all(not one.en.startswith("Day off") for one in days_off("CN", later).values())
    assert date(2026, 5, 2) not in days_off("DE", 2026), "the Saturday behind 1 May"
