"""The line about its outage on a ticket's card, in both languages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat import letters
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.policy import Policy
from tests.chat.given import CARD


@pytest.fixture
def words(policy: Policy) -> Words:
    return Words(policy.zone, lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def lines(words: Words, language: Language, outages: Sequence[dict[str, Any]]) -> list[str]:
    said = letters.without_markup(letters.message(words, language, "card", CARD | {"outages": outages}))
    return [line for line in said.splitlines() if "F-" in line]


def test_the_card_names_the_outages_that_a_ticket_belongs_to(words: Words) -> None:
    goes_on = {"number": "F-1", "out": "power", "restored_at": "", "part": True}
    over = {"number": "F-2", "out": "water", "restored_at": "2026-03-02T08:10:00+00:00", "part": True}
    assert lines(words, Language.ZH, [goes_on, over]) == [
        "⚡ 属于片区停电（F-1）",
        "✅ 属于片区停水（F-2），今天 16:10 已恢复",
    ]
    assert lines(words, Language.EN, [goes_on, over]) == [
        "⚡ part of an outage: power cut (F-1)",
        "✅ part of an outage: water outage (F-2), restored today, 16:10",
    ]


def test_the_card_says_that_the_message_reported_an_outage_besides(words: Words) -> None:
    besides = {"number": "F-3", "out": "water", "restored_at": "", "part": False}
    assert lines(words, Language.ZH, [besides]) == ["⚡ 同一条消息还反映了已知的停水（F-3），已告知客户"]
    assert lines(words, Language.EN, [besides]) == [
        "⚡ the message also reports an outage that is known: water outage (F-3); the customer is told"
    ]


def test_a_card_of_an_older_desk_has_no_outages(words: Words) -> None:
    old = {name: value for name, value in CARD.items() if name != "outages"}
    assert "F-1" not in letters.message(words, Language.EN, "card", old)
