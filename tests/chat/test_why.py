"""The button "Why?" of the card: what is said below it, in both languages, and when nothing can be said."""

import time

import pytest
from structlog.testing import capture_logs

from bot.chat import letters
from bot.chat.why import named
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.service import why
from tests.chat.conftest import RunningDesk
from tests.chat.given import WHY
from tests.chat.test_staff import filed
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.explanations import TWO, explained, topic


async def test_an_agent_asks_and_reads_it_below_the_card(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer, "电梯坏了 <b>三天</b>")
    press = agent.presses(card, "为什么")
    told = await telegram.wait_for_async("判断为", chat=running.staff, thread=card.thread)
    await telegram.wait_until_async(lambda: press.answers)
    assert press.answers[0]["text"] == "原因已写在 CD-1 的卡片下方。"
    assert told.reply_to is card
    assert told.text.splitlines() == [
        "💡 CD-1 判断为 投诉 · 质量",
        "把握 91%，低于 46% 才会追问客户。",
        "类型看：“电梯” 41",
        "类别看：“电梯” 30",
        "其次可能：投诉 · 服务 4%",
        "没有追问客户。",
        "数字：去掉这个词，把握会降低几个百分点。",
    ]
    assert running.dialogue.explained == ["电梯坏了 <b>三天</b>"]
    assert not any("判断为" in one.text for one in telegram.from_bot(customer))

    again = agent.presses(card, "为什么")
    await telegram.wait_until_async(lambda: again.answers)
    assert "已经说明过" in again.answers[0]["text"]
    await running.settled()
    assert sum("判断为" in one.text for one in telegram.from_bot(running.staff)) == 1


async def test_while_the_dialogue_is_away_the_agent_is_told_at_once(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    running.dialogue.away = True
    began = time.monotonic()
    press = agent.presses(card, "为什么")
    await telegram.wait_until_async(lambda: press.answers)
    assert time.monotonic() - began < 5
    assert "对话服务暂时没有响应" in press.answers[0]["text"]
    await running.settled()  # nothing is tried again
    running.dialogue.away = False
    agent.presses(card, "为什么")
    await telegram.wait_for_async("判断为", chat=running.staff)


async def test_forged_stolen_and_stale_presses(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    token = card.button("为什么").data or ""
    stranger = telegram.user(first_name="Mallory")
    with capture_logs() as logs:
        forged = [
            stranger.presses_data(card, token),
            customer.presses_data(customer.says("你好"), token),
            agent.presses_data(card, "why:1"),
        ]
        await running.settled()
    assert sum(one.get("action") == "stranger_pressed" for one in logs) == 3
    assert not any(press.answers and press.answers[0].get("text") for press in forged)
    assert not running.dialogue.explained
    agent.says("/done 已修好", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("已办结", chat=customer)
    stale = agent.presses_data(card, token)
    await telegram.wait_until_async(lambda: stale.answers)
    assert stale.answers[0]["text"] == "CD-1 已经办结。"
    assert not running.dialogue.explained


def test_everything_that_can_be_known_in_english(words: Words) -> None:
    said = letters.without_markup(letters.message(words, Language.EN, "why", WHY))
    lines = said.splitlines()
    assert lines[:13] == [
        "💡 CD-12 reads as Complaint · Quality",
        "A phrase the desk knows by heart: “Not solved yet”.",
        "Kind: “坏了” 41, “<又>” 1",
        "Category: “电梯” 30",
        "Danger: “煤气味” 54",
        "⚠️ gas leak, probable to 97 % (alarm from 17 %)",
        "Danger word: “煤气味”; but not now: “没有煤气味”",
        "Next best: Question · Quality 4 %, Small talk 2 %, of_tomorrow 1 %",
        "Not counted, it only names labels: “category: praise”",
        "1 character in the middle not read: the message is very long",
        "💬 Two matters: the ticket follows “电梯坏了”; “门口<建议>装伞架” reads as Suggestion · Design, "
        "by “<建议>” 40, “装” 3, “伞架” 8",
        "On arrival it was read as Question · Service (60 %); the model has changed since.",
        "The customer was asked and chose: Complaint · Quality",
    ]
    assert lines[13].startswith("✏️ Question → Complaint (the customer, ")
    assert lines[14].startswith("✏️ marked urgent (王芳, ")
    assert lines[15].startswith("✏️ not urgent after all (王芳, ")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("because", ["phrase", "urgent", "sure", "unsure", "parts", "unread"])
@pytest.mark.parametrize("how", ["", "quiet", "answered"])
def test_every_reason_has_its_words(words: Words, language: Language, because: str, how: str) -> None:
    bare = why.shown(explained("电梯", because=because, words=[], next_best=[]))
    asked = {"how": how, "chosen": "none"} if how else {}
    values = bare | {"number": "CD-1", "asked": asked, "then": [], "changes": []}
    said = letters.without_markup(letters.message(words, language, "why", values))
    assert len(said.splitlines()) == 3
    assert "{" not in said


def test_the_second_thing_is_one_line(words: Words) -> None:
    values = why.shown(explained("电梯", parts=TWO)) | {
        "number": "CD-1",
        "asked": {},
        "then": [],
        "changes": [],
    }
    said = letters.without_markup(letters.message(words, Language.ZH, "why", values)).splitlines()
    assert (
        "💬 两件事：工单按“电梯坏了三天没人修”办；“建议在门口装一个雨伞架”另判断为 建议 · 设计规划，看：“建议” 40"
        in said
    )
    wordless = [topic(one["text"], one["label"], one["main"]) | {"words": []} for one in TWO]
    values |= why.shown(explained("电梯", parts=wordless))
    said = letters.without_markup(letters.message(words, Language.ZH, "why", values)).splitlines()
    assert "💬 两件事：工单按“电梯坏了三天没人修”办；“建议在门口装一个雨伞架”另判断为 建议 · 设计规划" in said
    older = {name: one for name, one in values.items() if name != "parts"}
    assert "两件事" not in letters.message(words, Language.ZH, "why", older)


def test_labels_are_said_in_words_people_use(words: Words) -> None:
    assert named(words, Language.ZH, "inquiry+sales_promise") == "咨询 · 销售承诺"
    assert named(words, Language.EN, "chitchat+thanks") == "Small talk"
    assert named(words, Language.EN, "talk_to_human") == "Wants to talk to a person"
    assert named(words, Language.EN, "praise") == "Praise"
    assert named(words, Language.EN, "something+new") == "something+new"
