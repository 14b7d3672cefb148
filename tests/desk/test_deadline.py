"""Why a deadline is when it is: each piece that counted, and what was left out between."""

from datetime import date, timedelta

from hypothesis import given, settings

from bot.desk.clocks import Clock, due_at
from bot.desk.deadline import Closed, Explanation, Waited, explain
from bot.desk.ticket_clock import PauseReason
from bot.desk.workday import Why
from bot.desk.working import BeyondCalendar
from tests.desk.test_clocks import at, clock, clocks
from tests.desk.test_working import CALENDARS


def test_the_deadline_after_national_day_explains_itself() -> None:
    told = explain(clock("09-30T17:00", 120))
    said = [
        (step.day.isoformat(), step.why, step.zh, step.worked_on) if isinstance(step, Closed) else
        (step.start.isoformat()[:16], step.end.isoformat()[11:16], step.amount.seconds // 60, step.total.seconds // 60)
        for step in told.steps if not isinstance(step, Waited)
    ]  # fmt: skip
    assert said == [
        ("2026-09-30T17:00", "18:00", 60, 60),
        ("2026-10-01", Why.HOLIDAY, "国庆节", None),
        ("2026-10-02", Why.HOLIDAY, "国庆节", None),
        ("2026-10-03", Why.HOLIDAY, "国庆节", None),
        ("2026-10-04", Why.HOLIDAY, "国庆节", None),
        ("2026-10-05", Why.HOLIDAY, "国庆节（补假）", None),
        ("2026-10-06", Why.EXCHANGED, "休息日（由 2026-09-20 调休）", date(2026, 9, 20)),
        ("2026-10-07", Why.EXCHANGED, "休息日（由 2026-10-10 调休）", date(2026, 10, 10)),
        ("2026-10-08T09:00", "10:00", 60, 120),
    ]
    assert told.due_at == at("10-08T10:00")
    assert (told.target, told.zone, told.calendar) == (timedelta(hours=2), "Asia/Shanghai", "office")
    assert (told.round_the_clock, told.not_announced) == (False, ())
    assert told.counted[0].weekday == 3


def test_a_pause_explains_itself_and_days_within_it_are_not_counted_twice() -> None:
    told = explain(clock("11-13T16:00", 180, ("11-13T17:00", "11-16T10:00")))
    assert [step.what for step in told.steps] == ["counted", "waited", "counted"]
    (waited,) = (step for step in told.steps if isinstance(step, Waited))
    assert (waited.start, waited.end, waited.reason) == (
        at("11-13T17:00"),
        at("11-16T10:00"),
        PauseReason.CUSTOMER,
    )


def test_a_clock_that_waits_says_so() -> None:
    told = explain(clock("11-16T10:00", 60, ("11-16T10:30", None)))
    assert told.due_at is None
    assert [step.what for step in told.steps] == ["counted", "waited"]
    assert told.counted[-1].total == timedelta(minutes=30)
    last = told.steps[-1]
    assert isinstance(last, Waited)
    assert last.end is None


def test_make_up_days_and_the_companys_own_are_named() -> None:
    by_day = {step.day: step for step in explain(clock("10-09T17:00", 120)).counted}
    assert by_day[date(2026, 10, 10)].why == Why.MAKE_UP
    told = explain(clock("11-20T17:00", 120))
    assert (told.counted[-1].why, told.counted[-1].zh) == (Why.EXCEPTION, "自定")
    closed = [step for step in explain(clock("12-30T17:30", 60)).steps if isinstance(step, Closed)]
    assert [(step.day.day, step.why) for step in closed] == [
        (31, Why.EXCEPTION),
        (1, Why.HOLIDAY),
        (2, Why.WEEK),
        (3, Why.WEEK),
    ]


def test_a_deadline_in_a_year_that_is_not_announced_says_so() -> None:
    assert explain(clock("2040-09-30T17:30", 60)).not_announced == (2040,)


def test_the_nights_in_which_clocks_change_are_told_as_they_went() -> None:
    berlin = CALENDARS["berlin always"]

    def told(start: str, minutes: int) -> list[tuple[str, str]]:
        steps = explain(clock(start, minutes, calendar=berlin)).counted
        return [(step.start.strftime("%H:%M"), step.end.strftime("%H:%M")) for step in steps]

    assert told("03-29T00:00", 180) == [("00:00", "02:00"), ("03:00", "04:00")]
    assert told("10-25T00:00", 240) == [("00:00", "03:00"), ("02:00", "03:00")]


@given(clocks())
@settings(max_examples=100, deadline=None)
def test_every_explanation_adds_up_and_reads_back(one: Clock) -> None:
    try:
        told = explain(one)
    except BeyondCalendar:
        return
    if (due_at(one) or one.started_at) - one.started_at > timedelta(days=400):
        return
    assert sum((step.amount for step in told.counted), timedelta(0)) == one.target
    assert [step.total for step in told.counted[-1:]] in ([], [one.target])
    assert all(step.end - step.start == step.amount for step in told.counted)
    assert all(step.start.replace(tzinfo=None) < step.end.replace(tzinfo=None) for step in told.counted)
    assert Explanation.model_validate_json(told.model_dump_json()) == told
