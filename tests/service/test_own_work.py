"""/mine: what somebody holds, the most pressing first."""

from typing import Any

import pytest
from sqlmodel import select

from bot.chat.commands import obey
from bot.desk.agent import Agent, Role
from bot.desk.labels import Hazard, Kind
from bot.desk.task import TaskKind
from bot.desk.ticket import Ticket
from bot.service import own_work, tasks
from bot.service.verdict import Verdict
from tests.builders import Scene
from tests.service.colleagues import colleague, id_of


def mine(scene: Scene, user: int, words: str = "") -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return obey(work, agent, "mine", None, words)


def lines(scene: Scene, user: int) -> list[dict[str, Any]]:
    return list(mine(scene, user).values["items"])


def numbers(scene: Scene, user: int) -> list[str]:
    return [one["number"] for one in lines(scene, user)]


def test_what_is_urgent_and_what_is_due_comes_first(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    praise = scene.ticket("谢谢", kind=Kind.PRAISE, chat=6001)
    leak = scene.ticket("漏水", chat=6002)
    gas = scene.ticket("煤气味", chat=6003, hazard=Hazard.GAS)
    raised = scene.ticket("又漏了", kind=Kind.SUGGESTION, chat=6004)
    with scene.desk() as work:
        work.session.get_one(Ticket, raised).priority = 1
    for one in (praise, leak, gas):
        assert scene.take(wang, one).word == "taken"
    assert numbers(scene, wang) == [f"CD-{one}" for one in (gas, raised, leak, praise)]
    told = mine(scene, wang)
    assert (told.word, told.name, told.values["count"], told.values["left"]) == ("own_work", "王强", 4, 0)
    assert [one["taken"] for one in told.values["items"]] == [True, False, True, True]
    assert not any(one["words"] for one in told.values["items"]), "nothing to erase later"


def test_a_line_says_what_is_owed_late_or_waits(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket("漏水")
    scene.take(wang, ticket)
    (first,) = lines(scene, wang)
    assert (first["due_metric"], first["late"]) == ("first_response", False)
    scene.answer(wang, ticket, "请问是哪一户？")
    (then,) = lines(scene, wang)
    assert then["due_metric"] == "resolution"
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        obey(work, agent, "wait", work.session.get_one(Ticket, ticket), "")
    scene.clock.forward(minutes=5)
    (waits,) = lines(scene, wang)
    assert waits["waits_at"]
    scene.heard("还是漏")
    late = scene.ticket("电梯坏了", chat=6009)
    scene.clock.forward(hours=5)
    assert [one["number"] for one in lines(scene, wang) if one["late"]] == [f"CD-{late}"]


def test_what_is_offered_comes_before_all_until_it_is_answered(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    zhao = colleague(scene, "赵敏")
    own = scene.ticket("漏水", chat=6001, hazard=Hazard.FLOODING)
    scene.take(zhao, own)
    offered = scene.ticket("电梯坏了", chat=6002)
    scene.take(wang, offered)
    scene.press(wang, "offer_to", offered, to=id_of(scene, zhao))
    first, then = lines(scene, zhao)
    assert (first["number"], first["offered"], then["offered"]) == (f"CD-{offered}", "赵敏", "")
    assert mine(scene, zhao).values["count"] == 1, "it is not theirs yet"
    scene.clock.forward(days=1)
    assert numbers(scene, zhao) == [f"CD-{own}"]


def test_of_many_the_worst_are_named_and_the_others_counted(scene: Scene) -> None:
    wang = scene.agent("王强")
    for number in range(22):
        scene.take(wang, scene.ticket(str(number), chat=6000 + number))
    told = mine(scene, wang)
    assert (told.values["count"], len(told.values["items"]), told.values["left"]) == (22, 20, 2)


def test_tasks_are_counted_until_they_are_done_and_closed_tickets_are_not(scene: Scene) -> None:
    lead, ticket = colleague(scene, "赵敏", role=Role.LEAD), scene.ticket()
    scene.take(lead, ticket)
    scene.resolve(lead, ticket)
    assert mine(scene, lead).values["count"] == 0
    number = id_of(scene, lead)
    with scene.desk() as work:
        task = tasks.give(work, TaskKind.RECOVER, "rating:1/1", work.now, {}, agent_id=number)
        assert task is not None
        assert own_work.tell(work, work.session.get_one(Agent, number), "").values["tasks"] == 1
        tasks.done(work, task, "satisfied")
    assert mine(scene, lead).values["tasks"] == 0


@pytest.mark.parametrize(
    ("words", "word"), [("王强", "own_work"), ("小王", "several_named"), ("李", "nobody_named")]
)
def test_a_colleague_is_asked_about_by_name(scene: Scene, words: str, word: str) -> None:
    zhao = scene.agent("赵敏")
    scene.take(scene.agent("王强"), scene.ticket())
    scene.agent("王伟")
    assert mine(scene, zhao, words).word == word
