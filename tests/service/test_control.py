"""What a customer controls: topics end at once with all that waits, quiet hours move it, and nobody else consents."""

import ast
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.desk import own_hours
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.wishes import Consent, Topic
from bot.service import control, outbox, speaking
from bot.service.speaking import Fate, Word
from bot.settings import ROOT
from tests.builders import ANN, LI, Scene

SHANGHAI = ZoneInfo("Asia/Shanghai")


def say(scene: Scene, topic: Topic, step: str = "1", chat: int = LI, **more: object) -> Fate:
    with scene.desk() as work:
        person = work.session.exec(select(Customer).where(Customer.chat_id == chat)).one()
        return speaking.tell(work, Word(person, topic, f"x:{chat}", topic.value, step, text="…", **more))  # type: ignore[arg-type]


def consent(scene: Scene, topic: Topic, given: bool, chat: int = LI) -> int:
    with scene.desk() as work:
        return control.consent(work, chat, topic, given)


@pytest.fixture
def two(scene: Scene) -> Scene:
    scene.write("你好")
    scene.write("hello", chat=ANN, name="Ann")
    return scene


def test_a_topic_ends_with_all_that_waits_of_it_and_nothing_else(two: Scene) -> None:
    say(two, Topic.BILLS)
    say(two, Topic.OUTAGES)
    say(two, Topic.BILLS, chat=ANN)
    assert consent(two, Topic.BILLS, given=False) == 1
    assert [(one.state, one.error) for one in two.notices("bills", chat_id=LI)] == [
        (NoticeState.CANCELLED, control.ENDED_BY_CUSTOMER)
    ]
    assert two.notices("outages")[0].state == NoticeState.READY
    assert two.notices("bills", chat_id=ANN)[0].state == NoticeState.READY
    assert say(two, Topic.BILLS, "2") == Fate.NO_CONSENT


def test_also_what_a_delivery_process_has_in_hand_but_did_not_begin(two: Scene) -> None:
    say(two, Topic.BILLS)
    with two.desk() as work:
        claimed = outbox.claim(work, 10, timedelta(seconds=90))
    assert len(claimed.claims) == 1
    consent(two, Topic.BILLS, given=False)
    assert two.notices("bills")[0].state == NoticeState.CANCELLED


def test_what_may_have_arrived_is_not_said_a_second_time(two: Scene) -> None:
    say(two, Topic.BILLS)
    with two.desk() as work:
        work.session.exec(select(Notice)).one().state = NoticeState.UNKNOWN
    assert consent(two, Topic.BILLS, given=False) == 1


def test_given_again_it_is_said_again(two: Scene) -> None:
    for given in (False, True, True):
        consent(two, Topic.CARE, given)
    assert say(two, Topic.CARE) == Fate.POSTED
    with two.desk() as work:
        assert [one.given for one in work.session.exec(select(Consent)).all()] == [True]


def test_safety_is_no_matter_of_consent(two: Scene) -> None:
    with two.desk() as work, pytest.raises(ValueError, match="always said"):
        control.consent(work, LI, Topic.SAFETY, False)


def test_new_quiet_hours_move_what_waits_and_end_what_would_be_over(two: Scene) -> None:
    two.clock.now = two.clock.now.astimezone(SHANGHAI).replace(hour=22, minute=0)  # quiet until 8
    say(two, Topic.BILLS)
    say(two, Topic.OUTAGES, expires_at=two.clock.now + timedelta(hours=11))  # until 9
    say(two, Topic.SAFETY, danger=True)
    with two.desk() as work:
        control.set_quiet_hours(work, LI, (time(20), time(10)))
    assert two.notices("bills")[0].due_at.astimezone(SHANGHAI).hour == 10
    over = two.notices("outages")[0]
    assert (over.state, over.error) == (NoticeState.CANCELLED, Fate.TOO_LATE)
    assert two.notices("safety")[0].due_at == two.clock.now


def test_a_new_zone_moves_it_too_and_the_desks_own_comes_back(two: Scene) -> None:
    two.clock.now = two.clock.now.astimezone(SHANGHAI).replace(hour=12, minute=0)
    say(two, Topic.BILLS)
    with two.desk() as work:
        control.set_zone(work, LI, "America/New_York")  # 23:00 there
        assert control.settings(work, LI).zone == "America/New_York"
    assert two.notices("bills")[0].due_at.astimezone(ZoneInfo("America/New_York")).hour == 8
    with two.desk() as work:
        control.set_zone(work, LI, None)
        assert control.settings(work, LI).zone == "Asia/Shanghai"
        with pytest.raises(ValueError, match="no such time zone"):
            control.set_zone(work, LI, "Mars/Olympus")


def test_how_often_a_week(two: Scene) -> None:
    consent(two, Topic.CARE, given=True)
    with two.desk() as work:
        control.set_most_a_week(work, LI, 1)
        for wrong in (0, 22):
            with pytest.raises(ValueError, match="1 to 21"):
                control.set_most_a_week(work, LI, wrong)
    assert [say(two, Topic.CARE, step) for step in "12"] == [Fate.POSTED, Fate.TOO_OFTEN]


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("22:30-06:45", (time(22, 30), time(6, 45))),
        ("from 22:00 until 7:00 please", (time(22), time(7))),
        ("２２：００～７：３０", (time(22), time(7, 30))),
        ("22：00～7：30", (time(22), time(7, 30))),
        ("晚上 21:00 到 8:15", (time(21), time(8, 15))),
        ("24:00-06:00", None),
        ("12:75-13:00", None),
        ("at night", None),
    ],
)
def test_hours_as_people_write_them(said: str, hours: tuple[time, time] | None) -> None:
    assert own_hours.read_hours(said) == hours


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("lisbon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("香港", "Asia/Hong_Kong"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_zones_as_people_write_them(said: str, zone: str | None) -> None:
    assert own_hours.read_zone(said) == zone


def test_nobody_but_the_customer_writes_a_consent() -> None:
    """Rows of ``Consent`` are made in service/control.py, and by stand-ins of a rehearsal's copy."""
    makers = set()
    for folder in ("bot", "actions"):
        for file in (Path(ROOT) / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                made = isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                    "Consent",
                    "insert_once",
                )
                if made and any("Consent" in ast.unparse(one) for one in (node.func, *node.args)):
                    makers.add(file.name)
    assert makers <= {"control.py", "rehearsal.py"}
