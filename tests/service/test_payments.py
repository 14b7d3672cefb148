"""Bills: taken over from the books, paid, claimed and verified, disputed, paid in instalments."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.desk.account import Account, AccountKind
from bot.desk.bill import Bill, BillState, Instalment
from bot.desk.labels import Category, Kind
from bot.desk.notice import Notice, NoticeState
from bot.desk.task import Task
from bot.desk.ticket import State, Ticket
from bot.service import bill_claims, bill_deeds, bill_records, deeds, intake, payments, tickets
from bot.service.bill_claims import Dealt
from bot.service.bill_records import BillValues
from bot.service.verdict import Verdict
from tests.builders import ANN, LI, Scene
from tests.service.bills import DAY, bill, billed, move, numbers, plan, said, tied, values


def claim(scene: Scene, chat: int = LI, number: str = "B-1") -> Dealt | None:
    ref = bill(scene, number).id or 0
    with scene.desk() as work:
        return bill_claims.claim_paid(work, chat, ref)


def verify(scene: Scene, outcome: str) -> Verdict:
    """An agent presses a button of the newest task."""
    user, task = scene.agent(), scene.all(Task)[-1]
    with scene.desk() as work:
        return deeds.press(work, user, {"do": "task", "task": task.id, "outcome": outcome})


def decide(scene: Scene, do: str, **more: Any) -> Verdict:
    """An agent presses a button about the bill in its ticket's topic."""
    user, ref = scene.agent(), bill(scene).id
    with scene.desk() as work:
        return bill_deeds.press(work, user, {"do": do, "bill": ref} | more)


def news(scene: Scene, kind: str) -> list[Notice]:
    """What waits to be said, or was said, to customers about a bill."""
    return [one for one in scene.notices(kind) if one.state != NoticeState.CANCELLED]


# --- the books ------------------------------------------------------------------------------


def test_taken_over_twice_it_is_one_bill(scene: Scene) -> None:
    account = tied(scene)
    for done in ("added", "unchanged"):
        with scene.desk() as work:
            assert bill_records.record(work, account, values(due=30)) == done
    with scene.desk() as work:
        assert bill_records.record(work, account, values(due=30, amount=1)) == "changed"
    assert (bill(scene).amount, bill(scene).remind_on) == (1, DAY + timedelta(days=15))


@pytest.mark.parametrize("state", [BillState.PAID, BillState.SETTLED, BillState.CANCELLED])
def test_what_is_closed_in_the_books_is_never_reminded_of(scene: Scene, state: BillState) -> None:
    billed(scene, tied(scene), state=state)
    assert bill(scene).remind_on is None
    assert (bill(scene).paid_on is not None) == (state == BillState.PAID)
    plan(scene)
    assert not scene.notices("reminder") + scene.notices("bill_paid")  # old payments are nobody's news


def test_an_older_file_does_not_take_back_what_was_learned(scene: Scene) -> None:
    account = tied(scene)
    ref = billed(scene, account)
    claim(scene)
    with scene.desk() as work:
        assert bill_records.record(work, account, values()) == "unchanged"
    assert bill(scene).state == BillState.CLAIMED
    verify(scene, "received")
    with scene.desk() as work:
        assert bill_records.record(work, account, values()) == "unchanged"
        found = payments.hold(work, ref)
        assert found
        payments.reopen(work, found)
    assert (bill(scene).state, bill(scene).remind_on) == (BillState.OPEN, DAY)


def test_a_bill_that_moves_to_another_account_leaves_the_first_ones_reminder(scene: Scene) -> None:
    first, second = tied(scene), tied(scene, "M-2", ANN)
    billed(scene, first)
    move(scene)
    plan(scene)
    with scene.desk() as work:
        bill_records.record(work, second, values())
    plan(scene)
    assert [(one.chat_id, one.state) for one in scene.notices("reminder")] == [
        (LI, NoticeState.CANCELLED),
        (ANN, NoticeState.READY),
    ]


@pytest.mark.parametrize(
    ("wrong", "said_of_it"),
    [
        ({"amount": 0}, "amount: 0; write what is to be paid, more than zero"),
        ({"amount": -5}, "amount: -5"),
        ({"number": " "}, "number: empty"),
        ({"currency": "XXY"}, "no such currency"),
        ({"state": BillState.CLAIMED}, "state: claimed; the books know open, paid"),
    ],
)
def test_what_cannot_be_is_named(wrong: dict[str, Any], said_of_it: str) -> None:
    given: dict[str, Any] = {
        "number": "B-1",
        "period": "",
        "amount": 1,
        "currency": "CNY",
        "due_on": date(2027, 1, 1),
    }
    with pytest.raises(ValueError, match=said_of_it):
        BillValues(**(given | wrong))


def test_a_number_that_comes_twice_is_named(scene: Scene) -> None:
    with scene.desk() as work, pytest.raises(ValueError, match="B-1 comes twice"):
        bill_records.record_all(work, [(1, values()), (1, values())])


# --- paid -----------------------------------------------------------------------------------


def test_a_payment_is_thanked_for_once(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account)
    for _ in range(2):
        with scene.desk() as work:
            bill_records.record(work, account, values(state=BillState.PAID, paid_on=DAY))
    (thanks,) = news(scene, "bill_paid")
    assert (thanks.chat_id, thanks.values["amount_sum"]) == (LI, "12345 CNY")


def test_a_payment_of_long_ago_is_not_thanked_for(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account)
    with scene.desk() as work:
        bill_records.record(work, account, values(state=BillState.PAID, paid_on=DAY - timedelta(days=30)))
    assert not news(scene, "bill_paid")


# --- "I have paid" ----------------------------------------------------------------------------


def test_a_claim_rests_the_reminders_and_asks_staff(scene: Scene) -> None:
    billed(scene, tied(scene))
    move(scene)
    plan(scene)
    dealt = claim(scene)
    assert dealt
    assert dealt.what == "done"
    assert scene.notices("reminder")[0].error == "bill B-1 is said to be paid"
    (task,) = scene.all(Task)
    assert task.values["amount_sum"] == "12345 CNY"
    assert (task.due_at - scene.clock.now).days == 3
    assert (bill(scene).state, bill(scene).remind_on) == (BillState.CLAIMED, DAY + timedelta(days=3))
    move(scene, 1)
    assert plan(scene) == 0
    again = claim(scene)
    assert again
    assert again.what == "already"
    assert len(scene.all(Task)) == 1


def test_staff_find_it(scene: Scene) -> None:
    billed(scene, tied(scene))
    claim(scene)
    assert verify(scene, "received").word == "task_done"
    assert (bill(scene).state, bill(scene).paid_on) == (BillState.PAID, DAY)
    assert len(news(scene, "bill_paid")) == 1
    late = claim(scene)
    assert late
    assert late.what == "closed"


def test_staff_do_not_find_it_and_reminders_go_on(scene: Scene) -> None:
    billed(scene, tied(scene))
    claim(scene)
    verify(scene, "not_found")
    assert (bill(scene).state, bill(scene).remind_on) == (BillState.OPEN, DAY)
    (told,) = news(scene, "payment_not_found")
    assert told.buttons[0][0]["url"] == "https://pay.example.com/B-1"
    move(scene, 1)
    plan(scene)
    assert numbers(said(scene)[-1]) == ["B-1"]
    claim(scene)  # they look again: a second task
    assert len(scene.all(Task)) == 2


def test_unanswered_reminders_go_on_and_the_task_stays(scene: Scene) -> None:
    billed(scene, tied(scene))
    claim(scene)
    for day, done in ((2, 0), (3, 1), (4, 0)):
        move(scene, day)
        with scene.desk() as work:
            assert bill_claims.resume_unverified(work) == done
    assert (bill(scene).state, bill(scene).remind_on) == (BillState.OPEN, DAY + timedelta(days=3))
    verify(scene, "received")
    assert bill(scene).state == BillState.PAID


def test_paid_by_the_books_the_task_ends_by_itself(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account)
    claim(scene)
    with scene.desk() as work:
        bill_records.record(work, account, values(state=BillState.PAID))
    (task,) = scene.all(Task)
    assert (task.outcome, task.done_by_id) == ("no_reason", None)


@pytest.mark.parametrize("deed", [bill_claims.claim_paid, bill_claims.ask_more_time, bill_claims.dispute])
def test_a_bill_is_its_own_chats_only(scene: Scene, deed: Any) -> None:
    ref = billed(scene, tied(scene))
    tied(scene, "M-2", ANN)
    for chat, number in ((ANN, ref), (LI, 999), (LI, 10**30), (LI, -1), (777, ref)):
        with scene.desk() as work:
            assert deed(work, chat, number) is None
    assert bill(scene).state == BillState.OPEN
    assert not scene.all(Ticket)


# --- disputes and hardship ----------------------------------------------------------------------


def dispute(scene: Scene, chat: int = LI) -> Dealt:
    ref = bill(scene).id or 0
    with scene.desk() as work:
        dealt = bill_claims.dispute(work, chat, ref)
    assert dealt is not None
    return dealt


def test_a_dispute_is_a_complaint_and_reminders_rest_until_it_is_resolved(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account)
    move(scene)
    plan(scene)
    dealt = dispute(scene)
    assert dealt.ticket
    ticket = scene.get(dealt.ticket.id)
    assert (ticket.kind, ticket.category, ticket.account_id) == (Kind.COMPLAINT, Category.SERVICE, account)
    assert (bill(scene).state, bill(scene).remind_on) == (BillState.DISPUTED, None)
    assert scene.notices("reminder")[0].error == "bill B-1 is disputed"
    assert dispute(scene).what == "already"
    (told,) = scene.notices("bill")
    assert [one["do"] for one in scene.payloads(told)] == ["bill_instalments"] * 3 + ["bill_settle"]
    scene.resolve(scene.agent(), ticket.id or 0, "explained")
    assert (bill(scene).state, bill(scene).remind_on) == (BillState.OPEN, DAY)
    assert len(news(scene, "bill_open_again")) == 1


def test_opened_again_it_rests_again(scene: Scene) -> None:
    billed(scene, tied(scene))
    dealt = dispute(scene)
    assert dealt.ticket
    scene.resolve(scene.agent(), dealt.ticket.id)
    with scene.desk() as work:
        intake.reopen_theirs(work, LI, dealt.ticket.id, None)
    assert bill(scene).state == BillState.DISPUTED


def test_withdrawn_it_is_reminded_of_again(scene: Scene) -> None:
    billed(scene, tied(scene))
    dealt = dispute(scene)
    assert dealt.ticket
    with scene.desk() as work:
        tickets.withdraw(work, LI, dealt.ticket.id)
    assert bill(scene).state == BillState.OPEN


def test_staff_settle_it(scene: Scene) -> None:
    billed(scene, tied(scene))
    dealt = dispute(scene)
    assert decide(scene, "bill_settle") == Verdict("bill_settled", number="B-1")
    assert decide(scene, "bill_settle") == Verdict("bill_closed", number="B-1")
    assert len(news(scene, "bill_settled")) == 1
    assert dealt.ticket
    scene.resolve(scene.agent(), dealt.ticket.id)
    assert bill(scene).state == BillState.SETTLED
    assert not news(scene, "bill_open_again")


def test_somebody_elses_dispute_of_a_shared_account_shows_no_ticket(scene: Scene) -> None:
    billed(scene, tied(scene))
    tied(scene, chat=ANN)
    dispute(scene)
    theirs = dispute(scene, ANN)
    assert (theirs.what, theirs.ticket) == ("already", None)
    assert len(scene.all(Ticket)) == 1


def test_hardship_is_an_inquiry_and_staff_agree_instalments(scene: Scene) -> None:
    ref = billed(scene, tied(scene), due=-1)
    for what in ("done", "already"):
        with scene.desk() as work:
            dealt = bill_claims.ask_more_time(work, LI, ref)
        assert dealt
        assert dealt.what == what
    (ticket,) = scene.all(Ticket)
    assert (ticket.kind, ticket.category, ticket.state) == (Kind.INQUIRY, Category.SERVICE, State.OPEN)
    assert decide(scene, "bill_instalments", parts=3) == Verdict("bill_agreed", number="B-1")
    first, *_, last = scene.all(Instalment)
    assert (first.amount, first.due_on) == (4115, DAY + timedelta(days=30))
    assert (last.number, last.due_on) == (3, DAY + timedelta(days=90))
    (told,) = news(scene, "bill_instalments")
    assert [part["amount_sum"] for part in told.values["parts"]] == ["4115 CNY"] * 3


def test_instalments_are_reminded_of_and_not_the_bill(scene: Scene) -> None:
    billed(scene, tied(scene), due=10)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.agree_instalments(work, found, 2)
    heard: dict[int, list[tuple[int, str]]] = {}
    for day in range(60):
        move(scene, day)
        plan(scene)
        for notice in said(scene, NoticeState.READY):
            heard[day] = [(item["part"], item["amount_sum"]) for item in notice.values["items"]]
        scene.deliver()
    first, second = (1, "6173 CNY"), (2, "6172 CNY")
    steps = (-7, -3, -1, 0, 1, 7, 15)
    expected = {10 + step: [first] for step in steps} | {40 + step: [second] for step in steps}
    assert heard == expected


def test_the_last_instalment_pays_the_bill(scene: Scene) -> None:
    billed(scene, tied(scene))
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.agree_instalments(work, found, 2)
    for state in (BillState.OPEN, BillState.PAID):
        claim(scene)
        verify(scene, "received")
        assert bill(scene).state == state
    assert len(news(scene, "bill_part_paid")) == 1
    assert len(news(scene, "bill_paid")) == 1
    assert all(part.paid_on == DAY and part.remind_on is None for part in scene.all(Instalment))
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.reopen(work, found)
    first, last = scene.all(Instalment)
    assert (first.paid_on, last.paid_on, last.remind_on is None) == (DAY, None, False)


def test_a_changed_amount_is_spread_over_what_is_unpaid(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.agree_instalments(work, found, 3)
        payments.pay_next(work, found)
    with scene.desk() as work:
        bill_records.record(work, account, values(amount=10115))
    assert [part.amount for part in scene.all(Instalment)] == [4115, 3000, 3000]


@pytest.mark.parametrize("parts", [1, 0, -2, 37])
def test_parts_that_cannot_be_are_named(scene: Scene, parts: int) -> None:
    billed(scene, tied(scene))
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        with pytest.raises(ValueError, match="write a number from 2 to 36"):
            payments.agree_instalments(work, found, parts)


@pytest.mark.parametrize(("amount", "parts"), [(10, 3), (100, 6), (7, 7), (12345, 36)])
def test_shares_are_the_whole_amount(amount: int, parts: int) -> None:
    shares = payments.shares(amount, parts)
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= 1


def test_too_little_to_share_is_said_to_staff(scene: Scene) -> None:
    billed(scene, tied(scene), amount=2)
    assert decide(scene, "bill_instalments", parts=3) == Verdict("bill_too_small", number="B-1")


def test_a_bill_of_an_account_without_a_chat_is_just_kept(scene: Scene) -> None:
    with scene.desk() as work:
        account = Account(kind=AccountKind.METER, number="M-9")
        work.session.add(account)
        work.session.flush()
        bill_records.record(work, account.id or 0, values())
    move(scene)
    assert plan(scene) == 1
    assert not scene.all(Notice)
    assert scene.all(Bill)[0].remind_on == DAY + timedelta(days=1)
