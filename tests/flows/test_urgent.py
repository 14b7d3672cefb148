"""Danger: safety advice at once, no form, and the alarm ahead of everything else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.desk.labels import Hazard
from bot.desk.notice import Lane, Notice
from tests.emulator.limits import Limits
from tests.flows.talk import Talk
from tests.live import PATIENCE, Live, relieved

GAS = {"zh": "家里有很浓的煤气味，头晕", "en": "There is a strong smell of gas in my kitchen"}
ADVICE = {"zh": "不要开关任何电器", "en": "Don't switch anything electrical on or off"}
FILED = {"zh": "已按紧急情况受理", "en": "Filed as urgent"}
QUESTION = {"zh": "哪一户", "en": "Which home"}
ORDINARY = 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_gas_brings_advice_then_the_number_an_alarm_and_no_form(
    live: Live, meet: Callable[..., Talk], language: str
) -> None:
    customer = meet(language)
    customer.says(GAS[language])
    filed = customer.hears(FILED[language])
    advice = customer.hears(ADVICE[language])
    assert advice.id < filed.id  # how to stay safe comes first
    ticket = customer.ticket()
    assert (ticket.urgent, ticket.hazard) == (True, Hazard.GAS)
    assert ticket.number in filed.text
    alarm = live.telegram.wait_for(f"紧急 {ticket.number}：燃气泄漏", chat=live.staff, timeout=PATIENCE)
    assert alarm.thread is None  # called out to the whole group
    assert GAS[language] in alarm.text
    live.card_says(ticket.id or 0, "燃气泄漏")
    assert "🔴" in live.staff.topics[ticket.thread_id or live.ticket(ticket.id or 0).thread_id or 0].name
    customer.worked_off()
    assert not [text for text in customer.heard() if QUESTION[language] in text]


def test_the_customer_calls_it_urgent_and_names_the_danger(live: Live, meet: Callable[..., Talk]) -> None:
    customer = meet("zh")
    ticket, filed = customer.files("小区电梯坏了三天没人修")
    customer.presses(filed, "情况紧急")
    which = customer.hears("是什么危险")
    live.telegram.wait_for(f"紧急 {ticket.number}", chat=live.staff, timeout=PATIENCE)
    customer.presses(which, "有人被困")
    customer.hears("紧急呼叫按钮")
    live.telegram.wait_for(f"紧急 {ticket.number}：人员被困", chat=live.staff, timeout=PATIENCE)
    assert customer.ticket().hazard == Hazard.TRAPPED
    live.card_says(ticket.id or 0, "人员被困")


def test_the_alarm_overtakes_twenty_queued_cards_within_telegrams_limits(live: Live, tmp_path: Path) -> None:
    """With the real budget of fifteen posts a minute and Telegram's own limits, cards of twenty matters queue."""
    telegram = live.telegram
    telegram.api.limits = Limits()
    try:
        with relieved(live, tmp_path) as desk:
            talks = [Talk.begun(desk) for _ in range(ORDINARY)]
            for talk in talks:
                talk.says("小区电梯坏了三天没人修")
            for talk in talks:
                talk.hears("已为您受理")
            urgent = Talk.begun(desk)
            urgent.says(GAS["zh"])
            advice = urgent.hears(ADVICE["zh"])
            assert advice.id < urgent.hears(FILED["zh"]).id
            number = urgent.ticket().number
            telegram.wait_for(f"紧急 {number}", chat=desk.staff, timeout=PATIENCE)
            waiting = desk.rows(Notice, Notice.kind == "topic", Notice.state == "ready")
            assert waiting, "the ordinary cards were to wait behind the budget, or this proves nothing"
            assert all(one.lane == Lane.NOTICE for one in waiting)
            assert not telegram.errors(429)  # the desk keeps the limits by itself
    finally:
        telegram.api.limits = None
