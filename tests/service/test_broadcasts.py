"""Broadcasts: the audience is counted, planned in pieces, each hears it once; paused, resumed and stopped."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.account import AccountKind
from bot.desk.broadcast import BroadcastState
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.party import Party, Standing
from bot.desk.wishes import Topic
from bot.service import broadcasts, control, identity
from bot.service.broadcasts import Audience, Progress, UnusableBroadcast
from tests.builders import Scene

EVERYBODY = Audience()


def people(scene: Scene, count: int, first: int = 6000) -> list[int]:
    """So many customers who agreed to hear of care; their chats."""
    chats = list(range(first, first + count))
    with scene.desk() as work:
        for chat in chats:
            work.session.add(Customer(chat_id=chat, name=f"n{chat}", created_at=work.now))
    with scene.desk() as work:
        for chat in chats:
            control.consent(work, chat, Topic.CARE, True)
    return chats


def make(scene: Scene, audience: Audience = EVERYBODY, topic: Topic = Topic.CARE, **more: object) -> int:
    with scene.desk() as work:
        total = broadcasts.reach(work, topic, audience).audience
        return broadcasts.make(work, topic, "节日快乐", "Happy holidays", audience, total=total, **more)  # type: ignore[arg-type]


def plan(scene: Scene) -> int:
    """Plans until nothing is left; how many pieces that took."""
    return len(scene.planned(broadcasts.plan))


def progress(scene: Scene, number: int) -> Progress:
    with scene.desk() as work:
        return broadcasts.progress(work, number)


def test_everybody_who_agreed_hears_it_once_in_their_language(scene: Scene) -> None:
    people(scene, 5)
    with scene.desk() as work:
        work.session.exec(select(Customer)).first().language = Language.EN  # type: ignore[union-attr]
        control.consent(work, 6001, Topic.CARE, False)
        work.session.exec(select(Customer).where(Customer.chat_id == 6002)).one().unreachable_at = work.now
    with scene.desk() as work:
        reach = broadcasts.reach(work, Topic.CARE, EVERYBODY)
    assert (reach.audience, reach.hears, reach.without_consent, reach.unreachable) == (5, 3, 1, 1)
    number = make(scene)
    plan(scene)
    plan(scene)
    said = scene.notices("broadcast", state=NoticeState.READY)
    assert [one.chat_id for one in said] == [6000, 6003, 6004]
    assert {one.values["text"] for one in said} == {"节日快乐", "Happy holidays"}
    assert {(one.lane, one.matters, one.broadcast_id) for one in said} == {(Lane.BULK, False, number)}
    now = progress(scene, number)
    assert (now.state, now.left, now.sent) == (BroadcastState.DONE, 3, 0)
    assert now.not_said == {"no consent": 1, "the contact is unreachable": 1}
    assert not now.over
    scene.deliver()
    assert progress(scene, number).over


def test_it_is_planned_in_pieces_and_goes_on_where_it_was(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "PIECE", 10)
    people(scene, 35)
    number = make(scene)
    with scene.desk() as work:
        assert broadcasts.plan(work) == 10
    assert progress(scene, number).planned == 10
    assert plan(scene) == 3
    assert progress(scene, number).planned == 35


def test_a_pause_holds_planning_and_what_waits(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasts, "PIECE", 10)
    people(scene, 25)
    number = make(scene)
    with scene.desk() as work:
        broadcasts.plan(work)
        assert broadcasts.pause(work, number).state == BroadcastState.PAUSED
    assert plan(scene) == 0
    assert progress(scene, number).planned == 10
    with scene.desk() as work:
        broadcasts.resume(work, number)
    plan(scene)
    assert progress(scene, number).planned == 25
    with scene.desk() as work:  # also when all of it is planned
        assert broadcasts.pause(work, number).state == BroadcastState.PAUSED
        assert broadcasts.resume(work, number).state == BroadcastState.RUNNING
    plan(scene)
    assert progress(scene, number).state == BroadcastState.DONE
    scene.deliver()
    with scene.desk() as work:
        assert broadcasts.pause(work, number).state == BroadcastState.DONE  # there is nothing to hold


def test_a_stop_cancels_what_was_not_said(scene: Scene) -> None:
    people(scene, 3)
    number = make(scene)
    plan(scene)
    with scene.desk() as work:
        first = work.session.exec(select(Notice).where(Notice.kind == "broadcast")).first()
        assert first is not None
        first.state = NoticeState.SENT
    with scene.desk() as work:
        stopped = broadcasts.stop(work, number)
    assert (stopped.sent, stopped.left, stopped.not_said) == (1, 0, {"the broadcast was stopped": 2})
    assert stopped.over
    with scene.desk() as work, pytest.raises(UnusableBroadcast, match="make a new one"):
        broadcasts.resume(work, number)


def test_only_a_site_and_only_a_class(scene: Scene) -> None:
    people(scene, 3)
    scene.account("M-1", AccountKind.METER, site="云栖苑", phone="+8613800138000")
    with scene.desk() as work:
        identity.follow_link(work, 6001, "M-1")
        party = Party(number="P-1", name="Li", given_standing=Standing.VIP)
        work.session.add(party)
        work.session.flush()
        work.session.exec(select(Customer).where(Customer.chat_id == 6002)).one().party_id = party.id
    with scene.desk() as work:
        assert broadcasts.reach(work, Topic.CARE, Audience(sites=["云栖苑"])).hears == 1
        assert broadcasts.reach(work, Topic.CARE, Audience(standings=[Standing.VIP])).hears == 1
        assert broadcasts.reach(work, Topic.CARE, Audience(languages=[Language.EN])).audience == 0
    make(scene, Audience(standings=[Standing.VIP]))
    plan(scene)
    assert [one.chat_id for one in scene.notices("broadcast")] == [6002]


def test_the_weekly_limit_counts_broadcasts(scene: Scene) -> None:
    people(scene, 1)
    for _ in range(4):
        make(scene)
        plan(scene)
    states = [one.state for one in scene.notices("broadcast")]
    assert states == [NoticeState.READY] * 3 + [NoticeState.CANCELLED]


def test_danger_goes_at_once_and_only_for_safety(scene: Scene) -> None:
    people(scene, 1)
    scene.clock.now = scene.clock.now.replace(hour=16)  # midnight in Shanghai
    make(scene, topic=Topic.SAFETY, danger=True)
    plan(scene)
    (said,) = scene.notices("broadcast")
    assert (said.lane, said.due_at, said.values["at_night"]) == (Lane.ALERT, scene.clock.now, 1)
    with pytest.raises(UnusableBroadcast, match="--topic safety"):
        make(scene, danger=True)


def test_after_its_time_it_is_not_planned_any_more(scene: Scene) -> None:
    people(scene, 2)
    number = make(scene, expires_at=scene.clock.now + timedelta(hours=1))
    scene.clock.forward(hours=2)
    plan(scene)
    now = progress(scene, number)
    assert (now.state, now.left) == (BroadcastState.DONE, 0)
    assert now.not_said == {"over before it may be said": 2}


@pytest.mark.parametrize(
    ("zh", "en", "cure"), [("", "x", "in zh is empty"), ("x", "y" * 4000, "at most 3500")]
)
def test_a_text_that_cannot_be_said_is_named(scene: Scene, zh: str, en: str, cure: str) -> None:
    with scene.desk() as work, pytest.raises(UnusableBroadcast, match=cure):
        broadcasts.make(work, Topic.CARE, zh, en, EVERYBODY, total=1)


def test_an_unknown_one_is_named_with_its_cure(scene: Scene) -> None:
    with scene.desk() as work, pytest.raises(UnusableBroadcast, match="broadcast list"):
        broadcasts.stop(work, 99)


def test_what_was_in_doubt_when_it_was_stopped_is_not_said_once_more(scene: Scene) -> None:
    people(scene, 3)
    number = make(scene, topic=Topic.SAFETY)
    plan(scene)
    with scene.desk() as work:
        for one in work.session.exec(select(Notice).where(Notice.broadcast_id == number)):
            one.state, one.due_at = NoticeState.UNKNOWN, work.now
            work.session.add(one)
    with scene.desk() as work:
        broadcasts.stop(work, number)
    done = progress(scene, number)
    assert (done.left, done.over, dict(done.not_said)) == (0, True, {"the broadcast was stopped": 3})
