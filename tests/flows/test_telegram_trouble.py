"""Trouble on Telegram's side: what matters arrives, an ambiguous one at most twice, and nobody else waits for it."""

from collections.abc import Callable

import pytest

from bot.desk.notice import Notice
from tests.flows.talk import Talk
from tests.live import PATIENCE, Live

Meet = Callable[..., Talk]
LIFT = "小区电梯坏了三天没人修"
LONG = 60.0  # seconds: longer than a call may take before it counts as lost


def told(customer: Talk, words: str = "已为您受理") -> int:
    return len([text for text in customer.heard() if words in text])


def settled(live: Live, customer: Talk) -> None:
    """Nothing said to the customer is in the air any more."""
    customer.worked_off()
    mine, settled = Notice.customer_id == customer.customer().id, {"sent", "cancelled", "dead"}
    live.until(lambda: {one.state for one in live.rows(Notice, mine)} <= settled, "settled notices")


def test_a_flood_wait_concerns_one_chat_and_the_answer_comes_once(live: Live, meet: Meet) -> None:
    slow, quick = meet(), meet()
    fault = live.telegram.fault("sendMessage", chat=slow.person, retry_after=2)
    slow.says(LIFT)
    live.until(lambda: fault.fired, "the refused call")
    quick.says(LIFT)
    mine = quick.hears("已为您受理")
    theirs = slow.hears("已为您受理")
    assert mine.changed < theirs.changed  # the other chat did not wait for it
    settled(live, slow)
    assert told(slow) == 1
    assert told(quick) == 1


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ({"error": (502, "Bad Gateway")}, 1),
        ({"error": (500, "Internal Server Error")}, 1),
        ({"drop": "before"}, 1),
        ({"drop": "after"}, 2),
    ],
    ids=["502", "500", "dropped before", "dropped after"],
)
def test_an_answer_survives_a_broken_call(live: Live, meet: Meet, rule: dict[str, object], most: int) -> None:
    customer = meet()
    fault = live.telegram.fault("sendMessage", chat=customer.person, **rule)
    customer.says(LIFT)
    customer.hears("已为您受理")
    customer.hears("哪一户")
    settled(live, customer)
    assert fault.fired == 1
    assert told(customer) == most  # only what Telegram took before the line broke is said again, once
    assert told(customer, "哪一户") == 1
    assert len(customer.tickets()) == 1


def test_an_answer_that_telegram_took_too_late_is_said_once_more(live: Live, meet: Meet) -> None:
    customer, other = meet(), meet()
    fault = live.telegram.fault("sendMessage", chat=customer.person, late=LONG)
    customer.says(LIFT)
    customer.hears("已为您受理")
    other.says(LIFT)
    other.hears("已为您受理")  # meanwhile everybody else is answered
    live.telegram.wait_until(lambda: told(customer) == 2, LONG, "the answer that is said once more")
    customer.hears("哪一户")
    settled(live, customer)
    assert fault.fired == 1
    assert told(customer) == 2


@pytest.mark.parametrize(
    "rule",
    [{"error": (500, "Internal Server Error")}, {"drop": "after"}, {"drop": "before"}, {"retry_after": 1}],
    ids=["500", "dropped after", "dropped before", "429"],
)
@pytest.mark.parametrize("method", ["createForumTopic", "sendMessage"])
def test_a_card_arrives_whatever_happens_to_its_call(
    live: Live, meet: Meet, method: str, rule: dict[str, object]
) -> None:
    customer = meet()
    # Desks with other databases have written in this group, and their numbers begin at CD-1, too.
    before = len(live.telegram.from_bot(live.staff))
    fault = live.telegram.fault(method, chat=live.staff, **rule)
    ticket, _ = customer.files(LIFT)
    card = live.card(ticket.id or 0)
    assert fault.fired == 1
    assert ticket.number in card.text
    assert card.thread == live.ticket(ticket.id or 0).thread_id is not None
    assert "小王 已受理" in live.press(live.agent, card, "受理")
    written = live.telegram.from_bot(live.staff)[before:]
    cards = [one for one in written if one.text.startswith(f"📋 {ticket.number} ")]
    assert len(cards) <= 2
    customer.now()
    live.agent.says("师傅马上到", chat=live.staff, thread=card.thread)
    customer.hears("师傅马上到")


def test_a_deleted_topic_is_opened_anew_or_done_without(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, answer = customer.files(LIFT)
    card = live.card(ticket.id or 0)
    live.telegram.delete_topic(live.staff, card.thread or 0)
    customer.says("麻烦帮忙催一下师傅", reply_to=answer)
    live.telegram.wait_for("麻烦帮忙催一下师傅", chat=live.staff, timeout=PATIENCE, since=customer.since)


def test_who_blocked_the_desk_is_unreachable_until_they_write_again(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    customer.hears("哪一户")
    thread = live.card(ticket.id or 0).thread
    live.telegram.block(customer.person)
    live.until(lambda: customer.customer().unreachable_at, "the customer marked as unreachable")
    live.agent.says("师傅马上到", chat=live.staff, thread=thread)
    live.in_topic(ticket.id or 0, "没能送到")
    live.telegram.unblock(customer.person)
    live.until(lambda: customer.customer().unreachable_at is None, "the customer marked as reachable")
    customer.says("你好")
    customer.hears(lambda message: True)
    customer.now()
    live.agent.says("师傅明天到", chat=live.staff, thread=thread)
    customer.hears("师傅明天到")


def test_a_403_alone_marks_them_too(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    customer.hears("哪一户")
    refusal = (403, "Forbidden: bot was blocked by the user")
    live.telegram.fault("sendMessage", chat=customer.person, error=refusal, count=1)
    live.agent.says("师傅马上到", chat=live.staff, thread=live.card(ticket.id or 0).thread)
    live.in_topic(ticket.id or 0, "没能送到")
    assert customer.customer().unreachable_at
    customer.says("你好")
    customer.hears(lambda message: True)
    assert customer.customer().unreachable_at is None
