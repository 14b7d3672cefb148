"""A complaint about what was resolved: linked, the fix failed once, and an agent may say that it is another thing."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.account import Account, AccountKind, AccountLink
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.ticket import Move, State
from bot.service import ticket_deeds
from tests.builders import ANN, LI, Scene


@pytest.fixture
def old(scene: Scene) -> int:
    number = scene.resolved("厨房天花板漏水")
    scene.clock.forward(days=10)  # too late to be opened again
    return number


def moves(scene: Scene, ticket: int) -> list[Move]:
    return [event.move for event in scene.history(ticket)]


def test_it_is_linked_and_the_fix_is_marked_as_failed_once(scene: Scene, old: int) -> None:
    again = scene.ticket("厨房又漏水了，根本没修好")
    assert scene.get(again).repeats_id == old
    assert scene.get(old).fix_failed_at == scene.clock.now
    assert scene.get(old).state == State.RESOLVED
    said = scene.history(old)[-1]
    assert (said.move, said.after, said.reason) == (Move.FIX_FAILED, f"CD-{again}", "complained again")
    (card,) = scene.notices("card", ticket_id=again)
    assert card.values["repeats"] == f"CD-{old}"
    (told,) = scene.notices("repeats", ticket_id=again)
    assert (told.values["number"], told.values["reason"]) == (f"CD-{old}", "fixed")
    assert card.id is not None
    assert card.id < (told.id or 0), "the card opens the topic"
    assert scene.notices("told", ticket_id=old)[-1].template == "told_fix_failed"
    scene.clock.forward(hours=1)
    third = scene.ticket("厨房漏水第三次了")
    assert scene.get(third).repeats_id == old
    assert moves(scene, old).count(Move.FIX_FAILED) == 1


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("主卫漏水", {}),
        ("厨房漏水又来了", {"kind": Kind.INQUIRY}),
        ("厨房漏水又来了", {"category": Category.SERVICE}),
        ("厨房漏水", {"chat": ANN}),
    ],
)
def test_another_thing_kind_category_or_customer_is_no_repeat(
    scene: Scene, old: int, words: str, more: dict[str, object]
) -> None:
    assert scene.get(scene.ticket(words, **more)).repeats_id is None
    assert scene.get(old).fix_failed_at is None


@pytest.mark.parametrize("reason", ["no_fault", "duplicate"])
def test_where_nothing_was_fixed_no_fix_has_failed(scene: Scene, reason: str) -> None:
    number, user = scene.ticket("厨房天花板漏水"), scene.agent()
    scene.resolve(user, number, reason)
    scene.clock.forward(days=10)
    assert scene.get(scene.ticket("厨房又漏水了，根本没修好")).repeats_id is None
    assert scene.get(number).fix_failed_at is None


def test_after_the_policys_days_it_is_a_new_matter(scene: Scene, old: int) -> None:
    scene.clock.forward(days=21)
    assert scene.get(scene.ticket("厨房又漏水了")).repeats_id is None


def test_what_is_still_open_or_was_withdrawn_is_not_repeated(scene: Scene) -> None:
    scene.ticket("厨房天花板漏水")
    scene.clock.forward(days=10)
    assert scene.get(scene.ticket("厨房又漏水了")).repeats_id is None


def share_account(scene: Scene, number: str = "meter_1") -> None:
    with scene.desk() as work:
        account = Account(kind=AccountKind.METER, number=number)
        work.session.add(account)
        work.session.flush()
        for customer in work.session.exec(select(Customer)):
            work.session.add(
                AccountLink(
                    customer_id=customer.id or 0,
                    account_id=account.id or 0,
                    proof="phone",
                    linked_at=work.now,
                )
            )


def test_another_member_of_the_household_repeats_it_too(scene: Scene) -> None:
    scene.write("hello")
    scene.write("hello", chat=ANN)
    share_account(scene)
    old = scene.resolved("The kitchen ceiling is leaking")
    scene.clock.forward(days=10)
    again = scene.ticket("厨房漏水没有修好", chat=ANN)
    assert scene.get(again).customer_id != scene.get(old).customer_id
    assert scene.get(again).repeats_id == old


def test_a_complaint_that_refers_to_it_needs_no_resemblance(scene: Scene, old: int) -> None:
    message = scene.write("还是老样子")
    from bot.service import intake

    with scene.desk() as work:
        found = intake.reopen_theirs(work, LI, old, message)
    assert found is not None
    assert found.ticket is not None
    assert scene.get(found.ticket.id).repeats_id == old


def press(scene: Scene, user: int, payload: dict[str, object]) -> str:
    with scene.desk() as work:
        return ticket_deeds.press(work, user, payload).word


def test_an_agent_says_that_it_is_another_thing(scene: Scene, old: int) -> None:
    again = scene.ticket("厨房又漏水了")
    scene.clock.forward(hours=1)
    second = scene.ticket("厨房漏水，第二处")
    wang = scene.agent("王强")
    (told,) = scene.notices("repeats", ticket_id=again)
    (payload,) = scene.payloads(told)
    assert press(scene, wang, payload) == "not_same"
    assert scene.get(again).repeats_id is None
    assert scene.get(old).fix_failed_at is not None, "the other complaint still doubts it"
    assert press(scene, wang, payload) == "gone"
    (told,) = scene.notices("repeats", ticket_id=second)
    assert press(scene, wang, scene.payloads(told)[0]) == "not_same"
    assert scene.get(old).fix_failed_at is None
    last = scene.history(old)[-1]
    assert (last.move, last.before, last.after) == (Move.FIX_FAILED, f"CD-{second}", None)


def test_it_stays_another_thing_when_labels_change(scene: Scene, old: int) -> None:
    again, wang = scene.ticket("厨房又漏水了"), scene.agent("王强")
    press(scene, wang, scene.payloads(scene.notices("repeats")[0])[0])
    scene.press(wang, "set_category", again, to="service")
    scene.press(wang, "set_category", again, to="quality")
    assert scene.get(again).repeats_id is None


def test_a_correction_shows_that_it_repeats(scene: Scene, old: int) -> None:
    again = scene.ticket("厨房又漏水了", category=Category.SERVICE)
    assert scene.get(again).repeats_id is None
    scene.press(scene.agent("王强"), "set_category", again, to="quality")
    assert scene.get(again).repeats_id == old


def test_soon_after_it_the_same_words_still_ask_or_reopen_as_before(scene: Scene) -> None:
    """Filing decides first where words belong; only what becomes a ticket of its own can repeat another."""
    old = scene.resolved("厨房天花板漏水")
    scene.clock.forward(days=1)
    again = scene.ticket("厨房又漏水了")
    assert scene.get(again).repeats_id == old
    assert scene.get(old).fix_failed_at - scene.get(old).resolved_at == timedelta(days=1)  # type: ignore[operator]
