"""Who stands on a rung: nobody on leave, of a department's part that department's people, all of the management."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.escalation import Rung
from bot.desk.labels import Category
from bot.desk.shift import Leave
from bot.desk.task import Task
from bot.desk.ticket import Move
from bot.service import history, parts
from tests.builders import Scene
from tests.service.colleagues import colleague, id_of
from tests.service.rungs import company, digests, name, said, steps, tick, until

HOUR = timedelta(hours=1)
TODAY = date(2026, 3, 3)
MORNING = datetime(
    2026, 3, 2, 23, 0, tzinfo=UTC
)  # 07:00 of a Tuesday in Shanghai; what is filed is late at 11:00


@pytest.fixture
def people(scene: Scene) -> dict[str, int]:
    scene.clock.now = MORNING
    return company(scene)


def away(scene: Scene, *users: int, until_on: date = TODAY) -> None:
    ids = [id_of(scene, user) for user in users]
    with scene.desk() as work:
        for number in ids:
            work.session.add(Leave(agent_id=number, from_on=TODAY, until_on=until_on, last_id=0))


def called(scene: Scene) -> list[tuple[int, Rung | None, str]]:
    """Of the first answer: each step, where whoever is called stands, and who it is."""
    first = steps(scene)[0].subject
    found = [one for one in steps(scene) if one.subject == first and one.step]
    return [(one.step, one.stands_on, name(scene, one.agent_id)) for one in found]


def test_nobody_on_leave_is_called_and_the_words_say_why(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    away(scene, people["An"], people["Lin"], people["He"])
    for hours in (5, 6, 9):
        until(scene, MORNING + hours * HOUR)
    assert called(scene) == [(step, Rung.MANAGEMENT, "Guan") for step in (1, 2, 3)]
    assert {who for who, _ in digests(scene)} == {"Guan"}
    lines = [one.values["missing"] for one in scene.notices("told", template="told_escalated")]
    assert lines == ["owner_on_leave", "shift_lead_on_leave", "department_head_on_leave"]
    assert [one.values["items"][0]["missing"] for one in said(scene) if one.values["items"]][-3:] == lines


def test_with_all_on_leave_the_whole_group_is_called(scene: Scene, people: dict[str, int]) -> None:
    scene.ticket()
    away(scene, *people.values())
    until(scene, MORNING + 4.5 * HOUR)
    assert called(scene) == [(1, None, "")]
    assert digests(scene)[-1][0] == ""


def test_another_of_the_rung_is_called_for_who_is_on_leave(scene: Scene, people: dict[str, int]) -> None:
    colleague(scene, "Zhu", Category.QUALITY, role=Role.HEAD, shift=None)
    scene.ticket()
    away(scene, people["Lin"], people["He"])
    until(scene, MORNING + 6 * HOUR)
    assert called(scene)[1] == (2, Rung.DEPARTMENT_HEAD, "Zhu")


def test_all_of_the_management_who_are_there_are_called_each_in_a_message(
    scene: Scene, people: dict[str, int]
) -> None:
    colleague(scene, "Meng", None, role=Role.MANAGER, shift=None)
    gone = colleague(scene, "Qin", None, role=Role.MANAGER, shift=None)
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    away(scene, gone, until_on=date(2026, 3, 9))
    until(scene, MORNING + 29 * HOUR)
    named = [who for who, numbers in digests(scene) if numbers == [f"CD-{ticket}"]]
    assert (named.count("Guan"), named.count("Meng"), named.count("Qin")) == (1, 1, 0)
    (told,) = (
        one.values
        for one in scene.notices("told", template="told_escalated")
        if one.values["rung"] == Rung.MANAGEMENT
    )
    assert told["name"] == "Guan · Meng"
    (event,) = (one for one in scene.history(ticket) if one.reason == Rung.MANAGEMENT)
    assert (event.move, event.after) == (Move.ESCALATED, "Guan · Meng")
    tick(scene)
    assert [who for who, _ in digests(scene)].count("Meng") == 1


def test_a_late_part_climbs_to_its_own_department(scene: Scene, people: dict[str, int]) -> None:
    scene.clock.now = MORNING + 3 * HOUR  # 10:00
    colleague(scene, "Duan", Category.DESIGN, role=Role.LEAD, shift=None)
    colleague(scene, "Deng", Category.DESIGN, role=Role.HEAD, shift=None)
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == people["An"])).one()
        parts.give(work, agent, history.held(work, ticket), Category.DESIGN, "核对图纸")
    (task,) = scene.all(Task)
    scene.clock.now = task.due_at + timedelta(days=1)
    with scene.desk() as work:
        parts.call_late(work)
    late = [one for one in steps(scene) if one.subject == f"task:{task.id}"]
    assert [(one.rung, name(scene, one.agent_id)) for one in late][:2] == [
        (Rung.SHIFT_LEAD, "Duan"),
        (Rung.DEPARTMENT_HEAD, "Deng"),
    ]
