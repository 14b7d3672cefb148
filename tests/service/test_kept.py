"""What an export holds of what agents wrote: what the customer got, and none of the notes among themselves."""

import json

import pytest
from sqlmodel import select

from bot.chat import commands
from bot.desk.agent import Agent, Role
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.service import conversation, history, kept
from bot.service.verdict import Verdict
from tests.builders import ANN, LI, Scene
from tests.databases import STAFF_CHAT

SECRET = "NOTE"


def sections(scene: Scene) -> kept.Sections:
    with scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        return kept.everything(work, customer)


def exported(scene: Scene) -> str:
    return json.dumps(sections(scene), ensure_ascii=False)


def obey(scene: Scene, user: int, ticket: int, name: str, words: str) -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return commands.obey(work, agent, name, work.session.get_one(Ticket, ticket), words)


def test_a_note_within_an_answer_is_not_in_it(scene: Scene) -> None:
    ticket = scene.ticket()
    scene.answer(scene.agent(), ticket, f"明天上午来修\n// {SECRET} 这户难缠")
    assert "明天上午来修" in exported(scene)
    assert SECRET not in exported(scene)


def test_nor_a_note_in_the_words_of_a_resolution(scene: Scene) -> None:
    ticket = scene.ticket()
    scene.resolve(scene.agent(), ticket, "words", f"水管已更换\n// {SECRET} 下次先收费")
    assert "水管已更换" in exported(scene)
    assert SECRET not in exported(scene)


def test_nor_what_a_note_or_an_answer_said_before_it_was_edited(scene: Scene) -> None:
    ticket, agent = scene.ticket(), scene.agent()
    for before, after in (
        (f"// {SECRET} 一", f"// {SECRET} 二"),
        (f"来了\n// {SECRET}", f"到了\n// {SECRET}"),
    ):
        heard = scene.heard(before, STAFF_CHAT, name="王强")
        scene.say_again(agent, ticket, heard)
        with scene.desk() as work:
            conversation.edit_as_desk(work, STAFF_CHAT, heard.message_id, after, scene.clock.now)
    assert "来了" in exported(scene)
    assert "到了" in exported(scene)
    assert SECRET not in exported(scene)


def test_what_customers_write_is_theirs_whatever_it_begins_with(scene: Scene) -> None:
    heard = scene.heard("// 我家漏水")
    scene.record(heard)
    with scene.desk() as work:
        conversation.edit(work, LI, heard.message_id, "// 我家还在漏水", scene.clock.now)
    assert "// 我家漏水" in exported(scene)
    assert "// 我家还在漏水" in exported(scene)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("supervise", f"{SECRET} 这户难缠"),
        ("snooze", f"tomorrow 9:00 {SECRET}"),
        ("part", f"design {SECRET}"),
        ("did", SECRET),
        ("defect", f"{SECRET} lawsuit"),
        ("green", "off"),
        ("give", "赵敏"),
        ("wait", ""),
        ("tell", f"// {SECRET}"),
        ("promise", f"tomorrow 15:00 we come\n// {SECRET}"),
    ],
)
def test_nothing_of_what_staff_say_among_themselves_is_in_it(scene: Scene, command: str, words: str) -> None:
    lead, ticket = scene.agent("林组长", Role.LEAD), scene.ticket()
    scene.agent("赵敏")
    scene.take(lead, ticket)
    scene.answer(lead, ticket, "请发一张照片")
    obey(scene, lead, ticket, "green", "")
    if command == "did":
        obey(scene, lead, ticket, "part", "design check")
    moves = len(scene.history(ticket))
    obey(scene, lead, ticket, command, words)
    assert len(scene.history(ticket)) > moves or command == "tell"
    assert SECRET not in exported(scene)
    assert "赵敏" not in exported(scene)


def test_nor_a_note_beside_a_reason_of_the_list(scene: Scene) -> None:
    ticket = scene.ticket()
    scene.resolve(scene.agent(), ticket, "fixed", f"// {SECRET} 他又来了")
    assert SECRET not in exported(scene)
    assert '"resolution": "fixed"' in exported(scene)


def test_nor_the_numbers_of_others_in_the_household(scene: Scene) -> None:
    old = scene.resolved("ceiling leak in the bathroom", chat=LI)
    scene.clock.forward(days=1)
    other = scene.ticket("the lift is loud", chat=ANN)
    with scene.desk() as work:
        ticket = work.session.get_one(Ticket, old)
        history.note(
            work, ticket, Move.FIX_FAILED, Author.DESK, after=f"CD-{other}", reason="complained again"
        )
    assert f"CD-{other}" not in exported(scene)
    assert "fix_failed" not in exported(scene)


def test_the_decision_about_a_suggestion_is_in_it_with_its_reason(scene: Scene) -> None:
    ticket = scene.ticket("请种树", kind=Kind.SUGGESTION, category=Category.SERVICE)
    obey(scene, scene.agent(), ticket, "adopt", f"明年春天种\n// {SECRET} 便宜的那种")
    (decided,) = [one for one in sections(scene)["history"] if one["move"] == "adopted"]
    assert decided["reason"] == "明年春天种"
    assert SECRET not in exported(scene)
