"""What waits to go by e-mail or SMS follows the books when they have another address, or none any more."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.wishes import Channel
from bot.service import bill_service, payments, reminders
from bot.service.books_columns import Book
from bot.service.courier import NotSent
from tests.builders import LI, Scene
from tests.service.bills import billed, move, plan, said, tied, worded
from tests.service.books_scene import party, take
from tests.service.test_reminders_on_the_way import fail, go

OLD, NEW = (
    {"email": "old@example.com", "sms": "+8613800138000"},
    {"email": "new@example.com", "sms": "+8613900139000"},
)
COLUMN = {"email": "email", "sms": "phone"}


def books_say(scene: Scene, **more: Any) -> None:
    take(scene, Book.CUSTOMERS, party(f"P-{LI}", **more))


def hears_by(scene: Scene, channel: Channel) -> None:
    """A bill is due today for somebody who is proven by code and chose this channel."""
    account = tied(scene, **{COLUMN[channel]: OLD[channel]})
    billed(scene, account)
    with scene.desk() as work:
        bill_service.choose(work, LI, channel=channel)


def news_waits(scene: Scene) -> Notice:
    """Instalments are agreed in the night: what is told of them waits for the morning."""
    move(scene, at=time(23))
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.agree_instalments(work, found, 2)
    return told(scene)


def told(scene: Scene) -> Notice:
    (notice,) = scene.notices("bill_instalments")
    return notice


def blocked(scene: Scene) -> None:
    with scene.desk() as work:
        customer = work.session.exec(select(Customer)).one()
        customer.unreachable_at = work.now
        work.session.add(customer)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_another_address_in_the_books_reaches_what_waits(scene: Scene, channel: Channel) -> None:
    hears_by(scene, channel)
    plan(scene)
    news_waits(scene)
    books_say(scene, **{COLUMN[channel]: NEW[channel]})
    assert [(one.channel, one.address) for one in said(scene)] in ([], [(channel, NEW[channel])])
    assert (told(scene).channel, told(scene).address) == (channel, NEW[channel])


def test_another_address_reaches_the_reminder_of_today(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    plan(scene)
    books_say(scene, email=NEW["email"])
    (notice,) = said(scene)
    assert (notice.channel, notice.address) == (Channel.EMAIL, NEW["email"])
    assert notice.values["links"]
    assert "instead_of" not in notice.values


def test_an_address_that_is_gone_is_said_in_telegram_instead(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    plan(scene)
    books_say(scene, email="")
    (notice,) = said(scene)
    assert (notice.channel, notice.address, notice.values["instead_of"]) == (Channel.TELEGRAM, None, "email")
    assert notice.buttons
    assert "/settings" not in worded(notice)  # worded for Telegram: buttons, and no links in the text


def test_news_that_wait_for_an_address_that_is_gone_are_said_in_telegram(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    assert news_waits(scene).address == OLD["email"]
    books_say(scene, email="")
    notice = told(scene)
    assert (notice.channel, notice.address, notice.values["instead_of"]) == (Channel.TELEGRAM, None, "email")
    assert [one["say"] for one in scene.payloads(notice)] == ['/stop_topic{"topic": "bills"}']


def test_without_a_chat_that_can_be_reached_it_is_cancelled_with_its_reason(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    plan(scene)
    blocked(scene)
    books_say(scene, email="")
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (
        NoticeState.CANCELLED,
        "the books have no address of theirs any more, and the contact is unreachable",
    )


def test_what_is_on_its_way_to_the_old_address_and_comes_back_goes_where_the_books_say(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    move(scene, at=time(0, 5))
    plan(scene)
    move(scene, at=time(10, 1))
    (sending,) = go(scene)
    books_say(scene, email="")
    fail(scene, sending, NotSent("connect failed"))
    (notice,) = said(scene)
    assert (notice.channel, notice.address, notice.values["instead_of"]) == (Channel.TELEGRAM, None, "email")
    assert notice.buttons


def test_a_channel_that_the_company_has_no_more_is_no_way(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    with scene.desk() as work:
        bills = work.policy.bills.model_copy(update={"channels": (Channel.TELEGRAM,)})
        work = replace(work, policy=work.policy.model_copy(update={"bills": bills}))
        assert bill_service.service(work, LI).channels == [Channel.TELEGRAM]
        assert bill_service.service(work, LI).channel == Channel.TELEGRAM
        reminders.plan(work)
    assert [one.channel for one in said(scene)] == [Channel.TELEGRAM]


def test_a_name_that_changes_leaves_what_waits_alone(scene: Scene) -> None:
    hears_by(scene, Channel.EMAIL)
    plan(scene)
    (before,) = said(scene)
    books_say(scene, name="李娜娜", email=OLD["email"])
    (after,) = said(scene)
    assert (after.address, after.buttons, after.values) == (before.address, before.buttons, before.values)
