"""Two processes plan, or one plans while a payment arrives: said once, and never of what is paid."""

import pytest

from bot.desk.bill import BillState
from bot.desk.notice import NoticeState
from bot.service import payments, reminders
from bot.service.work import Work
from tests.builders import Scene
from tests.service.bills import bill, billed, move, numbers, plan, said, tied
from tests.service.test_races import at_once


def pay(work: Work) -> None:
    found = payments.find(work, "B-1")
    assert found is not None
    payments.pay(work, found)


def test_two_planners_say_one_message_with_all_bills(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "PIECE", 1)
    account = tied(scene)
    for number in ("B-1", "B-2"):
        billed(scene, account, number, 3)
    move(scene)
    at_once(scene, reminders.plan, reminders.plan)
    plan(scene)
    (notice,) = scene.notices("reminder")
    assert sorted(numbers(notice)) == ["B-1", "B-2"]


def test_a_payment_while_a_process_plans_is_not_reminded_of(scene: Scene) -> None:
    billed(scene, tied(scene), due=3)
    move(scene)
    at_once(scene, reminders.plan, pay)
    assert [(one.state, one.error) for one in scene.notices("reminder")] == [
        (NoticeState.CANCELLED, "bill B-1 was paid")
    ]


def test_a_process_that_plans_while_a_payment_arrives_leaves_that_bill_out(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 3)
    billed(scene, account, "B-2", 3)
    move(scene)
    at_once(scene, pay, reminders.plan)
    plan(scene)
    (notice,) = said(scene)
    assert numbers(notice) == ["B-2"]
    assert bill(scene).state == BillState.PAID


def test_two_payments_at_once_leave_nothing_to_say(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1", 3)
    billed(scene, account, "B-2", 3)
    move(scene)
    plan(scene)

    def other(work: Work) -> None:
        found = payments.find(work, "B-2")
        assert found is not None
        payments.pay(work, found)

    at_once(scene, pay, other)
    assert not said(scene)
    assert scene.notices("reminder")[0].error == "bill B-2 was paid"
