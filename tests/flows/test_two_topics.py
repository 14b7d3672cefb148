"""A message about two things over real HTTP: filed, offered, filed by one tap, and each ticket knows the other."""

from collections.abc import Callable

import pytest

from bot.desk.customer import Customer
from bot.desk.labels import Kind
from bot.desk.remark import Remark
from bot.desk.ticket import Ticket
from tests.emulator.messages import Message
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
LEAK_AND_STAND = {
    "zh": "家里自来水发黄，烧开了还有一层白沫。另外建议在单元门口装一个雨伞架，下雨天大家都方便。",
    "en": "The tap water has been brown since Monday. Also, could you consider putting an umbrella stand in the lobby?",
}
OFFER = {
    "zh": "另外您还提到：“建议在单元门口",
    "en": "You also mentioned: “could you consider putting an umbrella",
}
YES, NO = {"zh": "立案", "en": "File it"}, {"zh": "不用", "en": "No need"}
UNFILED, FILE_KEY = "未立案", "另立一单"


def tells_both(live: Live, meet: Meet, language: str = "zh") -> tuple[Talk, Ticket, Message]:
    """A customer writes about both: they, the first ticket and the offer of the second."""
    customer = meet(language)
    first, _ = customer.files(LEAK_AND_STAND[language])
    return customer, first, customer.hears(OFFER[language])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_tap_files_the_second_linked_with_the_first(live: Live, meet: Meet, language: str) -> None:
    customer, first, offer = tells_both(live, meet, language)
    assert first.kind == Kind.COMPLAINT
    live.card_says(first.id or 0, UNFILED)
    live.card_says(first.id or 0, FILE_KEY)
    assert len(customer.tickets()) == 1  # offered, not guessed

    customer.presses(offer, YES[language])
    answer = customer.hears({"zh": "已为您受理", "en": "I've filed this for you"}[language])
    _, second = customer.tickets()
    assert second.number in answer.text
    assert first.number in answer.text
    assert second.kind == Kind.SUGGESTION
    assert second.due_at > first.due_at
    card = live.card_says(first.id or 0, f"与 {second.number} 出自同一条消息")
    assert FILE_KEY not in "|".join(card.button_texts)
    own = live.card_says(second.id or 0, f"与 {first.number} 出自同一条消息")
    assert LEAK_AND_STAND[language] not in own.text  # its own part stands on the card
    live.in_topic(second.id or 0, LEAK_AND_STAND[language])  # and the whole message behind it

    customer.presses(offer, YES[language])
    assert second.number in customer.hears(second.number).text
    assert len(customer.tickets()) == 2
    customer.says(f"{second.number} 怎么样了" if language == "zh" else f"any news about {second.number}")
    assert first.number in customer.hears(second.number).text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_need_leaves_it_on_the_card(live: Live, meet: Meet, language: str) -> None:
    customer, first, offer = tells_both(live, meet, language)
    customer.presses(offer, NO[language])
    assert first.number in customer.hears({"zh": "不另外立案", "en": "no separate ticket"}[language]).text
    card = live.card_says(first.id or 0, "客户说不用立案")
    assert FILE_KEY not in "|".join(card.button_texts)
    assert len(customer.tickets()) == 1


def test_the_questions_about_the_first_go_on(live: Live, meet: Meet) -> None:
    customer, first, offer = tells_both(live, meet)
    customer.hears("哪一户")
    customer.presses(offer, YES["zh"])
    customer.hears("哪一户")  # asked again, below the second ticket's number
    customer.says("3栋2单元1201")
    customer.hears("从什么时候开始")
    live.card_says(first.id or 0, "3栋2单元1201")


def test_an_agent_files_what_the_customer_left_open(live: Live, meet: Meet) -> None:
    customer, first, offer = tells_both(live, meet)
    customer.now()
    assert "已单独立案" in live.press(live.agent, live.card(first.id or 0), FILE_KEY)
    told = customer.hears("已经单独为您立案")
    _, second = customer.tickets()
    assert second.number in told.text
    assert first.number in told.text
    live.in_topic(first.id or 0, f"小王 把客户另外提到的事单独立案了：{second.number}")
    customer.presses(offer, YES["zh"])  # too late, and still the right answer
    assert second.number in customer.hears("已为您受理").text
    assert len(customer.tickets()) == 2


def test_danger_goes_first(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.says("厨房里煤气味很浓，头都晕了！另外建议在单元门口装一个雨伞架，下雨天大家都方便。")
    customer.hears("关")  # what to do right now
    offer = customer.hears(OFFER["zh"])
    heard = customer.heard()
    assert "燃气" in heard[0]
    assert heard[-1] == offer.text
    customer.presses(offer, YES["zh"])
    customer.hears("已为您受理")
    first, second = customer.tickets()
    assert (first.urgent, second.urgent) == (True, False)


def test_after_the_question_what_it_is(live: Live, meet: Meet) -> None:
    """The same matter within the talk is asked about; what was said besides is offered once it has its place."""
    customer = meet()
    first, _ = customer.files("小区自来水有一股怪味，不敢喝")
    customer.says(LEAK_AND_STAND["zh"])
    which = customer.hears("接着哪件事")
    assert not live.rows(Remark, Remark.ticket_id == first.id)
    customer.presses(which, first.number)
    customer.hears(f"已补充到 {first.number}")
    customer.presses(customer.hears(OFFER["zh"]), YES["zh"])
    customer.hears("已为您受理")
    live.card_says(first.id or 0, "出自同一条消息")


def test_the_offer_outlives_a_restart(live: Live, meet: Meet) -> None:
    customer, first, offer = tells_both(live, meet)
    live.start_desk()
    customer.presses(offer, YES["zh"])
    customer.hears("已为您受理")
    live.card_says(first.id or 0, "出自同一条消息")
    assert live.rows(Customer, Customer.chat_id == customer.person.id)
