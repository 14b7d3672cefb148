"""How a ticket stood at a moment: what happened after it is taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.labels import Category, Kind
from bot.desk.ticket import Move, State
from bot.desk.ticket_clock import ClockState, Metric
from bot.desk.ticket_course import Course, Moved, Run

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def course(state: State = State.OPEN, *moves: Moved, **more: object) -> Course:
    return Course(1, NOON, Kind.COMPLAINT, Category.QUALITY, state, moves=list(moves), **more)  # type: ignore[arg-type]


def run(**more: object) -> Run:
    usual = {
        "metric": Metric.RESOLUTION,
        "state": ClockState.RUNNING,
        "started_at": NOON,
        "due_at": NOON + 4 * HOUR,
        "warn_at": NOON + 3 * HOUR,
        "stopped_at": None,
        "breached_at": None,
        "warned_at": None,
    }
    return Run(**usual | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "one", "hours", "expected"),
    [
        ("not filed yet", course(), 0, None),
        ("just filed", course(), 1, State.OPEN),
        ("resolved since", course(State.RESOLVED, Moved(Move.RESOLVED, NOON + 2 * HOUR)), 1, State.OPEN),
        (
            "resolved at that instant",
            course(State.RESOLVED, Moved(Move.RESOLVED, NOON + HOUR)),
            1,
            State.OPEN,
        ),
        ("resolved before", course(State.RESOLVED, Moved(Move.RESOLVED, NOON + HOUR)), 2, State.RESOLVED),
        ("withdrawn since", course(State.WITHDRAWN, Moved(Move.WITHDRAWN, NOON + 2 * HOUR)), 1, State.OPEN),
        (
            "merged since",
            course(State.MERGED, Moved(Move.MERGED, NOON + 2 * HOUR), taken=True),
            1,
            State.TAKEN,
        ),
        (
            "resolved, then reopened since",
            course(State.TAKEN, Moved(Move.RESOLVED, NOON + HOUR), Moved(Move.REOPENED, NOON + 3 * HOUR)),
            2,
            State.RESOLVED,
        ),
        (
            "merged, then undone since",
            course(State.OPEN, Moved(Move.MERGED, NOON + HOUR), Moved(Move.UNMERGED, NOON + 3 * HOUR)),
            2,
            State.MERGED,
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_its_state_then(what: str, one: Course, hours: int, expected: State | None) -> None:
    assert one.state_at(NOON + hours * HOUR) == expected


def test_labels_are_those_of_then() -> None:
    one = course(
        State.OPEN,
        Moved(Move.CATEGORY, NOON + HOUR, "design"),
        Moved(Move.KIND, NOON + 2 * HOUR, "inquiry"),
        Moved(Move.CATEGORY, NOON + 3 * HOUR, "service"),
    )
    assert [one.category_at(NOON + hours * HOUR) for hours in (1, 2, 4)] == [
        Category.DESIGN,
        Category.SERVICE,
        Category.QUALITY,
    ]
    assert [one.kind_at(NOON + hours * HOUR) for hours in (1, 3)] == [Kind.INQUIRY, Kind.COMPLAINT]


@pytest.mark.parametrize(
    ("what", "one", "hours", "late", "near"),
    [
        ("in time", run(), 2, False, False),
        ("near its end, nobody looked", run(), 3.5, False, True),
        ("the due instant itself is not over", run(), 4, False, True),
        ("late, nobody looked", run(), 5, True, False),
        (
            "written down later, late then",
            run(breached_at=NOON + 4 * HOUR, state=ClockState.BREACHED),
            5,
            True,
            False,
        ),
        (
            "late only after then",
            run(breached_at=NOON + 4 * HOUR, state=ClockState.BREACHED),
            3.5,
            False,
            True,
        ),
        ("stopped in time", run(stopped_at=NOON + HOUR, state=ClockState.MET), 5, False, False),
        ("waits for the customer", run(due_at=None, warn_at=None, state=ClockState.PAUSED), 9, False, False),
        ("dropped", run(stopped_at=NOON + 5 * HOUR, state=ClockState.DROPPED), 4.5, False, True),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_its_clocks_then(what: str, one: Run, hours: float, late: bool, near: bool) -> None:
    moment = NOON + hours * HOUR
    found = course(State.OPEN, runs=[one])
    assert (bool(found.late_at(moment)), found.near_at(moment)) == (late, near)


def test_an_open_ticket_is_late_by_what_still_runs_and_a_closed_one_by_all_of_its_round() -> None:
    answered_late = run(
        metric=Metric.FIRST_RESPONSE,
        state=ClockState.BREACHED,
        breached_at=NOON + HOUR,
        stopped_at=NOON + 2 * HOUR,
    )
    moment = NOON + 3 * HOUR
    assert not course(State.TAKEN, runs=[answered_late, run()]).late_at(moment)
    assert course(State.TAKEN, runs=[answered_late, run()]).late_at(NOON + 1.5 * HOUR)
    assert course(State.RESOLVED, runs=[answered_late, run(stopped_at=NOON + 2.5 * HOUR)]).late_at(moment)
    again = run(started_at=NOON + 2.6 * HOUR)
    assert not course(State.RESOLVED, runs=[answered_late, run(), again]).late_at(moment)
