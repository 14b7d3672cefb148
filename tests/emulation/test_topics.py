"""Forum topics and groups: threads, closing, deletion, privacy mode, members."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat


async def test_a_topic_holds_its_messages(telegram: Emulator, bot: Bot, staff: Chat, agent: Person) -> None:
    topic = await bot.create_forum_topic(staff.id, "工单 7", icon_color=9367192)
    card = await bot.send_message(staff.id, "card", message_thread_id=topic.message_thread_id)
    assert card.is_topic_message
    assert card.message_thread_id == topic.message_thread_id
    assert card.reply_to_message is not None
    assert card.reply_to_message.forum_topic_created is not None
    agent.says("on it", staff, thread=topic.message_thread_id)
    said = (await bot.get_updates())[-1].message
    assert said is not None
    assert said.message_thread_id == topic.message_thread_id
    in_topic = telegram.messages(staff, thread=topic.message_thread_id)
    assert [m.text for m in in_topic if not m.service] == ["card", "on it"]
    answer = telegram.messages(staff)[-1]
    reply = await bot.send_message(staff.id, "yes", reply_to_message_id=answer.id)
    assert reply.message_thread_id == topic.message_thread_id


async def test_topics_refuse(telegram: Emulator, bot: Bot, staff: Chat) -> None:
    plain = telegram.group("Plain", forum=False)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(plain.id, "x")
    for chat in (staff, plain):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(chat.id, "x", message_thread_id=77)
    for name in ("", "x" * 129):
        with pytest.raises(BadRequest):
            await bot.create_forum_topic(staff.id, name)
    topic = await bot.create_forum_topic(staff.id, "x" * 128)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.edit_forum_topic(staff.id, topic.message_thread_id, name="x" * 128)
    assert await bot.edit_forum_topic(staff.id, topic.message_thread_id, name="y")
    assert staff.topics[topic.message_thread_id].name == "y"
    assert await bot.delete_forum_topic(staff.id, topic.message_thread_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(staff.id, "x", message_thread_id=topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)topic_id_invalid"):
        await bot.close_forum_topic(staff.id, topic.message_thread_id)


@pytest.mark.parametrize("strict", [False, True])
async def test_closed_topics(telegram: Emulator, bot: Bot, agent: Person, strict: bool) -> None:
    group = telegram.group(members=[agent], closed_for_admins=strict)
    topic = telegram.topic(group, "by people")
    await bot.close_forum_topic(group.id, topic.id)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_forum_topic(group.id, topic.id)
    with pytest.raises(ValueError, match="closed"):
        agent.says("late", group, thread=topic.id)
    if not strict:
        assert await bot.send_message(group.id, "admins may", message_thread_id=topic.id)
        telegram.bot_becomes(group, "administrator", can_manage_topics=False)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(group.id, "x", message_thread_id=topic.id)
    telegram.close_topic(group, topic, closed=False)
    assert await bot.send_message(group.id, "open", message_thread_id=topic.id)


async def test_replies_in_a_plain_supergroup_make_threads(
    telegram: Emulator, bot: Bot, agent: Person
) -> None:
    group = telegram.group("Plain", forum=False, members=[agent])
    card = await bot.send_message(group.id, "card")
    agent.says("mine", group, reply_to=telegram.messages(group)[-1])
    answer = (await bot.get_updates())[-1].message
    assert answer is not None
    assert answer.message_thread_id == card.message_id
    assert not answer.is_topic_message


async def test_privacy_mode(telegram: Emulator, bot: Bot, agent: Person) -> None:
    group = telegram.group("Plain", forum=False, members=[agent], bot="member")
    agent.says("among us", group)
    agent.says("/take", group)
    agent.says("hey @caredesk_test_bot", group)
    seen = [u.message.text for u in await bot.get_updates() if u.message]
    assert seen == ["/take", "hey @caredesk_test_bot"]


async def test_members(telegram: Emulator, bot: Bot, staff: Chat, agent: Person, li: Person) -> None:
    assert (await bot.get_chat_member(staff.id, agent.id)).status == "member"
    assert (await bot.get_chat_member(staff.id, li.id)).status == "left"
    telegram.add_member(staff, li, admin=True)
    assert (await bot.get_chat_member(staff.id, li.id)).status == "administrator"
    assert {m.user.id for m in await bot.get_chat_administrators(staff.id)} == {li.id, bot.id}
    telegram.remove_member(staff, li)
    messages = [u.message for u in await bot.get_updates() if u.message]
    assert messages[-1].left_chat_member is not None
    with pytest.raises(ValueError, match="no member"):
        li.says("x", staff)
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(staff.id, 424242)
    whole = await bot.get_chat(staff.id)
    assert whole.is_forum


async def test_my_chat_member(telegram: Emulator, bot: Bot, staff: Chat, li: Person, agent: Person) -> None:
    telegram.block(li)
    telegram.bot_becomes(staff, "left", by=agent)
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [(c.chat.id, c.new_chat_member.status) for c in changes] == [(li.id, "kicked"), (staff.id, "left")]


async def test_an_anonymous_administrator(bot: Bot, staff: Chat, agent: Person) -> None:
    agent.says("from behind the curtain", staff, anonymous=True)
    said = (await bot.get_updates())[-1].message
    assert said is not None
    assert said.sender_chat is not None
    assert said.sender_chat.id == staff.id
    assert said.from_user is not None
    assert said.from_user.username == "GroupAnonymousBot"
