"""People report before anybody records the outage: then it takes their reports, their tickets and the alarm over."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.labels import Hazard
from bot.desk.notice import Notice, NoticeState
from bot.desk.outage import AreaKind, OutageKind, OutageState, Supply, SupplyReport
from bot.desk.task import Task, TaskKind
from bot.service import deeds, outages
from bot.service.outages import Area
from tests.builders import LI, Scene
from tests.service.neighbourhood import FAR, at, do, fault, home, outage, record, report, tick, told

CHATS = range(7001, 7006)
BUILDING: Area = (AreaKind.BUILDING, "3 栋")


def alarmed(scene: Scene, **account: Any) -> list[int]:
    """Five households of the site report that the power is gone, which alarms staff; their tickets."""
    tickets = []
    for chat in CHATS:
        home(scene, f"H-{chat}", chat, **account)
        tickets.append(report(scene, chat))
    assert [one.done_at for one in alarms(scene)] == [None]
    return tickets


def alarms(scene: Scene) -> list[Task]:
    return list(scene.all(Task, kind=TaskKind.AREA_ALARM))


def joined(scene: Scene) -> list[int | None]:
    return [one.outage_id for one in scene.all(SupplyReport)]


def marks(scene: Scene, ticket: int) -> list[str | None]:
    return [one.after for one in scene.history(ticket) if one.move == "outage"]


def test_a_fault_that_is_recorded_later_takes_reports_tickets_and_alarm_over(scene: Scene) -> None:
    tickets = alarmed(scene)
    scene.clock.forward(minutes=5)
    fault(scene, ends_at=scene.clock.now + timedelta(hours=2))
    tick(scene)
    assert joined(scene) == [outage(scene, "F-1").id] * 5
    for ticket in tickets:
        assert marks(scene, ticket) == ["F-1"]
    (alarm,) = alarms(scene)
    assert (alarm.outcome, alarm.done_at, alarm.done_by_id) == ("known_outage", scene.clock.now, None)
    assert scene.notices("task_edit")[-1].values["outcome"] == "known_outage"
    for chat in CHATS:
        (notice,) = (one for one in scene.all(Notice, template="outage") if one.chat_id == chat)
        assert (notice.values["cause"], bool(notice.values["ends_at"])) == ("电缆故障", True)


def test_it_is_done_once(scene: Scene) -> None:
    tickets = alarmed(scene)
    fault(scene)
    tick(scene)
    scene.deliver()
    do(scene, outages.change, "F-1", {"cause_zh": "变压器烧毁"})
    tick(scene)
    assert [marks(scene, one) for one in tickets] == [["F-1"]] * 5
    assert [one.kind for one in scene.said_to(7001) if one.template == "outage"] == ["outage_fault"] * 2
    assert scene.said_to(7001)[-1].act == "edit"  # the message that they have, changed
    assert len(scene.notices("told", template="told_outage")) == 5


def test_who_reported_is_told_at_night_and_when_it_is_over(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    home(scene, "H-1", LI)
    report(scene, LI)
    fault(scene)
    tick(scene)
    (notice,) = scene.all(Notice, template="outage")
    assert notice.due_at == scene.clock.now
    scene.deliver()
    do(scene, outages.restore, "F-1")
    tick(scene)
    assert told(scene, LI)[-1].startswith("restored")


@pytest.mark.parametrize(
    ("supply", "areas"),
    [(Supply.WATER, None), (Supply.POWER, (FAR,)), (Supply.POWER, (BUILDING,))],
    ids=["another supply", "another site", "another building"],
)
def test_what_is_out_elsewhere_leaves_reports_and_alarm_alone(
    scene: Scene, supply: Supply, areas: tuple[Area, ...] | None
) -> None:
    alarmed(scene)
    fault(scene, supply=supply, **({"areas": areas} if areas else {}))
    tick(scene)
    assert joined(scene) == [None] * 5
    assert alarms(scene)[0].done_at is None


def test_of_one_building_the_alarm_stands_until_all_its_reports_are_placed(scene: Scene) -> None:
    alarmed(scene, building="3 栋")
    home(scene, "H-9", 7009, building="4 栋")
    report(scene, 7009)
    fault(scene, areas=(BUILDING,))
    tick(scene)
    assert joined(scene) == [outage(scene, "F-1").id] * 5 + [None]
    assert alarms(scene)[0].done_at is None
    do(scene, outages.change, "F-1", {}, [BUILDING, (AreaKind.BUILDING, "4 栋")])
    tick(scene)
    assert None not in joined(scene)
    assert alarms(scene)[0].outcome == "known_outage"


def test_planned_work_that_began_takes_over_what_was_reported_of_it(scene: Scene) -> None:
    for number, (chat, minutes) in enumerate(((7001, 90), (7002, 10), (7003, 0))):
        home(scene, f"H-{number}", chat)
        scene.clock.now = at(scene, 12) - timedelta(minutes=minutes)
        report(scene, chat)
    scene.clock.now = at(scene, 12, 5)
    record(scene, starts_at=at(scene, 12), ends_at=at(scene, 14))
    tick(scene)
    # What was out an hour and a half before is another matter.
    assert joined(scene) == [None, outage(scene).id, outage(scene).id]


def test_planned_work_that_has_not_begun_is_no_answer(scene: Scene) -> None:
    home(scene, "H-1", LI)
    report(scene, LI)
    record(scene, starts_at=at(scene, 9, days=1), ends_at=at(scene, 12, days=1))
    tick(scene)
    assert joined(scene) == [None]


def test_a_report_whose_ticket_is_closed_was_another_matter(scene: Scene) -> None:
    home(scene, "H-1", LI)
    ticket = report(scene, LI)
    scene.resolve(scene.agent(), ticket)
    fault(scene)
    tick(scene)
    assert (joined(scene), marks(scene, ticket)) == ([None], [])


def test_an_alarm_that_was_answered_keeps_its_answer(scene: Scene) -> None:
    alarmed(scene)
    user = scene.agent()
    (card,) = scene.notices("task")
    meaning = next(one for one in scene.payloads(card) if one.get("outcome") == "no_outage")
    with scene.desk() as work:
        deeds.press(work, user, meaning)
    fault(scene)
    tick(scene)
    assert alarms(scene)[0].outcome == "no_outage"
    assert None not in joined(scene)


def test_an_urgent_ticket_stays_urgent(scene: Scene) -> None:
    home(scene, "H-1", LI)
    ticket = report(scene, LI, "停电了，我爸用的呼吸机只能撑半小时", hazard=Hazard.MEDICAL)
    fault(scene)
    tick(scene)
    assert marks(scene, ticket) == ["F-1"]
    assert scene.get(ticket).urgent


def test_one_of_the_past_takes_nothing_over(scene: Scene) -> None:
    home(scene, "H-1", LI)
    report(scene, LI)
    fault(scene, starts_at=at(scene, 8, days=-3), ends_at=at(scene, 9, days=-3))
    record(
        scene, "R-1", kind=OutageKind.FAULT, state=OutageState.RESTORED, starts_at=at(scene, 9), ends_at=None
    )
    tick(scene)
    assert joined(scene) == [None]
    assert not [one for one in scene.all(Notice, template="outage") if one.state != NoticeState.CANCELLED]


# --- the ticket's card --------------------------------------------------------------------------


def test_the_card_names_the_outage_and_that_it_is_over(scene: Scene) -> None:
    home(scene, "H-1", LI)
    ticket = report(scene, LI)
    assert scene.notices("card")[0].values["outages"] == []
    fault(scene)
    tick(scene)
    shown = scene.notices("card_edit", ticket_id=ticket)[-1]
    assert shown.state == NoticeState.READY
    (line,) = shown.values["outages"]
    assert (line["number"], line["out"], line["restored_at"], line["part"]) == ("F-1", "power", "", True)
    scene.deliver()
    do(scene, outages.restore, "F-1")
    over = scene.notices("card_edit", ticket_id=ticket)[-1]
    assert over.values["outages"] == [line | {"restored_at": scene.clock.now.isoformat()}]
