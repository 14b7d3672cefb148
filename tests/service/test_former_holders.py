"""Whoever proved an account by the code on an old paper sees nothing of its next holder."""

from datetime import time
from typing import Any

import pytest

from bot.desk.account import AccountLink, Proof
from bot.desk.notice import NoticeState
from bot.service import identity, payments
from bot.service.books_columns import Book
from tests.builders import LI, Scene
from tests.service.bills import move
from tests.service.books_scene import account, bill, counts, party, take
from tests.service.test_proving import PHONE, proven, share

FORMER = account(holder="张三", code="1234")


def proofs(scene: Scene) -> list[Proof]:
    return [one.proof for one in scene.all(AccountLink)]


@pytest.fixture
def former(scene: Scene) -> Scene:
    """Somebody who proved by code, in an account without a customer."""
    take(scene, Book.CUSTOMERS, party("K2", name="李四"))
    take(scene, Book.ACCOUNTS, FORMER)
    assert proven(scene, "meter_1", "1234").what == "tied"
    return scene


@pytest.mark.parametrize(
    "change",
    [
        {"code": "5678"},
        {"holder": "李四"},
        {"holder": ""},
        {"tenant": "K2"},
        {"holder": "李四", "owner": "K2"},
    ],
)
def test_the_code_of_a_former_holder_proves_no_more(former: Scene, change: dict[str, Any]) -> None:
    take(former, Book.ACCOUNTS, FORMER | change)
    assert proofs(former) == [Proof.SAID]
    with former.glance() as work:
        person = identity.person(work, LI)
    assert not person.proven
    assert person.name not in ("张三", "李四")


def test_the_same_holder_and_code_prove_as_before(former: Scene) -> None:
    assert counts(take(former, Book.ACCOUNTS, FORMER | {"code": "12-34"})) == (0, 0, 1, 0)
    take(former, Book.ACCOUNTS, FORMER | {"address": "3栋", "phone": "13900139000"})
    assert proofs(former) == [Proof.CODE]


def test_another_holder_or_code_ends_no_proof_by_phone(scene: Scene) -> None:
    take(scene, Book.ACCOUNTS, account(phone=PHONE))
    scene.write("你好")
    assert share(scene)
    for more in ({"holder": "王芳", "code": "5678"}, {"holder": "王女士", "code": "9012"}):
        take(scene, Book.ACCOUNTS, account(**more))
    assert proofs(scene) == [Proof.PHONE]


def test_news_of_a_bill_that_wait_are_not_said_to_a_tenant_who_left(scene: Scene) -> None:
    take(scene, Book.CUSTOMERS, party("K1", phone=PHONE), party("K2", name="李四"))
    take(scene, Book.ACCOUNTS, account(tenant="K1"), account("meter_2", owner="K1"))
    scene.write("你好")
    assert len(share(scene)) == 2
    take(scene, Book.BILLS, bill("B1"), bill("B2", account="meter_2"))
    move(scene, at=time(23))  # quiet hours: news wait for the morning
    for number in ("B1", "B2"):
        with scene.desk() as work:
            payments.agree_instalments(work, payments.find(work, number), 2)
    take(scene, Book.ACCOUNTS, account(tenant="K2"))
    states = {one.values["number"]: (one.state, one.error) for one in scene.notices("bill_instalments")}
    assert states == {
        "B1": (NoticeState.CANCELLED, "account meter_1 is not theirs any more"),
        "B2": (NoticeState.READY, None),
    }
