"""What waits for somebody finds hands when a shift begins, each at most once, in one word to each."""

from datetime import timedelta

import pytest

from bot.desk.agent import Role
from bot.desk.labels import Category, Hazard
from bot.desk.shift import Leave, Shift
from bot.desk.ticket import Move, Ticket
from bot.service import ticket_deeds, welcoming
from bot.service.shifts import Stretch
from tests.builders import Scene
from tests.service.colleagues import colleague, id_of, name_of
from tests.service.test_departures import leave, sweep
from tests.service.test_leaves import TODAY, hand_over, on_leave
from tests.service.test_races import at_once
from tests.service.test_shifts import plan, typed

QUALITY, SERVICE, DESIGN = Category.QUALITY, Category.SERVICE, Category.DESIGN
HOUR = timedelta(hours=1)


def welcome(scene: Scene) -> list[int]:
    return scene.planned(welcoming.welcome)


def file(scene: Scene, count: int, category: Category = QUALITY) -> list[int]:
    """Tickets of as many customers, a minute apart."""
    found, first = [], 6000 + len(scene.all(Ticket))
    for chat in range(first, first + count):
        scene.clock.forward(minutes=1)
        found.append(scene.ticket(category=category, chat=chat))
    return found


def asked(scene: Scene, tickets: list[int]) -> list[str | None]:
    return [name_of(scene, scene.get(one).assigned_id) for one in tickets]


def most_open(scene: Scene, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    with scene.desk() as work:
        monkeypatch.setitem(work.policy.routing.__dict__, "most_open", count)


def test_what_was_filed_at_night_is_for_who_begins_with_onshift(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    tickets = file(scene, 3)
    urgent = scene.ticket("煤气味", chat=5009, hazard=Hazard.GAS)
    assert welcome(scene) == []
    typed(scene, wang, "onshift")
    assert welcome(scene) == [4, 1]
    assert asked(scene, [*tickets, urgent]) == ["王强"] * 4
    (word,) = scene.notices("waited")
    assert (word.values["name_id"], word.values["count"], word.values["left"]) == (wang, 4, 0)
    assert [one["number"] for one in word.values["items"]] == [f"CD-{one}" for one in (urgent, *tickets)]
    assert not scene.notices("told", template="told_assigned"), "one word, not one for each"
    assert {one.values["assigned"] for one in scene.notices("card_edit")} == {"王强"}
    line = scene.history(tickets[0])[-1]
    assert (line.move, line.before, line.after, line.reason) == (Move.ASSIGNED, None, "王强", "waited")
    assert welcome(scene) == [], "each shift once"


def test_what_was_given_a_higher_priority_comes_before_what_is_older(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = colleague(scene, "王强", shift=None)
    most_open(scene, monkeypatch, 2)
    oldest, older, raised = file(scene, 3)
    with scene.desk() as work:
        work.session.get_one(Ticket, raised).priority = 1
    typed(scene, wang, "onshift")
    welcome(scene)
    assert asked(scene, [oldest, older, raised]) == ["王强", None, "王强"]
    (word,) = scene.notices("waited")
    assert [one["number"] for one in word.values["items"]] == [f"CD-{raised}", f"CD-{oldest}"]


def test_a_planned_shift_begins_by_itself_and_once(scene: Scene) -> None:
    wang = id_of(scene, colleague(scene, "王强", shift=None))
    (ticket,) = file(scene, 1)
    begins = scene.clock.now + HOUR
    plan(scene, Stretch(wang, begins, begins + 8 * HOUR))
    scene.clock.now = begins - HOUR / 60
    assert welcome(scene) == []
    scene.clock.now = begins
    welcome(scene)
    assert asked(scene, [ticket]) == ["王强"]
    (row,) = scene.all(Shift)
    assert row.welcomed_at == begins


def test_a_shift_that_was_over_before_anybody_looked_welcomes_nobody(scene: Scene) -> None:
    wang = id_of(scene, colleague(scene, "王强", shift=None))
    plan(scene, Stretch(wang, scene.clock.now, scene.clock.now + HOUR))
    file(scene, 1)
    scene.clock.forward(hours=1)
    assert welcome(scene) == []


def test_it_is_spread_over_all_who_begin_and_each_hears_of_it_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcoming, "PIECE", 2)
    tickets = file(scene, 6)
    users = {name: colleague(scene, name) for name in ("An", "Bo", "Cai")}
    pieces = welcome(scene)
    assert max(pieces) == 2
    assert sorted(map(str, asked(scene, tickets))) == ["An", "An", "Bo", "Bo", "Cai", "Cai"]
    words = scene.notices("waited")
    assert {one.values["name_id"]: one.values["count"] for one in words} == dict.fromkeys(users.values(), 2)
    assert len(words) == 3
    named = [one["number"] for word in words for one in word.values["items"]]
    assert sorted(named) == sorted(f"CD-{one}" for one in tickets)


def test_the_twenty_worst_are_named_and_the_others_counted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcoming, "PIECE", 9)
    tickets = file(scene, 23)
    colleague(scene, "王强")
    welcome(scene)
    (word,) = scene.notices("waited")
    assert (word.values["count"], word.values["left"]) == (23, 3)
    assert [one["number"] for one in word.values["items"]] == [f"CD-{one}" for one in tickets[:20]]


def test_what_came_after_the_word_was_said_is_a_word_of_its_own(scene: Scene) -> None:
    file(scene, 1)
    colleague(scene, "王强")
    welcome(scene)
    scene.deliver()
    wang = scene.notices("waited")[0].values["name_id"]
    typed(scene, wang, "offshift")
    file(scene, 2)
    typed(scene, wang, "onshift")
    welcome(scene)
    assert [one.values["count"] for one in scene.notices("waited")] == [1, 2]


def test_nobody_gets_more_than_they_have_room_for_but_what_is_urgent(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    most_open(scene, monkeypatch, 2)
    tickets = file(scene, 3)
    urgent = [scene.ticket("煤气味", chat=7000 + one, hazard=Hazard.GAS) for one in range(3)]
    colleague(scene, "Near", shift="on_call")
    colleague(scene, "An")
    welcome(scene)
    assert asked(scene, urgent) == ["An"] * 3
    assert asked(scene, tickets) == [None] * 3, "full, and whoever is on call is not asked for what waits"
    colleague(scene, "Bo")
    welcome(scene)
    assert asked(scene, tickets) == ["Bo", "Bo", None], "the oldest first"


def test_departments_hold_and_service_takes_what_is_nobodys(scene: Scene) -> None:
    (design,), (quality,) = file(scene, 1, DESIGN), file(scene, 1)
    colleague(scene, "Mend")
    welcome(scene)
    assert asked(scene, [design, quality]) == [None, "Mend"]
    colleague(scene, "Head", DESIGN, role=Role.HEAD)
    welcome(scene)
    assert asked(scene, [design]) == [None]
    colleague(scene, "Desk", SERVICE)
    welcome(scene)
    assert asked(scene, [design]) == ["Desk"]


def test_what_ended_up_elsewhere_is_left_alone(scene: Scene) -> None:
    taken, done, slept = file(scene, 3)
    boss = scene.agent("赵敏", Role.LEAD)
    scene.take(boss, taken)
    scene.resolve(boss, done)
    with scene.desk() as work:
        work.session.get_one(Ticket, slept).snoozed_until = work.now + HOUR
    colleague(scene, "王强")
    welcome(scene)
    assert asked(scene, [taken, done, slept]) == [None] * 3
    assert not scene.notices("waited")


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize("away", [leave, on_leave])
def test_what_somebody_left_behind_finds_hands(scene: Scene, away, held: bool) -> None:  # type: ignore[no-untyped-def]
    wang = colleague(scene, "王强")
    (ticket,) = file(scene, 1)
    if held:
        scene.take(wang, ticket)
    away(scene, wang)
    sweep(scene) or hand_over(scene)
    zhao = colleague(scene, "赵敏")
    welcome(scene)
    now = scene.get(ticket)
    assert name_of(scene, now.owner_id if held else now.assigned_id) == "赵敏"
    assert name_of(scene, now.first_owner_id) == ("王强" if held else None)
    (word,) = scene.notices("waited")
    assert (word.values["name_id"], word.values["count"]) == (zhao, 1)


def test_leave_that_begins_later_today_is_handed_over_as_ever(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    (ticket,) = file(scene, 1)
    scene.take(wang, ticket)
    on_leave(scene, wang, TODAY)
    colleague(scene, "赵敏")
    welcome(scene)
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"
    hand_over(scene)
    assert name_of(scene, scene.get(ticket).owner_id) == "赵敏"


def test_who_is_back_from_leave_within_a_planned_shift_is_welcomed_then(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    on_leave(scene, wang)
    (ticket,) = file(scene, 1)
    assert welcome(scene) == []
    typed(scene, wang, "onshift")
    assert not scene.all(Leave)
    welcome(scene)
    assert asked(scene, [ticket]) == ["王强"]


def test_two_at_once_give_nothing_away_twice(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcoming, "PIECE", 2)
    tickets = file(scene, 4)
    for name in ("An", "Bo"):
        colleague(scene, name)
    assert at_once(scene, welcoming.welcome, welcoming.welcome) == (2, 2)
    welcome(scene)
    moves = [one.move for ticket in tickets for one in scene.history(ticket)]
    assert moves.count(Move.ASSIGNED) == 4
    assert sorted(map(str, asked(scene, tickets))) == ["An", "An", "Bo", "Bo"]
    assert [one.values["count"] for one in scene.notices("waited")] == [2, 2]


def test_who_takes_one_meanwhile_has_it(scene: Scene) -> None:
    first, second = file(scene, 2)
    boss = scene.agent("赵敏", Role.LEAD)
    colleague(scene, "王强")
    at_once(
        scene,
        lambda work: ticket_deeds.press(work, boss, {"do": "take", "ticket": first}),
        welcoming.welcome,
    )
    welcome(scene)
    assert name_of(scene, scene.get(first).owner_id) == "赵敏"
    assert asked(scene, [first, second]) == [None, "王强"]
    (word,) = scene.notices("waited")
    assert word.values["count"] == 1
