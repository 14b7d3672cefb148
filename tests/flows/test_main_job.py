"""The main job: what a customer writes becomes a ticket, an agent answers it, and the customer says how it was."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.desk.rating import Rating
from bot.desk.ticket import State, TicketEvent
from tests.emulator.messages import Message
from tests.flows.talk import Talk
from tests.live import Live

COMPLAINT = {"zh": "小区电梯坏了三天没人修", "en": "The lift has been broken for three days"}
SAID: dict[str, Any] = {
    "zh": {
        "filed": ("类型：投诉报修 · 质量与故障", "由工程维修部负责，最晚", "前答复您"),
        "buttons": ["类型不对", "分类不对", "补充照片", "情况紧急", "撤回"],
        "place": "哪一户",
        "since": "什么时候开始",
        "skip": "跳过",
        "noted": "记下了",
        "not solved": "没有解决",
        "done": "问题已经修好",
        "sorry": "没让您满意",
        "why": "哪里没做好",
        "thanks": "谢谢您的评价：★★★★★",
        "more": "还有什么想说的",
    },
    "en": {
        "filed": (
            "Complaint or repair · quality and faults",
            "You'll hear from our repairs team by",
            "at the latest",
        ),
        "buttons": ["Wrong kind", "Wrong category", "Add a photo", "It is urgent", "Withdraw"],
        "place": "Which home",
        "since": "Since when",
        "skip": "Skip",
        "noted": "Noted",
        "not solved": "Not solved",
        "done": "has been fixed",
        "sorry": "sorry it wasn't good",
        "why": "what went wrong",
        "thanks": "Thank you for your rating: ★★★★★",
        "more": "anything you'd like to add",
    },
}

Meet = Callable[..., Talk]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_complaint_is_filed_answered_resolved_and_rated(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    ticket_id = _filed_with_its_details(live, customer, language)
    _taken_and_answered(live, customer, ticket_id)
    stars = _resolved(live, customer, ticket_id, said)

    customer.presses(stars, "2 ★")
    assert customer.ticket().number in customer.hears(said["sorry"]).text
    ticket = customer.ticket()
    assert (ticket.state, ticket.round) == (State.TAKEN, 2)  # open again, with its owner
    customer.hears(said["why"])
    customer.says("没人来，门还是打不开" if language == "zh" else "Nobody came and nothing was repaired")
    customer.hears(said["noted"])
    live.in_topic(ticket_id, "2 星")
    reopened = live.in_topic(ticket_id, "重新打开")
    assert {"type": "text_mention", "user": live.agent.id} in [
        {"type": one["type"], "user": one.get("user", {}).get("id")} for one in reopened.entities
    ]  # the owner is called, not only named
    live.in_topic(ticket_id, "没人来" if language == "zh" else "Nobody came")

    stars = _resolved(live, customer, ticket_id, said)
    customer.presses(stars, "5 ★")
    customer.hears(said["thanks"])
    customer.hears(said["more"])
    customer.says("这次师傅很专业" if language == "zh" else "The repairman was excellent this time")
    customer.hears(said["noted"])
    rated = live.rows(Rating, Rating.ticket_id == ticket_id)
    assert [(one.round, one.stars) for one in rated] == [(1, 2), (2, 5)]
    assert "专业" in rated[1].comment or "excellent" in rated[1].comment
    assert customer.ticket().state == State.RESOLVED
    _history_is_whole(live, ticket_id)


def _filed_with_its_details(live: Live, customer: Talk, language: str) -> int:
    """Filed first; only then two questions, one answered and one skipped."""
    said = SAID[language]
    ticket, answer = customer.files(COMPLAINT[language])
    assert all(part in answer.text for part in said["filed"])
    assert answer.button_texts == said["buttons"]
    place = customer.hears(said["place"])
    assert place.id > answer.id
    assert place.button_texts == [said["skip"]]
    customer.says("3栋2单元1201" if language == "zh" else "Block 3, flat 1201")
    since = customer.hears(said["since"])
    customer.presses(since, said["skip"])
    customer.hears(said["noted"])
    ticket = customer.ticket()
    assert ticket.place == ("3栋2单元1201" if language == "zh" else "Block 3, flat 1201")
    assert not ticket.since
    card = live.card_says(ticket.id or 0, "1201")
    assert ticket.number in card.text
    assert COMPLAINT[language] in card.text
    assert card.thread == ticket.thread_id
    title = live.staff.topics[ticket.thread_id or 0].name
    assert title.startswith(ticket.number)
    return ticket.id or 0


def _taken_and_answered(live: Live, customer: Talk, ticket_id: int) -> None:
    """One of two takers wins; what the agent writes and shows reaches the customer, a note does not."""
    card = live.card(ticket_id)
    take = card.button("受理").data or ""
    first, second = live.agent.presses_data(card, take), live.colleague.presses_data(card, take)
    assert "小王 已受理" in live.toast(first)
    assert "已由 小王 受理" in live.toast(second)
    live.card_says(ticket_id, "👤 小王")

    customer.now()
    live.agent.says("已安排师傅，半小时内到", chat=live.staff, thread=card.thread)
    live.agent.says("// 备件没货，先别告诉客户", chat=live.staff, thread=card.thread)
    live.agent.sends_photo("这是新的控制板", chat=live.staff, thread=card.thread)
    heard = customer.hears("半小时内到")
    assert customer.ticket().number in heard.text
    photo = customer.hears(lambda message: message.kind == "photo")
    assert photo.text == "这是新的控制板"
    assert photo.from_bot
    assert not [text for text in customer.heard() if "备件" in text]
    assert [one.internal for one in customer.words() if "备件" in one.text] == [True]


def _resolved(live: Live, customer: Talk, ticket_id: int, said: dict[str, Any]) -> Message:
    """Resolved with a reason: the customer hears what was done and is asked for stars."""
    customer.now()
    card = live.card(ticket_id)
    live.press(live.agent, card, "办结")
    assert "已告知客户" in live.press(live.agent, card, "已修好")
    told = customer.hears(said["done"])
    assert [one for one in told.button_texts if "★" in one] == ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]
    assert said["not solved"] in told.button_texts
    live.card_says(ticket_id, "已办结")
    live.until(lambda: live.staff.topics[card.thread or 0].closed, "a closed topic")
    return told


def _history_is_whole(live: Live, ticket_id: int) -> None:
    """Every move has its author, its time and its reason, in order."""
    events = live.rows(TicketEvent, TicketEvent.ticket_id == ticket_id)
    moves = [one.move for one in events]
    assert [move for move in moves if move not in ("details", "rated")] == [
        "filed",
        "taken",
        "answered",
        "answered",
        "resolved",
        "reopened",
        "resolved",
    ]
    assert all(one.author and one.at and one.reason for one in events), events
