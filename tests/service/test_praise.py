"""Praise reaches whom it names and their lead, once; the customer hears it when it has."""

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.finding import Praise
from bot.desk.labels import Category, Kind
from bot.desk.notice import NoticeState
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.service import changes, praise, records
from tests.builders import ANN, LI, Scene
from tests.databases import STAFF_CHAT

WORDS = "王强师傅修得又快又好，谢谢"


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

    def named(words: str) -> str:
        with scene.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
            return praise.name(work, agent, work.session.get_one(Ticket, ticket), words).word

    assert [named(one) for one in ("某人", "王强", "王强")] == ["nobody_named", "praised", "praised_already"]
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
