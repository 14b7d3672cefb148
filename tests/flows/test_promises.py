"""A promise over the whole house: recorded below an agent's words, marked as kept, doubted by the customer."""

from collections.abc import Callable

import pytest

from bot.desk.promise import Promise, PromiseState
from tests.flows.talk import Talk
from tests.live import Live

SAID = {
    "zh": {
        "matter": "小区电梯坏了三天没人修",
        "promise": "师傅明天下午三点上门检修",
        "told": "我们答应您明天 15:00 前办到",
        "done": "同事反馈已经办好",
        "no": "还没办到",
        "stands": "仍然算数",
        "ask": "进度怎么样了",
    },
    "en": {
        "matter": "The lift has been broken for three days and nobody comes",
        "promise": "Our technician will come tomorrow at 3 pm to look at it.",
        "told": "you have our word for this by tomorrow, 15:00",
        "done": "our colleague says it is done",
        "no": "Not done yet",
        "stands": "what we promised by tomorrow, 15:00 still holds",
        "ask": "How is my complaint going?",
    },
}


@pytest.mark.parametrize("language", SAID)
def test_a_promise_is_told_watched_and_doubted(live: Live, meet: Callable[..., Talk], language: str) -> None:
    said, customer = SAID[language], meet(language)
    ticket, _ = customer.files(said["matter"])
    number, thread = ticket.id or 0, live.card(ticket.id or 0).thread
    live.agent.says(said["promise"], chat=live.staff, thread=thread)
    offer = live.in_topic(number, "要登记为对客户的承诺吗")
    customer.now()
    assert "已登记" in live.press(live.agent, offer, "15:00")
    customer.hears(said["told"])
    live.card_says(number, "📌 承诺明天 15:00 前")
    customer.says(said["ask"])
    assert said["promise"].rstrip(".") in customer.hears("📌").text

    customer.now()
    live.press(live.agent, offer, "已兑现")
    done = customer.hears(said["done"])
    customer.presses(done, said["no"])
    customer.hears(said["stands"])
    live.in_topic(number, "客户说没有办到")
    (promise,) = live.rows(Promise, Promise.ticket_id == number)
    assert promise.state == PromiseState.MADE
