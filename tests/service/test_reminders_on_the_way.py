"""Reminders that are on their way, in doubt, or did not get through while their bill changes."""

from datetime import time, timedelta

from bot.desk.bill import BillState
from bot.desk.notice import NoticeState
from bot.desk.wishes import Channel
from bot.service import bill_service, outbox, payments, settling
from bot.service.courier import Refused
from bot.service.settling import Sending
from tests.builders import LI, Scene
from tests.service.bills import bill, billed, move, numbers, plan, said, tied

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
