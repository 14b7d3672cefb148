"""Faults: told at once by day, one message that changes, a person for who depends on power, and the alarm."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.account import Proof
from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.outage import Outage, OutageState, Supply, SupplyReport
from bot.desk.party import Standing
from bot.desk.task import Task, TaskKind
from bot.desk.wishes import Consent, Topic
from bot.service import deeds, outages, supply_reports
from tests.builders import ANN, LI, Scene
from tests.service.neighbourhood import (
    FAR,
    SITE,
    at,
    do,
    fault,
    home,
    outage,
    party,
    record,
    report,
    tick,
    told,
)

BEN = 5003


def later(scene: Scene, **duration: float) -> Any:
    return scene.clock.now + timedelta(**duration)


def of(scene: Scene, chat: int) -> list[Notice]:
    return [one for one in scene.all(Notice, template="outage") if one.chat_id == chat]


# --- who hears, and when ------------------------------------------------------------------------


def test_it_is_told_at_once_though_somebody_rests(scene: Scene) -> None:
    scene.clock.now = at(scene, 21, 30)
    home(scene, "H-1", LI)
    fault(scene)
    tick(scene)
    (notice,) = of(scene, LI)
    assert (notice.due_at, notice.lane, notice.expires_at) == (scene.clock.now, Lane.ALERT, None)
    assert notice.values["resting"] == 1


def test_in_the_night_only_who_depends_on_power_is_woken(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    home(scene, "H-1", LI)
    ill = home(scene, "H-2", ANN, Proof.CODE)
    party(scene, ill, "P-1", powered_medical=True)
    guess = home(scene, "H-3", BEN, Proof.LINK)
    party(scene, guess, "P-2", powered_medical=True)
    fault(scene)
    tick(scene)
    waits, woken, claims = of(scene, LI)[0], of(scene, ANN)[0], of(scene, BEN)[0]
    assert waits.due_at == at(scene, 8)
    assert (woken.due_at, woken.topic) == (scene.clock.now, Topic.SAFETY)
    assert woken.values["at_night"] == 1  # and it says so
    assert claims.due_at == at(scene, 8)


def test_water_wakes_nobody_in_the_night(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    party(scene, home(scene, "H-2", ANN, Proof.CODE), "P-1", powered_medical=True)
    fault(scene, supply=Supply.WATER)
    tick(scene)
    assert of(scene, ANN)[0].due_at == at(scene, 8)


def test_whoever_reported_it_is_awake_and_needs_no_consent(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    home(scene, "H-1", LI)
    with scene.desk() as work:
        li = work.session.exec(select(Customer)).one()
        work.session.add(Consent(customer_id=li.id, topic=Topic.OUTAGES, given=False, changed_at=work.now))
    message = scene.write("停电了", LI)
    with scene.desk() as work:
        assert not supply_reports.hear(work, message, None)
    fault(scene)
    tick(scene)
    assert of(scene, LI)[0].due_at == scene.clock.now


# --- one message that changes -------------------------------------------------------------------


def test_what_is_new_changes_the_same_message(scene: Scene) -> None:
    home(scene, "H-1", LI)
    fault(scene)
    tick(scene)
    scene.deliver()
    first = of(scene, LI)[0]
    do(scene, outages.change, "F-1", {"ends_at": later(scene, hours=3)})
    tick(scene)
    edit = of(scene, LI)[1]
    assert (edit.act, edit.values["of"], edit.state) == (Act.EDIT, first.id, NoticeState.READY)
    assert edit.values["ends_at"] == later(scene, hours=3).isoformat()
    scene.deliver()
    do(scene, outages.restore, "F-1")
    tick(scene)
    over, back = of(scene, LI)[2:]
    assert (over.act, over.values["over"]) == (Act.EDIT, 1)
    assert (back.kind, back.act) == ("outage_restored", Act.SAY)


def test_what_waits_for_the_morning_is_rewritten(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    home(scene, "H-1", LI)
    fault(scene)
    tick(scene)
    do(scene, outages.change, "F-1", {"cause_zh": "变压器烧毁", "ends_at": at(scene, 12)})
    tick(scene)
    (notice,) = of(scene, LI)
    assert (notice.values["cause"], notice.expires_at) == ("变压器烧毁", None)
    assert scene.payloads(notice) == [{"say": '/stop_topic{"topic": "outages"}'}]


def test_a_fault_that_waits_is_told_past_its_expected_end_while_it_goes_on(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    home(scene, "H-1", LI)
    fault(scene, ends_at=at(scene, 6))
    tick(scene)
    scene.clock.now = at(scene, 8)
    tick(scene)
    scene.deliver()
    assert told(scene, LI, NoticeState.SENT) == ["fault v1"]


def test_over_before_it_was_said_nothing_is_said(scene: Scene) -> None:
    scene.clock.now = at(scene, 2)
    home(scene, "H-1", LI)
    fault(scene)
    tick(scene)
    scene.clock.forward(hours=1)
    do(scene, outages.restore, "F-1")
    tick(scene)
    assert told(scene, LI) == []
    assert of(scene, LI)[0].error == "the outage is restored"


def test_a_larger_area_tells_the_new_and_edits_for_the_others(scene: Scene) -> None:
    home(scene, "H-1", LI)
    home(scene, "H-2", ANN, site=FAR[1])
    fault(scene)
    tick(scene)
    scene.deliver()
    do(scene, outages.change, "F-1", {}, [SITE, FAR])
    tick(scene)
    assert [one.act for one in of(scene, LI)] == [Act.SAY, Act.EDIT]
    assert [one.act for one in of(scene, ANN)] == [Act.SAY]
    scene.deliver()
    do(scene, outages.change, "F-1", {}, [FAR])
    tick(scene)
    assert told(scene, LI)[-1] == "left v3"


# --- a person calls -----------------------------------------------------------------------------


def test_a_person_calls_who_depends_on_power_and_who_is_important(scene: Scene) -> None:
    manager = scene.agent("王强")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == manager)).one()
    ill = home(scene, "H-1", manager_id=agent.id)  # no chat at all
    key = home(scene, "H-2", LI)
    medical = party(scene, ill, "P-1", powered_medical=True)
    important = party(scene, key, "P-2", given_standing=Standing.VIP, name="林总")
    party(scene, home(scene, "H-3", ANN), "P-3")
    fault(scene)
    tick(scene)
    tasks = {one.party_id: one for one in scene.all(Task)}
    assert set(tasks) == {medical, important}
    assert tasks[medical].agent_id == agent.id
    assert (tasks[medical].due_at, tasks[important].due_at) == (
        later(scene, minutes=30),
        later(scene, minutes=120),
    )
    assert (tasks[medical].values["reason"], tasks[important].values["reason"]) == ("medical", "vip")
    assert told(scene, LI) == ["fault v1"]
    do(scene, outages.change, "F-1", {"ends_at": later(scene, hours=1)})
    tick(scene)
    assert len(scene.all(Task)) == 2
    do(scene, outages.restore, "F-1")
    tick(scene)
    assert {one.outcome for one in scene.all(Task)} == {"no_reason"}


def test_of_planned_work_they_are_called_a_day_before(scene: Scene) -> None:
    party(scene, home(scene, "H-1"), "P-1", powered_medical=True)
    record(scene, starts_at=at(scene, 9, days=5), ends_at=at(scene, 12, days=5))
    tick(scene)
    (task,) = scene.all(Task)
    assert task.due_at == at(scene, 9, days=4)


def test_medical_equipment_needs_power_and_not_water(scene: Scene) -> None:
    party(scene, home(scene, "H-1"), "P-1", powered_medical=True)
    fault(scene, supply=Supply.WATER)
    tick(scene)
    assert not scene.all(Task)


# --- many reports -------------------------------------------------------------------------------


def alarms(scene: Scene) -> list[Task]:
    return list(scene.all(Task, kind=TaskKind.AREA_ALARM))


def test_five_households_within_twenty_minutes_alarm_staff_once(scene: Scene) -> None:
    for chat in range(7001, 7009):
        home(scene, f"H-{chat}", chat)
    for chat in range(7001, 7005):
        report(scene, chat)
        scene.clock.forward(minutes=3)
    again = scene.write("还是没电", 7001)  # the same customer is no fifth one
    with scene.desk() as work:
        supply_reports.hear(work, again, None)
    assert not alarms(scene)
    report(scene, 7005)
    (alarm,) = alarms(scene)
    assert (alarm.values["site"], alarm.values["count"], alarm.values["out"]) == (SITE[1], 5, "power")
    (card,) = scene.notices("task")
    assert card.lane == Lane.ALERT
    report(scene, 7006)
    assert len(alarms(scene)) == 1


def test_reports_far_apart_or_of_other_places_alarm_nobody(scene: Scene) -> None:
    for number, chat in enumerate(range(7001, 7011)):
        home(scene, f"H-{chat}", chat, site=SITE[1] if number % 2 else FAR[1])
        if number % 4 < 2:
            report(scene, chat)
        else:
            scene.clock.forward(minutes=15)
            report(scene, chat, "停水了")
    assert not alarms(scene)


def test_an_alarm_becomes_an_outage_with_its_tickets(scene: Scene) -> None:
    user, silent = scene.agent(), 7009
    home(scene, "H-9", silent)
    tickets = []
    for chat in range(7001, 7006):
        home(scene, f"H-{chat}", chat)
        tickets.append(report(scene, chat))
    (card,) = scene.notices("task")
    meaning = scene.payloads(card)[0]
    assert meaning["outcome"] == "open_outage"
    with scene.desk() as work:
        assert deeds.press(work, user, meaning).word == "outage_opened"
    tick(scene)
    opened = scene.all(Outage)[0]
    assert (opened.state, opened.supply) == (OutageState.STARTED, Supply.POWER)
    assert {one.outage_id for one in scene.all(SupplyReport)} == {opened.id}
    for ticket in tickets:
        assert [one.after for one in scene.history(ticket) if one.move == "outage"] == [opened.number]
    assert all(told(scene, chat) == ["fault v1"] for chat in (silent, *range(7001, 7006)))
    with scene.desk() as work:
        assert deeds.press(work, user, meaning).word == "task_done_by"
    scene.deliver()
    do(scene, outages.restore, opened.number)
    tick(scene)
    assert told(scene, 7001)[-1].startswith("restored")
    assert len(scene.notices("told", template="told_outage_over")) == 5


def test_an_alarm_of_a_known_outage_makes_no_second_one(scene: Scene) -> None:
    user, tickets = scene.agent(), []
    for chat in range(7001, 7006):
        home(scene, f"H-{chat}", chat)
        tickets.append(report(scene, chat))
    fault(scene)
    (card,) = scene.notices("task")
    meaning = scene.payloads(card)[0]
    with scene.desk() as work:
        assert deeds.press(work, user, meaning).word == "task_over"
    (known,) = scene.all(Outage)
    assert known.number == "F-1"
    assert {one.outage_id for one in scene.all(SupplyReport)} == {known.id}
    for ticket in tickets:
        assert [one.after for one in scene.history(ticket) if one.move == "outage"] == ["F-1"]
    assert alarms(scene)[0].done_at is not None


@pytest.mark.parametrize("words", ["停电了", "no power here"])
def test_a_later_report_joins_the_opened_outage(scene: Scene, words: str) -> None:
    home(scene, "H-1", LI)
    fault(scene)
    message = scene.write(words, LI)
    with scene.desk() as work:
        (joined,) = supply_reports.hear(work, message, None)
        assert (joined.number, joined.count) == ("F-1", 1)
    assert outage(scene, "F-1").id == scene.all(SupplyReport)[0].outage_id
