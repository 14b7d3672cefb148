"""What Telegram lets the desk say: for every second and every chat, over all processes."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.desk.notice import Act, Lane, Notice
from bot.service import budget, outbox
from bot.service.work import Desk
from tests.databases import STAFF_CHAT, Clock
from tests.service.deliveries import notice, post

LEASE = timedelta(hours=9)


def claimed(desk: Desk, limit: int = 100) -> list[Notice]:
    with desk() as work:
        ids = [one.notice_id for one in outbox.claim(work, limit, LEASE).claims]
    return [notice(desk, one) for one in ids]


def again_in(desk: Desk) -> float:
    with desk() as work:
        found = outbox.claim(work, 100, LEASE)
        assert found.claims == []
        assert found.again_at is not None
        return (found.again_at - work.now).total_seconds()


@pytest.mark.parametrize(("chat_id", "at_once", "gap"), [(5, 3, 1.0), (-7, 3, 4.0)])
def test_one_chat(desk: Desk, clock: Clock, chat_id: int, at_once: int, gap: float) -> None:
    for number in range(6):
        post(desk, f"{number}", chat_id=chat_id)
    assert len(claimed(desk)) == at_once
    assert again_in(desk) == pytest.approx(gap)
    clock.forward(seconds=gap)
    assert [len(claimed(desk)), len(claimed(desk))] == [1, 0]
    clock.forward(hours=1)
    assert len(claimed(desk)) == 2


def test_a_group_never_sees_more_than_twenty_a_minute(desk: Desk, clock: Clock) -> None:
    for number in range(40):
        post(desk, f"{number}", chat_id=-7, lane=Lane.ALERT if number % 2 else Lane.NOTICE, act=Act.TOPIC)
    sent = []
    for second in range(61):
        sent += [second] * len(claimed(desk))
        clock.forward(seconds=1)
    assert max(sum(1 for at in sent if start <= at < start + 60) for start in range(3)) <= 20
    assert len(sent) >= 15


def test_an_alarm_overtakes_in_a_group_whose_tokens_are_used(desk: Desk, clock: Clock) -> None:
    for number in range(20):
        post(desk, f"{number}", chat_id=STAFF_CHAT, lane=Lane.NOTICE)
    claimed(desk)
    post(desk, "topic", chat_id=STAFF_CHAT, lane=Lane.ALERT)
    post(desk, "card", chat_id=STAFF_CHAT, lane=Lane.ALERT)
    assert [one.text for one in claimed(desk)] == ["topic", "card"]
    post(desk, "alarm", chat_id=STAFF_CHAT, lane=Lane.ALERT)
    clock.forward(seconds=4)
    assert [one.text for one in claimed(desk)] == ["alarm"]


def test_a_busy_chat_holds_up_nobody_else(desk: Desk, clock: Clock) -> None:
    for number in range(150):  # more than are looked at in one go
        post(desk, f"busy {number}", chat_id=STAFF_CHAT, lane=Lane.NOTICE)
    other = post(desk, "other", chat_id=6, lane=Lane.BULK)
    assert [one.chat_id for one in claimed(desk)] == [STAFF_CHAT, STAFF_CHAT]
    clock.forward(seconds=1)
    assert claimed(desk)[-1].id == other


def test_no_second_sees_more_than_thirty_and_answers_do_not_wait(desk: Desk, clock: Clock) -> None:
    """A broadcast is under way; every 100 ms a customer is answered."""
    for number in range(150):
        post(desk, f"bulk {number}", chat_id=1000 + number, lane=Lane.BULK)
    sent: list[int] = []
    lanes: Counter[Lane] = Counter()
    for tick in range(40):  # of 50 ms
        if tick % 2 == 0:
            post(desk, f"answer {tick}", chat_id=5000 + tick)
        found = claimed(desk)
        assert tick % 2 or Lane.REPLY in [one.lane for one in found]
        lanes.update(one.lane for one in found)
        sent += [tick] * len(found)
        clock.forward(milliseconds=50)
    assert max(sum(1 for at in sent if start <= at < start + 20) for start in range(21)) <= 30
    assert lanes[Lane.REPLY] == 20
    assert 25 <= lanes[Lane.BULK] <= 40


def test_what_waits_is_told_when_to_look_again(desk: Desk) -> None:
    for number in range(10):
        post(desk, f"{number}", chat_id=100 + number, lane=Lane.BULK)
    assert len(claimed(desk)) == 2
    assert again_in(desk) == pytest.approx(1 / 30, abs=1e-3)


def test_the_parts_of_an_album_count_each(desk: Desk, clock: Clock) -> None:
    media = [{"type": "photo", "file_id": str(number)} for number in range(4)]
    post(desk, "album", act=Act.ALBUM, values={"media": media})
    assert len(claimed(desk)) == 1
    post(desk, "words")
    assert again_in(desk) == pytest.approx(2)
    clock.forward(seconds=2)
    assert len(claimed(desk)) == 1


@pytest.mark.parametrize(("paused", "goes"), [(5, [6]), (None, [])])
def test_a_pause_holds_what_it_concerns(
    desk: Desk, clock: Clock, paused: int | None, goes: list[int]
) -> None:
    with desk() as work:
        budget.pause(work, paused, timedelta(seconds=30))
        budget.pause(work, paused, timedelta(seconds=3))  # a shorter one changes nothing
        assert budget.paused(work) == {
            f"chat:{paused}" if paused else "all": clock.now + timedelta(seconds=30)
        }
    post(desk, "a", chat_id=5)
    post(desk, "b", chat_id=6)
    assert [one.chat_id for one in claimed(desk)] == goes
    clock.forward(seconds=29)
    assert again_in(desk) == pytest.approx(1)
    clock.forward(seconds=1)
    assert 5 in [one.chat_id for one in claimed(desk)]
    with desk() as work:
        assert budget.paused(work) == {}


def test_full_buckets_are_forgotten(desk: Desk, clock: Clock) -> None:
    post(desk, "a", chat_id=5)
    post(desk, "b", chat_id=6)
    claimed(desk)
    with desk() as work:
        budget.pause(work, 6, timedelta(days=2))
    clock.forward(days=1)
    with desk() as work:
        assert [budget.prune(work), budget.prune(work)] == [1, 0]
