"""A promise over the whole house: recorded below an agent's words, marked as kept, doubted by the customer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.labels import Language
from bot.desk.language import say_when
from bot.desk.promise import Promise, PromiseState
from tests.flows.talk import Talk
from tests.live import Live

SAID = {
    "zh": {
        "matter": "小区电梯坏了三天没人修",
        "promise": "师傅{then.month}月{then.day}日下午三点上门检修",
        "told": "我们答应您{due} 前办到",
        "done": "同事反馈已经办好",
        "no": "还没办到",
        "stands": "仍然算数",
        "ask": "进度怎么样了",
    },
    "en": {
        "matter": "The lift has been broken for three days and nobody comes",
        "promise": "Our technician will come on {then:%-d %B} at 3 pm to look at it.",
        "told": "we promise you this by {due}",
        "done": "our colleague says it is done",
        "no": "Not done yet",
        "stands": "what we promised by {due} still holds",
        "ask": "How is my complaint going?",
    },
}


def words(language: str) -> tuple[dict[str, str], str]:
    """What is said of three in the afternoon some days ahead, in which no midnight of the test's changes a word; and
    that time as staff read it.
    """
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime.now(zone)
    then = (now + timedelta(days=5)).replace(hour=15, minute=0)
    due = {one: say_when(then, zone, one, now) for one in Language}
    said = {name: one.format(then=then, due=due[Language(language)]) for name, one in SAID[language].items()}
    return said, due[Language.ZH]


@pytest.mark.parametrize("language", SAID)
def test_a_promise_is_told_watched_and_doubted(live: Live, meet: Callable[..., Talk], language: str) -> None:
    (said, due), customer = words(language), meet(language)
    ticket, _ = customer.files(said["matter"])
    number, thread = ticket.id or 0, live.card(ticket.id or 0).thread
    live.agent.says(said["promise"], chat=live.staff, thread=thread)
    offer = live.in_topic(number, "要登记为对客户的承诺吗")
    customer.now()
    assert "已登记" in live.press(live.agent, offer, "15:00")
    customer.hears(said["told"])
    live.card_says(number, f"📌 承诺{due} 前")
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
