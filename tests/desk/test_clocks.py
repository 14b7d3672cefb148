"""Clocks of promises: named cases, what holds for every clock, the slow reckoning, and why a deadline is when it is."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.clocks import (
    Clock,
    Pause,
    breached_at,
    due_at,
    left,
    met_at,
    paused_since,
    standstills,
    state,
    used,
    warn_at,
)
from bot.desk.ticket_clock import ClockState, Metric
from bot.desk.working import BeyondCalendar, Calendar, add, working_between
from tests.desk.slow_reckoning import reached
from tests.desk.test_working import CALENDARS, EVENTFUL, SLOW, WRITTEN, calendars, instants, moment

OFFICE = CALENDARS["office"]
Spell = tuple[str, str | None]


def full(calendar: Calendar, text: str) -> datetime:
    """A local time of 2026, of which only the year is left out."""
    return moment(calendar, text if text.startswith("20") else f"2026-{text}")


def clock(
    start: str,
    minutes: float,
    *pauses: Spell,
    stopped: str | None = None,
    warn: float = 0,
    calendar: Calendar = OFFICE,
) -> Clock:
    return Clock(
        Metric.FIRST_RESPONSE,
        full(calendar, start),
        timedelta(minutes=minutes),
        calendar,
        tuple(Pause(full(calendar, begin), full(calendar, end) if end else None) for begin, end in pauses),
        full(calendar, stopped) if stopped else None,
        timedelta(minutes=warn),
    )


# The clock and when it is due; local times. 13 November 2026 is a Friday.
DUE: dict[str, tuple[Clock, str | None]] = {
    "no pause": (clock("11-16T10:00", 60), "11-16T11:00"),
    "a pause within the hours": (clock("11-16T10:00", 60, ("11-16T10:30", "11-16T11:00")), "11-16T11:30"),
    "a pause over lunch costs what is worked": (
        clock("11-16T09:00", 240, ("11-16T11:30", "11-16T14:00")),
        "11-16T15:30",
    ),
    "a pause over a weekend": (clock("11-13T16:00", 180, ("11-13T17:00", "11-16T10:00")), "11-16T12:00"),
    "a pause outside working time costs nothing": (
        clock("11-13T17:30", 60, ("11-13T18:00", "11-16T09:00")),
        "11-16T09:30",
    ),
    "a pause over National Day's week": (
        clock("09-30T09:00", 90, ("09-30T10:00", "10-08T10:00")),
        "10-08T10:30",
    ),
    "a pause over a make-up day": (clock("10-09T17:00", 120, ("10-09T18:00", "10-12T10:00")), "10-12T11:00"),
    "a pause that began before the start": (
        clock("11-16T09:00", 60, ("11-16T08:00", "11-16T10:00")),
        "11-16T11:00",
    ),
    "a pause that was over before the start": (
        clock("11-16T10:00", 60, ("11-16T09:00", "11-16T10:00")),
        "11-16T11:00",
    ),
    "pauses that overlap are one": (
        clock("11-16T09:00", 120, ("11-16T10:00", "11-16T11:00"), ("11-16T10:30", "11-16T11:30")),
        "11-16T14:00",
    ),
    "a pause within another": (
        clock("11-16T09:00", 90, ("11-16T10:00", "11-16T11:00"), ("11-16T10:20", "11-16T10:40")),
        "11-16T11:30",
    ),
    "pauses that touch": (
        clock("11-16T09:00", 90, ("11-16T10:30", "11-16T11:00"), ("11-16T10:00", "11-16T10:30")),
        "11-16T11:30",
    ),
    "a pause of no length": (clock("11-16T10:00", 60, ("11-16T10:30", "11-16T10:30")), "11-16T11:00"),
    "it waits": (clock("11-16T10:00", 60, ("11-16T10:30", None)), None),
    "it waits since before the start": (clock("11-16T10:00", 60, ("11-16T09:00", None)), None),
    "it waits in two pauses, one without an end": (
        clock("11-16T10:00", 60, ("11-16T10:10", None), ("11-16T10:20", "11-16T10:30")),
        None,
    ),
    "it was due before it waited": (clock("11-16T10:00", 60, ("11-16T11:30", None)), "11-16T11:00"),
    "due at the instant at which it waits": (clock("11-16T10:00", 60, ("11-16T11:00", None)), "11-16T11:00"),
    "used up at closing, then it waits": (clock("11-16T17:00", 60, ("11-16T20:00", None)), "11-16T18:00"),
    "a pause after it was due": (clock("11-16T10:00", 60, ("11-16T11:00", "11-16T15:00")), "11-16T11:00"),
    "stopped before the pause": (
        clock("11-16T10:00", 60, ("11-16T10:30", None), stopped="11-16T10:20"),
        "11-16T11:00",
    ),
    "stopped while it waited": (
        clock("11-16T10:00", 60, ("11-16T10:30", None), stopped="11-16T10:40"),
        "11-16T11:10",
    ),
    "no time at all": (clock("11-14T22:00", 0), "11-14T22:00"),
    "no time at all, while it waits": (clock("11-14T22:00", 0, ("11-14T21:00", None)), "11-14T22:00"),
    "opened again: a clock of its own from then": (clock("11-18T16:00", 240), "11-19T11:00"),
    "opened again: what lay between does not count": (
        clock("11-16T10:00", 240, ("11-16T11:00", "11-18T16:00")),
        "11-19T10:00",
    ),
    "round the clock, in the night of an hour more": (
        clock("10-25T00:00", 300, ("10-25T01:00", "10-25T02:30+01:00"), calendar=CALENDARS["berlin always"]),
        "10-25T06:30",
    ),
    "round the clock, in the night of an hour less": (
        clock("03-29T00:00", 180, ("03-29T01:30", "03-29T03:30"), calendar=CALENDARS["berlin always"]),
        "03-29T05:00",
    ),
    "a New York clock": (
        clock("11-25T16:30", 60, ("11-25T16:45", "11-27T10:00"), calendar=CALENDARS["new york"]),
        "11-27T10:45",
    ),
}


@pytest.mark.parametrize(("one", "expected"), DUE.values(), ids=DUE)
def test_when_it_is_due(one: Clock, expected: str | None) -> None:
    due = due_at(one)
    assert due == (None if expected is None else full(one.calendar, expected))
    if due is not None:
        assert due.utcoffset() == timedelta(0)
        if one.stopped_at is None:
            assert used(one, due) == one.target


def at(text: str) -> datetime:
    return full(OFFICE, text)


def test_the_wall_clock_of_a_night_that_goes_back_deceives_nobody() -> None:
    berlin = CALENDARS["berlin always"]
    first = datetime(2026, 10, 25, 2, 40, tzinfo=berlin.zone)
    later = datetime(
        2026, 10, 25, 2, 20, tzinfo=berlin.zone, fold=1
    )  # 40 minutes later, though it reads earlier
    assert working_between(berlin, first, later) == timedelta(minutes=40)
    one = Clock(
        Metric.RESOLUTION, first - timedelta(hours=1), timedelta(hours=2), berlin, (Pause(first, later),)
    )
    assert due_at(one) == datetime(2026, 10, 25, 2, 20, tzinfo=UTC)
    assert state(one, later) == ClockState.RUNNING


# The clock, when it is looked at, and how it stands then
STATES: dict[str, tuple[Clock, str, ClockState]] = {
    "just begun": (clock("11-16T10:00", 60), "11-16T10:00", ClockState.RUNNING),
    "a moment before it is due": (clock("11-16T10:00", 60), "11-16T10:59:59.999999", ClockState.RUNNING),
    "at the due instant": (clock("11-16T10:00", 60), "11-16T11:00", ClockState.BREACHED),
    "an hour after": (clock("11-16T10:00", 60), "11-16T12:00", ClockState.BREACHED),
    "stopped in time": (clock("11-16T10:00", 60, stopped="11-16T10:30"), "11-16T18:00", ClockState.MET),
    "stopped at the due instant": (
        clock("11-16T10:00", 60, stopped="11-16T11:00"),
        "11-16T18:00",
        ClockState.MET,
    ),
    "stopped a moment late": (
        clock("11-16T10:00", 60, stopped="11-16T11:00:00.000001"),
        "11-16T18:00",
        ClockState.BREACHED,
    ),
    "looked at before it was stopped": (
        clock("11-16T10:00", 60, stopped="11-16T10:30"),
        "11-16T10:20",
        ClockState.RUNNING,
    ),
    "due at closing, stopped in the evening": (
        clock("11-16T17:00", 60, stopped="11-16T20:00"),
        "11-17T09:00",
        ClockState.BREACHED,
    ),
    "in a pause": (clock("11-16T10:00", 60, ("11-16T10:30", None)), "11-20T10:00", ClockState.PAUSED),
    "at the pause's first instant": (
        clock("11-16T10:00", 60, ("11-16T10:30", None)),
        "11-16T10:30",
        ClockState.PAUSED,
    ),
    "before the pause": (clock("11-16T10:00", 60, ("11-16T10:30", None)), "11-16T10:29", ClockState.RUNNING),
    "at the pause's end": (
        clock("11-16T10:00", 60, ("11-16T10:30", "11-16T12:00")),
        "11-16T12:00",
        ClockState.RUNNING,
    ),
    "answered while it waited": (
        clock("11-16T10:00", 60, ("11-16T10:30", None), stopped="11-18T10:00"),
        "11-19T10:00",
        ClockState.MET,
    ),
    "late, then it waits": (
        clock("11-16T10:00", 60, ("11-16T11:30", None)),
        "11-16T12:00",
        ClockState.BREACHED,
    ),
    "no time at all": (clock("11-14T22:00", 0), "11-14T22:00", ClockState.BREACHED),
    "no time at all, answered at once": (
        clock("11-14T22:00", 0, stopped="11-14T22:00"),
        "11-15T22:00",
        ClockState.MET,
    ),
}


@pytest.mark.parametrize(("one", "now", "expected"), STATES.values(), ids=STATES)
def test_how_it_stands(one: Clock, now: str, expected: ClockState) -> None:
    assert state(one, at(now)) == expected
    assert (breached_at(one, at(now)) is not None) == (expected == ClockState.BREACHED)
    assert (met_at(one, at(now)) is not None) == (expected == ClockState.MET)
    assert expected != ClockState.PAUSED or paused_since(one, at(now)) is not None


def test_the_moments_are_the_true_ones_however_late_it_is_looked_at() -> None:
    late = clock("11-16T10:00", 60, ("11-16T11:30", None), stopped="11-16T14:00")
    for now in ("11-16T11:00", "11-16T12:00", "12-16T12:00"):
        assert breached_at(late, at(now)) == at("11-16T11:00")
    kept = clock("11-16T10:00", 60, stopped="11-16T10:42:17")
    assert met_at(kept, at("11-20T10:00")) == at("11-16T10:42:17")


def test_it_stands_still_since_the_first_of_pauses_that_touch() -> None:
    one = clock("11-16T09:00", 90, ("11-16T10:30", None), ("11-16T10:00", "11-16T10:30"))
    assert paused_since(one, at("11-16T11:00")) == at("11-16T10:00")
    assert paused_since(one, at("11-16T09:59")) is None
    assert len(standstills(one)) == 1


def test_what_is_used_and_what_is_left() -> None:
    one = clock("11-13T16:00", 180, ("11-13T17:00", "11-16T10:00"))
    for now, minutes in {
        "13T15:00": 0,
        "13T16:30": 30,
        "13T20:00": 60,
        "16T09:30": 60,
        "16T11:00": 120,
        "16T14:00": 210,
    }.items():
        assert used(one, at(f"11-{now}")) == timedelta(minutes=minutes), now
        assert left(one, at(f"11-{now}")) == timedelta(minutes=180 - minutes), now
    answered = clock("11-16T10:00", 60, stopped="11-16T10:20")
    assert left(answered, at("11-20T10:00")) == timedelta(minutes=40)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (clock("11-16T10:00", 240, warn=60), "11-16T14:30"),
        (clock("11-16T17:00", 60, warn=15), "11-16T17:45"),
        (clock("11-16T17:30", 60, warn=30), "11-16T18:00"),
        (clock("11-16T10:00", 60, warn=90), "11-16T10:00"),
        (clock("11-16T10:00", 60, ("11-16T10:50", None), warn=15), "11-16T10:45"),
        (clock("11-16T10:00", 60, ("11-16T10:30", None), warn=15), None),
    ],
    ids=["over lunch", "before closing", "the evening before", "at once", "before it waited", "it waits"],
)
def test_when_it_is_warned(one: Clock, expected: str | None) -> None:
    assert warn_at(one) == (None if expected is None else at(expected))


def test_a_clock_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        clock("11-16T10:00", -1)
    with pytest.raises(ValueError, match="is before started_at"):
        clock("11-16T10:00", 60, stopped="11-16T09:00")
    with pytest.raises(ValueError, match=r"ends .* before it starts"):
        clock("11-16T10:00", 60, ("11-16T11:00", "11-16T10:00"))
    naive = datetime(2026, 11, 16)  # noqa: DTZ001  # the mistake is meant
    with pytest.raises(ValueError, match="without a zone"):
        Pause(naive, None)
    with pytest.raises(ValueError, match="started_at is a time without a zone"):
        Clock(Metric.RESOLUTION, naive, timedelta(1), OFFICE)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    start = draw(instants)
    spells = st.tuples(
        st.timedeltas(timedelta(days=-2), timedelta(days=9)), st.timedeltas(timedelta(0), timedelta(days=4))
    )
    pauses = tuple(
        Pause(start + begin, start + begin + long) for begin, long in draw(st.lists(spells, max_size=4))
    )
    target = draw(st.timedeltas(timedelta(0), timedelta(hours=30)))
    warn = draw(st.timedeltas(timedelta(0), timedelta(hours=3)))
    return Clock(Metric.RESOLUTION, start, target, draw(calendars()), pauses, None, warn)


@given(clocks(), st.timedeltas(timedelta(0), timedelta(days=20)))
@settings(max_examples=150, deadline=None)
def test_no_clock_runs_backwards(one: Clock, later: timedelta) -> None:
    try:
        due, warn = due_at(one), warn_at(one)
    except BeyondCalendar:
        return  # a calendar of a few minutes a week
    assert due is not None
    assert warn is not None
    assert one.started_at <= warn <= due
    assert used(one, due) == one.target
    now = one.started_at + later
    assert timedelta(0) <= used(one, now) <= used(one, now + later)
    assert state(one, now) == ClockState.BREACHED or now < due
    assert breached_at(one, now) in (None, due)
    paused = standstills(one)
    assert all(before.until and before.until < after.start for before, after in zip(paused, paused[1:]))


@given(
    clocks(), st.timedeltas(timedelta(0), timedelta(days=6)), st.timedeltas(timedelta(0), timedelta(days=6))
)
@settings(max_examples=200, deadline=None)
def test_a_pause_shifts_what_is_due_by_the_working_time_in_it(
    one: Clock, after: timedelta, long: timedelta
) -> None:
    try:
        bare = Clock(one.metric, one.started_at, one.target, one.calendar)
        due = due_at(bare)
        assert due is not None
        begin = min(one.started_at + after, due)
        pause = Pause(begin, begin + long)
        shifted = due_at(Clock(one.metric, one.started_at, one.target, one.calendar, (pause,)))
        lost = working_between(one.calendar, begin, begin + long)
        # Time that is used up before the pause is not shifted by it.
        used_up = working_between(one.calendar, one.started_at, begin) >= one.target
        assert shifted == (due if used_up else add(one.calendar, due, lost))
    except BeyondCalendar:
        return


@pytest.mark.parametrize("name", WRITTEN)
def test_the_slow_reckoning_says_the_same_of_clocks(name: str) -> None:
    cases = random.Random(f"clocks {name}")
    for case in range(200):
        near = cases.choice(EVENTFUL) - timedelta(days=2)
        start = near + timedelta(minutes=cases.randrange(3 * 1440))
        minutes = cases.choice((0, 1, 15, 30, cases.randrange(600), cases.randrange(600)))
        pauses = []
        for _ in range(cases.randrange(4)):
            begin = start + timedelta(minutes=cases.randrange(-600, 2000))
            end = None if cases.random() < 0.1 else begin + timedelta(minutes=cases.randrange(2000))
            pauses.append((begin, end))
        if start > datetime(2026, 12, 1, tzinfo=UTC) or (name == "late" and minutes > 400):
            continue  # the slow reckoning knows no holidays of 2027
        one = Clock(
            Metric.NEXT_RESPONSE,
            start,
            timedelta(minutes=minutes),
            CALENDARS[name],
            tuple(Pause(*p) for p in pauses),
        )
        assert due_at(one) == reached(SLOW[name], start, minutes, pauses), (
            name,
            case,
            start,
            minutes,
            pauses,
        )
