"""Working time: named cases with instants written by hand, what holds for every calendar, and the slow reckoning."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.days_off import announced_until
from bot.desk.workday import Exceptional, Hours, Why, checked, read_hours
from bot.desk.working import (
    BeyondCalendar,
    Calendar,
    add,
    intervals,
    next_open,
    not_announced,
    round_the_clock,
    working_between,
)
from tests.desk.slow_reckoning import SlowCalendar, Span, minutes_between, reached

OFFICE_DAY = (("09:00", "12:00"), ("13:30", "18:00"))
DAY = (("09:00", "17:00"),)
NIGHT = (("02:00", "03:00"),)
ALWAYS = (("00:00", "24:00"),)

# zone, Monday to Sunday, country, the company's own word
WRITTEN: dict[str, tuple[str, Sequence[Sequence[Span]], str | None, Mapping[str, Sequence[Span]]]] = {
    "office": (
        "Asia/Shanghai",
        [OFFICE_DAY] * 5 + [(), ()],
        "CN",
        {"2026-11-21": [("09:00", "12:00")], "2026-12-31": [], "2025-10-05": [("10:00", "11:00")], "2026-02-28": []},
    ),
    "site": ("Asia/Shanghai", [(("08:30", "20:00"),)] * 6 + [(("09:00", "12:00"),)], None, {}),
    "berlin": ("Europe/Berlin", [DAY] * 5 + [(), ()], "DE", {}),
    "berlin always": ("Europe/Berlin", [ALWAYS] * 7, None, {}),
    "berlin night": ("Europe/Berlin", [NIGHT] * 7, None, {}),
    "new york": ("America/New_York", [DAY] * 5 + [(), ()], "US", {}),
    "new york always": ("America/New_York", [ALWAYS] * 7, None, {}),
    "late": (
        "Asia/Shanghai",
        [(), (), (), (), (("18:00", "24:00"),), (("00:00", "02:00"),), ()],
        None,
        {},
    ),
    "lord howe": ("Australia/Lord_Howe", [(("01:00", "04:00"), ("22:00", "24:00"))] * 7, None, {}),
    "kathmandu": ("Asia/Kathmandu", [(), *[(("10:00", "17:15"),)] * 6], None, {}),
    "st johns": ("America/St_Johns", [(("00:00", "00:30"), ("01:30", "23:59"))] * 7, None, {}),
}  # fmt: skip


def hours(spans: Sequence[Span]) -> tuple[Hours, ...]:
    return tuple(read_hours("-".join(span)) for span in spans)


def built(name: str) -> Calendar:
    zone, week, country, own = WRITTEN[name]
    exceptions = {
        date.fromisoformat(day): Exceptional(hours(spans), "自定", "own") for day, spans in own.items()
    }
    days = tuple(hours(spans) for spans in week)
    return Calendar(name, ZoneInfo(zone), days, country, exceptions=exceptions)


CALENDARS = {name: built(name) for name in WRITTEN}
SLOW = {name: SlowCalendar(*written) for name, written in WRITTEN.items()}

# calendar, start, minutes, and when they are used up; local times
CASES: dict[str, tuple[str, str, int, str]] = {
    "within the morning": ("office", "2026-11-16T09:00", 60, "2026-11-16T10:00"),
    "over lunch": ("office", "2026-11-16T11:30", 60, "2026-11-16T14:00"),
    "used up when lunch begins": ("office", "2026-11-16T11:00", 60, "2026-11-16T12:00"),
    "a minute more than until lunch": ("office", "2026-11-16T11:00", 61, "2026-11-16T13:31"),
    "asked during lunch": ("office", "2026-11-16T12:30", 30, "2026-11-16T14:00"),
    "used up at closing": ("office", "2026-11-16T17:00", 60, "2026-11-16T18:00"),
    "asked at closing": ("office", "2026-11-16T18:00", 30, "2026-11-17T09:30"),
    "before opening": ("office", "2026-11-16T07:00", 30, "2026-11-16T09:30"),
    "Friday evening": ("office", "2026-11-13T17:30", 60, "2026-11-16T09:30"),
    "asked on Saturday": ("office", "2026-11-14T11:00", 30, "2026-11-16T09:30"),
    "asked on Sunday night": ("office", "2026-11-15T23:59", 1, "2026-11-16T09:01"),
    "a whole day": ("office", "2026-11-16T09:00", 450, "2026-11-16T18:00"),
    "a day from the middle of one": ("office", "2026-11-16T10:00", 450, "2026-11-17T10:00"),
    "a whole week": ("office", "2026-11-16T09:00", 2250, "2026-11-20T18:00"),
    "nothing at night is used up at once": ("office", "2026-11-14T22:00", 0, "2026-11-14T22:00"),
    "a Saturday that the company opens": ("office", "2026-11-20T17:00", 120, "2026-11-21T10:00"),
    "from that Saturday on": ("office", "2026-11-21T11:00", 90, "2026-11-23T09:30"),
    "a Thursday that the company closes, and New Year": ("office", "2026-12-30T17:30", 60, "2027-01-04T09:30"),
    "an hour that the company opens in National Day's week": ("office", "2025-09-30T17:30", 90, "2025-10-05T11:00"),
    "a make-up day that the company closes": ("office", "2026-02-27T17:30", 60, "2026-03-02T09:30"),
    "National Day's week": ("office", "2026-09-30T17:00", 120, "2026-10-08T10:00"),
    "the make-up Saturday after it": ("office", "2026-10-09T17:30", 60, "2026-10-10T09:30"),
    "the make-up Sunday before it": ("office", "2026-09-19T10:00", 60, "2026-09-20T10:00"),
    "through the make-up Sunday": ("office", "2026-09-18T17:00", 570, "2026-09-21T10:00"),
    "Mid-Autumn": ("office", "2026-09-24T17:30", 60, "2026-09-28T09:30"),
    "the Saturday before Spring Festival": ("office", "2026-02-13T17:30", 60, "2026-02-14T09:30"),
    "Spring Festival": ("office", "2026-02-14T17:30", 60, "2026-02-24T09:30"),
    "New Year and its make-up Sunday": ("office", "2025-12-31T17:30", 60, "2026-01-04T09:30"),
    "a December Saturday worked for January": ("office", "2006-12-29T17:30", 60, "2006-12-30T09:30"),
    "Labour Day": ("office", "2026-04-30T17:30", 60, "2026-05-06T09:30"),
    "Labour Day's make-up Saturday": ("office", "2026-05-08T17:30", 60, "2026-05-09T09:30"),
    "Tomb-Sweeping Day on a Sunday": ("office", "2026-04-03T17:30", 60, "2026-04-07T09:30"),
    "Dragon Boat": ("office", "2026-06-18T17:30", 60, "2026-06-22T09:30"),
    "a year that is not announced": ("office", "2027-09-30T17:30", 60, "2027-10-06T09:30"),
    "leap day": ("office", "2028-02-28T17:30", 510, "2028-03-01T09:30"),
    "no leap day": ("office", "2029-02-27T17:30", 510, "2029-03-01T09:30"),
    "a department that works on Sunday": ("site", "2026-11-14T19:30", 90, "2026-11-15T10:00"),
    "and through the holidays": ("site", "2026-10-01T19:30", 60, "2026-10-02T09:00"),
    "Berlin: clocks go forward": ("berlin always", "2026-03-29T00:00", 180, "2026-03-29T04:00+02:00"),
    "Berlin: clocks go back": ("berlin always", "2026-10-25T00:00", 240, "2026-10-25T03:00+01:00"),
    "Berlin: the hour that comes twice": ("berlin night", "2026-10-25T00:00", 90, "2026-10-25T02:30+01:00"),
    "Berlin: the hour that does not come": ("berlin night", "2026-03-28T02:30", 60, "2026-03-30T02:30+02:00"),
    "Berlin: a weekend in which clocks change": ("berlin", "2026-03-27T16:30", 60, "2026-03-30T09:30+02:00"),
    "Berlin: Easter": ("berlin", "2026-04-02T16:30", 60, "2026-04-07T09:30"),
    "Berlin: a holiday on a Saturday is not moved": ("berlin", "2026-10-02T16:30", 60, "2026-10-05T09:30"),
    "New York: clocks go forward": ("new york always", "2026-03-08T00:00", 180, "2026-03-08T04:00-04:00"),
    "New York: clocks go back": ("new york always", "2026-11-01T00:00", 180, "2026-11-01T02:00-05:00"),
    "New York: Thanksgiving": ("new york", "2026-11-25T16:30", 60, "2026-11-27T09:30"),
    "New York: a holiday kept the day before": ("new york", "2026-07-02T16:30", 60, "2026-07-06T09:30"),
    "until 24:00 and on": ("late", "2026-11-20T23:30", 60, "2026-11-21T00:30"),
    "used up at 24:00": ("late", "2026-11-20T23:30", 30, "2026-11-21T00:00"),
    "a week later": ("late", "2026-11-21T01:30", 60, "2026-11-27T18:30"),
    "half an hour left out": ("lord howe", "2026-10-04T01:30", 60, "2026-10-04T03:00+11:00"),
    "half an hour twice": ("lord howe", "2026-04-05T01:00", 120, "2026-04-05T02:30+10:30"),
    "a zone of quarters": ("kathmandu", "2026-11-15T17:00", 30, "2026-11-17T10:15"),
}  # fmt: skip


def moment(calendar: Calendar, text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=calendar.zone)


@pytest.mark.parametrize(("name", "start", "minutes", "expected"), CASES.values(), ids=CASES)
def test_when_an_amount_is_used_up(name: str, start: str, minutes: int, expected: str) -> None:
    calendar = CALENDARS[name]
    begin, end = moment(calendar, start), moment(calendar, expected)
    found = add(calendar, begin, timedelta(minutes=minutes))
    assert found == end.astimezone(UTC)
    assert found.utcoffset() == timedelta(0)
    assert working_between(calendar, begin, end) == timedelta(minutes=minutes)
    assert working_between(calendar, begin, end + timedelta(microseconds=1)) >= timedelta(minutes=minutes)


def test_parts_of_a_minute_count() -> None:
    office = CALENDARS["office"]
    start = moment(office, "2026-11-16T11:59:30.250000")
    assert add(office, start, timedelta(seconds=60)) == moment(office, "2026-11-16T13:30:30.250000")


def test_departments_of_two_zones_have_their_own_day() -> None:
    asked = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, 02:00 in Berlin
    assert add(CALENDARS["office"], asked, timedelta(hours=1)) == datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
    assert add(CALENDARS["berlin"], asked, timedelta(hours=1)) == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("office", "2026-11-16T09:00", "2026-11-16T09:00"),
        ("office", "2026-11-16T12:00", "2026-11-16T13:30"),
        ("office", "2026-11-16T18:00", "2026-11-17T09:00"),
        ("office", "2026-09-30T18:00", "2026-10-08T09:00"),
        ("office", "2026-12-31T10:00", "2027-01-04T09:00"),
        ("late", "2026-11-21T02:00", "2026-11-27T18:00"),
        ("late", "2026-11-21T00:00", "2026-11-21T00:00"),
        ("berlin night", "2026-03-29T00:00", "2026-03-30T02:00"),
        ("berlin always", "2026-03-29T03:00", "2026-03-29T03:00"),
    ],
)
def test_when_it_opens_next(name: str, asked: str, expected: str) -> None:
    calendar = CALENDARS[name]
    assert next_open(calendar, moment(calendar, asked)) == moment(calendar, expected)


def test_each_day_says_why() -> None:
    office = CALENDARS["office"]
    said = {
        "2026-09-20": (Why.MAKE_UP, ""),
        "2026-09-19": (Why.WEEK, ""),
        "2026-09-26": (Why.HOLIDAY, "中秋节"),
        "2026-10-01": (Why.HOLIDAY, "国庆节"),
        "2026-10-06": (Why.EXCHANGED, "休息日（由 2026-09-20 调休）"),
        "2026-11-21": (Why.EXCEPTION, "自定"),
        "2026-11-23": (Why.WEEK, ""),
    }
    for text, (why, zh) in said.items():
        day = office.day(date.fromisoformat(text))
        assert (day.why, day.zh) == (why, zh)
    assert office.day(date(2026, 10, 6)).worked_on == date(2026, 9, 20)
    assert office.day(date(2026, 10, 1)).en == "National Day"
    assert office.day(date(2026, 10, 5)).hours == ()


def test_a_make_up_day_has_hours_of_its_own() -> None:
    short = (Hours(9 * 60, 16 * 60),)
    calendar = Calendar("x", ZoneInfo("Asia/Shanghai"), CALENDARS["office"].week, "CN", make_up=short)
    assert calendar.day(date(2026, 10, 10)).hours == short
    assert calendar.day(date(2026, 10, 9)).hours != short


def test_the_pieces_name_their_days() -> None:
    office = CALENDARS["office"]
    start, end = moment(office, "2026-10-09T17:00"), moment(office, "2026-10-10T14:00")
    found = [(piece.start.astimezone(office.zone).isoformat()[5:16], piece.amount, piece.day.why)
             for piece in intervals(office, start, end)]  # fmt: skip
    assert found == [
        ("10-09T17:00", timedelta(hours=1), Why.WEEK),
        ("10-10T09:00", timedelta(hours=3), Why.MAKE_UP),
        ("10-10T13:30", timedelta(minutes=30), Why.MAKE_UP),
    ]


def test_what_is_not_announced_is_said() -> None:
    known = announced_until("CN")
    assert known is not None
    assert known >= 2026
    shanghai = ZoneInfo("Asia/Shanghai")
    start, end = datetime(known, 12, 31, tzinfo=shanghai), datetime(known + 2, 1, 2, tzinfo=shanghai)
    assert not_announced(CALENDARS["office"], start, end) == (known + 1, known + 2)
    assert not_announced(CALENDARS["office"], start, start) == ()
    assert not_announced(CALENDARS["berlin"], start, end) == ()  # its holidays follow from the law


def test_beyond_the_calendar_it_says_so() -> None:
    office, now = CALENDARS["office"], datetime(2026, 11, 16, tzinfo=UTC)
    with pytest.raises(
        BeyondCalendar, match=r"calendars.office is known from 2000 to 2099 and 2100 is asked for; give"
    ):
        add(office, now, timedelta(days=30000))
    with pytest.raises(BeyondCalendar, match="1999 is asked for"):
        working_between(office, now.replace(year=1999), now)
    with pytest.raises(BeyondCalendar):
        next_open(CALENDARS["late"], datetime(2099, 12, 31, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("22:00-06:00", "write 22:00-24:00 on this day and 00:00-06:00 on the next"),
        ("18:00-00:00", "write 18:00-24:00 on this day$"),
        ("09:00-09:00", "write hours from 00:00 to 24:00"),
        ("09:00-25:00", "write hours from 00:00 to 24:00"),
        ("09:00-12:60", "a minute above 59"),
        ("9-12", 'in quotes, like "09:00-12:00"'),
        (9, 'in quotes, like "09:00-12:00"'),
    ],
)
def test_hours_that_cannot_be_are_named_with_their_cure(text: object, cure: str) -> None:
    with pytest.raises(ValueError, match=cure):
        read_hours(text)


def test_a_calendar_that_cannot_be_is_refused() -> None:
    zone, week = ZoneInfo("UTC"), CALENDARS["office"].week
    with pytest.raises(ValueError, match="11:00-13:00 begins before 09:00-12:00 has ended"):
        checked((Hours(540, 720), Hours(660, 780)))
    with pytest.raises(ValueError, match="begins before"):
        Calendar("x", zone, ((Hours(540, 720), Hours(480, 500)), *week[1:]))
    with pytest.raises(ValueError, match="no hours on any day"):
        Calendar("x", zone, ((),) * 7)
    with pytest.raises(ValueError, match="has 2 days"):
        Calendar("x", zone, week[:2])
    with pytest.raises(ValueError, match="no calendar of 'XX'"):
        Calendar("x", zone, week, "XX").day(date(2026, 1, 1))


def test_what_cannot_be_asked_is_refused() -> None:
    office, now = CALENDARS["office"], datetime(2026, 11, 16, tzinfo=UTC)
    with pytest.raises(ValueError, match="negative"):
        add(office, now, timedelta(seconds=-1))
    with pytest.raises(ValueError, match="before the start"):
        working_between(office, now, now - timedelta(seconds=1))
    with pytest.raises(ValueError, match="without a zone"):
        add(office, datetime(2026, 11, 16), timedelta(1))  # noqa: DTZ001  # the mistake is meant


def test_round_the_clock_counts_what_goes_by() -> None:
    calendar = round_the_clock("round_the_clock", ZoneInfo("Europe/Berlin"))
    assert calendar.never_closes
    assert not CALENDARS["site"].never_closes
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 7, 1, 3, 4, 5, 6, tzinfo=UTC)
    assert working_between(calendar, start, end) == end - start


instants = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.timedeltas(timedelta(0), timedelta(days=40))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any lawful calendar that opens some day."""
    edges = st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True).map(sorted)
    days = edges.map(lambda one: tuple(Hours(a, b) for a, b in zip(one[::2], one[1::2])))
    week = draw(st.tuples(*[days] * 7).filter(any))
    zone = draw(st.sampled_from([written[0] for written in WRITTEN.values()]))
    exceptions = draw(st.dictionaries(st.dates(date(2025, 1, 1), date(2029, 12, 31)), days, max_size=3))
    own = {on: Exceptional(hours, "x", "x") for on, hours in exceptions.items()}
    return Calendar(
        "any", ZoneInfo(zone), week, draw(st.sampled_from([None, "CN", "DE", "US"])), exceptions=own
    )


@given(calendars(), instants, amounts, amounts)
@settings(max_examples=150, deadline=None)
def test_more_time_never_counts_less_and_parts_add_up(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second
    whole = working_between(calendar, start, end)
    assert timedelta(0) <= working_between(calendar, start, middle) <= whole <= end - start
    assert whole == working_between(calendar, start, middle) + working_between(calendar, middle, end)
    assert whole == sum((piece.amount for piece in intervals(calendar, start, end)), timedelta(0))


@given(
    calendars(),
    instants,
    st.timedeltas(timedelta(0), timedelta(hours=60)),
    st.timedeltas(timedelta(0), timedelta(1)),
)
@settings(max_examples=150, deadline=None)
def test_what_is_added_lies_between_and_no_earlier_instant_has_it(
    calendar: Calendar, start: datetime, amount: timedelta, more: timedelta
) -> None:
    try:
        later = add(calendar, start, amount + more)
    except BeyondCalendar:
        return  # a calendar of a few minutes a week
    found = add(calendar, start, amount)
    assert working_between(calendar, start, found) == amount
    assert start <= found <= later
    if amount:
        just_before = found - timedelta(microseconds=1)
        assert working_between(calendar, start, just_before) == amount - timedelta(microseconds=1)
    assert add(calendar, found, more) == later or not more


@given(calendars(), instants)
@settings(max_examples=150, deadline=None)
def test_it_opens_where_time_begins_to_count(calendar: Calendar, asked: datetime) -> None:
    opens = next_open(calendar, asked)
    assert opens >= asked
    assert working_between(calendar, asked, opens) == timedelta(0)
    assert working_between(calendar, opens, opens + timedelta(microseconds=1)) == timedelta(microseconds=1)
    local = opens.astimezone(calendar.zone)
    wall = datetime.combine(date.min, local.time()) - datetime.combine(date.min, time.min)
    assert any(one.since <= wall < one.until for one in calendar.day(local.date()).hours)


# Around these something happens: clocks change, holidays and make-up days begin, a year ends.
EVENTFUL = [
    datetime.fromisoformat(day).replace(tzinfo=UTC)
    for day in "2025-12-31 2026-02-14 2026-03-08 2026-03-29 2026-04-05 2026-10-04 2026-10-25 2026-11-01".split()
]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_slow_reckoning_says_the_same(name: str) -> None:
    fast, slow = CALENDARS[name], SLOW[name]
    random_cases = random.Random(f"working {name}")
    for case in range(300):
        near = random_cases.choice(EVENTFUL) - timedelta(days=2)
        start = (near if case % 2 else datetime(2025, 1, 1, tzinfo=UTC)) + timedelta(
            minutes=random_cases.randrange(3 * 1440 if case % 2 else 680 * 1440)
        )
        end = start + timedelta(minutes=int(random_cases.expovariate(1 / 4000)) % 12000)
        counted = minutes_between(slow, start, end)
        assert working_between(fast, start, end) == timedelta(minutes=counted), (name, start, end)
        assert add(fast, start, timedelta(minutes=counted)) == reached(slow, start, counted), (
            name,
            start,
            counted,
        )
