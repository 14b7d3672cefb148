"""Staff do not find a payment, and whoever spoke of it is not there to be told."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.desk.bill import BillState
from bot.desk.button import Button
from bot.desk.customer import Customer
from bot.service import erasing, identity, privacy
from bot.service.work import Work
from tests.builders import Scene
from tests.service.bills import bill, billed, tied
from tests.service.test_payments import claim, verify


def blocks(work: Work, customer: Customer) -> None:
    customer.unreachable_at = work.now
    work.session.add(customer)


def unties(work: Work, customer: Customer) -> None:
    (account,) = identity.mine(work, customer.chat_id)
    identity.untie(work, customer.chat_id, account.id)


def erases(work: Work, customer: Customer) -> None:
    privacy.ask_erasure(work, customer.chat_id, waits=False)
    (pending,) = erasing.pending(work)
    assert erasing.erase(work, pending.erasure_id)


def buttons(scene: Scene) -> int:
    """How many a customer was offered."""
    with scene.desk() as work:
        return len(work.session.exec(select(Button).where(Button.chat_id > 0)).all())


@pytest.mark.parametrize("does", [blocks, unties, erases])
def test_who_is_gone_is_told_nothing(scene: Scene, does: Callable[[Work, Customer], None]) -> None:
    billed(scene, tied(scene))
    claim(scene)
    scene.deliver()
    with scene.desk() as work:
        does(work, work.session.exec(select(Customer)).one())
    offered = buttons(scene)
    assert verify(scene, "not_found").word == "task_done"
    assert bill(scene).state == BillState.OPEN
    assert not scene.notices("payment_not_found")
    assert buttons(scene) <= offered
