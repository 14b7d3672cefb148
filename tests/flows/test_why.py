"""An agent wonders why a ticket is what it is, presses, and reads the words that decided."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.flows.talk import Talk
from tests.live import Live

SAID: dict[str, Any] = {
    "zh": ("小区电梯坏了三天没人修", "坏"),
    "en": ("The lift has been broken for three days", "broken"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_agent_presses_why_and_reads_the_words(
    live: Live, meet: Callable[..., Talk], language: str
) -> None:
    customer = meet(language)
    text, word = SAID[language]
    ticket, _ = customer.files(text)
    card = live.card_says(ticket.id or 0, "为什么")
    assert f"原因已写在 {ticket.number} 的卡片下方" in live.press(live.agent, card, "为什么")
    told = live.in_topic(ticket.id or 0, f"💡 {ticket.number} 判断为 投诉 · 质量")
    categories = next(line for line in told.text.splitlines() if line.startswith("类别看："))
    assert word in categories
    assert "没有追问客户" in told.text
    assert told.reply_to is card
    assert "已经说明过" in live.press(live.colleague, card, "为什么")

    live.press(live.agent, card, "改类型")
    live.press(live.agent, card, "咨询")
    live.card_says(ticket.id or 0, "为什么")
    live.press(live.colleague, card, "为什么")
    changed = live.in_topic(ticket.id or 0, "✏️ 投诉 → 咨询（小王，")
    assert changed.id > told.id
    assert not [one for one in customer.heard() if "判断为" in one]


def test_a_message_about_two_things_names_both(live: Live, meet: Callable[..., Talk]) -> None:
    customer = meet("zh")
    ticket, _ = customer.files("小区电梯坏了三天没人修。另外建议在单元门口装一个雨伞架，下雨天大家都方便。")
    card = live.card_says(ticket.id or 0, "为什么")
    live.press(live.agent, card, "为什么")
    told = live.in_topic(ticket.id or 0, f"💡 {ticket.number} 判断为 投诉 · 质量")
    line = next(one for one in told.text.splitlines() if one.startswith("💬"))
    assert "工单按“小区电梯坏了三天没人修" in line
    assert "“建议在单元门口装一个雨伞架" in line
    assert "建议" in line.partition("看：")[2]
    assert "之后模型更新过" not in told.text


def test_danger_names_its_words(live: Live, meet: Callable[..., Talk]) -> None:
    customer = meet("zh")
    ticket, _ = customer.files("厨房里有很浓的煤气味，头晕")
    card = live.card_says(ticket.id or 0, "为什么")
    live.press(live.agent, card, "为什么")
    told = live.in_topic(ticket.id or 0, "判断为")
    assert "⚠️ 燃气泄漏" in told.text
    lines = told.text.splitlines()
    assert "煤" in next(line for line in lines if line.startswith("险情看："))
    assert "煤气" in next(line for line in lines if line.startswith("险情用语："))
