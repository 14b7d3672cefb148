"""The courier over real HTTP: every act, and every way Telegram says no told in delivery's words."""

import inspect
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from telegram import Bot, error

from bot.chat import letters
from bot.chat.connection import TokenRefused, connect, open_bot
from bot.chat.courier import TelegramCourier
from bot.chat.failures import by_sentence, translated
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane
from bot.service import courier as contract
from bot.service.courier import Letter
from tests.chat.given import CARD
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat

# The library warns about itself when it makes its own error.
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")


def letter(chat_id: int, act: Act = Act.SAY, **more: Any) -> Letter:
    usual: dict[str, Any] = {"notice_id": 1, "reference": "r", "kind": "reply", "lane": Lane.REPLY}
    return Letter(chat_id=chat_id, act=act, **usual | {"language": Language.ZH} | more)


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[Bot]:
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    yield bot
    await bot.shutdown()


@pytest.fixture
def carrier(bot: Bot, words: Words) -> TelegramCourier:
    return TelegramCourier(bot, words)


@pytest.fixture
def home(customer: Person) -> int:
    customer.says("你好")
    return customer.id


async def test_words_of_the_dialogue_are_plain_and_ours_are_marked_up(
    carrier: TelegramCourier, telegram: Emulator, home: int
) -> None:
    await carrier.deliver(letter(home, text="价格 <b>1</b> & 2"))
    await carrier.deliver(letter(home, template="agent_says", values={"number": "CD-1", "text": "<i>好</i>"}))
    plain, ours = telegram.from_bot(home)
    assert plain.text == "价格 <b>1</b> & 2"
    assert ours.text == "💬 CD-1\n<i>好</i>"
    assert [one["type"] for one in ours.entities] == ["bold"]
    call = telegram.calls("sendMessage")[0]
    assert call.params["link_preview_options"]["is_disabled"]


async def test_a_plain_letter_has_no_markup(carrier: TelegramCourier, telegram: Emulator, home: int) -> None:
    values = {"number": "CD-1", "text": "a < b"}
    await carrier.deliver(letter(home, template="agent_says", values=values, plain=True))
    assert telegram.from_bot(home)[0].text == "💬 CD-1\na < b"
    assert "parse_mode" not in telegram.calls("sendMessage")[0].params


async def test_too_long_words_of_the_dialogue_are_cut(
    carrier: TelegramCourier, telegram: Emulator, home: int
) -> None:
    await carrier.deliver(letter(home, text="😀" * 5000))
    assert letters.units(telegram.from_bot(home)[0].text) <= 4096


async def test_a_ticket_in_its_topic(carrier: TelegramCourier, telegram: Emulator, staff: Chat) -> None:
    opened = await carrier.deliver(letter(staff.id, Act.TOPIC, template="topic", values=CARD))
    thread = opened.thread_id
    assert thread is not None
    assert staff.topics[thread].name == "CD-12 🔴🟢 投诉·质量 厨房漏水"
    keys = [[{"token": "t", "word": "key_take"}]]
    sent = await carrier.deliver(
        letter(staff.id, template="card", values=CARD, thread_id=thread, buttons=keys)
    )
    card = telegram.from_bot(staff, thread)[0]
    assert card.button_texts == ["✋ 受理"]
    edit = letter(staff.id, Act.EDIT, template="card", values=CARD, message_id=sent.message_id, buttons=keys)
    with pytest.raises(contract.NotModified):
        await carrier.deliver(edit)
    await carrier.deliver(replace(edit, values=CARD | {"owner": "赵"}))
    assert "👤 赵" in card.text
    await carrier.deliver(letter(staff.id, Act.RENAME, values=CARD | {"urgent": False}, thread_id=thread))
    await carrier.deliver(letter(staff.id, Act.CLOSE, thread_id=thread))
    with pytest.raises(contract.NotModified):
        await carrier.deliver(letter(staff.id, Act.CLOSE, thread_id=thread))
    assert staff.topics[thread].closed
    assert staff.topics[thread].name == "CD-12 🟢 投诉·质量 厨房漏水"
    await carrier.deliver(letter(staff.id, Act.REOPEN, thread_id=thread))
    telegram.delete_topic(staff, thread)
    with pytest.raises(contract.ThreadGone):
        await carrier.deliver(letter(staff.id, text="x", thread_id=thread))


async def test_a_closed_topic_is_opened_for_a_letter(
    carrier: TelegramCourier, telegram: Emulator, agent: Person
) -> None:
    group = telegram.group("Closed", members=[agent], closed_for_admins=True)
    opened = await carrier.deliver(letter(group.id, Act.TOPIC, template="topic", values=CARD))
    assert opened.thread_id is not None
    await carrier.deliver(letter(group.id, Act.CLOSE, thread_id=opened.thread_id))
    await carrier.deliver(letter(group.id, text="客户打了 5 星", thread_id=opened.thread_id))
    assert telegram.from_bot(group)[-1].text == "客户打了 5 星"
    assert group.topics[opened.thread_id].closed


async def test_media_are_copied_with_their_words(
    carrier: TelegramCourier, telegram: Emulator, customer: Person, staff: Chat
) -> None:
    photo = customer.sends_photo("漏水的地方")
    values = {"from_chat": customer.id, "message": photo.id}
    await carrier.deliver(letter(staff.id, Act.COPY, values=values))
    await carrier.deliver(letter(staff.id, Act.COPY, values=values | {"caption": "别的"}))
    copied, worded = telegram.from_bot(staff)
    assert (copied.kind, copied.text, worded.text) == ("photo", "漏水的地方", "别的")
    album = customer.sends_album(["photo", "video"])
    media = [{"type": one.kind, "file_id": one.file_id} for one in album]
    await carrier.deliver(letter(staff.id, Act.ALBUM, values={"media": media, "caption": "字" * 1100}))
    words, first, second = telegram.from_bot(staff)[-3:]
    assert (len(words.text), first.kind, second.kind) == (1100, "photo", "video")
    assert first.album == second.album is not None


async def test_a_reply_to_what_is_gone_is_said_all_the_same(
    carrier: TelegramCourier, telegram: Emulator, home: int
) -> None:
    await carrier.deliver(letter(home, text="好", reply_to=999))
    assert telegram.from_bot(home)[0].text == "好"


FAULTS = [
    ({"retry_after": 7}, contract.Throttled),
    ({"error": (403, "Forbidden: bot was blocked by the user")}, contract.Unreachable),
    ({"error": (400, "Bad Request: chat not found")}, contract.Unreachable),
    ({"error": (400, "Bad Request: can't parse entities: Unclosed start tag")}, contract.BadMarkup),
    ({"error": (400, "Bad Request: message thread not found")}, contract.ThreadGone),
    ({"error": (400, "Bad Request: something new")}, contract.Refused),
    ({"error": (413, "Request Entity Too Large")}, contract.Refused),
    ({"error": (401, "Unauthorized")}, contract.NotSent),
    ({"error": (409, "Conflict: terminated by other getUpdates request")}, contract.NotSent),
    ({"error": (500, "Internal Server Error")}, contract.MaybeSent),
    ({"error": (502, "Bad Gateway")}, contract.MaybeSent),
    ({"drop": "before"}, contract.MaybeSent),
    ({"drop": "after"}, contract.MaybeSent),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS)
async def test_telegrams_no_in_deliverys_words(
    carrier: TelegramCourier, telegram: Emulator, home: int, fault: dict[str, Any], expected: type[Exception]
) -> None:
    telegram.fault("sendMessage", **fault)
    with pytest.raises(contract.NotDelivered) as caught:
        await carrier.deliver(letter(home, text="好"))
    assert type(caught.value) is expected
    assert str(caught.value)
    if isinstance(caught.value, contract.Throttled):
        assert (caught.value.retry_after, caught.value.chat_id) == (7, home)


async def test_a_line_that_is_not_there_was_never_used(words: Words, telegram: Emulator, home: int) -> None:
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    telegram.stop()
    with pytest.raises(contract.NotSent):
        await TelegramCourier(bot, words).deliver(letter(home, text="好"))
    await bot.shutdown()


async def test_a_group_without_topics_and_one_that_moved(
    carrier: TelegramCourier, telegram: Emulator, agent: Person
) -> None:
    plain = telegram.group("Plain", forum=False, members=[agent])
    with pytest.raises(contract.NoTopics):
        await carrier.deliver(letter(plain.id, Act.TOPIC, template="topic", values=CARD))
    with pytest.raises(contract.NoTopics):
        await carrier.deliver(letter(plain.id, Act.CLOSE))
    basic = telegram.group("Basic", basic=True, members=[agent])
    moved = telegram.migrate(basic)
    with pytest.raises(contract.Moved) as caught:
        await carrier.deliver(letter(basic.id, text="x"))
    assert caught.value.new_chat_id == moved.id


async def test_a_missing_text_is_a_refusal(carrier: TelegramCourier, home: int) -> None:
    with pytest.raises(contract.Refused, match="no text 'nonsense'"):
        await carrier.deliver(letter(home, template="nonsense"))


async def test_a_wrong_token_is_said_with_its_cure(telegram: Emulator) -> None:
    with pytest.raises(TokenRefused, match="TELEGRAM_BOT_TOKEN"):
        await connect(open_bot("123:wrong", telegram.url))


def test_no_error_of_the_library_leaks() -> None:
    made: dict[str, Any] = {"RetryAfter": 3, "ChatMigrated": -100}
    kinds = [
        one for _, one in inspect.getmembers(error, inspect.isclass) if issubclass(one, error.TelegramError)
    ]
    assert len(kinds) >= 11
    for kind in kinds:
        said = translated(kind(made.get(kind.__name__, "sentence")), 5)
        assert isinstance(said, contract.NotDelivered)
    assert isinstance(by_sentence("TOPIC_CLOSED"), contract.ThreadGone)
