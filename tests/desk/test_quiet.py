"""Quiet hours: named cases, and what holds for every moment."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.quiet import allowed_at

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NIGHT = (time(21), time(8))
EARLIEST, LATEST = datetime(2020, 1, 1), datetime(2040, 1, 1)  # noqa: DTZ001  # hypothesis adds the zone


@pytest.mark.parametrize(
    ("zone", "local", "hours", "expected"),
    [
        (SHANGHAI, "2027-02-06T12:00", NIGHT, "2027-02-06T12:00"),
        (SHANGHAI, "2027-02-06T20:59", NIGHT, "2027-02-06T20:59"),
        (SHANGHAI, "2027-02-06T21:00", NIGHT, "2027-02-07T08:00"),
        (SHANGHAI, "2027-02-06T23:30", NIGHT, "2027-02-07T08:00"),
        (SHANGHAI, "2027-02-07T00:10", NIGHT, "2027-02-07T08:00"),
        (SHANGHAI, "2027-02-07T08:00", NIGHT, "2027-02-07T08:00"),
        (SHANGHAI, "2027-12-31T22:00", NIGHT, "2028-01-01T08:00"),
        (SHANGHAI, "2027-02-06T13:30", (time(12), time(14)), "2027-02-06T14:00"),
        (SHANGHAI, "2027-02-06T03:00", (time(0), time(0)), "2027-02-06T03:00"),
        # clocks go forward: 02:30 does not exist, and the night is an hour shorter
        (BERLIN, "2027-03-27T23:00", NIGHT, "2027-03-28T08:00"),
        (BERLIN, "2027-03-28T01:30", (time(1), time(2, 30)), "2027-03-28T03:30"),
        # clocks go back: the night is an hour longer
        (BERLIN, "2027-10-30T23:00", NIGHT, "2027-10-31T08:00"),
    ],
)
def test_first_allowed_moment(zone: ZoneInfo, local: str, hours: tuple[time, time], expected: str) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=zone)
    assert allowed_at(moment, zone, *hours).astimezone(zone).isoformat()[:16] == expected


@given(
    st.datetimes(min_value=EARLIEST, max_value=LATEST, timezones=st.just(UTC)),
    st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]),
    st.times(),
    st.times(),
)
def test_never_earlier_never_a_day_late_and_then_allowed(
    moment: datetime, zone: ZoneInfo, start: time, end: time
) -> None:
    found = allowed_at(moment, zone, start, end)
    assert found >= moment
    assert (found - moment).total_seconds() <= 25 * 3600
    again = allowed_at(found, zone, start, end)
    assert (
        again == found or found.astimezone(zone).utcoffset() != again.astimezone(zone).utcoffset()
    )  # clocks went back
