"""The durable inbox: nothing twice, nothing lost, in order in each chat."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.inbox import InboxState
from bot.desk.inbox import InboxUpdate as Row
from bot.desk.notice import Notice
from bot.service import inbox
from bot.service.work import Desk
from tests.databases import Clock

LEASE = timedelta(seconds=60)


def message(update_id: int, chat_id: int = 5, album: str | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {
        "message_id": update_id,
        "chat": {"id": chat_id, "type": "private"},
        "text": "你好",
    }
    if album:
        content["media_group_id"] = album
    return {"update_id": update_id, "message": content}


def record(desk: Desk, *updates: dict[str, Any]) -> list[bool]:
    with desk() as work:
        return [inbox.record(work, one) for one in updates]


def claim(desk: Desk) -> list[int]:
    with desk() as work:
        return [one.update_id for one in inbox.claim(work, LEASE)]


def finish(desk: Desk, *update_ids: int) -> None:
    with desk() as work:
        inbox.finish(work, update_ids)


def retry(desk: Desk, *update_ids: int, seconds: float = 10) -> None:
    with desk() as work:
        inbox.retry(work, update_ids, "the dialogue is away", timedelta(seconds=seconds))


CHAT = {"id": -100, "type": "supergroup"}
PRESSED = {"id": "1", "data": "x", "message": {"message_id": 7, "chat": CHAT}}


@pytest.mark.parametrize(
    ("update", "chat_id"),
    [
        ({"message": {"chat": CHAT}}, -100),
        ({"edited_message": {"chat": CHAT}}, -100),
        ({"my_chat_member": {"chat": CHAT}}, -100),
        ({"chat_member": {"chat": CHAT}}, -100),
        ({"chat_join_request": {"chat": CHAT}}, -100),
        ({"message_reaction": {"chat": CHAT}}, -100),
        ({"callback_query": PRESSED}, -100),
        ({"callback_query": {"id": "1", "inline_message_id": "x"}}, 0),
        ({"inline_query": {"id": "1", "from": {"id": 9}}}, 0),
        ({"poll_answer": {"voter": {"id": 9}}}, 0),
        ({"something_new": {"chat": "no object"}}, 0),
        ({"something_new": 5}, 0),
        ({}, 0),
    ],
)
def test_every_update_has_its_chat(desk: Desk, update: dict[str, Any], chat_id: int) -> None:
    record(desk, {"update_id": 1} | update)
    with desk() as work:
        assert [one.chat_id for one in inbox.claim(work, LEASE)] == [chat_id]


def test_an_update_is_kept_once_and_whole(desk: Desk) -> None:
    update = message(2**40, chat_id=2**41)
    update["message"]["text"] = "a\u0000b \ud83d half 👍🏽"
    assert record(desk, update, update) == [True, False]
    assert record(desk, update) == [False]
    with desk() as work:
        assert [one.body for one in inbox.claim(work, LEASE)] == [update]


@pytest.mark.parametrize("update", [{}, {"update_id": "7"}, {"update_id": None, "message": {}}])
def test_what_is_no_update_is_named(desk: Desk, update: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="update_id"), desk() as work:
        inbox.record(work, update)


def test_a_chat_is_worked_on_in_order_and_chats_side_by_side(desk: Desk) -> None:
    record(desk, message(1, chat_id=5), message(2, chat_id=5), message(3, chat_id=6))
    assert [claim(desk), claim(desk), claim(desk)] == [[1], [3], []]
    finish(desk, 1)
    assert [claim(desk), claim(desk)] == [[2], []]


def test_order_is_telegrams_also_when_updates_arrive_out_of_order(desk: Desk) -> None:
    record(desk, message(3), message(1), message(2))
    for expected in (1, 2, 3):
        assert claim(desk) == [expected]
        finish(desk, expected)


def test_an_update_that_arrives_late_waits_for_the_later_one_in_hand(desk: Desk) -> None:
    record(desk, message(2))
    assert claim(desk) == [2]
    record(desk, message(1))
    assert claim(desk) == []
    finish(desk, 2)
    assert claim(desk) == [1]


def test_a_failure_holds_its_chat_and_no_other(desk: Desk, clock: Clock) -> None:
    record(desk, message(1), message(2), message(3, chat_id=6))
    assert claim(desk) == [1]
    retry(desk, 1, seconds=10)
    assert [claim(desk), claim(desk)] == [[3], []]
    clock.forward(seconds=10)
    with desk() as work:
        assert [(one.update_id, one.attempts) for one in inbox.claim(work, LEASE)] == [(1, 1)]


def test_the_longest_due_goes_first(desk: Desk, clock: Clock) -> None:
    record(desk, message(10, chat_id=1))
    clock.forward(seconds=1)
    record(desk, message(2, chat_id=2))
    assert [claim(desk), claim(desk)] == [[10], [2]]


def test_a_claim_that_ends_is_claimed_again(desk: Desk, clock: Clock) -> None:
    record(desk, message(1))
    assert [claim(desk), claim(desk)] == [[1], []]
    clock.forward(seconds=59)
    assert claim(desk) == []
    clock.forward(seconds=1)
    assert claim(desk) == [1]


def test_finishing_is_part_of_the_works_transaction(desk: Desk, clock: Clock) -> None:
    record(desk, message(1))
    claim(desk)

    def fail_after_finishing() -> None:
        with desk() as work:
            inbox.finish(work, [1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_finishing()
    clock.forward(minutes=2)
    assert claim(desk) == [1]
    finish(desk, 1)
    retry(desk, 1)  # a slow worker whose claim ended: what is done stays done
    clock.forward(minutes=2)
    assert claim(desk) == []


def test_an_album_comes_together_after_its_wait(desk: Desk, clock: Clock) -> None:
    record(desk, message(1, album="a"))
    clock.forward(seconds=1)
    record(desk, message(2, album="a"), message(3), message(4, album="b"))
    assert claim(desk) == []  # what follows waits with it
    clock.forward(seconds=0.5)
    assert claim(desk) == [1, 2]
    finish(desk, 1, 2)
    assert claim(desk) == [3]
    finish(desk, 3)
    clock.forward(seconds=1.5)
    assert claim(desk) == [4]


def test_a_late_part_comes_alone(desk: Desk, clock: Clock) -> None:
    record(desk, message(1, album="a"), message(2, album="a"))
    clock.forward(seconds=2)
    assert claim(desk) == [1, 2]
    record(desk, message(3, album="a"))
    clock.forward(seconds=2)
    assert claim(desk) == []
    finish(desk, 1, 2)
    assert claim(desk) == [3]


def test_an_album_that_failed_comes_together_again(desk: Desk, clock: Clock) -> None:
    record(desk, message(1, album="a"), message(2, album="a"))
    clock.forward(seconds=2)
    retry(desk, *claim(desk), seconds=5)
    clock.forward(seconds=5)
    assert claim(desk) == [1, 2]


def test_an_edited_part_is_no_part_and_albums_of_other_chats_are_others(desk: Desk, clock: Clock) -> None:
    edited = {"update_id": 3, "edited_message": message(3, album="a")["message"]}
    record(desk, message(1, album="a"), message(2, chat_id=6, album="a"), edited)
    clock.forward(seconds=2)
    assert [claim(desk), claim(desk), claim(desk)] == [[1], [2], []]
    finish(desk, 1)
    assert claim(desk) == [3]


def test_nothing_is_given_up_silently(desk: Desk, clock: Clock) -> None:
    record(desk, message(1), message(2))
    for _ in range(inbox.MOST_ATTEMPTS):
        assert claim(desk) == [1]
        retry(desk, 1)
        clock.forward(seconds=10)
    assert claim(desk) == [2]  # the chat goes on
    with desk() as work:
        row = work.session.get_one(Row, 1)
        assert (row.state, row.attempts, row.error) == (InboxState.FAILED, 50, "the dialogue is away")
        [told] = work.session.exec(select(Notice)).all()
        assert (told.subject, told.kind, told.chat_id) == ("update:1", "update_failed", work.staff_chat_id)
        assert inbox.waiting(work) == inbox.Counts(0, 1, 1, oldest=row.received_at)


def test_when_to_look_again(desk: Desk, clock: Clock) -> None:
    def next_due() -> float | None:
        with desk() as work:
            due = inbox.next_due(work)
            return (due - work.now).total_seconds() if due else None

    assert next_due() is None
    record(desk, message(1), message(2))
    assert next_due() == 0
    claim(desk)
    assert next_due() == 60  # the lease's end; 2 waits for 1
    retry(desk, 1, seconds=10)
    assert next_due() == 10
    clock.forward(seconds=10)
    claim(desk)
    finish(desk, 1)
    assert next_due() == -10


def test_done_ones_are_remembered_for_a_month(desk: Desk, clock: Clock) -> None:
    record(desk, message(1), message(2))
    claim(desk)
    finish(desk, 1)
    clock.forward(days=30)
    with desk() as work:
        assert inbox.prune(work) == 0
    assert record(desk, message(1)) == [False]
    clock.forward(seconds=1)
    with desk() as work:
        assert inbox.prune(work) == 1
        assert inbox.waiting(work).waiting == 1
