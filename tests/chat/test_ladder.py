"""The digest of what is late and the note for a meeting, as staff read them."""

from datetime import UTC, datetime

import pytest

from bot.chat import letters
from bot.chat.words import Words
from bot.desk.escalation import Rung
from bot.desk.labels import Language
from bot.desk.policy import Policy
from bot.desk.ticket_clock import Metric
from bot.service.meeting_note import TELLING
from bot.service.still_late import KINDS
from tests.chat.given import FACT, GIVEN, LATE


@pytest.fixture
def words(policy: Policy) -> Words:
    return Words(policy.zone, lambda: datetime(2026, 3, 2, 12, 35, tzinfo=UTC))


def test_a_digest_has_a_line_for_each_ticket(words: Words) -> None:
    values = GIVEN["ladder_digest"]
    assert letters.without_markup(
        letters.message(words, Language.ZH, "ladder_digest", values)
    ).splitlines() == [
        "⏰ 赵，有 4 件事请您处理：",
        "📋 CD-1 投诉·质量 漏水",
        "· 首次答复已超时，应在 今天 18:30 前，已超 2 小时 5 分钟（值班组长不在）",
        "🔴 CD-1 投诉·质量 漏水",
        "· 办结快到时限：今天 18:30",
        "📋 CD-1 投诉·质量 漏水",
        "· 绿色通道，请督办人查看",
        "…… 还有 1 件",
    ]
    english = letters.message(words, Language.EN, "ladder_digest", values | {"count": 1, "left": 0})
    assert english.splitlines()[:3] == [
        '⏰ <a href="tg://user?id=12345678">赵</a>, one thing needs you:',
        '📋 <a href="https://t.me/c/1000000001/7"><b>CD-1</b></a> Complaint · Quality 漏水',
        "· first answer late: was due today, 18:30, 2 h 5 min over (no shift lead on duty)",
    ]


def test_a_digest_for_everybody_names_nobody(words: Words) -> None:
    said = letters.message(words, Language.ZH, "ladder_digest", GIVEN["ladder_digest"] | {"name": ""})
    assert said.splitlines()[0] == "⏰ 有 4 件事请大家处理："


def test_what_waited_is_named_in_one_word(words: Words) -> None:
    values = GIVEN["waited_digest"]
    said = letters.without_markup(letters.message(words, Language.ZH, "waited_digest", values))
    assert [line.rstrip() for line in said.splitlines()] == [
        "📥 赵，有 3 件没人接的工单现在派给您：",
        "🔴 CD-1 投诉·质量",
        "· 今天 18:30 受理",
        "📋 CD-1 投诉·质量",
        "· 今天 18:30 受理",
        "…… 还有 1 件",
    ]
    english = letters.message(words, Language.EN, "waited_digest", values | {"count": 1, "left": 0})
    assert [line.rstrip() for line in english.splitlines()[:3]] == [
        '📥 <a href="tg://user?id=12345678">赵</a>, one ticket that waited for somebody is yours now:',
        '🔴 <a href="https://t.me/c/1000000001/7"><b>CD-1</b></a> Complaint · Quality',
        "· filed today, 18:30",
    ]


def test_what_somebody_holds_has_a_line_for_each_ticket(words: Words) -> None:
    values = GIVEN["verdict_own_work"]
    said = letters.without_markup(letters.message(words, Language.ZH, "verdict_own_work", values))
    assert [line.rstrip() for line in said.splitlines()] == [
        "📥 赵 手上未结 3 件：",
        "📋 CD-1 投诉·质量",
        "🔀 等 赵 接手，今天 18:30 前有效 · ⏰ 今天 18:30 前首次答复",
        "🔴 CD-1 投诉·质量",
        "🔥 办结已超时（应在今天 18:30 前） · 💤 暂缓到今天 18:30",
        "📋 CD-1 投诉·质量",
        "👉 还没有受理 · ⏰ 今天 18:30 前办结",
        "📋 CD-1 投诉·质量",
        "⏸ 等客户回复，今天 18:30 起暂停计时",
        "🗒 另有 1 项任务没有完成，见群里 General 的卡片。",
    ]
    nothing = values | {"count": 0, "items": [], "tasks": 0}
    assert letters.message(words, Language.EN, "verdict_own_work", nothing) == "📥 赵: no open tickets."
    few = letters.message(words, Language.EN, "verdict_own_work", values | {"items": values["items"][2:3]})
    assert letters.without_markup(few).splitlines()[2:] == [
        "👉 not taken yet · ⏰ resolve by today, 18:30",
        "🗒 1 task is not done yet; its card is in General.",
    ]


def test_the_longest_digest_fits(words: Words) -> None:
    longest = LATE | {"words": "漏" * 30, "late": "soon_next_response", "category": "sales_promise"}
    for language in Language:
        values = GIVEN["ladder_digest"] | {"items": [longest] * 20}
        said = letters.without_markup(letters.message(words, language, "ladder_digest", values))
        assert letters.units(said) < letters.LONGEST_TEXT
        assert said.count("漏" * 30) == 20


def test_the_note_for_a_meeting_says_who_did_what_when(words: Words) -> None:
    said = letters.without_markup(letters.message(words, Language.ZH, "meeting_note", GIVEN["meeting_note"]))
    assert said.splitlines() == [
        "🗓 CD-1 会议材料（投诉 · 质量）",
        "今天 18:30 · 服务台 · 超时：办结已超时",
        "今天 18:30 · 服务台 · 上报：公司管理层 赵",
        "今天 18:30 · 李 · 说：📎",
        "…… 另有 1 条没有列出，见话题",
    ]


@pytest.mark.parametrize("language", Language)
def test_everything_that_can_climb_or_happen_has_its_words(words: Words, language: Language) -> None:
    for rung in Rung:
        assert words.has(language, f"rung_{rung}")
        assert words.has(language, f"missing_{rung}")
        assert rung == Rung.MANAGEMENT or words.has(language, f"missing_{rung}_on_leave")
    whats = [*Metric, *(f"soon_{metric}" for metric in Metric), *(kind for kind in KINDS if kind != "clock")]
    assert all(words.has(language, f"late_{what}") for what in whats)
    assert all(words.has(language, f"fact_{move}") for move in TELLING)


def test_what_people_wrote_cannot_forge_a_line_of_the_note(words: Words) -> None:
    fact = FACT | {"fact": "said", "name": "<b>李", "late": "", "words": "好\n<i>上报"}
    said = letters.message(words, Language.ZH, "meeting_note", GIVEN["meeting_note"] | {"facts": [fact]})
    assert "&lt;b&gt;李" in said
    assert "<i>" not in said
