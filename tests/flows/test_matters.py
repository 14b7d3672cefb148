"""Several matters of one customer: what joins, what opens anew, and what they can ask, correct and take back."""

from collections.abc import Callable

import pytest

from bot.desk.agent import Agent
from bot.desk.correction import Correction
from bot.desk.labels import Category, Kind
from bot.desk.ticket import State
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
LIFT, LAMP, INVOICE = "小区电梯坏了三天没人修", "楼道灯也坏了，晚上很黑", "请问物业费怎么开发票"


def test_another_kind_of_matter_is_a_ticket_of_its_own_and_a_reply_joins(live: Live, meet: Meet) -> None:
    customer = meet()
    lift, filed = customer.files(LIFT)
    invoice, _ = customer.files(INVOICE)
    assert (invoice.kind, invoice.category) == (Kind.INQUIRY, Category.SERVICE)
    customer.says("麻烦帮忙催一下师傅", reply_to=filed)
    assert lift.number in customer.hears("已补充到").text
    live.in_topic(lift.id or 0, "麻烦帮忙催一下师傅")
    assert len(customer.tickets()) == 2


@pytest.mark.parametrize("new", [True, False], ids=["it is another matter", "it belongs to the first"])
def test_when_it_could_be_either_the_customer_is_asked_once(live: Live, meet: Meet, new: bool) -> None:
    customer = meet()
    lift, _ = customer.files(LIFT)
    customer.says(LAMP)
    which = customer.hears("接着哪件事")
    assert len(customer.tickets()) == 1  # asked, not guessed
    customer.presses(which, "是另一件事" if new else lift.number)
    if new:
        answer = customer.hears("已为您受理")
        assert [one.number for one in customer.tickets()][1] in answer.text
        live.card_says(customer.tickets()[1].id or 0, LAMP)
    else:
        assert lift.number in customer.hears("已补充到").text
        assert len(customer.tickets()) == 1
        live.in_topic(lift.id or 0, LAMP)
    assert len([text for text in customer.heard() if "接着哪件事" in text]) == 1


def test_how_it_stands_with_and_without_a_number_and_the_list(live: Live, meet: Meet) -> None:
    customer = meet()
    lift, _ = customer.files(LIFT)
    customer.says("我的工单怎么样了")
    assert lift.number in customer.hears("等待工作人员接手").text
    live.press(live.agent, live.card(lift.id or 0), "受理")
    customer.says(f"{lift.number} 怎么样了")
    assert lift.number in customer.hears("由小王在处理").text
    invoice, _ = customer.files(INVOICE)
    for asked in ("我的工单怎么样了", "/mine"):
        customer.says(asked)
        listed = customer.hears("您的工单")
        assert f"{lift.number} · 投诉报修 · 处理中" in listed.text
        assert f"{invoice.number} · 咨询 · 待接手" in listed.text
    customer.presses(listed, invoice.number)
    assert invoice.number in customer.hears("客户服务部").text


@pytest.mark.parametrize(
    ("language", "matter", "plea", "told"),
    [
        ("zh", LIFT, "再帮忙催一下维修的师傅", "等待工作人员接手"),
        ("en", "The lift has been broken for three days", "could you chase the repair man", "waiting for"),
    ],
)
def test_a_plea_to_hurry_is_answered_and_read_by_staff(
    live: Live, meet: Meet, language: str, matter: str, plea: str, told: str
) -> None:
    customer = meet(language)
    lift, _ = customer.files(matter)
    customer.says(plea)
    assert lift.number in customer.hears(told).text
    live.in_topic(lift.id or 0, plea)
    assert len(customer.tickets()) == 1


def test_somebody_elses_number_tells_nothing(live: Live, meet: Meet) -> None:
    owner, stranger = meet(), meet()
    ticket, _ = owner.files(LIFT)
    stranger.says(f"{ticket.number} 怎么样了")
    assert "电梯" not in stranger.hears("没有查到").text


def test_a_ticket_is_withdrawn_after_one_question(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, filed = customer.files(LIFT)
    customer.presses(filed, "撤回")
    sure = customer.hears("确定撤回")
    assert customer.ticket().state == State.OPEN
    customer.presses(sure, "确定撤回")
    customer.hears(f"{ticket.number} 已撤回")
    assert customer.ticket().state == State.WITHDRAWN
    card = live.card_says(ticket.id or 0, "客户已撤回")
    assert not card.buttons
    live.in_topic(ticket.id or 0, f"客户撤回了 {ticket.number}")
    customer.presses(sure, "确定撤回")  # pressed again: nothing more happens
    customer.hears(ticket.number)
    assert (
        len([one for one in live.telegram.from_bot(live.staff) if f"客户撤回了 {ticket.number}" in one.text])
        == 1
    )


def test_a_wrong_kind_and_category_are_corrected_by_the_customer(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, filed = customer.files(LIFT)
    due = ticket.due_at
    customer.presses(filed, "类型不对")
    customer.presses(customer.hears("应该是哪一种"), "建议")
    assert "建议" in customer.hears("改好了").text
    customer.presses(filed, "分类不对")
    customer.presses(customer.hears("应该是哪方面"), "规划设计")
    assert "由设计部负责" in customer.hears("改好了").text
    corrected = customer.ticket()
    assert (corrected.kind, corrected.category) == (Kind.SUGGESTION, Category.DESIGN)
    assert corrected.due_at > due  # a suggestion is owed its answer later than a complaint
    live.card_says(ticket.id or 0, "建议 · 设计规划")
    kept = live.rows(Correction, Correction.ticket_id == ticket.id)
    assert [(one.field, one.before, one.after, one.text) for one in kept] == [
        ("kind", "complaint", "suggestion", LIFT),
        ("category", "quality", "design", LIFT),
    ]


def test_staff_correct_and_set_urgent_on_the_card_and_take_it_back(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    card = live.card(ticket.id or 0)
    live.press(live.agent, card, "改类别")
    live.press(live.agent, card, "服务")
    live.card_says(ticket.id or 0, "投诉 · 服务")
    due = customer.ticket().due_at
    live.press(live.agent, card, "设为紧急")
    live.card_says(ticket.id or 0, "· 紧急")
    assert customer.ticket().urgent
    topic = live.staff.topics[card.thread or 0]
    live.until(lambda: "🔴" in topic.name, "the topic's new title")
    said = customer.heard()
    assert f"{ticket.number} 已改为不紧急" in live.press(live.colleague, card, "不紧急")
    live.card_says(ticket.id or 0, "设为紧急")
    assert "· 紧急" not in card.text
    live.until(lambda: "🔴" not in topic.name, "the topic's old title")
    now = customer.ticket()
    assert (now.urgent, now.hazard, now.due_at) == (False, None, due)
    kept = live.rows(Correction, Correction.ticket_id == ticket.id, Correction.field == "urgent")
    assert [(one.before, one.after) for one in kept] == [("False", "True"), ("True", "False")]
    assert customer.heard() == said
    assert customer.ticket().category == Category.SERVICE


def test_it_is_handed_on_only_when_the_receiver_accepts(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    card = live.card(ticket.id or 0)
    live.colleague.says(
        "// 我在", chat=live.staff, thread=card.thread
    )  # who never did anything is not offered
    live.until(lambda: live.rows(Agent, Agent.user_id == live.colleague.id), "the colleague among the agents")
    live.press(live.agent, card, "受理")
    live.press(live.agent, card, "转交")
    live.press(live.agent, card, "Mei")
    offer = live.in_topic(ticket.id or 0, "接手之前仍由")
    live.card_says(ticket.id or 0, "👤 小王")
    assert "这是请 Mei 接手的" in live.press(live.agent, offer, "接手")
    live.press(live.colleague, offer, "接手")
    live.card_says(ticket.id or 0, "👤 Mei（首问：小王）")


def test_a_resolved_matter_is_reopened_by_the_button_and_by_saying_so(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    for round_, reopen in enumerate((True, False), start=1):
        customer.now()
        live.agent.says(
            "/done 电梯已修好，恢复运行", chat=live.staff, thread=live.card(ticket.id or 0).thread
        )
        told = customer.hears("电梯已修好，恢复运行")
        if reopen:
            customer.presses(told, "没有解决")
        else:
            customer.says("还没解决")
        assert ticket.number in customer.hears("已重新打开").text
        again = customer.ticket()
        assert (again.state, again.round) == (State.TAKEN, round_ + 1)
        live.in_topic(ticket.id or 0, f"第 {round_ + 1} 次办理")
        live.card_says(ticket.id or 0, "办结")
