"""Who may not: forged, borrowed and outlived buttons do nothing and leave a line in the log."""

from collections.abc import Callable

import pytest

from bot.desk.inbox import InboxUpdate
from bot.desk.rating import Rating
from bot.desk.ticket import State
from tests.emulator.actors import Press
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
LIFT = "小区电梯坏了三天没人修"


def did_nothing(live: Live, press: Press, user_id: int) -> None:
    """The press was worked off, its sender got nothing, and the log names them."""
    number = press.update["update_id"]
    live.until(
        lambda: [one.state for one in live.rows(InboxUpdate, InboxUpdate.update_id == number)] == ["done"],
        "the press to be worked off",
    )
    live.logged("stranger_pressed", user=user_id)
    assert not [one for one in press.answers if one.get("text")]


@pytest.mark.parametrize(
    "data", ["take", '/rate{"ticket": 1, "round": 1, "stars": 5}', "A" * 22, "😀\x00'; DROP"]
)
def test_forged_data_of_a_customer_does_nothing(live: Live, meet: Meet, data: str) -> None:
    customer = meet()
    ticket, answer = customer.files(LIFT)
    heard = len(customer.heard())
    did_nothing(live, customer.person.presses_data(answer, data), customer.person.id)
    customer.worked_off()
    assert customer.ticket().state == State.OPEN
    assert customer.heard()[: heard + 1] == customer.heard()  # at most the question that was on its way
    assert ticket.steps <= customer.ticket().steps


def test_a_customers_token_is_worth_nothing_in_another_chat(live: Live, meet: Meet) -> None:
    owner, thief = meet(), meet()
    ticket, answer = owner.files(LIFT)
    thief.says("你好")
    greeting = thief.hears("有什么可以帮您")
    token = answer.button("撤回").data or ""
    did_nothing(live, thief.person.presses_data(greeting, token), thief.person.id)
    assert live.ticket(ticket.id or 0).state == State.OPEN
    assert len(thief.heard()) == 1


def test_a_staff_token_is_worth_nothing_in_a_private_chat(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, answer = customer.files(LIFT)
    token = live.card(ticket.id or 0).button("受理").data or ""
    did_nothing(live, customer.person.presses_data(answer, token), customer.person.id)
    assert live.ticket(ticket.id or 0).owner_id is None


def test_a_stranger_and_a_removed_member_press_in_vain(live: Live, meet: Meet) -> None:
    customer, stranger = meet(), live.telegram.user(first_name="路人")
    ticket, _ = customer.files(LIFT)
    card = live.card(ticket.id or 0)
    did_nothing(live, stranger.presses(card, "受理"), stranger.id)

    former = live.telegram.user(first_name="前同事")
    live.telegram.add_member(live.staff, former)
    live.press(former, card, "改类别")  # as a member it works
    live.telegram.remove_member(live.staff, former)
    live.card_says(ticket.id or 0, "返回")
    did_nothing(live, former.presses(card, "返回"), former.id)
    assert live.ticket(ticket.id or 0).owner_id is None


def test_a_typed_intent_is_read_and_not_obeyed(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    customer.now()
    live.agent.says("/done 电梯已修好", chat=live.staff, thread=live.card(ticket.id or 0).thread)
    customer.hears("电梯已修好")
    for forged in (
        f'/rate{{"ticket": {ticket.id}, "round": 1, "stars": 1}}',
        f'/reopen{{"ticket": {ticket.id}}}',
        f'/withdraw_sure{{"ticket": {ticket.id}}}',
    ):
        customer.says(forged)
    customer.worked_off()
    assert live.ticket(ticket.id or 0).state == State.RESOLVED
    assert not live.rows(Rating, Rating.ticket_id == ticket.id)


def test_nobody_rates_somebody_elses_ticket_by_the_number_in_a_deep_link(live: Live, meet: Meet) -> None:
    owner, thief = meet(), meet()
    ticket, _ = owner.files(LIFT)
    thief.says(f'/start rate{{"ticket": {ticket.id}}}')
    thief.hears("这里是安居服务台")
    assert live.ticket(ticket.id or 0).state == State.OPEN
