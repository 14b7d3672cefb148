"""A person is asked for: the bot is silent until staff give the conversation back."""

from collections.abc import Callable

import pytest

from bot.desk.handover import Handover
from tests.flows.talk import Talk
from tests.live import Live

ASKED = {"zh": "转人工", "en": "I want to talk to a person"}
HANDED = {"zh": "已为您转人工", "en": "I've handed you to a person"}
HELLO = {"zh": ("你好", "有什么可以帮您"), "en": ("Hello", "how can I help")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_sides_talk_past_the_bot_until_it_is_given_back(
    live: Live, meet: Callable[..., Talk], language: str
) -> None:
    customer = meet(language)
    customer.says(ASKED[language])
    handed = customer.hears(HANDED[language])
    ticket = customer.ticket()
    assert ticket.number in handed.text
    called = live.in_topic(ticket.id or 0, "要和人工对话")

    before = len(customer.heard())
    customer.says(HELLO[language][0])
    live.in_topic(ticket.id or 0, HELLO[language][0])
    customer.person.sends_photo("看看这张")
    live.in_topic(ticket.id or 0, lambda message: message.kind == "photo")
    customer.worked_off()
    assert len(customer.heard()) == before  # the bot is silent

    thread = live.card(ticket.id or 0).thread
    live.agent.says("您好，我是小王，请说", chat=live.staff, thread=thread)
    customer.hears("您好，我是小王，请说")
    assert [one.ended_at for one in live.rows(Handover, Handover.ticket_id == ticket.id)] == [None]

    customer.now()
    live.press(live.agent, called, "交还机器人")
    customer.hears(ticket.number)
    customer.says(HELLO[language][0])
    customer.hears(HELLO[language][1])
    ended = live.rows(Handover, Handover.ticket_id == ticket.id)
    assert [one.ended_by for one in ended] == ["agent"]


def test_a_person_in_the_middle_of_a_matter_stays_in_its_ticket(
    live: Live, meet: Callable[..., Talk]
) -> None:
    customer = meet()
    ticket, _ = customer.files("小区电梯坏了三天没人修")
    customer.says("转人工")
    assert ticket.number in customer.hears("已为您转人工").text
    live.in_topic(ticket.id or 0, "要和人工对话")
    customer.says("楼道灯也坏了，晚上很黑")
    live.in_topic(ticket.id or 0, "楼道灯也坏了")
    customer.now()
    live.agent.says("/back", chat=live.staff, thread=live.card(ticket.id or 0).thread)
    customer.hears("接下来由小助手为您服务")
    assert customer.ticket().id == ticket.id
