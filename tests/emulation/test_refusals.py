"""Every refusal, as python-telegram-bot raises it."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken

from tests.emulation.conftest import ptb_bot
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat

PHOTO = b"\xff\xd8 a photo"


def keyboard(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Take", callback_data=data)]])


async def test_who_can_be_written_to(telegram: Emulator, bot: Bot, li: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(987654, "hello")
    stranger = telegram.user(first_name="Nobody")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(stranger.id, "hello")
    telegram.block(li)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(li.id, "hello")
    telegram.unblock(li)
    assert (await bot.send_message(li.id, "hello")).text == "hello"
    machine = telegram.user(first_name="R2", is_bot=True)
    with pytest.raises(Forbidden, match="can't send messages to bots"):
        await bot.send_message(machine.id, "hello")
    assert [call.code for call in telegram.errors()] == [400, 403, 403, 403]


async def test_tokens_and_methods(telegram: Emulator, bot: Bot) -> None:
    for token, sentence in (("7000000001:another", "Unauthorized"), ("nonsense", "Not Found")):
        wrong = Bot(token, base_url=telegram.base_url)
        with pytest.raises(InvalidToken, match=sentence):
            await wrong.get_me()
        await wrong.request.shutdown()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")


@pytest.mark.parametrize(
    ("text", "mode", "sentence"),
    [
        ("", None, "Message text is empty"),
        (" \n\u200b", None, "Message text is empty"),
        ("<b></b>", "HTML", "Message text is empty"),
        ("字" * 4097, None, "Message is too long"),
        ("🏟" * 2049, None, "Message is too long"),
        ("<b>a", "HTML", "Can't parse entities: can't find end tag"),
        ("1.", "MarkdownV2", "Can't parse entities: character '.' is reserved"),
        ("x", "XML", "Unsupported parse_mode"),
    ],
)
async def test_texts(bot: Bot, li: Person, text: str, mode: str | None, sentence: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(li.id, text, parse_mode=mode)
    assert str(refused.value).lower().startswith(sentence.lower())


async def test_limits_count_after_parsing(bot: Bot, li: Person) -> None:
    sent = await bot.send_message(li.id, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    assert sent.text == "<" * 4096
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(li.id, PHOTO, caption="长" * 1025)


@pytest.mark.parametrize("data", ["x" * 65, "汉" * 22])
async def test_callback_data(bot: Bot, li: Person, data: str) -> None:
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(li.id, "choose", reply_markup=keyboard(data))
    await bot.send_message(li.id, "choose", reply_markup=keyboard("x" * 64))


async def test_buttons(bot: Bot, li: Person, staff: Chat) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong HTTP URL"):
        await bot.send_message(
            li.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("go", url="nowhere")]])
        )
    ask = ReplyKeyboardMarkup([[KeyboardButton("Number", request_contact=True)]])
    with pytest.raises(BadRequest, match="private chats only"):
        await bot.send_message(staff.id, "x", reply_markup=ask)
    await bot.send_message(li.id, "your number?", reply_markup=ask)
    assert li.taps("Number").body["contact"]["user_id"] == li.id


async def test_edits(telegram: Emulator, bot: Bot, li: Person) -> None:
    sent = await bot.send_message(li.id, "<b>one</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("<b>one</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard("a"))
    edited = await sent.edit_text("two")
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("two", None)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", li.id, 4711)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", li.id, li.says("mine").id)
    photo = await bot.send_photo(li.id, PHOTO, caption="before")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await photo.edit_text("x")
    assert await photo.edit_caption("after")
    with pytest.raises(BadRequest, match="There is no caption"):
        await sent.edit_caption("x")
    assert [m.text for m in telegram.from_bot(li)] == ["two", "after"]


async def test_deletion(telegram: Emulator, bot: Bot, li: Person) -> None:
    sent = await bot.send_message(li.id, "old")
    telegram.advance(49 * 3600)
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await sent.delete()
    fresh = await bot.send_message(li.id, "new")
    assert await fresh.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await fresh.delete()
    assert [m.text for m in telegram.from_bot(li)] == ["old"]


async def test_replies(telegram: Emulator, bot: Bot, li: Person) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(li.id, "re", reply_parameters=ReplyParameters(999))
    loose = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(li.id, "re", reply_parameters=loose)).reply_to_message is None
    question = li.says("question")
    sent = await bot.send_message(li.id, "re", reply_parameters=ReplyParameters(question.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "question"
    assert telegram.messages(li)[-1].reply_to is question


async def test_copy_forward_pin_react(bot: Bot, li: Person, staff: Chat) -> None:
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(staff.id, li.id, 999)
    with pytest.raises(BadRequest, match="Message to forward not found"):
        await bot.forward_message(staff.id, li.id, 999)
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(staff.id, 999)
    with pytest.raises(BadRequest, match="Message to react not found"):
        await bot.set_message_reaction(li.id, 999, "👍")
    with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
        await bot.set_message_reaction(li.id, li.says("x").id, "🏟")


async def test_callback_answers(telegram: Emulator, bot: Bot, li: Person) -> None:
    await bot.send_message(li.id, "choose", reply_markup=keyboard("a:1"))
    card = telegram.from_bot(li)[-1]
    press = li.presses(card, "Take")
    assert await bot.answer_callback_query(press.id, "done")
    assert press.answers == [{"text": "done", "show_alert": False}]
    for query_id in ("12345", li.presses(card, "a:1").id):
        telegram.advance(3600)
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
            await bot.answer_callback_query(query_id)


async def test_albums(bot: Bot, li: Person) -> None:
    photo = InputMediaPhoto(PHOTO)
    with pytest.raises(BadRequest, match="2-10 items"):
        await bot.send_media_group(li.id, [photo])
    with pytest.raises(BadRequest, match="Too many messages to send as an album"):
        await bot.send_media_group(li.id, [photo] * 11)
    with pytest.raises(BadRequest, match="Document can't be mixed"):
        await bot.send_media_group(li.id, [photo, InputMediaDocument(b"x")])


async def test_files(telegram: Emulator, bot: Bot, li: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier/HTTP URL specified"):
        await bot.send_photo(li.id, "AgACnothing")
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type document as photo"):
        await bot.send_photo(li.id, str(li.sends_document().file_id))
    with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
        await bot.send_document(li.id, b"")
    large = li.sends_document("film.mkv", size=60 * 1024 * 1024)
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(str(large.file_id))
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        await bot.get_file("nothing")


async def test_groups_that_refuse(telegram: Emulator, bot: Bot, staff: Chat, agent: Person) -> None:
    telegram.bot_becomes(staff, "member")
    sent = agent.says("/x", staff)
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned"):
        await bot.pin_chat_message(staff.id, sent.id)
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(staff.id, "x")
    telegram.bot_becomes(staff, "kicked", by=agent)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(staff.id, "x")
    telegram.bot_becomes(staff, "administrator")
    assert await bot.leave_chat(staff.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(staff.id, "x")


async def test_migration(telegram: Emulator, bot: Bot, agent: Person) -> None:
    small = telegram.group("Small", basic=True, members=[agent])
    await bot.send_message(small.id, "before")
    large = telegram.migrate(small)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(small.id, "after")
    assert moved.value.new_chat_id == large.id
    await bot.send_message(large.id, "after")
    updates = await bot.get_updates()
    assert next(u.message.migrate_to_chat_id for u in updates if u.message) == large.id


async def test_commands_are_checked(telegram: Emulator, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("Help", "x")])
    with pytest.raises(BadRequest, match=r"(?i)invalid language code"):
        await bot.set_my_commands([("help", "x")], language_code="zh-hans")
    await bot.set_my_commands([("help", "帮助")], language_code="zh")
    assert telegram.commands(language="zh") == [{"command": "help", "description": "帮助"}]
    assert [c.description for c in await bot.get_my_commands(language_code="zh")] == ["帮助"]
    assert await bot.set_my_short_description("desk")
    assert (await bot.get_my_short_description()).short_description == "desk"


async def test_a_bot_of_its_own_reads_who_it_is(telegram: Emulator) -> None:
    async with ptb_bot(telegram) as other:
        assert other.username == "caredesk_test_bot"
