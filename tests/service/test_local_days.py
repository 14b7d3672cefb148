"""Care and surveys for whoever lives far from the desk: on their own day, at the hour of the policy, once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, update

from bot.desk.labels import Language
from bot.desk.notice import Notice, NoticeState
from bot.desk.occasion import OccasionKind, Survey
from bot.desk.party import Standing
from bot.desk.policy import Policy
from bot.desk.task import Task
from bot.desk.wishes import Topic, Wishes
from bot.service import care, control, occasions, surveys
from bot.service.work import Work
from tests.builders import ANN, LI, Scene
from tests.service.carefolk import BIRTHDAY, CONTRACT, TIP, account, customer, party, run, with_rules

DAY = date(2026, 4, 5)  # a Sunday; summer time ends in Auckland that very night
EAST, WEST = "Pacific/Auckland", "America/Los_Angeles"
DESKS = ("Asia/Shanghai", WEST, EAST)
ZONES = ("Pacific/Kiritimati", EAST, "Asia/Kolkata", "Europe/Lisbon", WEST, "Pacific/Pago_Pago")


def at_desk(policy: Policy, zone: str) -> Policy:
    """The policy of a desk in this zone."""
    return policy.model_copy(update={"desk": policy.desk.model_copy(update={"zone": zone})})


def lives(scene: Scene, customer_id: int, zone: str) -> int:
    with scene.desk() as work:
        work.session.add(Wishes(customer_id=customer_id, zone=zone))
    return customer_id


def through(scene: Scene, begin: datetime, hours: float, *steps: Callable[[Work], int]) -> list[Notice]:
    """The clock ticks every hour, and what is due is said; all that was said by the end."""
    for count in range(int(hours)):
        scene.clock.now = begin + timedelta(hours=count)
        for step in steps or (care.plan,):
            run(scene, step)
        with scene.desk() as work:
            due = (Notice.state == NoticeState.READY, col(Notice.due_at) <= work.now)
            work.session.exec(update(Notice).where(*due).values(state=NoticeState.SENT))
    return [one for one in scene.all(Notice, state=NoticeState.SENT) if one.topic is not None]


def local(notice: Notice, zone: str) -> str:
    """Day and time of day at which it is due there, in April."""
    return f"{notice.due_at.astimezone(ZoneInfo(zone)):%d %H:%M}"


@pytest.mark.parametrize("desk_zone", DESKS)
def test_each_hears_on_their_own_day_at_their_own_hour_once(
    scene: Scene, policy: Policy, desk_zone: str
) -> None:
    scene = with_rules(scene, at_desk(policy, desk_zone), BIRTHDAY, TIP | {"day": 7})
    scene.clock.now = datetime(2026, 4, 3, tzinfo=UTC)
    for number, zone in enumerate(ZONES):
        one = lives(scene, customer(scene, 7000 + number, zone), zone)
        party(scene, one, f"p{number}", birthday=date(1990, 4, 5))
    notices = through(scene, scene.clock.now, 5 * 24)
    for number, zone in enumerate(ZONES):
        heard = [(one.kind, local(one, zone)) for one in notices if one.chat_id == 7000 + number]
        assert heard == [
            ("care_birthday", "05 09:30"),
            ("care_tip", "07 09:30"),
        ], zone


def test_days_are_counted_where_they_live(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, at_desk(policy, WEST), CONTRACT | {"task_for": ["vip"]})
    scene.clock.now = datetime(2026, 4, 3, tzinfo=UTC)
    for chat, zone in ((LI, EAST), (ANN, WEST)):
        one = lives(scene, customer(scene, chat, "x", Language.EN), zone)
        owner = party(scene, one, f"p{chat}", given_standing=Standing.VIP)
        account(scene, f"H-{chat}", one, owner=owner, contract_until=DAY + timedelta(days=30))
    notices = through(scene, scene.clock.now, 5 * 24)
    assert [(one.chat_id, one.text) for one in notices] == [
        (LI, f"H-{LI} 5 May in 30 days"),
        (ANN, f"H-{ANN} 5 May in 30 days"),
    ]
    # Whoever has to call works at the desk: by its day, once for each account.
    calls = scene.all(Task)
    assert sorted(one.values["account"] for one in calls) == [f"H-{LI}", f"H-{ANN}"]
    assert {one.created_at.astimezone(ZoneInfo(WEST)).date() for one in calls} == {DAY}


def test_one_word_a_day_is_one_of_their_days(scene: Scene, policy: Policy) -> None:
    tips = [TIP | {"name": f"tip{day}", "day": day} for day in (4, 5, 6)]
    scene = with_rules(scene, at_desk(policy, WEST), BIRTHDAY, *tips)
    scene.clock.now = datetime(2026, 4, 3, tzinfo=UTC)
    party(scene, lives(scene, customer(scene), EAST), birthday=date(1990, 4, 5))
    notices = through(scene, scene.clock.now, 4 * 24)
    assert [(one.kind, local(one, EAST)) for one in notices] == [
        ("care_tip4", "04 09:30"),
        ("care_birthday", "05 09:30"),
        ("care_tip6", "06 09:30"),
    ]


@pytest.mark.parametrize("there", [EAST, WEST])
@pytest.mark.parametrize("hour", [0, 6, 12])
def test_who_moves_on_the_day_hears_it_once(scene: Scene, policy: Policy, there: str, hour: int) -> None:
    """The zone is changed at some hour of the day, before or after it was said."""
    scene = with_rules(scene, policy, BIRTHDAY)
    scene.clock.now = datetime(2026, 4, 4, tzinfo=UTC)
    party(scene, customer(scene), birthday=date(1990, 4, 5))
    moved = datetime(2026, 4, 5, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
    through(scene, scene.clock.now, (moved - scene.clock.now) / timedelta(hours=1))
    scene.clock.now = moved
    with scene.desk() as work:
        control.set_zone(work, LI, there)
    notices = through(scene, moved, 72)
    assert len(notices) <= 1
    # Whoever moves east in the last hours before it may have their day behind them; else it is said.
    assert notices or (there, hour) in {(EAST, 0)}


def test_asleep_until_their_day_was_nearly_over(scene: Scene, policy: Policy) -> None:
    """The desk's own day is over, and in the west it is morning yet."""
    scene = with_rules(scene, policy, BIRTHDAY)
    scene.clock.now = datetime(2026, 4, 3, tzinfo=UTC)
    for chat, zone in ((LI, WEST), (ANN, EAST)):
        party(scene, lives(scene, customer(scene, chat), zone), f"p{chat}", birthday=date(1990, 4, 5))
    awake = datetime(2026, 4, 6, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    (notice,) = through(scene, awake, 48)
    assert (notice.chat_id, local(notice, WEST)) == (LI, "05 10:00")


@pytest.mark.parametrize("desk_zone", DESKS)
def test_a_survey_comes_at_its_hour_and_not_on_a_day_with_a_word_of_care(
    scene: Scene, policy: Policy, desk_zone: str
) -> None:
    scene = with_rules(scene, at_desk(policy, desk_zone), TIP)
    scene.clock.now = datetime(2026, 4, 3, tzinfo=UTC)
    ids = {
        zone: lives(scene, customer(scene, 7000 + at, zone, Language.ZH, Topic.CARE, Topic.SURVEYS), zone)
        for at, zone in enumerate(ZONES)
    }
    with scene.desk() as work:
        for one in ids.values():
            occasions.keep(work, f"customer:{one}", OccasionKind.SURVEY, DAY)
    notices = through(scene, scene.clock.now, 5 * 24, care.plan, surveys._ask_due)
    for zone, one in ids.items():
        heard = [(notice.kind, local(notice, zone)) for notice in notices if notice.customer_id == one]
        assert heard == [
            ("care_tip", "05 09:30"),
            ("survey", "06 10:30"),
        ], zone
    assert len(scene.all(Survey)) == len(ZONES)


def test_no_survey_on_a_day_with_care_though_it_comes_first(scene: Scene, policy: Policy) -> None:
    """The policy has surveys in the morning and care in the evening."""
    early = policy.model_copy(update={"survey": policy.survey.model_copy(update={"at": time(9)})})
    scene = with_rules(scene, early, TIP, at="18:00")
    scene.clock.now = datetime(2026, 4, 4, 12, tzinfo=UTC)
    one = customer(scene, LI, "李娜", Language.ZH, Topic.CARE, Topic.SURVEYS)
    with scene.desk() as work:
        occasions.keep(work, f"customer:{one}", OccasionKind.SURVEY, DAY)
    notices = through(scene, scene.clock.now, 48, surveys._ask_due, care.plan)
    assert [(notice.kind, local(notice, "Asia/Shanghai")) for notice in notices] == [
        ("care_tip", "05 18:00"),
        ("survey", "06 09:00"),
    ]


def test_nothing_was_refused_for_being_late(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, at_desk(policy, WEST), BIRTHDAY)
    scene.clock.now = datetime(2026, 4, 3, tzinfo=UTC)
    party(scene, lives(scene, customer(scene), EAST), birthday=date(1990, 4, 5))
    through(scene, scene.clock.now, 5 * 24)
    states: list[Any] = [(one.state, one.error) for one in scene.notices("care_birthday")]
    assert states == [(NoticeState.SENT, None)]
