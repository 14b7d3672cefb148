"""“Not done yet”: what was marked as kept was not, says the customer; for some days, while the matter is theirs."""

from datetime import timedelta

import pytest

from bot.desk.escalation import Escalation
from bot.desk.promise import PromiseState
from bot.desk.ticket import Move, State
from bot.service import disputes, tickets
from bot.service.disputes import Disputed
from tests.builders import ANN, LI, Scene
from tests.service.office import FRIDAY, Office

DAYS = timedelta(days=1)


@pytest.fixture
def office(scene: Scene) -> Office:
    return Office(scene)


def disputed(office: Office, number: int, chat: int = LI) -> Disputed | None:
    with office.scene.desk() as work:
        return disputes.dispute(work, chat, number)


def kept(office: Office) -> int:
    """A promise that was marked as kept an hour before it was due; its number."""
    number = office.promise().id or 0
    office.scene.clock.now = FRIDAY - timedelta(hours=1)
    office.tap("promise_kept")
    return number


def nothing_came_of_it(office: Office, number: int) -> bool:
    found = disputed(office, number)
    assert found is not None
    for _ in range(4):
        office.at(office.scene.clock.now + DAYS)
    return (
        found.over
        and not office.said("promise_disputed")
        and not office.scene.all(Escalation, subject=f"promise:{number}")
    )


def test_the_customer_says_that_it_was_not_kept(office: Office) -> None:
    promise = office.promise()

    def dispute(chat: int = LI, number: int | None = promise.id) -> PromiseState | None:
        found = disputed(office, number or 0, chat)
        return found.promise.state if found else None

    assert dispute() == PromiseState.MADE
    office.tap("promise_kept")
    assert (dispute(ANN), dispute(number=999), dispute(number=2**40)) == (None, None, None)
    assert dispute() == PromiseState.MADE  # its time is still to come
    assert office.said("promise_disputed") == ["promise_disputed"]
    office.tap("promise_kept")
    office.at(FRIDAY + timedelta(days=1))
    assert dispute() == PromiseState.BROKEN
    assert office.last.ended_at == FRIDAY
    (step,) = office.scene.all(Escalation, subject=f"promise:{promise.id}")
    assert step.fired_at == FRIDAY + timedelta(days=1)  # nobody knew before
    office.at(FRIDAY + timedelta(days=1, minutes=61))
    assert len(office.scene.all(Escalation, subject=f"promise:{promise.id}")) == 1 + 1


def test_of_a_resolved_ticket_it_opens_the_ticket_again(office: Office) -> None:
    number = kept(office)
    office.scene.resolve(office.agent, office.ticket)
    office.scene.clock.now = FRIDAY + DAYS
    found = disputed(office, number)
    assert found is not None
    assert found.reopened is not None
    assert found.reopened.what == "reopened"
    assert office.scene.get(office.ticket).state == State.TAKEN
    assert (office.last.state, office.last.ended_at) == (PromiseState.BROKEN, FRIDAY)
    assert office.said("promise_disputed") == ["promise_disputed"]
    assert [one.reason for one in office.scene.history(office.ticket) if one.move == Move.REOPENED] == [
        "not solved"
    ]


def test_long_after_the_ticket_was_resolved_nothing_comes_of_it(office: Office) -> None:
    number = kept(office)
    office.scene.resolve(office.agent, office.ticket)
    office.scene.clock.now = FRIDAY + 300 * DAYS
    assert nothing_came_of_it(office, number)
    assert (office.scene.get(office.ticket).state, office.last.state) == (State.RESOLVED, PromiseState.KEPT)


def test_of_a_withdrawn_ticket_nothing_is_owed(office: Office) -> None:
    number = kept(office)
    with office.scene.desk() as work:
        tickets.withdraw(work, LI, office.ticket)
    office.scene.clock.now = FRIDAY + timedelta(hours=1)
    assert nothing_came_of_it(office, number)
    assert (office.scene.get(office.ticket).state, office.last.state) == (State.WITHDRAWN, PromiseState.KEPT)


@pytest.mark.parametrize(("days", "over"), [(7, False), (8, True)])
def test_of_an_open_ticket_it_can_be_said_for_a_week(office: Office, days: int, over: bool) -> None:
    number = kept(office)
    office.scene.clock.now += days * DAYS
    found = disputed(office, number)
    assert found is not None
    assert found.over == over
    assert office.last.state == (PromiseState.KEPT if over else PromiseState.BROKEN)


def test_what_gave_way_to_another_time_is_not_brought_back_by_an_old_button(office: Office) -> None:
    first = office.promise()
    office.at(FRIDAY + timedelta(hours=1))
    office.tap("promise_kept")
    assert disputed(office, first.id or 0), "done late, and disputed"
    office.scene.clock.forward(minutes=5)
    office.by_hand("下周三15:00 师傅再来")
    office.tap("promise_until", instead=first.id)
    found = disputed(office, first.id or 0)
    assert found is not None
    assert found.promise.settled_at is not None
    assert len(office.said("promise_disputed")) == 1
