"""What an export holds of what agents wrote: what the customer got, and none of the notes among themselves."""

import json

from sqlmodel import select

from bot.desk.customer import Customer
from bot.service import conversation, kept
from tests.builders import LI, Scene
from tests.databases import STAFF_CHAT

SECRET = "NOTE"


def exported(scene: Scene) -> str:
    with scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        return json.dumps(kept.everything(work, customer), ensure_ascii=False)


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
