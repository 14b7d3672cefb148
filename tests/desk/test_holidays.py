"""Days of holidays: lunar ones, names in both languages, and what is wrong is named."""

from datetime import date

import pytest

from bot.desk import holidays
from bot.desk.labels import Language


@pytest.mark.parametrize(
    ("country", "name", "year", "wanted"),
    [
        ("CN", "Spring Festival", 2026, [date(2026, 2, 17)]),
        ("CN", "春节", 2027, [date(2027, 2, 6)]),
        ("CN", "chinese new year", 2033, [date(2033, 1, 31)]),
        ("CN", "Mid-Autumn Festival", 2026, [date(2026, 9, 25)]),
        ("CN", "中秋节", 2027, [date(2027, 9, 15)]),
        ("CN", "端午节", 2026, [date(2026, 6, 19)]),
        ("CN", "国庆节", 2026, [date(2026, 10, 1)]),
        ("CN", "清明节", 2027, [date(2027, 4, 5)]),
        ("HK", "重阳节", 2026, [date(2026, 10, 18)]),
        ("SG", "Eid al-Fitr", 2033, [date(2033, 1, 3), date(2033, 12, 23)]),
        ("SG", "排灯节", 2026, [date(2026, 11, 8)]),
        ("IN", "Diwali", 2027, [date(2027, 10, 29)]),
        ("GB-ENG", "Easter Monday", 2027, [date(2027, 3, 29)]),
        ("GB", "圣诞节", 2026, [date(2026, 12, 25)]),
        ("CN", "Spring Festival", 1000, []),
        ("CN", "Spring Festival", 9999, []),
    ],
)
def test_the_day_on_which_a_holiday_begins(country: str, name: str, year: int, wanted: list[date]) -> None:
    assert list(holidays.days_in(country, name, year)) == wanted


def test_spring_festival_is_once_in_every_year_of_this_century() -> None:
    for year in range(2001, 2100):
        (day,) = holidays.days_in("CN", "春节", year)
        assert date(year, 1, 20) < day < date(year, 2, 22)


@pytest.mark.parametrize(
    ("country", "name", "zh", "en"),
    [
        ("CN", "Dragon Boat Festival", "端午节", "Dragon Boat Festival"),
        ("SG", "开斋节", "开斋节", "Eid al-Fitr"),
        ("GB", "Boxing Day", "节礼日", "Boxing Day"),
        ("HK", "Double Ninth Festival", "重阳节", "Double Ninth Festival"),
    ],
)
def test_names_in_both_languages(country: str, name: str, zh: str, en: str) -> None:
    assert holidays.said(country, name, Language.ZH) == zh
    assert holidays.said(country, name, Language.EN) == en


def test_what_is_no_holiday_is_named_with_its_cure() -> None:
    with pytest.raises(
        ValueError, match=r"CN has no holiday 'Dragon Bot'; did you mean 'Dragon Boat Festival'\?"
    ):
        holidays.check("CN", "Dragon Bot")
    with pytest.raises(ValueError, match=r"it has: .*Mid-Autumn Festival"):
        holidays.check("CN", "xyz")
    for country in ("XX", "", "GB-ZZZ", "Chinaland"):
        with pytest.raises(ValueError, match=r"no calendar of .*; write a country's code"):
            holidays.check(country, "Christmas Day")
