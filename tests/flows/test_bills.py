"""Bills over the whole house: the reminder and its buttons, staff who verify, a dispute, and what the books say."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.bill import Bill, BillState
from bot.service import bill_records, local_days, reminders
from bot.service.bill_records import BillValues
from tests.flows.books import books, plans
from tests.flows.talk import Talk
from tests.live import PATIENCE, Live

Meet = Callable[..., Talk]
SAID: dict[str, dict[str, str]] = {
    "zh": {
        "hello": "你好",
        "reminder": "缴费提醒",
        "pay": "去缴费",
        "paid": "我已缴费",
        "checking": "核实期间不再提醒您",
        "thanks": "已收到您的缴费",
        "wrong": "账单不对",
        "which": "哪一笔账单不对",
        "filed": "核对期间不再提醒",
        "settled": "您不用再缴",
        "ask": "我这个月电费多少",
        "prove": "核实身份后才能",
        "owed": "您的未缴账单",
        "brief": "只说总额",
        "kept": "已保存",
    },
    "en": {
        "hello": "hello there",
        "reminder": "Payment reminder",
        "pay": "Pay CN¥",
        "paid": "I have paid",
        "checking": "You won't be reminded of it meanwhile",
        "thanks": "We received your payment",
        "wrong": "The bill is wrong",
        "which": "Which bill is wrong",
        "filed": "until then you won't be reminded",
        "settled": "there is nothing more to pay",
        "ask": "How much is my electricity bill this month?",
        "prove": "I can only show them once I know",
        "owed": "Your unpaid bills",
        "brief": "The total only",
        "kept": "Saved",
    },
}


def billed(live: Live, customer: Talk, *periods: str, in_days: int = 0) -> list[str]:
    """The customer proves an account that owes a bill for each period; the bills' numbers.

    They are due in ``in_days`` days: what is due today, the desk's own clock may tell at any moment.
    """
    ref = customer.customer().id
    with books(live) as work:
        account = Account(kind=AccountKind.METER, number=f"M-{uuid4().hex[:8]}")
        work.session.add(account)
        work.session.flush()
        assert account.id
        assert ref
        link = AccountLink(customer_id=ref, account_id=account.id, proof=Proof.CODE, linked_at=work.now)
        work.session.add(link)
        due = local_days.today_of(work) + timedelta(days=in_days)
        rows = [
            (account.id, BillValues(f"B-{uuid4().hex[:8]}", period, 12345, "CNY", due)) for period in periods
        ]
        bill_records.record_all(work, rows)
    return [values.number for _, values in rows]


def remind(live: Live) -> None:
    """The clock plans; the hour of the reminders has come."""
    plans(live, reminders.plan)


def bill(live: Live, number: str) -> Bill:
    found: Bill = live.rows(Bill, Bill.number == number)[0]
    return found


def greeted(customer: Talk, said: dict[str, Any]) -> None:
    customer.says(said["hello"])
    customer.worked_off()
    customer.now()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reminder_is_answered_with_paid_and_staff_verify(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    greeted(customer, said)
    (number,) = billed(live, customer, "2027-01")
    remind(live)
    reminder = customer.hears(said["reminder"])
    assert reminder.button(said["pay"]).url == f"https://pay.example.com/{number}"
    customer.presses(reminder, said["paid"])
    customer.hears(said["checking"])
    assert bill(live, number).state == BillState.CLAIMED
    card = live.telegram.wait_for(number, chat=live.staff, timeout=PATIENCE)
    customer.now()
    live.press(
        live.agent, card, "已到账" if "已到账" in "|".join(card.button_texts) else card.button_texts[0]
    )
    customer.hears(said["thanks"])
    assert bill(live, number).state == BillState.PAID
    customer.worked_off()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_two_bills_one_is_disputed_and_settled_by_staff(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    greeted(customer, said)
    first, second = billed(live, customer, "2026-12", "2027-01")
    remind(live)
    reminder = customer.hears(said["reminder"])
    assert "2026-12" in reminder.text
    assert "2027-01" in reminder.text
    customer.presses(reminder, said["wrong"])
    which = customer.hears(said["which"])
    customer.presses(which, "2027-01")
    customer.hears(said["filed"])
    assert [bill(live, one).state for one in (first, second)] == [BillState.OPEN, BillState.DISPUTED]
    ticket = customer.ticket()
    told = live.in_topic(ticket.id or 0, second)
    customer.now()
    live.press(live.agent, told, "不用再缴")
    customer.hears(said["settled"])
    assert bill(live, second).state == BillState.SETTLED


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_about_the_bill_is_answered_from_the_books(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    customer.says(said["ask"])
    customer.hears(said["prove"])
    (number,) = billed(live, customer, "2027-01")
    customer.says(said["ask"])
    answer = customer.hears(said["owed"])
    assert "123.45" in answer.text
    assert number in answer.text  # in the link of the page where it is paid
    customer.worked_off()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_bills_are_told_is_chosen_in_the_chat(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    greeted(customer, said)
    billed(live, customer, "2027-02", in_days=60)
    customer.says("/bills")
    shown = customer.hears(said["owed"])
    customer.presses(shown, said["brief"])
    customer.hears(said["kept"])
    billed(live, customer, "2027-01")
    remind(live)
    assert "2027-01" not in customer.hears(said["reminder"]).text
