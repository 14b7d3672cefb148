"""Coming to work and leaving it, in the words that people type; shifts that were planned."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.chat import commands
from bot.desk.agent import Agent
from bot.desk.labels import Category
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
    assert said.more["until_at"] == (scene.clock.now + 16 * HOUR).isoformat()
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
    scene.clock.forward(hours=16)
    assert there(scene) == []


def test_until_when_is_said_in_either_language(scene: Scene) -> None:
    wang = colleague(scene, "王强", shift=None)
    for words in ("20:00", "until 8 pm", "到晚上八点", "20"):
        assert typed(scene, wang, "onshift", words).more["until_at"] == EVENING.isoformat(), words
    assert len(scene.all(Shift)) == 1, "the same shift, said again"
    assert typed(scene, wang, "onshift", "bis acht").word == "shift_when"
    assert typed(scene, wang, "onshift", "后天下午五点").word == "shift_too_long"
    assert typed(scene, wang, "offshift", "19:00").word == "off_shift_later"
    scene.clock.forward(hours=2)
    assert there(scene) == []


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
