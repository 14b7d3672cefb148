"""Staff and rosters from files: shifts by date or by days of the week, on call, leave, and what is wrong with lines."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.shift import Leave, Shift
from bot.service.books_columns import Book
from tests.builders import Scene
from tests.service.books_scene import counts, reasons, take
from tests.service.colleagues import colleague


def roster(person: str = "王强", **more: Any) -> dict[str, Any]:
    return {"person": person, "day": "2026-03-05", "from": "08:30", "to": "17:30"} | more


def planned(scene: Scene) -> list[tuple[str, str, str, bool]]:
    names = {one.id: one.name for one in scene.all(Agent)}
    rows = [(names[one.agent_id], one.from_at, one.until_at, one.on_call) for one in scene.all(Shift)]
    return sorted(
        (name, f"{start:%d %H:%M}", f"{end:%d %H:%M}", on_call) for name, start, end, on_call in rows
    )


@pytest.fixture
def wang(scene: Scene) -> int:
    return colleague(scene, "王强", shift=None)


def test_staff_are_written_by_their_user_id_and_a_field_that_is_not_given_stays(scene: Scene) -> None:
    row = {"number": "712345678", "name": "王强", "role": "组长", "department": "工程维修部"}
    more = {"languages": "中文；英文", "sites": "云栖苑、湖畔居"}
    assert counts(take(scene, Book.STAFF, row | more)) == (1, 0, 0, 0)
    assert counts(take(scene, Book.STAFF, {"number": 712345678.0, "name": "王强"})) == (0, 0, 1, 0)
    (agent,) = scene.all(Agent)
    assert (agent.role, agent.department, agent.user_id) == (Role.LEAD, Category.QUALITY, 712345678)
    assert (agent.languages, agent.sites) == (["zh", "en"], ["云栖苑", "湖畔居"])
    assert counts(take(scene, Book.STAFF, row | {"role": "head", "sites": ""})) == (0, 1, 0, 0)
    (agent,) = scene.all(Agent)
    assert (agent.role, agent.sites, agent.languages) == (Role.HEAD, [], ["zh", "en"])
    bad = take(scene, Book.STAFF, row | {"number": "@wang"}, row | {"role": "boss"})
    assert reasons(bad) == [(2, "number", "not_a_user_id"), (3, "role", "not_in_list")]


def test_shifts_of_a_date_are_those_of_the_desks_zone_and_nights_reach_over(scene: Scene, wang: int) -> None:
    rows = (roster(), roster(day=date(2026, 3, 6), **{"from": time(20), "to": time(8)}, kind="夜班"))
    assert counts(take(scene, Book.ROSTER, *rows)) == (2, 0, 0, 0)
    assert planned(scene) == [
        ("王强", "05 00:30", "05 09:30", False),
        ("王强", "06 12:00", "07 00:00", False),
    ]
    assert counts(take(scene, Book.ROSTER, *rows)) == (0, 0, 2, 0)
    later = roster(**{"from": "12:00", "to": "24:00"})
    assert counts(take(scene, Book.ROSTER, later)) == (0, 1, 0, 0)
    assert planned(scene)[0] == ("王强", "05 04:00", "05 16:00", False)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("周一至周五", [2, 3, 4, 5, 6]),
        ("mon-wed, sat", [2, 3, 4, 7]),
        ("周五到周一", [2, 6, 7, 8]),
        ("每天", [2, 3, 4, 5, 6, 7, 8]),
        ("星期三", [4]),
    ],
)
def test_days_of_the_week_between_two_dates(scene: Scene, wang: int, days: str, expected: list[int]) -> None:
    row = roster(day=days, since="2026-03-02", until="2026-03-08")
    assert counts(take(scene, Book.ROSTER, row)) == (1, 0, 0, 0)
    assert [one.from_at.day for one in scene.all(Shift)] == expected


def test_working_days_know_holidays_and_make_up_days(scene: Scene) -> None:
    colleague(scene, "王强", Category.DESIGN, shift=None)
    row = roster(day="工作日", since="2026-02-14", until="2026-02-28")
    take(scene, Book.ROSTER, row)
    days = sorted(one.from_at.day for one in scene.all(Shift))
    assert days == [14, 24, 25, 26, 27, 28], "Spring Festival 15 to 23 February, made up on the 14th and 28th"


def test_on_call_leave_and_days_off(scene: Scene, wang: int) -> None:
    call = {"person": "王强", "day": "2026-03-07", "kind": "听班"}
    leave = {"person": "王强", "day": "2026-03-09", "until": "2026-03-11", "kind": "年假"}
    assert counts(take(scene, Book.ROSTER, roster(), call, leave)) == (3, 0, 0, 0)
    assert planned(scene)[1] == ("王强", "06 16:00", "07 16:00", True)
    (away,) = scene.all(Leave)
    assert (away.from_on, away.until_on) == (date(2026, 3, 9), date(2026, 3, 11))
    off = {"person": "王强", "day": "2026-03-05", "kind": "休"}
    late = roster(**{"from": "20:00", "to": "23:00"})
    assert counts(take(scene, Book.ROSTER, late, off)) == (1, 1, 0, 0)
    assert planned(scene)[0] == ("王强", "05 12:00", "05 15:00", False), "the day's old shift is gone"
    assert counts(take(scene, Book.ROSTER, leave | {"day": "2026-02-01", "until": ""})) == (0, 0, 1, 0)


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "nobody": (roster("张三"), "person", "unknown_manager"),
    "no end": (roster(to=""), "to", "missing"),
    "half a night on call": (roster(kind="on_call", to=""), "to", "missing"),
    "no days": (roster(day="someday"), "day", "not_days"),
    "no such date": (roster(day="2026-02-30"), "day", "no_such_day"),
    "no time": (roster(to="25:00"), "to", "not_a_clock_time"),
    "half past": (roster(to="8:75"), "to", "not_a_clock_time"),
    "a week without dates": (roster(day="周一", since="2026-03-02"), "until", "days_without_dates"),
    "backwards": (roster(day="周一", since="2026-03-02", until="2026-03-01"), "until", "end_before_start"),
    "for ever": (roster(day="每天", since="2026-03-02", until="2029-03-01"), "until", "roster_too_long"),
    "unknown kind": (roster(kind="加班"), "kind", "not_in_list"),
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("row", "column", "reason"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(
    scene: Scene, wang: int, row: dict[str, Any], column: str, reason: str
) -> None:
    assert reasons(take(scene, Book.ROSTER, row)) == [(2, column, reason)]
    assert not scene.all(Shift)


def test_two_lines_at_the_same_time_are_refused_the_second_time(scene: Scene, wang: int) -> None:
    week = roster(day="周一至周五", since="2026-03-02", until="2026-03-08")
    report = take(scene, Book.ROSTER, roster(), week, roster())
    assert reasons(report) == [(3, "day", "shift_overlaps"), (4, "day", "shift_overlaps")]
    assert counts(report) == (1, 0, 0, 2)
    assert [one.from_at for one in scene.all(Shift)] == [datetime(2026, 3, 5, 0, 30, tzinfo=UTC)]
