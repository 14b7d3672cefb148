"""Bills in the dialogue: what is owed, which bill is meant, what was chosen; nothing to a chat that proved nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.account import Proof
from bot.desk.bill import BillState
from bot.desk.ticket import Ticket
from bot.desk.wishes import BillDetail, Wishes
from bot.service import bill_records
from tests.actions.stage import Played, Stage, words
from tests.builders import ANN, LI
from tests.service.bills import DAY, bill, billed, tied, values


def ask(stage: Stage, text: str = "我这个月电费多少") -> Played:
    return stage.hear("action_ask_bill", text, "ask_bill")


def test_what_is_owed_with_dates_states_and_the_last_payment(stage: Stage) -> None:
    account, second = tied(stage.scene), tied(stage.scene, "M-2")
    billed(stage.scene, account, "B-1", 3)
    billed(stage.scene, second, "B-2", -2, amount=5000, period="2026-01")
    with stage.scene.desk() as work:
        bill_records.record(
            work,
            account,
            values("B-0", -40, state=BillState.PAID, paid_on=DAY - timedelta(days=41), period="2025-12"),
        )
    played = ask(stage)
    assert played.text.splitlines() == [
        "您的未缴账单：",
        "· M-2 幸福路 1 号｜2026-01：¥50.00，2月28日已到期",
        "  在线缴费：https://pay.example.com/B-2",
        "· M-1 幸福路 1 号｜2026-02：¥123.45，3月5日到期",
        "  在线缴费：https://pay.example.com/B-1",
        "合计：¥173.45",
        "最近一次缴费：2025-12，¥123.45，1月20日到账。",
    ]
    assert played.payloads[:2] == ["/bill_paid", "/bills"]
    asked = stage.press(
        "action_ask_staff", "ask_staff", message=int(played.payloads[2].split(": ")[1].rstrip("}"))
    )
    assert "咨询 · 服务" in asked.text


def test_in_english(stage: Stage) -> None:
    account = tied(stage.scene)
    billed(stage.scene, account, due=3)
    assert "2026-02: CN¥123.45, due on 5 March" in ask(stage, "how much is my bill").text


def test_nothing_owed_is_said(stage: Stage) -> None:
    tied(stage.scene)
    assert ask(stage).text.splitlines() == [words("zh_bills_none"), words("zh_no_payment")]


@pytest.mark.parametrize("proof", [None, Proof.LINK, Proof.SAID])
def test_a_chat_that_proved_nothing_is_told_how_to_prove_it(stage: Stage, proof: Proof | None) -> None:
    stage.scene.write("你好")
    if proof:
        billed(stage.scene, tied(stage.scene, proof=proof))
    played = ask(stage)
    assert played.text == words("zh_bills_not_proven")
    assert played.payloads[0] == "/account"
    assert played.payloads[1].startswith("/ask_staff")
    assert stage.press("action_bills", "bills").payloads == ["/account"]


def test_the_only_bill_is_meant(stage: Stage) -> None:
    billed(stage.scene, tied(stage.scene))
    played = stage.press("action_bill_paid", "bill_paid")
    assert played.text == words("zh_bill_paid_done", bill="B-1", period="2026-02", days=3)
    assert bill(stage.scene).state == BillState.CLAIMED
    assert "正在核实" in ask(stage).text
    assert stage.press("action_bill_paid", "bill_paid").text == words("zh_bills_none")


@pytest.mark.parametrize("intent", ["bill_paid", "bill_more_time", "bill_dispute"])
def test_of_several_bills_it_asks_which(stage: Stage, intent: str) -> None:
    account = tied(stage.scene)
    refs = [billed(stage.scene, account, f"B-{n}", n, period=f"2026-0{n}") for n in (1, 2)]
    played = stage.press(f"action_{intent}", intent)
    assert played.text == words(f"zh_which_{intent}")
    assert played.payloads == [f'/{intent}{{"bill": {ref}}}' for ref in refs]
    assert played.said[0]["buttons"][0]["title"] == "2026-01 ¥123.45"
    assert "B-2" in stage.press(f"action_{intent}", intent, bill=refs[1]).text
    assert bill(stage.scene, "B-1").state == BillState.OPEN


def test_a_dispute_names_its_ticket_and_photos_go_there(stage: Stage) -> None:
    billed(stage.scene, tied(stage.scene))
    played = stage.press("action_bill_dispute", "bill_dispute")
    (ticket,) = stage.scene.all(Ticket)
    assert ticket.number in played.text
    assert played.slots["in_hand"] == ticket.id
    again = stage.press("action_bill_dispute", "bill_dispute", bill=bill(stage.scene).id)
    assert again.text == words("zh_bill_dispute_already", bill="B-1", period="2026-02", number=ticket.number)
    paid = stage.press("action_bill_paid", "bill_paid", bill=bill(stage.scene).id)
    assert paid.text == again.text


def test_more_time_names_its_ticket(stage: Stage) -> None:
    ref = billed(stage.scene, tied(stage.scene))
    assert "CD-1" in stage.press("action_bill_more_time", "bill_more_time", bill=ref).text
    again = stage.press("action_bill_more_time", "bill_more_time", bill=ref)
    assert again.text == words("zh_bill_more_time_already", bill="B-1", period="2026-02", number="CD-1")


@pytest.mark.parametrize("intent", ["bill_paid", "bill_more_time", "bill_dispute"])
@pytest.mark.parametrize("number", [None, 10**20, "x"])
def test_another_chats_bill_is_not_found(stage: Stage, intent: str, number: Any) -> None:
    ref = billed(stage.scene, tied(stage.scene, chat=ANN))
    stage.chat = LI
    tied(stage.scene, "M-2")
    played = stage.press(f"action_{intent}", intent, bill=ref if number is None else number)
    assert played.text == words("zh_bills_none" if number == "x" else "zh_bill_not_yours")
    assert bill(stage.scene).state == BillState.OPEN


def test_a_closed_bill_is_closed(stage: Stage) -> None:
    ref = billed(stage.scene, tied(stage.scene), state=BillState.PAID)
    for intent in ("bill_paid", "bill_more_time", "bill_dispute"):
        played = stage.press(f"action_{intent}", intent, bill=ref)
        assert played.text == words("zh_bill_closed", bill="B-1", period="2026-02")


def test_how_reminders_come_is_chosen_by_a_tap(stage: Stage) -> None:
    tied(stage.scene, email="li@example.com")
    shown = stage.press("action_bills", "bills")
    assert shown.text.splitlines()[-1] == "账单提醒：在这里接收 · 逐笔列出 · 按平常的时间提醒"
    assert shown.payloads == [
        '/bill_wish{"detail": "brief"}',
        *(f'/bill_wish{{"days": {days}}}' for days in (1, 3, 7, 15)),
        '/bill_wish{"channel": "email"}',
    ]
    stage.press("action_bill_wish", "bill_wish", detail="brief")
    assert stage.press("action_bill_wish", "bill_wish", days=1).text.endswith("提前一天开始提醒")
    stage.press("action_bill_wish", "bill_wish", days=3)
    kept = stage.press("action_bill_wish", "bill_wish", channel="email")
    assert kept.text == "✓ 已保存。账单提醒：用邮件接收 · 只说总额 · 提前 3 天开始提醒"
    with stage.scene.desk() as work:
        wishes = work.session.exec(select(Wishes)).one()
    assert (wishes.bill_detail, wishes.bill_days_before) == (BillDetail.BRIEF, 3)


def test_who_ended_reminders_sees_that_and_can_turn_them_on(stage: Stage) -> None:
    tied(stage.scene)
    stage.press("action_stop_topic", "stop_topic", topic="bills")
    shown = stage.press("action_bills", "bills")
    assert shown.text.splitlines()[-1] == words("zh_bill_service_off")
    assert shown.payloads == ['/consent{"topic": "bills", "given": true}']
    stage.press("action_consent", "consent", topic="bills", given=True)
    assert "在这里接收" in stage.press("action_bills", "bills").text


@pytest.mark.parametrize(
    "payload", [{"detail": "long"}, {"days": 99}, {"channel": "sms"}, {"channel": "fax"}, {}]
)
def test_what_cannot_be_chosen_changes_nothing(stage: Stage, payload: dict[str, Any]) -> None:
    tied(stage.scene)
    kept = stage.press("action_bill_wish", "bill_wish", **payload)
    assert kept.text == "✓ 已保存。账单提醒：在这里接收 · 逐笔列出 · 按平常的时间提醒"
