"""[calendars] of policy.toml: when who works, and every mistake is named by its key with its cure."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.labels import Category
from bot.desk.policy import ROUND_THE_CLOCK, Policy, UnknownCalendar
from bot.desk.workday import Why
from bot.policy import load
from tests.desk.test_policy import GOOD, refused, written

OFFICE = '[calendars.office]\nholidays = "CN"\nhours.mon-fri = ["09:00-12:00", "13:30-18:00"]\n'
DAY_OFF = "{ on = 2026-12-31, zh = '盘点', en = 'stocktaking' }"


def office(text: str) -> str:
    """policy.toml with these lines for the office."""
    assert GOOD.count(OFFICE) == 1
    return GOOD.replace(OFFICE, "[calendars.office]\n" + text + "\n")


def test_a_calendar_as_it_is_written(tmp_path: Path) -> None:
    text = office(
        'holidays = "CN"\nzone = "Europe/Berlin"\nhours.mon-thu = ["09:00-17:00"]\nhours.fri = ["09:00-24:00"]\n'
        'hours.sun = []\nmake_up = ["10:00-12:00"]\nexceptions = [{ on = 2026-12-30, until = 2027-01-03, '
        'hours = ["10:00-11:00"], zh = "值班", en = "on duty" }]'
    )
    calendar = load(written(tmp_path, text)).calendar("office")
    assert calendar.zone.key == "Europe/Berlin"
    assert [len(hours) for hours in calendar.week] == [1, 1, 1, 1, 1, 0, 0]
    assert str(calendar.week[4][0]) == "09:00-24:00"
    assert str(calendar.day(date(2026, 10, 10)).hours[0]) == "10:00-12:00"
    days = [calendar.day(date(2026, 12, 29) + timedelta(days=count)) for count in range(7)]
    assert [day.why == Why.EXCEPTION for day in days] == [False, True, True, True, True, True, False]
    assert days[1].zh == "值班"


def test_a_calendar_is_opened_once(policy: Policy) -> None:
    assert policy.calendar("office") is policy.calendar("office")
    assert policy.calendar("office").zone == policy.zone
    assert policy.calendar(ROUND_THE_CLOCK).never_closes
    moved = policy.model_copy(update={"desk": policy.desk.model_copy(update={"zone": "Europe/Berlin"})})
    assert moved.calendar("office").zone.key == "Europe/Berlin"
    with pytest.raises(UnknownCalendar, match=r"no \[calendars.nowhere\]; add it"):
        policy.calendar("nowhere")


MISTAKES = {
    "no calendars": (
        GOOD.replace("[calendars.office]", "[calendar.office]").replace(
            "[calendars.site]", "[calendar.site]"
        ),
        "calendars",
        "add this key",
    ),
    "no hours": (office('holidays = "CN"'), "calendars.office.hours", "add this key"),
    "hours of no day": (office("hours = {}"), "calendars.office.hours", "at least 1"),
    "only closed days": (office("hours.mon-fri = []"), "calendars.office.hours", "give some day its hours"),
    "a day that is none": (
        office('hours.mon-fry = ["09:00-12:00"]'),
        "calendars.office.hours.mon-fry",
        "several like mon-fri",
    ),
    "a day in Chinese": (
        office('hours."周一" = ["09:00-12:00"]'),
        "calendars.office.hours.周一",
        "write one of mon",
    ),
    "days over the week's end": (
        office('hours.sat-mon = ["09:00-12:00"]'),
        "calendars.office.hours.sat-mon",
        "over the week's end",
    ),
    "a day twice": (
        office('hours.mon-fri = ["09:00-12:00"]\nhours.fri = ["09:00-11:00"]'),
        "calendars.office.hours",
        "fri is there twice",
    ),
    "hours as a text": (office('hours.mon-fri = "09:00-12:00"'), "calendars.office.hours.mon-fri", "tuple"),
    "hours over midnight": (
        office('hours.fri = ["22:00-02:00"]'),
        "calendars.office.hours.fri.0",
        "22:00-24:00 on this day and 00:00-02:00",
    ),
    "hours the wrong way": (
        office('hours.fri = ["9-12"]'),
        "calendars.office.hours.fri.0",
        "write hours in quotes",
    ),
    "a time without quotes": (
        office("hours.fri = [09:00:00]"),
        "calendars.office.hours.fri.0",
        "write hours in quotes",
    ),
    "hours that overlap": (
        office('hours.fri = ["09:00-12:00", "11:00-14:00"]'),
        "calendars.office.hours.fri",
        "begins before 09:00-12:00 has ended",
    ),
    "hours out of order": (
        office('hours.fri = ["13:00-14:00", "09:00-12:00"]'),
        "calendars.office.hours.fri",
        "in order and apart",
    ),
    "no such country": (OFFICE.replace("CN", "China"), "calendars.office.holidays", "like CN, SG"),
    "no such zone": (OFFICE + 'zone = "Peking"\n', "calendars.office.zone", "no such time zone"),
    "make-up hours for nothing": (
        office('hours.fri = ["09:00-12:00"]\nmake_up = ["09:00-12:00"]'),
        "calendars.office",
        "add the country's code",
    ),
    "an exception without a name": (
        OFFICE + "exceptions = [{ on = 2026-12-31, zh = '盘点' }]\n",
        "calendars.office.exceptions.0.en",
        "add this key",
    ),
    "an exception's date in quotes": (
        OFFICE + "exceptions = [{ on = '2026-12-31', zh = '盘点', en = 'x' }]\n",
        "calendars.office.exceptions.0.on",
        "without quotes",
    ),
    "an exception with a time": (
        OFFICE + "exceptions = [{ on = 2026-12-31T09:00:00, zh = '盘点', en = 'x' }]\n",
        "calendars.office.exceptions.0.on",
        "without quotes",
    ),
    "an exception that ends before": (
        OFFICE + "exceptions = [{ on = 2026-12-31, until = 2026-12-30, zh = '盘点', en = 'x' }]\n",
        "calendars.office.exceptions.0.until",
        "write the last day",
    ),
    "an exception of years": (
        OFFICE + "exceptions = [{ on = 2026-12-31, until = 2062-12-30, zh = '盘点', en = 'x' }]\n",
        "calendars.office.exceptions.0.until",
        "within a year",
    ),
    "two exceptions on a date": (
        OFFICE + f"exceptions = [{DAY_OFF}, {DAY_OFF}]\n",
        "calendars.office.exceptions",
        "2026-12-31 is there twice",
    ),
    "a name that is taken": (
        GOOD.replace("[calendars.site]", "[calendars.round_the_clock]"),
        "calendars.round_the_clock",
        "choose another name",
    ),
    "a name that is no word": (
        GOOD.replace("[calendars.site]", '[calendars."the site"]'),
        "calendars.the site",
        "match pattern",
    ),
    "a department without a calendar": (
        GOOD.replace('en = "our design office", calendar = "office"', 'en = "our design office"'),
        "departments.design.calendar",
        "add this key",
    ),
    "a department's unknown calendar": (
        GOOD.replace(
            'en = "our design office", calendar = "office"', 'en = "our design office", calendar = "offices"'
        ),
        "departments.design.calendar",
        "write one of: office, site, round_the_clock",
    ),
}


@pytest.mark.parametrize(("text", "key", "cure"), MISTAKES.values(), ids=MISTAKES)
def test_a_calendars_mistake_is_named_with_its_cure(tmp_path: Path, text: str, key: str, cure: str) -> None:
    whole = text if "[conversation]" in text else GOOD.replace(OFFICE, text)
    assert whole != GOOD
    named(written(tmp_path, whole), key, cure)


def named(path: Path, key: str, cure: str) -> None:
    lines = [line for line in refused(path).splitlines() if line.startswith(f"{path}: {key}: ")]
    assert lines, refused(path)
    assert cure in lines[0]
    assert len(lines[0]) < 400


def test_departments_of_two_zones(tmp_path: Path) -> None:
    text = office('zone = "Europe/Berlin"\nhours.mon-fri = ["09:00-17:00"]')
    policy = load(written(tmp_path, text))
    monday = datetime(2026, 11, 16, 9, 0, tzinfo=policy.zone)
    hours = {category: policy.calendar(policy.departments.of(category).calendar) for category in Category}
    assert hours[Category.DESIGN].zone.key == "Europe/Berlin"
    assert hours[Category.SERVICE].zone == monday.tzinfo
