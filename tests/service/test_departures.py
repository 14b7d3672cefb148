"""Who leaves the staff, or is taken out: their open work goes on in other hands, and the group hears what it was."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.agent import Agent, Transfer
from bot.desk.labels import Category, Language
from bot.desk.notice import NoticeState
from bot.desk.policy import Policy
from bot.desk.promise import Promise, PromiseState
from bot.desk.shift import Departure, Leave, Shift
from bot.desk.task import Task
from bot.desk.ticket import Move, Ticket
from bot.service import agents, deeds, handing_over, leaves, parts, promise_clock, roster, shifts
from tests.builders import Scene
from tests.service.colleagues import colleague, id_of, name_of
from tests.service.office import promise
from tests.service.test_leaves import hand_over, on_leave
from tests.service.test_races import at_once


def leave(scene: Scene, user: int) -> None:
    with scene.desk() as work:
        agents.dismiss(work, user)


def sweep(scene: Scene) -> int:
    looked = 0
    while True:
        with scene.desk() as work:
            piece = handing_over.of_who_left(work)
        if not piece:
            return looked
        looked += piece


def take_part(scene: Scene, user: int, ticket: int) -> Task:
    """The design office has a part in the ticket, and ``user`` took it."""
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        parts.give(work, agent, work.session.get_one(Ticket, ticket), Category.DESIGN, "请核对图纸")
    (task,) = scene.all(Task)
    with scene.desk() as work:
        deeds.press(work, user, {"do": "take_task", "task": task.id})
    return task


@pytest.mark.parametrize("gone", [agents.dismiss, roster.remove])
def test_tickets_go_to_who_is_there_and_the_first_owner_stays(scene: Scene, gone) -> None:  # type: ignore[no-untyped-def]
    wang = colleague(scene, "王强")
    taken, asked = scene.ticket(), scene.ticket("墙裂了", chat=5003)
    scene.take(wang, taken)
    zhao = colleague(scene, "赵敏")
    with scene.desk() as work:
        gone(work, wang)
    with scene.desk() as work:
        gone(work, wang)
    assert sweep(scene) == 2
    assert sweep(scene) == 0, "each departure once"
    now = scene.get(taken)
    assert (name_of(scene, now.owner_id), name_of(scene, now.first_owner_id)) == ("赵敏", "王强")
    assert name_of(scene, scene.get(asked).assigned_id) == "赵敏"
    told = scene.notices("told", template="told_assigned")
    assert [(one.values["to_id"], one.values["former_id"], one.values["reason"]) for one in told] == [
        (zhao, wang, "left")
    ] * 2
    assert scene.history(taken)[-1].reason == "left"
    assert len(scene.notices("departed")) == 1


def test_nobody_there_it_stays_with_a_note_and_anybody_may_decide(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    leave(scene, wang)
    sweep(scene)
    (told,) = scene.notices("told", template="told_nobody_there")
    assert told.values["until_on"] == ""
    line = scene.history(ticket)[-1]
    assert (line.move, line.before, line.reason) == (Move.RETURNED, "王强", "left, and nobody is there")
    zhao = colleague(scene, "赵敏", Category.SERVICE)
    assert scene.press(zhao, "offer_to", ticket, to=id_of(scene, zhao)).word == "offered"


@pytest.mark.parametrize("away", [leave, on_leave])
def test_nobody_there_whoever_begins_a_shift_later_may_take_it(scene: Scene, away) -> None:  # type: ignore[no-untyped-def]
    an = colleague(scene, "An")
    ticket = scene.ticket()
    scene.take(an, ticket)
    gone = scene.agent("Chen")
    scene.press(an, "offer_to", ticket, to=id_of(scene, gone))
    away(scene, an)
    bo = colleague(scene, "Bo", shift=None)
    if away is on_leave:
        assert scene.take(bo, ticket).word == "taken_by", "it is not handed over yet"
    sweep(scene) or hand_over(scene)
    keys = [one["do"] for one in scene.payloads(scene.notices("card_edit", ticket_id=ticket)[-1])]
    assert keys[:3] == ["take", "offer", "resolve"]
    assert scene.take(bo, ticket).word == "taken"
    now = scene.get(ticket)
    assert (name_of(scene, now.owner_id), name_of(scene, now.first_owner_id)) == ("Bo", "An")
    line = scene.history(ticket)[-1]
    assert (line.move, line.before, line.after, line.reason) == (Move.ASSIGNED, "An", "Bo", "button")
    assert [one.due_at for one in scene.all(Transfer)] == [None], "what An offered is theirs no more"
    assert scene.notices("card_edit", ticket_id=ticket)[-1].values["owner"] == "Bo"
    assert scene.take(scene.agent("Du"), ticket).word == "taken_by"
    assert scene.take(bo, ticket).word == "yours_already"


def test_who_is_back_before_the_desk_looked_keeps_what_is_theirs(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    colleague(scene, "赵敏")
    leave(scene, wang)
    with scene.desk() as work:
        assert agents.welcome(work, wang, "王强") is not None
    assert sweep(scene) == 0
    assert not scene.all(Departure)
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"


def test_a_task_is_everybodys_again_and_its_card_says_why(scene: Scene, policy: Policy) -> None:
    wang = colleague(scene, "王强", Category.DESIGN)
    ticket = scene.ticket()
    scene.take(wang, ticket)
    task = take_part(scene, wang, ticket)
    zhao = colleague(scene, "赵敏", Category.DESIGN)
    leave(scene, wang)
    sweep(scene)
    (now,) = scene.all(Task)
    assert (now.agent_id, now.remind_at, now.done_at) == (None, task.due_at, None)
    card = scene.notices("task")[-1]
    assert card.values["called"] == [{"to": "赵敏", "to_id": zhao}]
    words = Words(policy.zone, scene.clock)
    said = {one: without_markup(message(words, one, "task", card.values)) for one in Language}
    assert "王强 is not available; who takes it over?" in said[Language.EN]
    assert "王强 不在，请其他人接手" in said[Language.ZH]
    with scene.desk() as work:
        deeds.press(work, zhao, {"do": "take_task", "task": task.id})
    (now,) = scene.all(Task)
    assert (name_of(scene, now.agent_id), "former" in now.values) == ("赵敏", False)


def test_on_leave_only_tasks_that_are_due_meanwhile_are_given_back(scene: Scene) -> None:
    wang = colleague(scene, "王强", Category.DESIGN)
    task = take_part(scene, wang, scene.ticket())
    with scene.desk() as work:
        work.session.get_one(Task, task.id).due_at = scene.clock.now + timedelta(days=10)
    on_leave(scene, wang)
    hand_over(scene)
    assert name_of(scene, scene.all(Task)[0].agent_id) == "王强"
    with scene.desk() as work:
        work.session.get_one(Task, task.id).due_at = scene.clock.now + timedelta(days=2)
        work.session.exec(select(Leave)).one().handed_over_at = None
    hand_over(scene)
    assert scene.all(Task)[0].agent_id is None


@pytest.mark.parametrize("away", [leave, on_leave])
def test_what_was_offered_to_them_stays_where_it_is(scene: Scene, away) -> None:  # type: ignore[no-untyped-def]
    wang, zhao = colleague(scene, "王强"), colleague(scene, "赵敏")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    scene.press(wang, "offer_to", ticket, to=id_of(scene, zhao))
    away(scene, zhao)
    sweep(scene) or hand_over(scene)
    (transfer,) = scene.all(Transfer)
    assert (transfer.due_at, transfer.returned_at) == (None, None), "nobody was too slow"
    (told,) = scene.notices("told", template="told_called_off")
    assert (told.values["by_id"], told.values["to"], told.values["owner"]) == (wang, "赵敏", "王强")
    assert scene.history(ticket)[-1].move == Move.RETURNED
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"


def test_a_promise_stands_and_whoever_has_the_ticket_keeps_it(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    promise(scene, wang, ticket, "我们的师傅周五下午三点上门。")
    colleague(scene, "赵敏")
    leave(scene, wang)
    sweep(scene)
    (made,) = scene.all(Promise)
    assert made.state == PromiseState.MADE
    with scene.desk() as work:
        keeper = promise_clock.person_of(work, work.session.get_one(Ticket, ticket), made)
        assert keeper is not None
        assert keeper.name == "赵敏"


def test_the_group_hears_what_they_leave_behind(scene: Scene, policy: Policy) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    promise(scene, wang, ticket, "我们的师傅周五下午三点上门。")
    take_part(scene, wang, ticket)
    tomorrow, number = scene.clock.now + timedelta(days=1), id_of(scene, wang)
    with scene.desk() as work:
        row = Shift(agent_id=number, from_at=tomorrow, until_at=tomorrow + timedelta(hours=8))
        row.planned = row.on_call = True
        work.session.add(row)
    leave(scene, wang)
    (told,) = scene.notices("departed")
    assert told.values == {
        "name": "王强", "tickets": 1, "tasks": 1, "promises": 1, "shifts": 2, "on_call": 1,
    }  # fmt: skip
    words = Words(policy.zone, scene.clock)
    said = {one: without_markup(message(words, one, "departed", told.values)) for one in Language}
    assert "1 ticket and 1 task, for others to take over. Promises" in said[Language.EN]
    assert "Still in the roster: 2 shifts (1 on call). Lead" in said[Language.EN]
    assert "未结工单 1 件、未完成任务 1 项" in said[Language.ZH]
    assert "还有 2 个班（其中听班 1 个），到时没有人来" in said[Language.ZH]
    few = {
        one: without_markup(message(words, one, "departed", told.values | {"shifts": 1, "on_call": 0}))
        for one in Language
    }
    assert "Still in the roster: 1 shift. Lead" in few[Language.EN]
    assert "还有 1 个班，到时没有人来" in few[Language.ZH]


def test_nobody_asks_who_left_whether_they_are_still_at_work(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        assert shifts.begin(work, agent, "20:00").word == "on_shift"
    leave(scene, wang)
    (asked,) = scene.notices("shift_over")
    assert asked.state == NoticeState.CANCELLED


def test_of_who_leaves_nothing_behind_nothing_is_said(scene: Scene) -> None:
    leave(scene, colleague(scene, "王强", shift=None))
    assert not scene.notices("departed")


def test_two_at_once_hand_over_once(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    colleague(scene, "赵敏")
    leave(scene, wang)
    at_once(scene, handing_over.of_who_left, handing_over.of_who_left)
    sweep(scene)
    assert [one.reason for one in scene.history(ticket) if one.move == Move.ASSIGNED] == ["filed", "left"]


def test_leave_entered_longer_hands_over_what_was_taken_in_between(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    on_leave(scene, wang, days=1)
    hand_over(scene)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        leaves.come_back(work, agent)
    on_leave(scene, wang, days=2)
    hand_over(scene)
    ticket = scene.ticket()
    scene.take(wang, ticket)
    colleague(scene, "赵敏")
    assert on_leave(scene, wang, days=2) is False
    assert hand_over(scene) == 0, "the same leave, entered again"
    assert on_leave(scene, wang, days=4) is True
    assert hand_over(scene) == 1
    assert name_of(scene, scene.get(ticket).owner_id) == "赵敏"
