"""Planned outages: told when published, before they start, when changed, started, restored, cancelled; each once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.account import Proof
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.outage import AreaKind, Outage, OutageKind, OutageRound, OutageState, Supply
from bot.desk.wishes import Consent, Topic
from bot.service import deeds, outage_notices, outages
from bot.service.outages import OutageError
from tests.builders import ANN, LI, Scene
from tests.service.neighbourhood import FAR, SITE, at, do, fault, home, outage, record, tick, tie, told

BEN = 5003


def test_it_is_told_at_once_and_a_day_and_an_hour_before(scene: Scene) -> None:
    home(scene, "H-1", LI)
    assert record(scene, starts_at=at(scene, 12, days=3), ends_at=at(scene, 14, days=3)) == "added"
    tick(scene)
    assert told(scene, LI) == ["announced v1"]
    for days, hour, known in ((2, 11, 1), (2, 12, 2), (3, 10, 2), (3, 11, 3)):
        scene.clock.now = at(scene, hour, days=0) + timedelta(days=0)
        scene.clock.now = outage(scene).starts_at - timedelta(days=3 - days, hours=12 - hour)
        scene.deliver()
        tick(scene)
        assert len(told(scene, LI)) == known
    assert told(scene, LI) == ["announced v1", "reminder v1:1440", "reminder v1:60"]
    assert {one.expires_at for one in scene.all(Notice, template="outage")} == {outage(scene).starts_at}


def test_one_of_next_month_is_told_seven_days_ahead(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 9, days=30), ends_at=at(scene, 12, days=30))
    tick(scene)
    assert told(scene, LI) == []
    scene.clock.now = outage(scene).starts_at - timedelta(days=7)
    tick(scene)
    assert told(scene, LI) == ["announced v1"]


def test_the_same_again_changes_nothing_and_tells_nothing(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene)
    tick(scene)
    assert record(scene) == "unchanged"
    tick(scene)
    assert told(scene, LI) == ["announced v1"]
    assert outage(scene).version == 1


def test_one_message_names_all_accounts_of_a_customer(scene: Scene) -> None:
    home(scene, "H-1", LI)
    other = home(scene, "H-2", building="3 栋", site="")
    home(scene, "H-9", site=FAR[1])
    with scene.desk() as work:
        tie(work.session, LI, other, Proof.LINK, work.now)
    record(scene, areas=(SITE, (AreaKind.BUILDING, "3 栋")))
    tick(scene)
    (notice,) = scene.all(Notice, template="outage")
    assert notice.values["accounts"] == "H-1、H-2"


def test_another_time_is_told_and_the_old_reminders_are_not(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 14, days=2), ends_at=at(scene, 16, days=2))
    tick(scene)
    scene.deliver()
    assert record(scene, starts_at=at(scene, 10, days=2), ends_at=at(scene, 12, days=2)) == "changed"
    tick(scene)
    assert told(scene, LI) == ["announced v1", "changed v2"]
    start = outage(scene).starts_at
    for before in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=-30)):
        scene.clock.now = start - before
        scene.deliver()
        tick(scene)
    assert told(scene, LI) == [
        "announced v1",
        "changed v2",
        "reminder v2:1440",
        "reminder v2:60",
        "started v3",
    ]


def test_no_reminder_joins_the_announcement_that_still_waits(scene: Scene) -> None:
    scene.clock.now = at(scene, 22)
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 22, 30, days=1), ends_at=at(scene, 23, 30, days=1))
    tick(scene)
    scene.clock.now = at(scene, 22, 30)
    tick(scene)
    assert told(scene, LI) == ["announced v1"]


def test_of_reminders_that_come_late_only_the_last_is_said(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 12, days=3), ends_at=at(scene, 14, days=3))
    tick(scene)
    scene.deliver()
    scene.clock.now = outage(scene).starts_at - timedelta(minutes=50)
    tick(scene)
    assert told(scene, LI) == ["announced v1", "reminder v1:60"]


def test_a_reminder_that_waits_for_the_morning_is_taken_back_with_the_reason(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 22, days=2), ends_at=at(scene, 23, days=2))
    tick(scene)
    scene.deliver()
    scene.clock.now = outage(scene).starts_at - timedelta(days=1)
    tick(scene)
    (waiting,) = scene.notices("outage_reminder")
    assert waiting.due_at > scene.clock.now
    do(scene, outages.cancel)
    tick(scene)
    (taken_back,) = scene.notices("outage_reminder")
    assert (taken_back.state, taken_back.error) == (NoticeState.CANCELLED, "the outage is cancelled")
    assert told(scene, LI) == ["announced v1", "cancelled v2"]


def test_whoever_heard_nothing_yet_hears_nothing_of_a_cancellation(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene)
    do(scene, outages.cancel)
    tick(scene)
    assert told(scene, LI) == []
    assert scene.all(OutageRound, due_at=None)


def test_a_change_of_the_area_tells_the_new_and_those_who_are_out(scene: Scene) -> None:
    home(scene, "H-1", LI)
    home(scene, "H-2", ANN, site=FAR[1])
    home(scene, "H-3", BEN, feeder="F12")
    feeder = (AreaKind.FEEDER, "F12")
    record(scene)
    tick(scene)
    scene.deliver()
    assert record(scene, areas=(FAR, feeder)) == "changed"
    tick(scene)
    assert told(scene, LI) == ["announced v1", "left v2"]
    assert told(scene, ANN) == ["announced v2"]
    assert told(scene, BEN) == ["announced v1", "changed v2"]


def test_who_is_out_before_they_were_told_hears_nothing(scene: Scene) -> None:
    scene.clock.now = at(scene, 22)
    home(scene, "H-1", LI)
    record(scene)
    tick(scene)
    record(scene, areas=(FAR,))
    tick(scene)
    assert told(scene, LI) == []
    assert [one.state for one in scene.notices("outage_announced")] == [NoticeState.CANCELLED]


def test_it_starts_by_the_clock_and_staff_end_it(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene)
    tick(scene)
    scene.deliver()
    scene.clock.now = outage(scene).starts_at + timedelta(minutes=1)
    tick(scene)
    assert outage(scene).state == OutageState.STARTED
    scene.deliver()
    scene.clock.forward(hours=3)
    assert do(scene, outages.restore) is True
    assert do(scene, outages.restore) is False
    tick(scene)
    assert told(scene, LI) == ["announced v1", "started v2", "restored v3"]
    (back,) = scene.notices("outage_restored")
    assert back.values["restored_at"] == scene.clock.now.isoformat()
    assert {"say": f'/still_out{{"outage": {outage(scene).id}}}'} in scene.payloads(back)


def test_staff_are_asked_when_it_should_be_over(scene: Scene) -> None:
    user = scene.agent()
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 18), ends_at=at(scene, 19))
    tick(scene)
    for hours in (1, 2, 3):
        scene.clock.forward(hours=hours)
        tick(scene)
    (card,) = scene.notices("task")
    assert card.values["task"] == "outage_overdue"
    meaning = scene.payloads(card)[0]
    with scene.desk() as work:
        deeds.press(work, user, meaning)
    assert outage(scene).state == OutageState.RESTORED


def test_after_a_day_asleep_only_what_still_helps_is_said(scene: Scene) -> None:
    home(scene, "H-1", LI)
    record(scene, starts_at=at(scene, 12, days=2), ends_at=at(scene, 14, days=2))
    scene.clock.forward(days=4)
    tick(scene)
    assert told(scene, LI) == []
    assert all(one.state == NoticeState.CANCELLED for one in scene.all(Notice, template="outage"))


def test_in_quiet_hours_it_waits_and_nobody_without_consent_hears(scene: Scene) -> None:
    home(scene, "H-1", LI)
    home(scene, "H-2", ANN)
    with scene.desk() as work:
        ann = work.session.exec(select(Customer).where(Customer.chat_id == ANN)).one()
        work.session.add(Consent(customer_id=ann.id, topic=Topic.OUTAGES, given=False, changed_at=work.now))
    scene.clock.now = at(scene, 23)
    record(scene)
    tick(scene)
    assert told(scene, ANN) == []
    (waits,) = (one for one in scene.notices("outage_announced") if one.chat_id == LI)
    assert waits.due_at == at(scene, 8, days=1)


def test_a_large_area_is_planned_in_pieces(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage_notices, "PIECE", 2)
    chats = range(7001, 7006)
    for chat in chats:
        home(scene, f"H-{chat}", chat)
    record(scene)
    sizes = []
    for _ in range(6):
        with scene.desk() as work:
            sizes.append(outage_notices.plan(work))
    assert sizes == [2, 2, 1, 1, 0, 0]
    assert all(told(scene, chat) == ["announced v1"] for chat in chats)


def test_one_of_the_past_is_kept_and_told_to_nobody(scene: Scene) -> None:
    home(scene, "H-1", LI)
    past = {"starts_at": at(scene, 9, days=-3), "ends_at": at(scene, 17, days=-3)}
    assert record(scene, **past) == "added"
    assert record(scene, **past) == "unchanged"
    tick(scene)
    assert told(scene, LI) == []
    assert outage(scene).state == OutageState.RESTORED


def test_a_fault_of_the_past_is_kept_and_told_to_nobody_unless_it_is_said_to_go_on(scene: Scene) -> None:
    home(scene, "H-1", LI)
    past: dict[str, Any] = {"starts_at": at(scene, 9, days=-7), "ends_at": at(scene, 11, days=-7)}
    assert fault(scene, **past) == "added"
    assert fault(scene, **past) == "unchanged"
    tick(scene)
    assert told(scene, LI) == []
    kept = outage(scene, "F-1")
    assert (kept.state, kept.restored_at) == (OutageState.RESTORED, past["ends_at"])
    fault(scene, "F-2", **past, state=OutageState.STARTED)
    tick(scene)
    assert told(scene, LI) == ["fault v1"]


WRONG: dict[str, dict[str, Any]] = {
    "no number": {"number": " "},
    "starts_at is missing": {"starts_at": None},
    "the end comes after the start": {"ends_at": "before"},
    "not within ten years": {"starts_at": "far", "ends_at": None},
    "names no area": {"areas": ()},
}


@pytest.mark.parametrize("said", WRONG)
def test_what_is_wrong_is_named_and_nothing_is_kept(scene: Scene, said: str) -> None:
    dates = {"before": at(scene, 8, days=1), "far": scene.clock.now + timedelta(days=5000)}
    values = {name: dates.get(one, one) if isinstance(one, str) else one for name, one in WRONG[said].items()}
    with pytest.raises(OutageError, match=said):
        record(scene, **values)
    assert not scene.all(Outage)


def test_moves_that_cannot_be(scene: Scene) -> None:
    record(scene)
    with pytest.raises(OutageError, match="give the other one a number"):
        record(scene, kind=OutageKind.FAULT)
    do(scene, outages.start)
    with pytest.raises(OutageError, match="has started"):
        do(scene, outages.cancel)
    do(scene, outages.restore)
    with pytest.raises(OutageError, match="number of its own"):
        do(scene, outages.start)
    assert record(scene) == "unchanged"  # the file it came from, read again


def test_only_what_is_given_changes(scene: Scene) -> None:
    fault(scene)
    assert do(scene, outages.change, "F-1", {"ends_at": scene.clock.now + timedelta(hours=2)}) is True
    assert do(scene, outages.change, "F-1", {"ends_at": scene.clock.now + timedelta(hours=2)}) is False
    changed = outage(scene, "F-1")
    assert (changed.cause_zh, changed.version, changed.supply) == ("电缆故障", 2, Supply.POWER)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_processes_never_plan_one_outage_together(scene: Scene) -> None:
    for chat in range(7001, 7004):
        home(scene, f"H-{chat}", chat)
    record(scene)
    with scene.desk() as first:
        assert outage_notices.plan(first) == 3
        with scene.desk() as second:
            assert outage_notices.plan(second) == 0
    tick(scene)
    assert len(scene.notices("outage_announced")) == 3
