"""Calls about outages that change: other times, other areas, and the question whether one is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.notice import NoticeState
from bot.desk.party import AccountParty, PartyRole, Standing
from bot.desk.task import Task, TaskKind
from bot.service import deeds, outages
from tests.builders import LI, Scene
from tests.service.neighbourhood import FAR, SITE, at, do, fault, home, outage, party, record, tick


def move(scene: Scene, number: str = "P-1", **values: Any) -> None:
    assert do(scene, outages.change, number, values)
    tick(scene)


def calls(scene: Scene) -> list[Task]:
    return list(scene.all(Task, kind=TaskKind.CALL_ABOUT_OUTAGE))


def questions(scene: Scene) -> list[Task]:
    return list(scene.all(Task, kind=TaskKind.OUTAGE_OVERDUE))


def press(scene: Scene, user: int, outcome: str) -> str:
    """An agent presses a button of the newest card."""
    card = scene.notices("task")[-1]
    meaning = next(one for one in scene.payloads(card) if one.get("outcome") == outcome)
    with scene.desk() as work:
        return deeds.press(work, user, meaning).word


@pytest.fixture
def planned(scene: Scene) -> Scene:
    """Planned work in five days, and somebody with medical equipment and a VIP in its area."""
    party(scene, home(scene, "H-1"), "P-1", powered_medical=True, name="陈奶奶")
    party(scene, home(scene, "H-2"), "P-2", given_standing=Standing.VIP, name="林总")
    record(scene, starts_at=at(scene, 9, days=5), ends_at=at(scene, 17, days=5))
    tick(scene)
    assert [one.due_at for one in calls(scene)] == [at(scene, 9, days=4)] * 2
    return scene


# --- another time -------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [3, 8], ids=["earlier", "later"])
def test_who_is_to_be_called_is_called_a_day_before_the_new_start(planned: Scene, days: int) -> None:
    starts_at = at(planned, 14, days=days)
    move(planned, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    for task in calls(planned):
        assert task.due_at == task.remind_at == starts_at - timedelta(days=1)
        assert datetime.fromisoformat(task.values["starts_at"]) == starts_at
    assert len(planned.notices("task")) == 2  # the cards change, nobody gets a second one


def test_another_cause_puts_no_call_off(scene: Scene) -> None:
    party(scene, home(scene, "H-1"), "P-1", powered_medical=True)
    fault(scene)
    tick(scene)
    due_at = scene.clock.now + timedelta(minutes=30)
    scene.clock.forward(minutes=20)
    move(scene, "F-1", cause_zh="变压器烧毁", ends_at=scene.clock.now + timedelta(hours=2))
    (task,) = calls(scene)
    assert task.due_at == due_at
    assert task.values["ends_at"] == outage(scene, "F-1").ends_at.isoformat()  # type: ignore[union-attr]


def test_work_that_starts_early_hurries_the_call(planned: Scene) -> None:
    do(planned, outages.start)
    tick(planned)
    assert [one.due_at - planned.clock.now for one in calls(planned)] == [
        timedelta(minutes=30),
        timedelta(minutes=120),
    ]


@pytest.mark.parametrize("which", ["starts_at", "ends_at"])
def test_who_was_called_of_the_old_time_is_called_again(planned: Scene, which: str) -> None:
    user = planned.agent()
    planned.deliver()
    assert press(planned, user, "no_answer") == "task_tried"
    assert press(planned, user, "reached") == "task_done"
    was: datetime = getattr(outage(planned), which)
    move(planned, **{which: was + timedelta(hours=1)})
    medical, vip = calls(planned)
    assert (vip.done_at, vip.outcome, vip.done_by_id, "tries" in vip.values) == (None, "", None, False)
    assert vip.due_at == vip.remind_at == outage(planned).starts_at - timedelta(days=1)
    assert medical.done_at is None
    again = planned.notices("task")[-1]
    assert (again.state, again.values[which]) == (NoticeState.READY, (was + timedelta(hours=1)).isoformat())
    planned.deliver()
    assert press(planned, user, "reached") == "task_done"
    assert planned.notices("task_edit")[-1].values["of"] == again.id


def test_another_cause_calls_nobody_again(planned: Scene) -> None:
    user = planned.agent()
    press(planned, user, "reached")
    move(planned, cause_zh="更换电缆")
    assert [one.outcome for one in calls(planned)] == ["", "reached"]
    assert len(planned.notices("task")) == 2


# --- another area -------------------------------------------------------------------------------


def test_who_is_out_of_the_area_is_not_called(scene: Scene) -> None:
    party(scene, home(scene, "H-1"), "P-1", powered_medical=True)
    party(scene, home(scene, "H-2", site=FAR[1]), "P-2", powered_medical=True)
    record(scene, areas=(SITE, FAR))
    tick(scene)
    do(scene, outages.change, "P-1", {}, [FAR])
    tick(scene)
    left, stays = calls(scene)
    assert (left.outcome, left.done_at, left.done_by_id) == ("left_area", scene.clock.now, None)
    assert stays.done_at is None
    do(scene, outages.change, "P-1", {}, [SITE, FAR])
    tick(scene)
    assert [one.outcome for one in calls(scene)] == ["", ""]  # in it again: to be called after all
    assert len(scene.notices("task")) == 3


def test_who_is_out_with_one_account_is_called_about_the_other(scene: Scene) -> None:
    chen = party(scene, home(scene, "H-1", LI), "P-1", powered_medical=True)
    other = home(scene, "H-2", site=FAR[1])
    with scene.desk() as work:
        work.session.add(AccountParty(account_id=other, party_id=chen, role=PartyRole.TENANT))
    record(scene, areas=(SITE, FAR))
    tick(scene)
    do(scene, outages.change, "P-1", {}, [FAR])
    tick(scene)
    (task,) = calls(scene)
    assert (task.done_at, task.account_id, task.values["account"]) == (None, other, "H-2")


# --- is it over? --------------------------------------------------------------------------------


def overdue(scene: Scene) -> None:
    fault(scene, ends_at=scene.clock.now + timedelta(hours=1))
    tick(scene)
    scene.clock.forward(hours=2)
    tick(scene)
    assert [one.done_at for one in questions(scene)] == [None]


def test_another_end_takes_the_question_back_and_it_is_asked_again_then(scene: Scene) -> None:
    overdue(scene)
    ends_at = scene.clock.now + timedelta(hours=1)
    move(scene, "F-1", ends_at=ends_at)
    (first,) = questions(scene)
    assert (first.outcome, first.done_at, first.remind_at) == ("new_end", scene.clock.now, None)
    (edit,) = scene.notices("task_edit")
    assert (edit.values["outcome"], edit.buttons) == ("new_end", [])
    scene.clock.now = ends_at
    tick(scene)
    assert [one.outcome for one in questions(scene)] == ["new_end", ""]


def test_another_cause_asks_nobody_a_second_time(scene: Scene) -> None:
    overdue(scene)
    move(scene, "F-1", cause_zh="变压器烧毁")
    tick(scene)
    assert [one.done_at for one in questions(scene)] == [None]


def test_once_it_is_restored_nobody_is_asked(scene: Scene) -> None:
    overdue(scene)
    do(scene, outages.restore, "F-1")
    tick(scene)
    assert [one.outcome for one in questions(scene)] == ["no_reason"]


def test_an_overdue_planned_one_with_another_end_is_no_question(scene: Scene) -> None:
    record(scene, starts_at=scene.clock.now, ends_at=scene.clock.now + timedelta(hours=1))
    tick(scene)
    scene.clock.forward(hours=2)
    tick(scene)
    move(scene, ends_at=scene.clock.now + timedelta(hours=1))
    with scene.desk() as work:
        assert [one.outcome for one in work.session.exec(select(Task))] == ["new_end"]
