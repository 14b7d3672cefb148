"""A suggestion over the whole house: filed, considered, adopted for a reason, with points, and asked after."""

from collections.abc import Callable

import pytest

from bot.desk.suggestion import Suggestion, SuggestionState
from tests.flows.talk import Talk
from tests.live import Live

SAID = {
    "zh": {
        "matter": "建议在小区大门口装一个雨伞架，下雨天大家都方便",
        "considered": "已经开始研究",
        "ask": "我的建议怎么样了",
        "life": "正在研究您的建议",
        "reason": "下个月在大门口装伞架",
        "adopted": "采纳了，谢谢您",
        "points": "100 积分",
    },
    "en": {
        "matter": "I suggest you put an umbrella stand at the main gate, it would be handy for everyone when it rains",
        "considered": "is now being considered",
        "ask": "How is my suggestion going?",
        "life": "is being considered by",
        "reason": "We will put one up at the main gate next month.",
        "adopted": "is adopted. Thank you for it",
        "points": "Points you have: 100",
    },
}


@pytest.mark.parametrize("language", SAID)
def test_a_suggestion_is_considered_adopted_and_thanked_for(
    live: Live, meet: Callable[..., Talk], language: str
) -> None:
    said, customer = SAID[language], meet(language)
    ticket, _ = customer.files(said["matter"])
    number = ticket.id or 0
    card = live.card(number)
    customer.now()
    assert "开始研究" in live.press(live.agent, card, "开始研究")
    customer.hears(said["considered"])
    customer.says(said["ask"])
    customer.hears(said["life"])

    customer.now()
    assert "写明" in live.press(live.agent, live.card_says(number, "正在研究"), "👍 采纳")
    asked = live.in_topic(number, "采纳以后打算怎么做")
    live.agent.says(said["reason"], chat=live.staff, thread=card.thread, reply_to=asked)
    assert said["reason"].rstrip(".") in customer.hears(said["adopted"]).text
    live.in_topic(number, "给客户的说明")
    live.card_says(number, "💡 已采纳")
    customer.says("/points")
    customer.hears(said["points"])
    (row,) = live.rows(Suggestion, Suggestion.ticket_id == number)
    assert row.state == SuggestionState.ADOPTED
