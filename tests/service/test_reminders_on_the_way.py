"""Reminders that are on their way, in doubt, or did not get through while their bill changes."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from bot.desk.bill import BillState
from bot.desk.notice import NoticeState
from bot.desk.party import Party
from bot.desk.wishes import Channel, Topic
from bot.service import bill_service, control, outbox, payments, reminders, settling
from bot.service.courier import Delivered, MaybeSent, NotSent, Refused, Throttled
from bot.service.settling import Sending
from tests.builders import LI, Scene
from tests.service.bills import ZONE, bill, billed, move, numbers, plan, said, tied

SOON, LEASE = timedelta(seconds=30), timedelta(seconds=60)


def on_its_way(scene: Scene, *, email: bool = False, bills: tuple[str, ...] = ("B-1",)) -> Sending:
    """The reminder of bills that are due today has just been handed to the courier."""
    account = tied(scene, email="li@example.com") if email else tied(scene)
    for number in bills:
        billed(scene, account, number)
    if email:
        with scene.desk() as work:
            bill_service.choose(work, LI, channel=Channel.EMAIL)
    move(scene, at=time(0, 5))
    plan(scene)
    move(scene, at=time(10, 1))
    (sending,) = go(scene)
    return sending


def go(scene: Scene) -> list[Sending]:
    """The reminders that go now."""
    with scene.desk() as work:
        claimed = outbox.claim(work, 10, SOON)
    with scene.desk() as work:
        going = outbox.begin_all(work, claimed.claims, LEASE)
    return [one for one in going if one.letter.template == "bill_reminder"]


def pay(scene: Scene, number: str = "B-1") -> None:
    with scene.desk() as work:
        found = payments.find(work, number)
        assert found
        payments.pay(work, found)


def fail(scene: Scene, sending: Sending, error: settling.NotDelivered) -> None:
    with scene.desk() as work:
        settling.failed(work, sending, error)


def test_what_is_said_in_telegram_instead_follows_the_bill(scene: Scene) -> None:
    fail(scene, on_its_way(scene, email=True, bills=("B-1", "B-2")), Refused("no such mailbox"))
    pay(scene)
    (instead,) = said(scene)
    assert (instead.channel, numbers(instead)) == (Channel.TELEGRAM, ["B-2"])
    assert instead.values["instead_of"] == "email"
    pay(scene, "B-2")
    assert not said(scene)
    assert scene.notices("reminder")[-1].state == NoticeState.CANCELLED
    assert bill(scene).state == BillState.PAID


COMES_BACK = {
    "throttled": Throttled(LI, 30),
    "not sent": NotSent("connect failed"),
    "in doubt": MaybeSent("the line broke"),
    "desk died": None,
}


def come_back(scene: Scene, sending: Sending, error: settling.NotDelivered | None) -> None:
    if error is not None:
        fail(scene, sending, error)
        return
    scene.clock.now += 2 * LEASE
    with scene.desk() as work:
        outbox.revive(work)


@pytest.mark.parametrize("error", COMES_BACK.values(), ids=COMES_BACK)
@pytest.mark.parametrize("paid", ["on its way", "back"])
def test_paid_before_it_goes_again_nobody_is_reminded(
    scene: Scene, error: settling.NotDelivered | None, paid: str
) -> None:
    sending = on_its_way(scene)
    if paid == "on its way":
        pay(scene)
    come_back(scene, sending, error)
    if paid == "back":
        pay(scene)
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "bill B-1 was paid")
    scene.clock.now += timedelta(minutes=5)
    assert not go(scene)


@pytest.mark.parametrize("error", COMES_BACK.values(), ids=COMES_BACK)
@pytest.mark.parametrize("paid", ["on its way", "back"])
def test_paid_in_part_it_goes_again_with_what_is_left(
    scene: Scene, error: settling.NotDelivered | None, paid: str
) -> None:
    sending = on_its_way(scene, bills=("B-1", "B-2"))
    if paid == "on its way":
        pay(scene)
    come_back(scene, sending, error)
    if paid == "back":
        pay(scene)
    scene.clock.now += timedelta(minutes=5)
    (again,) = go(scene)
    assert [one["number"] for one in again.letter.values["items"]] == ["B-2"]
    assert again.letter.buttons != sending.letter.buttons


def test_what_arrived_although_it_was_paid_meanwhile_was_said_as_it_was(scene: Scene) -> None:
    sending = on_its_way(scene, bills=("B-1", "B-2"))
    pay(scene)
    with scene.desk() as work:
        settling.sent(work, sending, Delivered(message_id=7))
    (notice,) = said(scene, NoticeState.SENT)
    assert sorted(numbers(notice)) == ["B-1", "B-2"]


def test_an_email_that_did_not_get_through_is_not_said_in_telegram_once_it_is_paid(scene: Scene) -> None:
    sending = on_its_way(scene, email=True, bills=("B-1", "B-2"))
    pay(scene)
    pay(scene, "B-2")
    fail(scene, sending, Refused("no such mailbox"))
    assert [one.state for one in scene.notices("reminder")] == [NoticeState.DEAD]


def test_an_email_that_did_not_get_through_says_in_telegram_what_is_left(scene: Scene) -> None:
    sending = on_its_way(scene, email=True, bills=("B-1", "B-2"))
    pay(scene)
    fail(scene, sending, Refused("no such mailbox"))
    (instead,) = said(scene)
    assert numbers(instead) == ["B-2"]


def test_a_bill_that_comes_after_the_days_reminder_ended_unsaid_has_one_of_its_own(scene: Scene) -> None:
    account = tied(scene)
    billed(scene, account, "B-1")
    move(scene, at=time(0, 5))
    plan(scene)
    for paid, number in (("B-1", "B-2"), ("B-2", "B-3")):
        move(scene, at=time(9, 0))
        pay(scene, paid)
        billed(scene, account, number, 7)
        plan(scene)
        (notice,) = said(scene)
        assert numbers(notice) == [number]
        assert notice.due_at.astimezone(ZONE).time() == time(10, 0)
    billed(scene, account, "B-4", 7)
    plan(scene)
    (notice,) = said(scene)
    assert sorted(numbers(notice)) == ["B-3", "B-4"]


def test_who_was_not_to_be_reminded_that_day_has_no_second_record_of_it(scene: Scene) -> None:
    account = tied(scene)
    with scene.desk() as work:
        control.consent(work, LI, Topic.BILLS, given=False)
    for number in ("B-1", "B-2"):
        billed(scene, account, number)
        plan(scene)
    assert [one.error for one in scene.notices("reminder")] == ["no consent"]


@pytest.mark.parametrize("first", [Channel.EMAIL, Channel.TELEGRAM])
def test_who_chooses_another_channel_gets_the_waiting_one_worded_for_its_own(
    scene: Scene, first: Channel
) -> None:
    billed(scene, tied(scene, email="li@example.com"))
    other = Channel.TELEGRAM if first == Channel.EMAIL else Channel.EMAIL
    with scene.desk() as work:
        bill_service.choose(work, LI, channel=first)
    move(scene, at=time(0, 5))
    plan(scene)
    with scene.desk() as work:
        bill_service.choose(work, LI, channel=other)
    (notice,) = said(scene)
    by_email = first == Channel.EMAIL
    assert (notice.channel, notice.values["links"], not notice.buttons) == (first, by_email, by_email)


def test_a_waiting_email_goes_to_the_address_that_the_books_have_by_now(scene: Scene) -> None:
    account = tied(scene, email="wrong@example.com")
    for number in ("B-1", "B-2"):
        billed(scene, account, number)
    with scene.desk() as work:
        bill_service.choose(work, LI, channel=Channel.EMAIL)
    plan(scene)
    with scene.desk() as work:
        party = work.session.exec(select(Party)).one()
        party.email = "right@example.com"
        work.session.add(party)
        work.session.flush()
        reminders.refresh(work, {account: "the address is another one"})
    (notice,) = said(scene)
    assert (notice.channel, notice.address) == (Channel.EMAIL, "right@example.com")
