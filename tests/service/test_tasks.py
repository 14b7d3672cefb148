"""Tasks for people: a card with buttons, who took and did it, tries, one reminder, and each given once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.agent import Agent
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.party import Party
from bot.desk.policy import Policy
from bot.desk.task import Task, TaskKind
from bot.service import deeds, departures, leaves, outbox, tasks
from bot.service.outbox import Claim
from tests.builders import Scene
from tests.databases import STAFF_CHAT

MINUTE = timedelta(minutes=1)
CALL = {"out": "power", "reason": "medical", "number": "F-1", "starts_at": "2026-03-02T10:30:00+00:00"}


def given(scene: Scene, subject: str = "outage:1/party:1", **more: Any) -> int:
    with scene.desk() as work:
        if work.session.exec(select(Party)).first() is None:
            work.session.add(Party(number="P-1", name="陈建国", phone="+8613800138000"))
            work.session.flush()
        party = work.session.exec(select(Party)).one()
        due = work.now + timedelta(minutes=30)
        task = tasks.give(work, TaskKind.CALL_ABOUT_OUTAGE, subject, due, CALL, party_id=party.id, **more)
        assert task is not None
        return task.id or 0


def press(scene: Scene, user: int, task: int, **meaning: Any) -> str:
    with scene.desk() as work:
        return deeds.press(work, user, {"task": task} | meaning).word


def task_of(scene: Scene, task: int) -> Task:
    with scene.desk() as work:
        return work.session.get_one(Task, task)


def test_a_task_is_a_card_in_the_group_once(scene: Scene) -> None:
    task = given(scene)
    (card,) = scene.notices("task")
    assert (card.chat_id, card.lane, card.ticket_id) == (STAFF_CHAT, Lane.NOTICE, None)
    assert (card.values["name"], card.values["phone"]) == ("陈建国", "+8613800138000")
    assert scene.payloads(card) == [
        {"do": "task", "task": task, "outcome": "reached"},
        {"do": "task", "task": task, "outcome": "no_answer"},
        {"do": "take_task", "task": task},
    ]
    with scene.desk() as work:
        again = tasks.give(work, TaskKind.CALL_ABOUT_OUTAGE, "outage:1/party:1", work.now, CALL)
        assert again is None
    assert len(scene.notices("task")) == 1


def test_who_takes_it_stands_on_the_card_and_a_second_one_is_told(scene: Scene) -> None:
    task, wang, zhao = given(scene), scene.agent("王强"), scene.agent("赵敏")
    assert press(scene, wang, task, do="take_task") == "taken"
    assert press(scene, wang, task, do="take_task") == "yours_already"
    assert press(scene, zhao, task, do="take_task") == "taken_by"
    (edit,) = scene.notices("task_edit")
    assert edit.act == Act.EDIT
    assert edit.values["owner"] == "王强"
    assert {"do": "take_task", "task": task} not in scene.payloads(edit)


def test_a_try_leaves_it_open_and_the_outcome_ends_it(scene: Scene) -> None:
    task, wang = given(scene), scene.agent("王强")
    assert press(scene, wang, task, do="task", outcome="no_answer") == "task_tried"
    assert task_of(scene, task).done_at is None
    assert press(scene, wang, task, do="task", outcome="reached") == "task_done"
    done = task_of(scene, task)
    assert (done.outcome, done.values["tries"], done.done_at) == ("reached", 1, scene.clock.now)
    assert press(scene, scene.agent("赵敏"), task, do="task", outcome="reached") == "task_done_by"
    first, last = scene.notices("task_edit")
    assert (first.state, last.state) == (NoticeState.CANCELLED, NoticeState.READY)
    assert last.buttons == []


def test_a_press_that_means_nothing_does_nothing(scene: Scene) -> None:
    task, wang = given(scene), scene.agent()
    assert press(scene, wang, task, do="task", outcome="received") == "gone"
    assert press(scene, wang, task + 99, do="take_task") == "gone"
    with scene.desk() as work:
        assert deeds.press(work, wang, {"do": "task", "task": "1"}).word == "gone"


def test_staff_are_reminded_once_when_it_is_overdue(scene: Scene) -> None:
    given(scene)
    done = given(scene, "outage:1/party:2")
    press(scene, scene.agent(), done, do="task", outcome="reached")
    for minutes, found in ((29, 0), (31, 1), (60, 1)):
        scene.clock.now = scene.all(Task)[0].created_at + timedelta(minutes=minutes)
        with scene.desk() as work:
            tasks.remind_overdue(work)
        assert len(scene.notices("task_overdue")) == found
    with scene.desk() as work:
        assert tasks.remind_overdue(work) == 0


@pytest.mark.parametrize(
    ("kind", "at_night"), [(TaskKind.CALL_ABOUT_OUTAGE, 1), (TaskKind.VERIFY_PAYMENT, 0)]
)
def test_at_night_staff_are_reminded_of_what_cannot_wait_only(
    scene: Scene, kind: TaskKind, at_night: int
) -> None:
    with scene.desk() as work:
        tasks.give(work, kind, "one", work.now + timedelta(minutes=30), CALL)
    dusk = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)  # 21:00 there, when the quiet hours begin
    morning = timedelta(hours=11)
    for since, found in ((timedelta(0), at_night), (morning - MINUTE, at_night), (morning, 1), (morning, 1)):
        scene.clock.now = dusk + since
        with scene.desk() as work:
            tasks.remind_overdue(work)
        assert len(scene.notices("task_overdue")) == found


def test_an_edit_finds_the_message_of_its_card_when_it_is_sent(scene: Scene) -> None:
    """The card may still be on its way when somebody changes the task: they see one card."""
    task = given(scene)
    with scene.desk() as work:
        held = tasks.hold(work, task)
        assert held is not None
        tasks.done(work, held, "no_reason")
    with scene.desk() as work:
        card = work.session.exec(select(Notice).where(Notice.kind == "task")).one()
        card.state, card.message_id = NoticeState.SENT, 77
        edit = work.session.exec(select(Notice).where(Notice.kind == "task_edit")).one()
        edit.state, edit.lease_until = NoticeState.CLAIMED, work.now + timedelta(seconds=30)
        work.session.flush()
        sending = outbox.begin(work, Claim(edit.id or 0, edit.lease_until), timedelta(seconds=30))
        assert sending is not None
        assert (sending.letter.act, sending.letter.message_id) == (Act.EDIT, 77)


@pytest.mark.parametrize("language", Language)
def test_the_card_says_whose_it_is_and_what_came_of_it(
    scene: Scene, policy: Policy, language: Language
) -> None:
    words = Words(policy.zone, scene.clock)
    task = given(scene)

    def card() -> str:
        with scene.desk() as work:
            values = tasks.card_values(work, work.session.get_one(Task, task))
        return without_markup(message(words, language, "task", values))

    assert {Language.ZH: "谁都可以处理", Language.EN: "anybody"}[language] in card()
    press(scene, scene.agent("王强"), task, do="task", outcome="reached")
    said = card()
    assert "王强" in said
    assert {Language.ZH: "已联系上", Language.EN: "reached"}[language] in said


@pytest.mark.parametrize("language", Language)
def test_every_kind_and_outcome_has_its_words(policy: Policy, scene: Scene, language: Language) -> None:
    words = Words(policy.zone, scene.clock)
    assert set(tasks.OUTCOMES) == set(TaskKind)
    assert all(words.has(language, f"task_{kind}") for kind in TaskKind)
    for outcomes in tasks.OUTCOMES.values():
        assert all(words.has(language, f"key_task_{one}") for one in outcomes)
        ended = [one for one in outcomes if one not in tasks.TRIES]
        assert all(words.has(language, f"task_outcome_{one}") for one in ended)


def test_the_account_managers_task_is_theirs_from_the_start(scene: Scene) -> None:
    user = scene.agent("王强")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
    given(scene, agent_id=agent.id)
    (card,) = scene.notices("task")
    assert (card.values["owner"], card.values["owner_id"]) == ("王强", user)
    assert [one["do"] for one in scene.payloads(card)] == ["task", "task"]


@pytest.mark.parametrize(
    ("days", "due", "whose"),
    [(None, 1, None), (2, 1, None), (2, 5, "王强")],
    ids=["left", "away", "back by then"],
)
def test_a_task_for_who_is_not_there_is_everybodys(
    scene: Scene, policy: Policy, days: int | None, due: int, whose: str | None
) -> None:
    """Their customers still have their name in the books."""
    user = scene.agent("王强")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        today = work.now.astimezone(policy.zone).date()
        if days is None:
            departures.leave(work, agent)
        else:
            leaves.give(work, agent, today, today + timedelta(days=days))
        due_at = work.now + timedelta(days=due)
        task = tasks.give(work, TaskKind.VISIT, "visit:1", due_at, {}, agent_id=agent.id)
        assert task is not None
        assert task.agent_id == (agent.id if whose else None)
        tasks.done(work, task, "not_needed", agent)
        tasks.reopen(work, task, {}, due_at)
        assert task.agent_id == (agent.id if whose else None)
    for card in scene.notices("task"):
        said = {
            one: without_markup(message(Words(policy.zone, scene.clock), one, "task", card.values))
            for one in Language
        }
        assert ("王强 is not available" in said[Language.EN]) == (whose is None)
        assert ("王强 不在" in said[Language.ZH]) == (whose is None)
