"""Leave: on its first day open work finds new hands, once, and both are told."""

from datetime import date, timedelta

import pytest

from bot.desk.agent import Agent
from bot.desk.labels import Category, Kind
from bot.desk.shift import Leave
from bot.desk.ticket import Move
from bot.service import handing_over, leaves
from bot.service.leaves import LeaveUnusable
from tests.builders import Scene
from tests.service.colleagues import colleague, id_of, name_of
from tests.service.test_races import at_once

TODAY = date(2026, 3, 2)  # 17:30 in Shanghai


def on_leave(scene: Scene, user: int, first: date = TODAY, days: int = 3) -> bool:
    number = id_of(scene, user)
    with scene.desk() as work:
        agent = work.session.get_one(Agent, number)
        return leaves.give(work, agent, first, first + timedelta(days=days - 1), "年假")[1]


def hand_over(scene: Scene) -> int:
    looked = 0
    while True:
        with scene.desk() as work:
            piece = leaves.hand_over(work)
        if not piece:
            return looked
        looked += piece


def test_open_work_goes_to_who_is_there_and_the_first_owner_stays(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    taken, asked = scene.ticket(), scene.ticket("墙裂了", kind=Kind.INQUIRY, chat=5003)
    scene.take(wang, taken)
    done = scene.ticket("灯坏了", chat=5004)
    scene.resolve(wang, done)
    zhao = colleague(scene, "赵敏")
    others = scene.ticket("门坏了", chat=5005)
    scene.take(zhao, others)
    assert on_leave(scene, wang)
    hand_over(scene)
    now = scene.get(taken)
    assert (name_of(scene, now.owner_id), name_of(scene, now.first_owner_id)) == ("赵敏", "王强")
    assert name_of(scene, scene.get(asked).assigned_id) == "赵敏"
    assert name_of(scene, scene.get(done).owner_id) == "王强"
    told = scene.notices("told", template="told_assigned")
    assert [(one.values["to_id"], one.values["former_id"], one.values["reason"]) for one in told] == [
        (zhao, wang, "on_leave")
    ] * 2
    line = scene.history(taken)[-1]
    assert (line.move, line.before, line.after, line.reason) == (Move.ASSIGNED, "王强", "赵敏", "on_leave")
    before = len(scene.history(taken))
    assert hand_over(scene) == 0, "each leave once"
    assert len(scene.history(taken)) == before


def test_nobody_there_it_stays_with_a_note_and_colleagues_may_decide(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    on_leave(scene, wang)
    hand_over(scene)
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"
    (told,) = scene.notices("told", template="told_nobody_there")
    assert (told.values["to_id"], told.values["until_on"]) == (wang, "2026-03-04")
    line = scene.history(ticket)[-1]
    assert (line.move, line.before) == (Move.RETURNED, "王强")
    zhao = colleague(scene, "赵敏", Category.SERVICE)
    assert scene.press(zhao, "offer_to", ticket, to=id_of(scene, zhao)).word == "offered"


def test_not_before_the_morning_of_the_first_day_by_the_desks_clock(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    on_leave(scene, wang, TODAY + timedelta(days=1))
    assert hand_over(scene) == 0
    scene.clock.forward(hours=14, minutes=59)  # 08:29 on 3 March
    assert hand_over(scene) == 0
    scene.clock.forward(minutes=1)
    colleague(scene, "赵敏")
    assert hand_over(scene) == 1
    assert name_of(scene, scene.get(ticket).owner_id) == "赵敏"


def test_a_desk_that_slept_over_the_whole_leave_hands_nothing_over(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    on_leave(scene, wang)
    scene.clock.forward(days=4)
    colleague(scene, "赵敏")
    assert hand_over(scene) == 1
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"
    assert scene.all(Leave)[0].handed_over_at == scene.clock.now


def test_a_lot_of_open_work_goes_in_pieces(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "PIECE", 2)
    wang = colleague(scene, "王强")
    tickets = [scene.ticket(f"{n} 号楼漏水", chat=6000 + n) for n in range(5)]
    colleague(scene, "赵敏")
    on_leave(scene, wang)
    assert hand_over(scene) == 5
    assert {name_of(scene, scene.get(one).assigned_id) for one in tickets} == {"赵敏"}


def test_entered_again_the_last_word_holds(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    assert [on_leave(scene, wang), on_leave(scene, wang), on_leave(scene, wang, days=5)] == [
        True,
        False,
        True,
    ]
    (leave,) = scene.all(Leave)
    assert (leave.until_on, leave.reason) == (date(2026, 3, 6), "年假")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 3, 9), date(2026, 3, 8), "give the first day, then the last"),
        (date(2026, 2, 1), date(2026, 3, 1), "is over; today is 2026-03-02"),
        (date(2026, 3, 9), date(2028, 3, 9), "longer than a year"),
    ],
)
def test_days_that_cannot_be_leave_are_named(scene: Scene, first: date, last: date, said: str) -> None:
    number = id_of(scene, colleague(scene, "王强"))
    with scene.desk() as work, pytest.raises(LeaveUnusable, match=said):
        leaves.give(work, work.session.get_one(Agent, number), first, last)


def test_two_at_once_hand_over_once(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    ticket = scene.ticket()
    scene.take(wang, ticket)
    colleague(scene, "赵敏")
    colleague(scene, "孙丽")
    on_leave(scene, wang)
    at_once(scene, leaves.hand_over, leaves.hand_over)
    hand_over(scene)
    assert len(scene.notices("told", template="told_assigned")) == 1
    assert [one.reason for one in scene.history(ticket) if one.move == Move.ASSIGNED] == ["filed", "on_leave"]
