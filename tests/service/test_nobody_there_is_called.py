"""Who left, or is on leave, is not called in a topic: whoever stands above them is, or the whole group."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.task import Task
from bot.desk.ticket import Ticket
from bot.service import agents, deeds, leaves, parts, ratings, snoozing, waking
from tests.builders import LI, Scene
from tests.service.colleagues import colleague


@pytest.fixture(params=["left", "on leave"])
def ticket(scene: Scene, request: pytest.FixtureRequest) -> int:
    """Put off, and waiting for a department, when its owner goes."""
    wang = colleague(scene, "王强", shift=None)
    colleague(scene, "林组长", role=Role.LEAD, shift=None)
    number = scene.ticket()
    scene.take(wang, number)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        found, today = work.session.get_one(Ticket, number), work.now.astimezone(work.policy.zone).date()
        parts.give(work, agent, found, Category.DESIGN, "look")
        snoozing.snooze(work, agent, found, work.now + timedelta(hours=1), "等配件")
        if request.param == "left":
            agents.dismiss(work, wang)
        else:
            leaves.give(work, agent, today, today)
    return number


def test_the_lead_is_reminded_of_what_was_put_off(scene: Scene, ticket: int) -> None:
    scene.clock.forward(hours=1)
    scene.planned(waking.wake)
    (told,) = scene.notices("told", template="told_woken_over")
    assert told.values["to"] == "林组长"


def test_the_lead_hears_of_a_part_that_is_done(scene: Scene, ticket: int) -> None:
    designer = colleague(scene, "周工", Category.DESIGN, shift=None)
    (task,) = scene.all(Task)
    with scene.desk() as work:
        deeds.press(work, designer, {"do": "task", "task": task.id, "outcome": "done"})
    (told,) = scene.notices("told", template="told_part_done")
    assert told.values["to"] == "林组长"


def test_anybody_may_talk_to_the_customer(scene: Scene, ticket: int) -> None:
    assert scene.ask_for_person(LI) == ticket
    (asked,) = scene.notices("handover")
    assert (asked.values["holder"], asked.values["holder_id"]) == ("", 0)


def test_what_is_open_again_is_anybodys(scene: Scene, ticket: int) -> None:
    with scene.desk() as work:
        lin = work.session.exec(select(Agent).where(Agent.name == "林组长")).one()
        assert (
            agents.resolve(work, lin, work.session.get_one(Ticket, ticket), "fixed", sure=True).word
            == "resolved"
        )
        ratings.rate(work, LI, ticket, 1, 1)
    (told,) = scene.notices("told", template="told_reopened")
    assert (told.values["owner"], told.values["owner_id"]) == ("", 0)
