"""Reminders: one message per customer and day, by the ladder of their class and their own wishes; stopped at once."""

from datetime import time, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.desk.account import Proof
from bot.desk.bill import Bill, BillState
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.party import Standing
from bot.desk.wishes import BillDetail, Channel, Consent, Topic
from bot.service import bill_records, bill_service, payments, reminders
from tests.builders import ANN, LI, Scene
from tests.service.bills import (
    DAY,
    ZONE,
    bill,
    billed,
    move,
    numbers,
    plan,
    said,
    stand,
    tied,
    values,
    worded,
)


def test_on_a_day_of_the_ladder_it_is_said_at_the_policys_hour_and_not_after_the_day(scene: Scene) -> None:
    move(scene, at=time(0, 5))
    billed(scene, tied(scene), due=7)
    assert plan(scene) == 1
    (notice,) = said(scene)
    assert (notice.subject, notice.step) == (f"bills:{notice.customer_id}", DAY.isoformat())
    assert notice.due_at.astimezone(ZONE).time() == time(10, 0)
    assert notice.expires_at is not None
    assert notice.expires_at.astimezone(ZONE).date() == DAY + timedelta(days=1)
    assert (notice.lane, notice.topic, notice.matters) == (Lane.NOTICE, Topic.BILLS, True)
    assert bill(scene).remind_on == DAY + timedelta(days=4)


def test_the_ladder_is_climbed_day_by_day_each_step_once(scene: Scene) -> None:
    billed(scene, tied(scene), due=7)
    days = []
    for day in range(30):
        move(scene, day)
        plan(scene)
        plan(scene)
        days += [day for one in said(scene) if one.step == (DAY + timedelta(days=day)).isoformat()]
        scene.deliver()
    assert days == [0, 4, 6, 7, 8, 14, 22]
    assert bill(scene).remind_on is None


@pytest.mark.parametrize(
    ("standing", "steps"),
    [
        (Standing.VIP, [4, 7, 14]),
        (Standing.KEY, [0, 6, 10, 22]),
        (Standing.CREDIT_RISK, [0, 4, 6, 7, 8, 10, 14, 22]),
    ],
)
def test_each_class_has_its_ladder(scene: Scene, standing: Standing, steps: list[int]) -> None:
    account = tied(scene)
    stand(scene, account, standing)
    billed(scene, account, due=7)
    for day in range(30):
        move(scene, day)
        plan(scene)
    assert [(one.step) for one in said(scene)] == [(DAY + timedelta(days=day)).isoformat() for day in steps]


def test_several_bills_are_one_message_with_the_others_below(scene: Scene) -> None:
    account, second = tied(scene), tied(scene, "M-2")
    billed(scene, account, "B-1", 3)
    billed(scene, second, "B-2", -1, amount=100)
    billed(scene, account, "B-3", 20)
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    assert numbers(notice) == ["B-2", "B-1"]
    assert [item["number"] for item in notice.values["others"]] == ["B-3"]
    assert notice.values["totals"] == ["12445 CNY"]
    assert (notice.values["count"], notice.values["late"]) == (2, 1)


def test_the_text_and_the_buttons_of_one_bill(scene: Scene) -> None:
    billed(scene, tied(scene), due=3)
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    text = worded(notice)
    assert text.splitlines() == [
        "💰 缴费提醒",
        "· M-1 幸福路 1 号｜2026-02：¥123.45，3月5日到期（还有 3 天）",
    ]
    assert notice.buttons[0] == [
        {
            "url": "https://pay.example.com/B-1",
            "word": "key_pay",
            "values": {"period": "2026-02", "amount_sum": "12345 CNY"},
        }
    ]
    says = [one["say"] for one in scene.payloads(notice)]
    ref = bill(scene).id
    assert says == [
        f'/bill_paid{{"bill": {ref}}}',
        f'/bill_more_time{{"bill": {ref}}}',
        f'/bill_dispute{{"bill": {ref}}}',
        "/bills",
        '/stop_topic{"topic": "bills"}',
    ]


def test_with_several_bills_the_buttons_leave_open_which(scene: Scene) -> None:
    account = tied(scene)
    for number in range(7):
        billed(scene, account, f"B-{number}", 3)
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    assert [row[0].get("url") for row in notice.buttons[:4]] == [
        f"https://pay.example.com/B-{n}" for n in range(4)
    ]
    assert [one["say"] for one in scene.payloads(notice)][:3] == [
        "/bill_paid",
        "/bill_more_time",
        "/bill_dispute",
    ]


def test_a_brief_message_says_sum_and_date_only(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 3)
    billed(scene, account, "B-2", -7)
    with scene.desk() as work:
        bill_service.choose(work, LI, detail=BillDetail.BRIEF)
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    text = worded(notice, Language.EN)
    assert "2 bills to pay: CN¥246.90 in all, 1 of them overdue, the first one since 23 February" in text
    assert "B-1" not in text
    assert "/bills" not in text


@pytest.mark.parametrize(("others", "count"), [(1, "1 more bill is unpaid"), (3, "3 more bills are unpaid")])
def test_a_brief_message_says_how_many_others_are_unpaid(scene: Scene, others: int, count: str) -> None:
    account = tied(scene)
    billed(scene, account, "B-0", 3)
    for number in range(others):
        billed(scene, account, f"B-{number + 1}", 20)
    with scene.desk() as work:
        bill_service.choose(work, LI, detail=BillDetail.BRIEF)
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    assert f"{count}; /bills shows" in worded(notice, Language.EN)
    assert f"还有 {others} 笔未缴账单，输入 /bills 查看" in worded(notice)
    assert "You have 1 bill to pay: CN¥123.45" in worded(notice, Language.EN)


@pytest.mark.parametrize("left", [1, 40, 400])
def test_a_hundred_bills_fit_into_a_message(scene: Scene, left: int) -> None:
    account = tied(scene)
    with scene.desk() as work:
        bill_records.record_all(
            work, [(account, values(f"B-{n}", 3, period="长" * 300)) for n in range(left + 12)]
        )
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    assert notice.values["left"] == left
    text = worded(notice)
    assert len(text) < 4096
    assert f"另有 {left} 笔" in text


def test_nobody_hears_of_an_account_that_is_only_claimed(scene: Scene) -> None:
    account = tied(scene, proof=Proof.LINK)
    tied(scene, chat=ANN, proof=Proof.SAID)
    billed(scene, account)
    move(scene)
    plan(scene)
    assert not scene.notices("reminder")
    assert bill(scene).remind_on == DAY + timedelta(days=1)


def test_two_chats_of_one_account_hear_it_both_once(scene: Scene) -> None:
    account = tied(scene)
    tied(scene, chat=ANN, proof=Proof.PHONE)
    billed(scene, account)
    move(scene)
    plan(scene)
    assert {one.chat_id for one in said(scene)} == {LI, ANN}


def test_who_wants_no_reminders_gets_none_and_the_reason_is_kept(scene: Scene) -> None:
    account = tied(scene)
    with scene.desk() as work:
        customer = work.session.exec(select(Customer)).one()
        work.session.add(
            Consent(customer_id=customer.id, topic=Topic.BILLS, given=False, changed_at=work.now)
        )
    billed(scene, account)
    move(scene)
    plan(scene)
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "no consent")


def test_after_a_week_asleep_only_todays_step_is_said(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 7)  # steps on days 0, 4, 6, 7, 8 …
    billed(scene, account, "B-2", 6)  # on day 7 it is one day overdue
    move(scene, 7)
    plan(scene)
    (notice,) = said(scene)
    assert numbers(notice) == ["B-2", "B-1"]
    move(scene, 9)  # no step of either
    plan(scene)
    assert len(scene.notices("reminder")) == 1


def test_a_reminder_is_not_said_the_day_after(scene: Scene) -> None:
    billed(scene, tied(scene))
    move(scene, 0, time(22, 30))  # in quiet hours until tomorrow
    plan(scene)
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "over before it may be said")


STOPS: dict[str, tuple[Any, str]] = {
    "paid": (lambda work, one: payments.pay(work, one), "bill B-1 was paid"),
    "settled": (lambda work, one: payments.settle(work, one), "bill B-1 was settled"),
    "cancelled": (lambda work, one: payments.cancel(work, one), "bill B-1 was cancelled"),
    "paid by the books": (
        lambda work, one: bill_records.record(work, one.account_id, values(state=BillState.PAID, due=3)),
        "bill B-1 was paid",
    ),
    "moved by the books": (
        lambda work, one: bill_records.record(work, one.account_id, values(due=20)),
        "bill B-1 was changed",
    ),
}


@pytest.mark.parametrize(("deed", "reason"), STOPS.values(), ids=STOPS)
def test_the_waiting_reminder_ends_in_the_same_transaction_with_its_reason(
    scene: Scene, deed: Any, reason: str
) -> None:
    billed(scene, tied(scene), due=3)
    move(scene)
    plan(scene)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        deed(work, found)
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, reason)
    assert (bill(scene).remind_on is None) == (bill(scene).state != BillState.OPEN)


def test_the_waiting_reminder_goes_on_without_the_bill_that_was_paid(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 3)
    billed(scene, account, "B-2", 3)
    move(scene)
    plan(scene)
    with scene.desk() as work:
        bill_records.record(work, account, values("B-1", 3, state=BillState.PAID))
    (notice,) = scene.notices("reminder")
    assert notice.state == NoticeState.READY
    assert numbers(notice) == ["B-2"]
    assert notice.buttons[0][0]["url"].endswith("B-2")
    assert {"say": '/stop_topic{"topic": "bills"}'} in scene.payloads(notice)


def test_a_reminder_that_a_process_has_claimed_is_taken_back(scene: Scene) -> None:
    billed(scene, tied(scene), due=3)
    move(scene)
    plan(scene)
    with scene.desk() as work:
        claimed = work.session.exec(select(Notice).where(Notice.kind == "reminder")).one()
        claimed.state, claimed.lease_until = NoticeState.CLAIMED, work.now + timedelta(minutes=1)
        work.session.add(claimed)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.pay(work, found)
    assert scene.notices("reminder")[0].state == NoticeState.CANCELLED


def test_what_was_sent_stays_sent_and_is_not_said_again_that_day(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 3)
    move(scene)
    plan(scene)
    scene.deliver()
    billed(scene, account, "B-2", 3)
    plan(scene)
    (notice,) = scene.notices("reminder")
    assert (notice.state, numbers(notice)) == (NoticeState.SENT, ["B-1"])


def test_a_bill_that_comes_later_that_day_joins_the_reminder_that_waits(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 3)
    move(scene)
    plan(scene)
    billed(scene, account, "B-2", 3)
    plan(scene)
    (notice,) = scene.notices("reminder")
    assert numbers(notice) == ["B-1", "B-2"]


def test_a_changed_amount_changes_the_reminder_that_waits(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, due=3)
    move(scene)
    plan(scene)
    with scene.desk() as work:
        bill_records.record(work, account, values(due=3, amount=20000))
    assert said(scene)[0].values["totals"] == ["20000 CNY"]


@pytest.mark.parametrize(("days", "first"), [(1, 14), (3, 12), (7, 8), (15, 0)])
def test_a_customer_chooses_when_the_first_reminder_comes(scene: Scene, days: int, first: int) -> None:
    billed(scene, tied(scene), due=15)
    with scene.desk() as work:
        bill_service.choose(work, LI, days=days)
    for day in range(16):
        move(scene, day)
        plan(scene)
    assert said(scene)[0].step == (DAY + timedelta(days=first)).isoformat()


def test_by_email_to_the_address_in_the_books_with_the_link_in_the_text(scene: Scene) -> None:
    account = tied(scene, email="li@example.com", phone="+8613800138000")
    billed(scene, account, due=3)
    with scene.desk() as work:
        bill_service.choose(work, LI, channel=Channel.EMAIL)
    move(scene)
    plan(scene)
    (notice,) = said(scene)
    assert (notice.channel, notice.address, notice.buttons) == (Channel.EMAIL, "li@example.com", [])
    text = worded(notice)
    assert "在线缴费：https://pay.example.com/B-1" in text
    assert "发送 /bills 或 /settings" in text  # no buttons go with it


def test_without_an_address_in_the_books_it_stays_telegram(scene: Scene) -> None:
    billed(scene, tied(scene, phone="+8613800138000"), due=3)
    with scene.desk() as work:
        chosen = bill_service.choose(work, LI, channel=Channel.EMAIL)
    assert chosen.channel == Channel.TELEGRAM
    assert chosen.channels == [Channel.TELEGRAM, Channel.SMS]


def test_many_bills_are_planned_in_pieces(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "PIECE", 3)
    account = tied(scene)
    with scene.desk() as work:
        bill_records.record_all(work, [(account, values(f"B-{n}")) for n in range(8)])
    move(scene)
    with scene.desk() as work:
        assert reminders.plan(work) == 3
    assert plan(scene) == 5
    (notice,) = said(scene)
    assert notice.values["count"] == 8
    with scene.desk() as work:
        assert not work.session.exec(select(Bill).where(col(Bill.remind_on) <= DAY)).all()
