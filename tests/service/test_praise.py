"""Praise reaches whom it names and their lead, once; the customer hears it when it has."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.agent import Agent, Role
from bot.desk.finding import Praise
from bot.desk.labels import Category, Kind, Language
from bot.desk.notice import NoticeState
from bot.desk.policy import Policy
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.service import agents, changes, praise, records, roster
from tests.builders import ANN, LI, Scene
from tests.databases import STAFF_CHAT

WORDS = "王强师傅修得又快又好，谢谢"


@pytest.fixture
def words(policy: Policy) -> Words:
    return Words(policy.zone, lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def praised(scene: Scene, text: str = WORDS, chat: int = LI) -> int:
    return scene.ticket(text, chat=chat, kind=Kind.PRAISE, category=Category.SERVICE)


def thanked(scene: Scene) -> list[str]:
    """What customers were told by now."""
    scene.clock.forward(seconds=30)
    with scene.desk() as work:
        praise.thank(work)
    return [str(one.values["agent"]) for one in scene.notices("praise_reached")]


def rows(scene: Scene) -> list[Praise]:
    with scene.desk() as work:
        return list(work.session.exec(select(Praise)).all())


def test_who_is_named_and_their_lead_hear_it_and_then_the_customer_does(scene: Scene) -> None:
    wang, lead = scene.agent("王强"), scene.agent("赵敏", Role.LEAD)
    ticket = praised(scene)
    (line,) = scene.notices("praise")
    assert (line.chat_id, line.ticket_id) == (STAFF_CHAT, None)  # to all, in no topic
    assert (line.values["agent_id"], line.values["lead_id"]) == (wang, lead)
    assert line.values["words"] == WORDS
    assert Move.PRAISED in [one.move for one in scene.history(ticket)]
    assert thanked(scene) == []  # it has not arrived yet
    scene.deliver()
    assert thanked(scene) == thanked(scene) == ["王强"]
    (told,) = scene.notices("praise_reached")
    assert (told.chat_id, told.values["lead"]) == (LI, "赵敏")
    assert [one.look_at for one in rows(scene)] == [None]


def test_it_stands_in_the_record_of_who_is_praised(scene: Scene) -> None:
    scene.agent("王强")
    begin = scene.clock.now
    praised(scene)
    scene.clock.forward(hours=1)
    with scene.desk() as work:
        assert [(one.agent.name, one.praised) for one in records.records(work, begin, work.now)] == [
            ("王强", 1)
        ]


def test_where_nobody_is_named_it_is_who_resolved_the_last_matter(scene: Scene) -> None:
    scene.resolved()  # by 赵敏
    scene.clock.forward(hours=2)
    praised(scene, "修得真好，非常满意")
    assert [one.values["agent"] for one in scene.notices("praise")] == ["赵敏"]


def test_where_nobody_knows_a_colleague_says_it(scene: Scene) -> None:
    wang = scene.agent("王强")
    scene.agent("赵敏")
    ticket = praised(scene, "服务很好", ANN)
    assert scene.notices("praise") == []

    said = [named(scene, wang, ticket, one) for one in ("某人", "王强", "王强")]
    assert said == ["nobody_named", "praised", "praised_already"]
    assert [one.values["agent"] for one in scene.notices("praise")] == ["王强"]


def test_what_is_no_praise_counts_for_nobody(scene: Scene) -> None:
    scene.agent("王强")
    ticket = praised(scene, "王强师傅态度太差了")
    with scene.desk() as work:
        changes.correct(work, work.session.get_one(Ticket, ticket), Author.AGENT, kind=Kind.COMPLAINT)
    assert rows(scene) == []
    assert [one.state for one in scene.notices("praise")] == [NoticeState.CANCELLED]
    scene.deliver()
    assert thanked(scene) == []
    complaint = scene.ticket("楼上漏水，王强师傅修好了，真棒", chat=ANN)
    with scene.desk() as work:
        changes.correct(work, work.session.get_one(Ticket, complaint), Author.AGENT, kind=Kind.PRAISE)
    assert [one.ticket_id for one in rows(scene)] == [complaint]


def relabel(scene: Scene, ticket: int, kind: Kind) -> None:
    with scene.desk() as work:
        changes.correct(work, work.session.get_one(Ticket, ticket), Author.AGENT, kind=kind)


@pytest.mark.parametrize("heard", [False, True])
def test_what_was_called_something_else_for_a_while_is_told_and_counts_once(
    scene: Scene, heard: bool
) -> None:
    wang, ticket = scene.agent("王强"), praised(scene)
    begin = scene.clock.now
    if heard:
        scene.deliver()
    for _ in range(2):
        relabel(scene, ticket, Kind.COMPLAINT)
        relabel(scene, ticket, Kind.PRAISE)
    scene.deliver()
    lines = scene.notices("praise")
    assert [one.state for one in lines].count(NoticeState.SENT) == 1
    assert lines[-1].values["agent_id"] == wang
    assert thanked(scene) == thanked(scene) == ["王强"]
    with scene.desk() as work:
        (record,) = records.records(work, begin, work.now)
    assert record.praised == 1


def test_nobody_praises_themselves(scene: Scene) -> None:
    wang = scene.agent("王强")
    ticket = praised(scene, "王强修得真好", chat=wang)
    assert (scene.notices("praise"), rows(scene)) == ([], [])
    assert named(scene, scene.agent("赵敏"), ticket, "王强") == "praise_self"
    assert (scene.notices("praise"), rows(scene)) == ([], [])


def named(scene: Scene, user: int, ticket: int, words: str) -> str:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return praise.name(work, agent, work.session.get_one(Ticket, ticket), words).word


@pytest.mark.parametrize("gone", [roster.remove, agents.dismiss])
def test_praise_of_a_former_colleague_reaches_their_lead_and_says_so(
    scene: Scene, words: Words, gone: Any
) -> None:
    wang, lead = scene.agent("王强"), scene.agent("赵敏", Role.LEAD)
    with scene.desk() as work:
        gone(work, wang)
    praised(scene)
    (line,) = scene.notices("praise")
    assert (line.template, line.values["agent_id"], line.values["lead_id"]) == ("praise_former", 0, lead)
    assert str(wang) not in message(words, line.language, line.template or "", line.values)
    scene.deliver()
    thanked(scene)
    (told,) = scene.notices("praise_reached")
    said = without_markup(message(words, Language.ZH, told.template or "", told.values))
    assert "王强已不在我们团队" in said
    assert "负责人" in said


def test_a_colleague_may_name_a_former_one(scene: Scene) -> None:
    wang, zhao = scene.agent("王强"), scene.agent("赵敏")
    ticket = praised(scene, "服务很好", ANN)
    with scene.desk() as work:
        roster.remove(work, wang)
    assert named(scene, zhao, ticket, "王强") == "praised_former"


def test_a_name_that_a_former_colleague_answers_to_as_well_means_who_is_there(scene: Scene) -> None:
    gone, wang = scene.agent("王刚"), scene.agent("王强")
    with scene.desk() as work:
        roster.remove(work, gone)
    praised(scene, "王师傅修得真好")
    assert [one.values["agent_id"] for one in scene.notices("praise")] == [wang]
