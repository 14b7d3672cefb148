"""What a merging that is undone gives back: of chains, and of what came due while it lasted."""

from datetime import datetime, timedelta

import pytest

from bot.desk.escalation import Escalation
from bot.desk.handover import Handover
from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import Metric, Pause, TicketClock
from bot.service import clock_sweep, watch
from tests.builders import Scene
from tests.service.colleagues import id_of
from tests.service.duplicates import owed, type_merge


@pytest.fixture
def wang(scene: Scene) -> int:
    return scene.agent("王强")


@pytest.fixture
def pair(scene: Scene, wang: int) -> tuple[int, int]:
    """The ticket that goes on, and the duplicate of it, an hour later."""
    first = scene.ticket("厨房漏水")
    scene.clock.forward(hours=1)
    return first, scene.ticket("厨房天花板滴水")


@pytest.mark.parametrize("days", [0, 20])
def test_nobody_is_called_about_what_came_due_meanwhile_but_about_what_is_to_come(
    scene: Scene, wang: int, pair: tuple[int, int], days: int
) -> None:
    first, second = pair
    (clock,) = scene.all(TicketClock, ticket_id=second, metric=Metric.FIRST_RESPONSE)
    type_merge(scene, wang, second, str(first))
    scene.clock.now = clock.due_at + timedelta(days=days)
    type_merge(scene, wang, second, "", undo=True)
    scene.planned(clock_sweep.sweep)
    assert scene.all(Escalation, ticket_id=second) == []
    (clock,) = scene.all(TicketClock, id=clock.id)
    assert clock.breached_at == clock.due_at
    if days:
        assert clock.next_at is None, "it has climbed all there is"
        return
    scene.clock.now = clock.next_at
    scene.planned(clock_sweep.sweep)
    (step,) = scene.all(Escalation, subject=f"clock:{clock.id}")
    assert (step.step, step.fired_at) == (2, clock.next_at)


def test_a_wait_that_was_over_meanwhile_calls_nobody_either(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    (first, second), agent = pair, id_of(scene, wang)
    with scene.desk() as work:
        assert watch.wait_for_customer(work, work.session.get_one(Ticket, second), agent)
    (wait,) = scene.all(Pause)
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(days=90)
    type_merge(scene, wang, second, "", undo=True)
    scene.planned(clock_sweep.sweep)
    (pause,) = scene.all(Pause)
    assert pause.until_at == wait.ends_at
    assert scene.all(Escalation, ticket_id=second) == []


def test_a_talk_that_went_along_a_chain_comes_back(scene: Scene, wang: int) -> None:
    middle = scene.ticket("厨房漏水")
    scene.clock.forward(hours=1)
    last = scene.ticket("卫生间漏水")
    scene.clock.forward(hours=1)
    talked = scene.ask_for_person()
    for one, other in ((talked, middle), (middle, last)):
        assert type_merge(scene, wang, one, str(other)).word == "merged"
    assert type_merge(scene, wang, last, f"CD-{talked}", undo=True).word == "unmerged"
    (talk,) = scene.all(Handover)
    assert talk.ticket_id == talked


def three(scene: Scene) -> list[int]:
    """Tickets of one customer."""
    found = []
    for words in ("厨房漏水", "厨房天花板滴水", "水一直滴"):
        found.append(scene.ticket(words))
        scene.clock.forward(minutes=40)
    return found


def test_of_a_chain_what_leaves_takes_its_word_along_and_the_rest_stays(scene: Scene, wang: int) -> None:
    chain = first, second, third = three(scene)
    before = {one: owed(scene, one) for one in chain}

    def since(ticket: int) -> datetime:
        (row,) = scene.all(TicketClock, ticket_id=ticket, metric=Metric.FIRST_RESPONSE)
        return row.started_at

    begun = {one: since(one) for one in chain}
    type_merge(scene, wang, first, str(second))
    type_merge(scene, wang, second, str(third))
    assert since(third) == begun[first]
    assert type_merge(scene, wang, first, "", undo=True).word == "unmerged"
    assert {one: since(one) for one in chain} == begun | {third: begun[second]}
    assert owed(scene, first) == before[first]
    told = scene.notices("unmerged_told")[-1]
    assert (told.values["number"], told.values["into"]) == (f"CD-{first}", f"CD-{third}")
    assert type_merge(scene, wang, second, "", undo=True).word == "unmerged"
    assert {one: owed(scene, one) for one in chain} == before


def test_of_a_chain_a_word_that_was_owed_only_by_the_first_is_owed_nowhere_else(
    scene: Scene, wang: int
) -> None:
    chain = first, second, third = three(scene)
    for one in (second, third):
        scene.answer(wang, one, "我们马上来")
    scene.clock.forward(minutes=1)
    before = {one: owed(scene, one) for one in chain}
    type_merge(scene, wang, first, str(second))
    type_merge(scene, wang, second, str(third))
    scene.clock.forward(minutes=1)
    type_merge(scene, wang, first, "", undo=True)
    assert owed(scene, third) == before[third]
    type_merge(scene, wang, second, "", undo=True)
    assert {one: owed(scene, one) for one in chain} == before
