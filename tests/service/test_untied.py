"""What a customer untied stays untied, whatever the books bring, until the customer ties it again."""

from typing import Any

import pytest
from sqlmodel import select

from bot.desk.account import Account, AccountLink, Untied
from bot.service import erasing, identity, kept, privacy
from bot.service.books_columns import Book
from tests.builders import LI, Scene
from tests.service.books_scene import account, party, take
from tests.service.test_proving import PHONE, proven, share

OTHER = "13700137000"


@pytest.fixture
def untied(scene: Scene) -> Scene:
    """A tenant, proven by phone, of two accounts, who undid the first one."""
    take(scene, Book.CUSTOMERS, party("K1", phone=PHONE), party("K2", name="王芳"))
    take(scene, Book.ACCOUNTS, account(tenant="K1", code="1234"), account("meter_2", owner="K1"))
    scene.write("你好")
    assert len(share(scene)) == 2
    untie(scene)
    return scene


def untie(scene: Scene, number: str = "meter_1") -> None:
    with scene.desk() as work:
        (one,) = [one for one in identity.mine(work, LI) if one.number == number]
        identity.untie(work, LI, one.id)


def tied(scene: Scene) -> list[str]:
    links = {one.account_id for one in scene.all(AccountLink)}
    return [one.number for one in scene.all(Account) if one.id in links]


@pytest.mark.parametrize(
    "change",
    [
        {"tenant": "K1"},
        {"tenant": "K1", "owner": "K2"},
        {"tenant": "K1", "payer": "K1"},
        {"tenant": "", "owner": "K1"},
        {"holder": "李娜", "code": "5678"},
        {"phone": OTHER},
    ],
)
def test_the_next_import_does_not_tie_it_again(untied: Scene, change: dict[str, Any]) -> None:
    take(untied, Book.ACCOUNTS, account(**change))
    assert tied(untied) == ["meter_2"]


def test_who_moved_out_and_in_again_is_not_tied_to_what_they_undid(untied: Scene) -> None:
    take(untied, Book.ACCOUNTS, account(tenant=""))
    take(untied, Book.ACCOUNTS, account(tenant="K1"))
    assert tied(untied) == ["meter_2"]


def test_a_phone_number_that_the_books_correct_ties_nothing_that_was_undone(scene: Scene) -> None:
    take(scene, Book.CUSTOMERS, party("K1", phone=OTHER))
    meters = [account(f"meter_{one}", owner="K1", code="1234") for one in (1, 2, 3)]
    take(scene, Book.ACCOUNTS, *meters)
    scene.write("你好")
    assert not share(scene)
    for number in ("meter_1", "meter_2"):
        assert proven(scene, number, "1234").what == "tied"
    untie(scene)
    take(scene, Book.CUSTOMERS, party("K1", phone=PHONE))
    assert tied(scene) == ["meter_2", "meter_3"]


def test_what_is_new_of_theirs_is_tied_as_before(untied: Scene) -> None:
    take(untied, Book.ACCOUNTS, account("meter_3", payer="K1"))
    assert tied(untied) == ["meter_2", "meter_3"]


@pytest.mark.parametrize("way", ["contact", "code", "link"])
def test_the_customer_ties_it_again_and_the_books_follow_that(untied: Scene, way: str) -> None:
    if way == "contact":
        share(untied)
    elif way == "code":
        assert proven(untied, "meter_1", "1234").what == "tied"
    else:
        with untied.desk() as work:
            identity.follow_link(work, LI, "meter_1")
    assert sorted(tied(untied)) == ["meter_1", "meter_2"]
    assert not untied_rows(untied)


def test_it_is_in_what_the_customer_takes_away(untied: Scene) -> None:
    with untied.desk() as work:
        (row,) = kept.everything(work, identity.customer_at(work, LI))["untied"]
    assert row["number"] == "meter_1"


def test_erased_nothing_of_it_is_kept(untied: Scene) -> None:
    assert len(untied_rows(untied)) == 1
    with untied.desk() as work:
        privacy.ask_erasure(work, LI, waits=False)
    with untied.desk() as work:
        (pending,) = erasing.pending(work)
        assert erasing.erase(work, pending.erasure_id)
    assert not untied_rows(untied)


def untied_rows(scene: Scene) -> list[Untied]:
    with scene.desk() as work:
        return list(work.session.exec(select(Untied)))
