"""Media both ways: uploads, file_ids, albums, copies, downloads; what people send arrives whole."""

from telegram import Bot, InputFile, InputMediaPhoto, Message

from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat


async def newest(bot: Bot) -> Message:
    message = (await bot.get_updates())[-1].effective_message
    assert isinstance(message, Message)
    return message


async def test_a_customers_file_is_downloaded_and_passed_on(
    telegram: Emulator, bot: Bot, li: Person, staff: Chat
) -> None:
    li.sends_photo("the leak", content=b"\xff\xd8 leak")
    photo = await newest(bot)
    assert photo.caption == "the leak"
    file = await bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"\xff\xd8 leak"
    sent = await bot.send_photo(staff.id, photo.photo[-1].file_id, caption="<b>leak</b>", parse_mode="HTML")
    copied = await bot.copy_message(staff.id, li.id, photo.message_id)
    shown = telegram.messages(staff)
    assert [(m.id, m.kind, m.text) for m in shown] == [
        (sent.message_id, "photo", "leak"),
        (copied.message_id, "photo", "the leak"),
    ]


async def test_uploads_are_kept(telegram: Emulator, bot: Bot, li: Person) -> None:
    sent = await bot.send_document(li.id, InputFile(b"a,b\n1,2\n", "bill.csv"), caption="your bill")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("bill.csv", 8)
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"a,b\n1,2\n"
    await bot.send_voice(li.id, b"OggS", duration=2)
    await bot.send_video(li.id, b"mp4")
    await bot.send_audio(li.id, b"ID3")
    await bot.send_location(li.id, 31.2, 121.5)
    await bot.send_contact(li.id, "+861380000", "Wang")
    await bot.send_chat_action(li.id, "typing")
    kinds = [m.kind for m in telegram.from_bot(li)]
    assert kinds == ["document", "voice", "video", "audio", "location", "contact"]
    assert [f.size for f in telegram.files()] == [8, 4, 3, 3]


async def test_albums_both_ways(telegram: Emulator, bot: Bot, li: Person, staff: Chat) -> None:
    li.sends_album(["photo", "photo", ("video", b"mp4")], caption="three")
    arrived = [u.message for u in await bot.get_updates() if u.message and u.message.media_group_id]
    assert [m.caption for m in arrived] == ["three", None, None]
    assert len({m.media_group_id for m in arrived}) == 1
    media = [InputMediaPhoto(arrived[0].photo[-1].file_id), InputMediaPhoto(b"\xff\xd8 new", caption="new")]
    sent = await bot.send_media_group(staff.id, media)
    assert sent[0].media_group_id == sent[1].media_group_id
    copies = await bot.copy_messages(staff.id, li.id, [m.message_id for m in arrived])
    assert len(copies) == 3
    album = telegram.messages(staff)[-3:]
    assert len({m.album for m in album}) == 1
    assert album[0].album != arrived[0].media_group_id


async def test_what_people_send(bot: Bot, li: Person, agent: Person) -> None:
    li.sends_voice(7)
    assert (await newest(bot)).voice is not None
    li.sends_sticker("👍")
    assert (await newest(bot)).sticker is not None
    li.sends_location()
    assert (await newest(bot)).location is not None
    li.shares_contact()
    contact = (await newest(bot)).contact
    assert contact is not None
    assert contact.user_id == li.id
    li.sends_document("empty.txt", content=b"")
    assert (await newest(bot)).document is not None
    li.forwards(agent.says("a neighbour wrote"))
    origin = (await newest(bot)).forward_origin
    assert origin is not None
    assert origin.to_dict()["sender_user"]["first_name"] == "Chen"


async def test_long_texts_arrive_in_pieces(bot: Bot, li: Person) -> None:
    li.says("字" * 10_000)
    pieces = [u.message.text or "" for u in await bot.get_updates() if u.message][1:]
    assert [len(piece) for piece in pieces] == [4096, 4096, 1808]


async def test_forwards_pins_reactions(telegram: Emulator, bot: Bot, li: Person, staff: Chat) -> None:
    said = li.says("look")
    forwarded = await bot.forward_message(staff.id, li.id, said.id)
    assert forwarded.forward_origin is not None
    assert await bot.pin_chat_message(staff.id, forwarded.message_id)
    pinned = (await bot.get_chat(staff.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == forwarded.message_id
    assert await bot.unpin_chat_message(staff.id, forwarded.message_id)
    assert await bot.set_message_reaction(li.id, said.id, "👍")
    assert said.reactions == ["👍"]
