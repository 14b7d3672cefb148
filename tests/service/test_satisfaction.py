"""Who was unhappy is called, once a round, and what came of it is kept."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Role
from bot.desk.customer import Customer
from bot.desk.erasure import Erasure
from bot.desk.task import Task, TaskKind
from bot.service import deeds, erasing, ratings
from tests.builders import LI, Scene


def rate(scene: Scene, ticket: int, stars: int, round_: int = 1) -> None:
    with scene.desk() as work:
        assert ratings.rate(work, LI, ticket, round_, stars) is not None


def tasks_of(scene: Scene) -> list[Task]:
    return list(scene.all(Task, kind=TaskKind.RECOVER))


def test_a_low_mark_is_a_call_for_the_lead_of_the_department_once_a_round(scene: Scene) -> None:
    lead = scene.agent("赵组长", Role.LEAD)
    ticket = scene.resolved()
    rate(scene, ticket, 2)
    rate(scene, ticket, 2)
    rate(scene, ticket, 1)
    (task,) = tasks_of(scene)
    assert (task.ticket_id, task.values["stars"], task.values["number"]) == (ticket, 1, f"CD-{ticket}")
    assert task.values["name"] == "Li Na"
    assert task.due_at == scene.clock.now + timedelta(hours=48)  # survey.call_hours
    (card,) = scene.notices("task")
    assert (card.values["owner"], card.values["owner_id"]) == ("赵组长", lead)
    assert [one["outcome"] for one in scene.payloads(card)] == ["won_back", "still_unhappy", "no_answer"]
    scene.resolve(lead, ticket)
    rate(scene, ticket, 2, round_=2)
    assert len(tasks_of(scene)) == 2


def test_its_reason_and_its_outcome_are_kept(scene: Scene) -> None:
    ticket = scene.resolved()
    rate(scene, ticket, 1)
    with scene.desk() as work:
        ratings.comment(work, LI, ticket, 1, "修完又漏")
    (task,) = tasks_of(scene)
    assert task.values["words"] == "修完又漏"
    wang = scene.agent("王强")
    with scene.desk() as work:
        assert (
            deeds.press(work, wang, {"do": "task", "task": task.id, "outcome": "no_answer"}).word
            == "task_tried"
        )
        pressed = {"do": "task", "task": task.id, "outcome": "still_unhappy"}
        assert deeds.press(work, wang, pressed).word == "task_done"
    (done,) = tasks_of(scene)
    assert (done.outcome, done.values["tries"]) == ("still_unhappy", 1)


def test_a_slip_of_the_finger_calls_nobody(scene: Scene) -> None:
    ticket = scene.resolved()
    rate(scene, ticket, 1)
    rate(scene, ticket, 5)
    (task,) = tasks_of(scene)
    assert task.outcome == "no_reason"


def test_after_the_last_low_mark_somebody_calls(scene: Scene) -> None:
    ticket = scene.resolved()
    for stars in (1, 5, 2):
        rate(scene, ticket, stars)
        scene.clock.forward(hours=1)
    (task,) = tasks_of(scene)
    assert (task.done_at, task.outcome, task.values["stars"]) == (None, "", 2)
    assert task.due_at == scene.clock.now + timedelta(hours=47)
    first, second = scene.notices("task")  # a card of its own, below
    assert (first.values["stars"], second.values["stars"]) == (1, 2)
    rate(scene, ticket, 5)
    assert tasks_of(scene)[0].outcome == "no_reason"
    rate(scene, ticket, 1)
    assert tasks_of(scene)[0].done_at is None
    assert len(scene.notices("task")) == 3


@pytest.mark.parametrize("deed", ["no_answer", "take_task"])
def test_a_call_that_somebody_began_is_not_taken_back(scene: Scene, deed: str) -> None:
    ticket, wang = scene.resolved(), scene.agent("王强")
    rate(scene, ticket, 1)
    (task,) = tasks_of(scene)
    pressed = {"do": "take_task"} if deed == "take_task" else {"do": "task", "outcome": deed}
    with scene.desk() as work:
        deeds.press(work, wang, pressed | {"task": task.id})
    rate(scene, ticket, 5)
    (task,) = tasks_of(scene)
    assert (task.done_at, task.values["stars"]) == (None, 5)  # whoever calls sees it


def test_a_call_that_was_made_is_not_made_again(scene: Scene) -> None:
    ticket, wang = scene.resolved(), scene.agent("王强")
    rate(scene, ticket, 1)
    (task,) = tasks_of(scene)
    with scene.desk() as work:
        deeds.press(work, wang, {"do": "task", "task": task.id, "outcome": "won_back"})
    for stars in (5, 1):
        rate(scene, ticket, stars)
    (task,) = tasks_of(scene)
    assert (task.outcome, len(scene.notices("task"))) == ("won_back", 1)


def test_good_marks_call_nobody(scene: Scene) -> None:
    rate(scene, scene.resolved(), 3)
    assert tasks_of(scene) == []


def test_who_is_erased_is_called_no_more_and_leaves_no_name(scene: Scene) -> None:
    rate(scene, scene.resolved(), 1)
    scene.deliver()
    scene.clock.forward(hours=1)
    with scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        asked = Erasure(
            customer_id=customer.id or 0,
            chat_id=LI,
            language=customer.language,
            waits=False,
            asked_at=work.now,
        )
        work.session.add(asked)
        work.session.flush()
        assert erasing.erase(work, asked.id or 0)
    (task,) = tasks_of(scene)
    assert (task.outcome, task.values["name"], task.values["words"]) == ("no_reason", "", "")
