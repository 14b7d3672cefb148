"""Who has no chat, but an address in the books: bills and outages go there, said once, by the policy's rules."""

from datetime import time
from typing import Any

import pytest

from bot.chat.courier import without_markup
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.notice import Notice, NoticeState
from bot.desk.policy import Policy
from bot.desk.wishes import Channel, Topic
from bot.service import control, notices, outage_notices, outages, outbox, payments, settling
from bot.service.books_columns import Book
from bot.service.courier import Refused
from bot.service.notices import Asked
from tests.builders import LI, Scene
from tests.service.bills import ZONE, move, plan
from tests.service.books_scene import account, bill, outage, party, take
from tests.service.test_proving import PHONE, share
from tests.service.test_reminders_on_the_way import LEASE, SOON

EMAIL = "wang@example.com"


@pytest.fixture
def policy(policy: Policy) -> Policy:
    return allowing(policy, Channel.EMAIL, Channel.SMS)


def allowing(policy: Policy, *channels: Channel) -> Policy:
    speaking = policy.speaking.model_copy(update={"without_chat": channels})
    return policy.model_copy(update={"speaking": speaking})


def books_with(scene: Scene, *bills: dict[str, Any], payer: str = "", **who: Any) -> None:
    """A tenant without a chat, an owner with an address, and bills of the account that are due today."""
    given = {"name": "Wang Fang", "language": "en", "email": EMAIL} | who
    take(scene, Book.CUSTOMERS, party("K1", **given), party("K2", email="owner@example.com"))
    take(scene, Book.ACCOUNTS, account(tenant="K1", owner="K2", payer=payer))
    if bills:
        take(scene, Book.BILLS, *bills)


def today(number: str = "B1", **more: Any) -> dict[str, Any]:
    return bill(number, **({"due": "2026-03-02"} | more))


def letters(scene: Scene, *states: NoticeState) -> list[Notice]:
    with scene.glance() as work:
        lines = notices.listed(work, Asked(first=True), 100)
    wanted = states or (NoticeState.READY, NoticeState.SENT)
    return [one.notice for one in lines if one.notice.party_id and one.notice.state in wanted]


def planned(scene: Scene) -> None:
    while True:
        with scene.desk() as work:
            if not outage_notices.plan(work):
                return


def text_of(scene: Scene, notice: Notice) -> str:
    scene.clock.now = notice.due_at
    with scene.desk() as work:
        claimed = outbox.claim(work, 10, SOON)
    with scene.desk() as work:
        going = outbox.begin_all(work, claimed.claims, LEASE)
    (sending,) = [one for one in going if one.letter.notice_id == notice.id]
    return without_markup(Words(ZONE, lambda: scene.clock.now), sending.letter)[1]


# --- bills --------------------------------------------------------------------------------------


def test_the_reminder_goes_to_the_address_in_the_partys_language_once(scene: Scene) -> None:
    move(scene, at=time(9))
    books_with(scene, today(), today("B2"))
    for _ in range(2):
        plan(scene)
    (notice,) = letters(scene)
    assert (notice.channel, notice.address, notice.language) == (Channel.EMAIL, EMAIL, Language.EN)
    assert (notice.kind, notice.topic, notice.step, notice.customer_id) == (
        "reminder",
        Topic.BILLS,
        "2026-03-02",
        None,
    )
    assert notice.due_at.astimezone(ZONE).time() == time(10, 0)
    text = text_of(scene, notice)
    assert "Pay online: https://pay.example.com/B1" in text
    assert "let us know" in text
    assert "/bills" not in text
    assert "/settings" not in text


def test_by_sms_where_the_books_have_only_a_phone(scene: Scene) -> None:
    books_with(scene, today(), email="", phone=PHONE)
    plan(scene)
    (notice,) = letters(scene)
    assert (notice.channel, notice.address) == (Channel.SMS, PHONE)


@pytest.mark.parametrize(("payer", "address"), [("", EMAIL), ("K2", "owner@example.com")])
def test_who_pays_is_written_to_and_nobody_else(scene: Scene, payer: str, address: str) -> None:
    books_with(scene, today(), payer=payer)
    plan(scene)
    assert [one.address for one in letters(scene)] == [address]


class TestNotAllowed:
    @pytest.fixture
    def policy(self, policy: Policy) -> Policy:
        return allowing(policy)

    def test_without_a_way_in_the_policy_nobody_is_written_to(self, scene: Scene) -> None:
        books_with(scene, today())
        take(scene, Book.OUTAGES, outage())
        plan(scene)
        planned(scene)
        assert not letters(scene)


class TestNoConsent:
    @pytest.fixture
    def policy(self, policy: Policy) -> Policy:
        none = policy.speaking.consent.model_copy(update={"bills": False})
        speaking = policy.speaking.model_copy(update={"consent": none})
        return policy.model_copy(update={"speaking": speaking})

    def test_the_policys_consent_holds(self, scene: Scene) -> None:
        books_with(scene, today())
        plan(scene)
        (notice,) = letters(scene, NoticeState.CANCELLED)
        assert notice.error == "no consent"


def test_with_a_chat_they_hear_it_there_and_only_there(scene: Scene) -> None:
    books_with(scene, today(), phone=PHONE)
    scene.write("你好")
    share(scene)
    plan(scene)
    assert not letters(scene)
    assert [one.chat_id for one in scene.notices("reminder")] == [LI]


def test_who_ended_reminders_and_untied_the_account_is_not_written_to(scene: Scene) -> None:
    books_with(scene, phone=PHONE)
    scene.write("你好")
    share(scene)
    with scene.desk() as work:
        control.consent(work, LI, Topic.BILLS, given=False)
    take(scene, Book.BILLS, today())
    plan(scene)
    assert not letters(scene)


def test_paid_the_letter_that_waits_ends_and_they_are_thanked(scene: Scene) -> None:
    books_with(scene, today())
    plan(scene)
    with scene.desk() as work:
        found = payments.find(work, "B1")
        assert found
        payments.pay(work, found)
    (ended,) = letters(scene, NoticeState.CANCELLED)
    assert ended.error == "bill B1 was paid"
    (thanks,) = letters(scene)
    assert (thanks.kind, thanks.address, thanks.buttons) == ("bill_paid", EMAIL, [])


@pytest.mark.parametrize(("email", "state"), [("new@example.com", "ready"), ("", "cancelled")])
def test_another_address_in_the_books_reaches_the_letter_that_waits(
    scene: Scene, email: str, state: str
) -> None:
    books_with(scene, today())
    plan(scene)
    take(scene, Book.CUSTOMERS, party("K1", email=email))
    (notice,) = scene.notices("reminder")
    assert notice.state == state
    if email:
        assert notice.address == email


def test_a_tenant_who_leaves_is_not_written_to_any_more(scene: Scene) -> None:
    books_with(scene, today())
    plan(scene)
    take(scene, Book.ACCOUNTS, account(tenant=""))
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "the account is not theirs any more")


def test_what_the_service_refuses_is_given_up_and_staff_see_it(scene: Scene) -> None:
    books_with(scene, today())
    plan(scene)
    (notice,) = letters(scene)
    scene.clock.now = notice.due_at
    with scene.desk() as work:
        claimed = outbox.claim(work, 10, SOON)
    with scene.desk() as work:
        (sending,) = outbox.begin_all(work, claimed.claims, LEASE)
    with scene.desk() as work:
        settling.failed(work, sending, Refused("no such mailbox"))
    for asked in ("K1", "meter_1"):
        with scene.glance() as work:
            (line,) = notices.listed(work, Asked(customer=asked), 10)
        assert (line.to, line.fate, line.why) == ("Wang Fang", "failed", "no such mailbox")


# --- outages ------------------------------------------------------------------------------------


def test_planned_work_is_told_by_letter_and_so_is_its_end(scene: Scene) -> None:
    books_with(scene)
    take(scene, Book.OUTAGES, outage())
    planned(scene)
    (notice,) = letters(scene)
    assert (notice.kind, notice.address, notice.topic) == ("outage_announced", EMAIL, Topic.OUTAGES)
    assert notice.values["accounts"] == "meter_1"
    planned(scene)
    scene.deliver()
    with scene.desk() as work:
        outages.cancel(work, outages.by_number(work, "T1"))
    planned(scene)
    assert [one.kind for one in letters(scene, NoticeState.READY)] == ["outage_cancelled"]


def test_of_a_fault_they_hear_the_beginning_and_the_end(scene: Scene) -> None:
    books_with(scene)
    move(scene, at=time(10))
    fault = outage(kind="fault", state="started") | {"from": "2026-03-02 09:30", "to": "2026-03-02 12:00"}
    take(scene, Book.OUTAGES, fault)
    planned(scene)
    scene.deliver()
    take(scene, Book.OUTAGES, fault | {"to": "2026-03-02 14:00"})
    planned(scene)
    assert [one.kind for one in letters(scene)] == ["outage_fault"]
    with scene.desk() as work:
        outages.restore(work, outages.by_number(work, "T1"))
    planned(scene)
    (over,) = letters(scene, NoticeState.READY)
    assert (over.kind, over.act, over.buttons) == ("outage_restored", "say", [])


def test_nobody_else_loses_a_word_when_somebody_is_out_of_it(scene: Scene) -> None:
    books_with(scene)
    take(scene, Book.CUSTOMERS, party("K3", email="far@example.com"))
    take(scene, Book.ACCOUNTS, account("meter_2", site="滨河里", tenant="K3"))
    take(scene, Book.OUTAGES, outage(areas="site:云栖苑; site:滨河里"))
    planned(scene)
    take(scene, Book.OUTAGES, outage(areas="site:云栖苑"))
    planned(scene)
    assert {one.address for one in letters(scene, NoticeState.READY)} == {EMAIL}
