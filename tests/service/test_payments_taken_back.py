"""What a payment closed, and what is open again when it is taken back; bills whose amount was corrected."""

from datetime import timedelta

import pytest

from bot.desk.bill import BillState, Instalment
from bot.desk.notice import NoticeState
from bot.service import bill_records, payments
from bot.service.bill_records import BillValues
from tests.builders import Scene
from tests.service.bills import DAY, bill, billed, move, plan, said, tied, values
from tests.service.test_payments import news

AMOUNT = 30000


def in_parts(scene: Scene, paid: int) -> int:
    """A bill in three instalments of which so many are paid one by one today; the account's id."""
    account = tied(scene)
    billed(scene, account, amount=AMOUNT)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.agree_instalments(work, found, 3)
    for _ in range(paid):
        with scene.desk() as work:
            found = payments.find(work, "B-1")
            assert found
            payments.pay_next(work, found)
    return account


def pay(scene: Scene) -> None:
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.pay(work, found)


def reopen(scene: Scene) -> None:
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.reopen(work, found)


def unpaid(scene: Scene) -> list[int]:
    return [part.number for part in scene.all(Instalment) if part.paid_on is None]


def books_say(scene: Scene, account: int, **more: object) -> None:
    given: BillValues = values(**({"amount": AMOUNT} | more))  # type: ignore[arg-type]
    with scene.desk() as work:
        bill_records.record(work, account, given)


@pytest.mark.parametrize(("paid", "open_again"), [(0, [1, 2, 3]), (1, [2, 3]), (2, [3])])
def test_only_what_the_payment_had_paid_is_open_again_not_what_was_paid_that_day(
    scene: Scene, paid: int, open_again: list[int]
) -> None:
    in_parts(scene, paid)
    pay(scene)
    assert (bill(scene).state, unpaid(scene)) == (BillState.PAID, [])
    reopen(scene)
    assert (bill(scene).state, unpaid(scene)) == (BillState.OPEN, open_again)
    pay(scene)
    reopen(scene)
    assert unpaid(scene) == open_again


def test_with_the_last_instalment_taken_back_only_that_one_is_open(scene: Scene) -> None:
    in_parts(scene, paid=3)
    assert bill(scene).state == BillState.PAID
    reopen(scene)
    assert unpaid(scene) == [3]


def test_a_day_of_payment_that_the_books_correct_takes_nothing_from_that(scene: Scene) -> None:
    account = in_parts(scene, paid=1)
    pay(scene)
    books_say(scene, account, state=BillState.PAID, paid_on=DAY - timedelta(days=1))
    reopen(scene)
    assert unpaid(scene) == [2, 3]


@pytest.mark.parametrize("amount", [20000, 15000])
def test_an_amount_that_is_corrected_to_what_was_paid_closes_the_bill(scene: Scene, amount: int) -> None:
    account = in_parts(scene, paid=2)
    move(scene, 83)  # a week before the last one is due
    plan(scene)
    assert [one.state for one in scene.notices("reminder")] == [NoticeState.READY]
    for _ in range(2):
        books_say(scene, account, amount=amount)
    assert (bill(scene).state, bill(scene).paid_on, bill(scene).remind_on) == (BillState.PAID, DAY, None)
    assert [part.number for part in scene.all(Instalment)] == [1, 2]
    assert not said(scene)
    assert scene.notices("reminder")[0].error == "bill B-1 was paid"
    reopen(scene)
    assert unpaid(scene) == [2]


def test_that_it_is_paid_by_a_corrected_amount_is_thanked_for_once(scene: Scene) -> None:
    account = in_parts(scene, paid=1)
    for _ in range(2):
        books_say(scene, account, amount=10000)
    assert bill(scene).state == BillState.PAID
    assert len(news(scene, "bill_paid")) == 1


def test_an_amount_of_which_something_is_left_keeps_the_bill_open(scene: Scene) -> None:
    account = in_parts(scene, paid=1)
    books_say(scene, account, amount=10002)
    assert (bill(scene).state, unpaid(scene)) == (BillState.OPEN, [2, 3])
    books_say(scene, account, amount=10001)
    assert (bill(scene).state, unpaid(scene)) == (BillState.OPEN, [])
