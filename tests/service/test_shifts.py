"""Coming to work and leaving it, in the words that people type; shifts that were planned."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.chat import commands
from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.notice import NoticeState
from bot.desk.shift import Leave, Shift
from bot.service import people, shifts
from bot.service.shifts import Stretch
from bot.service.verdict import Verdict
from bot.service.work import Work
from tests.builders import Scene
from tests.service.colleagues import colleague, id_of

HOUR = timedelta(hours=1)
EVENING = datetime(2026, 3, 2, 12, tzinfo=UTC)  # 20:00 in Shanghai; the scene's clock shows 17:30


def typed(scene: Scene, user: int, command: str, words: str = "") -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return commands.obey(work, agent, command, None, words)


def there(scene: Scene) -> list[str]:
    with scene.desk() as work:
        return [one.name for one in people.on_shift(work)]


def plan(scene: Scene, *stretches: Stretch) -> list[str]:
    with scene.desk() as work:
        return list(shifts.plan_all(work, stretches))


def test_from_onshift_to_offshift(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    scene.take(wang, scene.ticket())
    scene.ticket("路灯坏了", chat=5003)
    said = typed(scene, wang, "onshift")
    assert (said.word, said.name) == ("on_shift", "王强")
    assert (said.more["own"], said.more["waiting"]) == (1, 1)
    assert said.more["until_at"] == (scene.clock.now + 12 * HOUR).isoformat()
    assert there(scene) == ["王强"]
    assert typed(scene, wang, "onshift").word == "on_shift_already"
    scene.clock.forward(hours=3)
    said = typed(scene, wang, "offshift")
    assert (said.word, said.more["own"]) == ("off_shift", 1), "what is open stays theirs"
    assert there(scene) == []
    assert typed(scene, wang, "offshift").word == "not_on_shift"
    (row,) = scene.all(Shift)
    assert row.until_at - row.from_at == 3 * HOUR


def test_who_forgets_offshift_is_not_at_work_for_ever(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    typed(scene, wang, "onshift")
    scene.clock.forward(hours=12)
    assert there(scene) == []
    (told,) = scene.notices("shift_over")
    assert (told.due_at, told.values["to_id"]) == (scene.clock.now, wang)


def test_until_when_is_said_in_either_language(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    for words in ("20:00", "until 8 pm", "到晚上八点", "20"):
        assert typed(scene, wang, "onshift", words).more["until_at"] == EVENING.isoformat(), words
    assert len(scene.all(Shift)) == 1, "the same shift, said again"
    assert typed(scene, wang, "onshift", "bis acht").word == "shift_no_time"
    assert typed(scene, wang, "onshift", "后天下午五点").word == "shift_too_long"
    assert typed(scene, wang, "offshift", "19:00").word == "off_shift_later"
    assert typed(scene, wang, "offshift", "昨天19:00").word == "shift_past"
    assert typed(scene, wang, "onshift", "next year 19:00").word == "shift_unread"
    scene.clock.forward(hours=2)
    assert there(scene) == []


@pytest.mark.parametrize("command", ["onshift", "offshift"])
@pytest.mark.parametrize(("words", "hours"), [("19:30", 2), ("晚上七点半", 2), ("until 4:30 am", 11)])
def test_the_time_that_is_said_is_the_true_end_whatever_was_planned(
    scene: Scene, command: str, words: str, hours: int
) -> None:
    wang = colleague(scene, "王强")  # planned for another eight hours
    said = typed(scene, wang, command, words)
    until = scene.clock.now + hours * HOUR
    assert said.more["until_at"] == until.isoformat()
    scene.clock.now = until - HOUR / 60
    assert there(scene) == ["王强"]
    scene.clock.now = until
    assert there(scene) == []


def test_nobody_stays_longer_than_a_shift_may_last(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    assert typed(scene, wang, "offshift", "明天17:00").word == "shift_too_long"


def test_onshift_without_an_end_lasts_until_the_plan_of_the_day_is_over(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    number, now = id_of(scene, wang), scene.clock.now
    plan(
        scene,
        Stretch(number, now + 2 * HOUR, now + 6 * HOUR),
        Stretch(number, now + 8 * HOUR, now + 10 * HOUR),  # tomorrow
        Stretch(number, now + HOUR, now + 11 * HOUR, on_call=True),
    )
    assert typed(scene, wang, "onshift").more["until_at"] == (now + 6 * HOUR).isoformat()
    assert there(scene) == ["王强"]


def test_who_goes_sooner_or_later_is_told_of_the_end_once_and_at_its_time(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    typed(scene, wang, "onshift")
    typed(scene, wang, "onshift", "20:00")
    first, then = scene.notices("shift_over")
    assert (first.state, then.state) == (NoticeState.CANCELLED, NoticeState.READY)
    assert (then.due_at, then.values["until_at"]) == (EVENING, EVENING.isoformat())
    typed(scene, wang, "offshift")
    assert {one.state for one in scene.notices("shift_over")} == {NoticeState.CANCELLED}, "who goes knows it"


def test_one_onshift_in_a_company_without_a_plan_leaves_its_lead_where_they_were(scene: Scene) -> None:
    wang, lead = colleague(scene, "王强", shift=None), colleague(scene, "林静", role=Role.LEAD, shift=None)
    assert leads(scene) == lead
    typed(scene, wang, "onshift")
    assert leads(scene) is None, "who said /onshift is there, and the lead is not"
    scene.clock.forward(hours=12)
    assert leads(scene) == lead


def leads(scene: Scene) -> int | None:
    with scene.desk() as work:
        found = people.lead_of_shift(work)
        return found.user_id if found else None


def test_a_planned_shift_can_be_left_sooner_or_later(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    assert typed(scene, wang, "onshift").word == "on_shift_already"
    assert typed(scene, wang, "onshift", "次日凌晨三点").word == "on_shift"
    scene.clock.forward(hours=9)
    assert there(scene) == ["王强"]
    zhao = colleague(scene, "赵敏")
    typed(scene, zhao, "offshift")
    assert there(scene) == ["王强"]


def test_coming_back_ends_the_leave(scene: Scene) -> None:
    wang = colleague(scene, "王强")
    today, number = scene.clock.now.date(), id_of(scene, wang)
    with scene.desk() as work:
        work.session.add(Leave(agent_id=number, from_on=today - timedelta(days=2), until_on=today))
        work.session.add(Leave(agent_id=number, from_on=today, until_on=today + timedelta(days=3)))
    assert there(scene) == []
    assert typed(scene, wang, "onshift").word == "back_on_shift"
    assert there(scene) == ["王强"]
    (left,) = scene.all(Leave)
    assert left.until_on == today - timedelta(days=1)


def test_what_is_planned_again_replaces_what_it_overlaps_and_nothing_else(scene: Scene) -> None:
    wang, zhao = (id_of(scene, colleague(scene, name, shift=None)) for name in ("王强", "赵敏"))
    now = scene.clock.now
    day = Stretch(wang, now, now + 8 * HOUR)
    others = (Stretch(zhao, now, now + 8 * HOUR), Stretch(wang, now, now + 8 * HOUR, on_call=True))
    assert plan(scene, day, *others) == ["added"] * 3
    assert plan(scene, day) == ["unchanged"]
    late = Stretch(wang, now + 4 * HOUR, now + 12 * HOUR)
    assert plan(scene, late, Stretch(wang, now + 12 * HOUR, now + 13 * HOUR)) == ["changed", "added"]
    rows = sorted((one.agent_id, one.on_call, one.from_at) for one in scene.all(Shift))
    assert rows == sorted(
        [
            (wang, False, now + 4 * HOUR),
            (wang, False, now + 12 * HOUR),
            (wang, True, now),
            (zhao, False, now),
        ]
    )
    assert shifts.overlapping([day, late]) == [(day, late)]
    assert not shifts.overlapping([day, *others])
    assert in_work(scene, lambda work: shifts.unplan(work, wang, now, now + 13 * HOUR)) == 3
    assert [one.agent_id for one in scene.all(Shift)] == [zhao]
    coming = in_work(scene, lambda work: [agent.name for _, agent in shifts.coming(work, now, now + HOUR)])
    assert coming == ["赵敏"]


def test_a_department_sees_only_what_waits_for_it(scene: Scene) -> None:
    scene.ticket("楼上漏水")
    desk = colleague(scene, "赵敏", Category.SERVICE, shift=None)
    anybody = colleague(scene, "孙丽", None, shift=None)
    assert typed(scene, desk, "onshift").more["waiting"] == 0
    assert typed(scene, anybody, "onshift").more["waiting"] == 1


def in_work(scene: Scene, what: Callable[[Work], object]) -> object:
    with scene.desk() as work:
        return what(work)
