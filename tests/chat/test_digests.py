"""Digests as people get them: one message with pictures, a file, and words that fit below them."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from telegram import Bot

from bot.chat import letters
from bot.chat.connection import connect, open_bot
from bot.chat.courier import TelegramCourier
from bot.chat.digests import Reader, digest_text
from bot.chat.files import Files
from bot.chat.screen import ScreenCourier
from bot.chat.words import Words
from bot.desk.digest import Kept, Line, Opinion
from bot.desk.digest_order import Form, Occasion, Order
from bot.desk.digest_periods import DAY, span
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane
from bot.desk.rating import Rating
from bot.desk.screen import ScreenPost
from bot.drawing import Drawing
from bot.service.courier import Letter, Refused
from bot.service.work import Desk
from tests.builders import Scene
from tests.charts import digests
from tests.databases import STAFF_CHAT, Clock
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat

WEEKLY = Order(
    span(digests.BEGIN.astimezone(digests.ZONE).date(), digests.END.astimezone(digests.ZONE).date())
)


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[Bot]:
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    yield bot
    await bot.shutdown()


@pytest.fixture
def clock() -> Clock:
    """Stands still: no midnight comes between a ticket and the digest of its day."""
    return Clock()


@pytest.fixture
def scene(desk: Desk, glance: Desk, clock: Clock) -> Scene:
    return Scene(desk, glance, clock)


def letter(order: Order, chat: int = STAFF_CHAT, **more: Any) -> Letter:
    usual: dict[str, Any] = {"notice_id": 7, "reference": "digest:digest:1", "kind": "digest"}
    act = Act.DOCUMENT if order.form == Form.XLSX else Act.PICTURES
    return Letter(
        chat_id=chat,
        act=act,
        lane=Lane.NOTICE,
        language=Language.EN,
        template="digest",
        values=order.values(),
        **usual | more,
    )


def today(scene: Scene, form: Form = Form.PICTURES) -> Order:
    with scene.glance() as work:
        day = work.now.astimezone(work.policy.zone).date()
    return Order(span(day, day + DAY), form=form)


async def test_pictures_and_words_are_one_message(
    bot: Bot, telegram: Emulator, staff: Chat, scene: Scene, words: Words
) -> None:
    ticket = scene.resolved()
    with scene.desk() as work:
        work.session.add(Rating(ticket_id=ticket, round=1, stars=5, rated_at=work.now))
    carrier = TelegramCourier(bot, words, Files(scene.glance, words, Drawing()))
    delivered = await carrier.deliver(letter(today(scene), staff.id))
    backlog, satisfaction = telegram.from_bot(staff.id)
    assert delivered.message_id == backlog.id
    assert all(one.content.startswith(b"\x89PNG") for one in telegram.files())
    assert "Resolved: 1" in backlog.text or "resolved: 1" in backlog.text
    assert "5.0 of 5 stars, n = 1" in backlog.text
    assert satisfaction.text == ""


async def test_one_picture_is_a_photo_with_words(
    bot: Bot, telegram: Emulator, staff: Chat, scene: Scene, words: Words
) -> None:
    scene.ticket()
    carrier = TelegramCourier(bot, words, Files(scene.glance, words, Drawing()))
    await carrier.deliver(letter(today(scene), staff.id))
    (photo,) = telegram.from_bot(staff.id)
    assert "Open: 1 (+1)" in photo.text
    assert len(telegram.calls("sendPhoto")) == 1


async def test_the_file_holds_the_tickets(
    bot: Bot, telegram: Emulator, staff: Chat, scene: Scene, words: Words
) -> None:
    ticket = scene.ticket("厨房漏水")
    carrier = TelegramCourier(bot, words, Files(scene.glance, words, Drawing()))
    await carrier.deliver(letter(today(scene, Form.XLSX), staff.id))
    (file,) = telegram.files()
    book = load_workbook(io.BytesIO(file.content))
    assert len(book.sheetnames) == 5  # the figures, and a sheet for each department
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert f"CD-{ticket}" in cells
    assert "厨房漏水" in cells
    assert "厨房漏水" not in str(telegram.calls("sendDocument")[0].params)


async def test_on_the_screen_they_are_files_for_one_reader(
    scene: Scene, words: Words, tmp_path: Path
) -> None:
    scene.ticket()
    carrier = ScreenCourier(scene.desk, words, tmp_path / "exports", Files(scene.glance, words, Drawing()))
    await carrier.deliver(letter(today(scene)))
    await carrier.deliver(letter(today(scene, Form.XLSX)))
    pictures, file = scene.all(ScreenPost)
    assert "Open: 1" in pictures.text
    paths = [Path(one["file_id"]) for post in (pictures, file) for one in post.media]
    assert [path.suffix for path in paths] == [".png", ".xlsx"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in paths)


async def test_what_cannot_be_made_is_refused(bot: Bot, staff: Chat, scene: Scene, words: Words) -> None:
    without = TelegramCourier(bot, words, Files(scene.glance, words))
    with pytest.raises(Refused, match="give Files the charts"):
        await without.deliver(letter(today(scene), staff.id))
    carrier = TelegramCourier(bot, words, Files(scene.glance, words, Drawing()))
    with pytest.raises(Refused, match="no digest is asked for"):
        await carrier.deliver(replace(letter(today(scene), staff.id), values={"what": "digest"}))
    with pytest.raises(Refused, match="no pictures"):
        await TelegramCourier(bot, words).deliver(letter(today(scene), staff.id))


WORDS = {
    Language.ZH: """\
📊 周报 · 3月2日至3月8日
👤 王芳 He
📂 未办结 77 (+21)，已超时 29 (+17)，即将超时 16
📥 新收 47 (−73)，办结 55 (−57)，其中超时办结 20
🏢 质量 36（超时 14）、服务 22（超时 10）、设计规划 10（超时 2）、销售承诺 9（超时 3）
🏘 云栖花园二期 14（超时 3）、云栖花园一期 12（超时 7）、滨江壹号 12（超时 4）
⭐ 平均 3.8 星，61 次评价，净满意度 +11 (+11)（五星占比减三星及以下占比）
🤝 承诺：兑现 13 (+4)，失约 4，未到期 7
🟢 绿色通道：未办结 2，其中超时 0
🔎 反复出现的问题：新发现 1，整改中 1，已整改 0
括号内为与上期相比。/digest xlsx 看每个数字背后的工单""",
    Language.EN: """\
📊 Weekly digest · 2 March to 8 March
👤 王芳 He
📂 Open: 77 (+21) · late: 29 (+17) · due soon: 16
📥 Filed: 47 (−73) · resolved: 55 (−57), of them late: 20
🏢 Quality 36 (14 late), Service 22 (10 late), Design 10 (2 late), Sales promise 9 (3 late)
🏘 云栖花园二期 14 (3 late), 云栖花园一期 12 (7 late), 滨江壹号 12 (4 late)
⭐ 3.8 of 5 stars, 61 marks · net +11 (+11): % with 5 stars minus % with 3 or fewer
🤝 Promises: 13 (+4) kept, 4 broken, 7 not due yet
🟢 Green channel: 2 open, 0 of them late
🔎 What comes up again: 1 new, 1 being worked on, 0 changed
In brackets: the change from the period before. /digest xlsx: the tickets behind each figure""",
}


@pytest.mark.parametrize("language", Language)
def test_what_a_digest_says_line_by_line(language: Language) -> None:
    week = digests.week()
    some_green = tuple(replace(one, green=number < 3) for number, one in enumerate(week.lines))
    before = Opinion((1, 0, 1, 1, 2))
    known = replace(week, lines=some_green, kept_before=Kept(9, 2, 1), opinion_before=before)
    words = Words(digests.ZONE, lambda: digests.END)
    readers = [Reader(1, "王芳"), Reader(2, "He")]
    said = digest_text(words, language, replace(WEEKLY, occasion=Occasion.WEEKLY), known, readers)
    assert letters.without_markup(said) == WORDS[language]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("occasion", Occasion)
def test_words_fit_below_a_picture(words: Words, language: Language, occasion: Occasion) -> None:
    week = digests.week()
    lines = tuple(replace(one, green=True, site="很长的小区名字" * 3 + one.site) for one in week.lines)
    people = [Reader(9_000_000_000 + number, "一位名字很长的同事") for number in range(12)]
    order = replace(WEEKLY, occasion=occasion)
    said = digest_text(words, language, order, replace(week, lines=lines), people)
    plain = letters.without_markup(said)
    assert letters.units(plain) <= letters.LONGEST_CAPTION
    assert "{" not in plain
    assert "None" not in plain
    assert plain.count("\n") >= 8


def test_no_name_can_forge_markup(words: Words) -> None:
    line = replace(digests.week().lines[0], site="<b>x</b>")
    assert isinstance(line, Line)
    week = replace(digests.nothing(), lines=(line,) * 3)
    said = digest_text(words, Language.EN, WEEKLY, week, [Reader(1, "<i>Wang</i>")])
    assert "<i>" not in said
    assert "<b>x" not in said


def test_nothing_happened_says_so_shortly(words: Words) -> None:
    said = letters.without_markup(digest_text(words, Language.ZH, WEEKLY, digests.nothing(), ()))
    assert "未办结 0" in said
    assert "⭐" not in said
    assert "🏢" not in said
