"""Two processes at one inbox and one outbox: nothing is claimed twice, and chats keep their order."""

import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import SimpleQueue
from typing import Any

from bot.desk.policy import Policy
from bot.service import inbox, outbox, settling
from bot.service.courier import Delivered
from bot.service.work import Desk
from bot.store.engine import open_engine
from bot.store.sessions import desk as open_desk
from tests.databases import STAFF_CHAT, Clock
from tests.service.deliveries import post

SPAWN = multiprocessing.get_context("spawn")
LEASE = timedelta(minutes=10)
CHATS, UPDATES, NOTICES = 10, 10, 120

Found = tuple[str, int, int]  # who, chat, number


def real_now() -> datetime:
    return datetime.now(UTC)


def connect(url: str, policy: Policy) -> Desk:
    return open_desk(open_engine(url), policy, STAFF_CHAT, real_now)


def work_off_inbox(url: str, policy: Policy, who: str, found: "SimpleQueue[Found]") -> None:
    desk, left = connect(url, policy), True
    while left:
        with desk() as work:
            updates = inbox.claim(work, LEASE)
        for one in updates:
            found.put((who, one.chat_id, one.update_id))
        with desk() as work:
            inbox.finish(work, [one.update_id for one in updates])
            counts = inbox.waiting(work)
            left = counts.waiting + counts.claimed > 0


def work_off_outbox(url: str, policy: Policy, who: str, found: "SimpleQueue[Found]") -> None:
    desk, left = connect(url, policy), True
    while left:
        with desk() as work:
            claims = outbox.claim(work, 5, LEASE).claims
        for claim in claims:
            with desk() as work:
                sending = outbox.begin(work, claim, LEASE)
            assert sending is not None
            found.put((who, sending.letter.chat_id, claim.notice_id))
            with desk() as work:
                settling.sent(work, sending, Delivered(message_id=claim.notice_id))
        with desk() as work:
            counts = outbox.counts(work)
            left = counts.ready + counts.in_hand > 0


def run_two(target: Callable[..., None], url: str, policy: Policy) -> list[Found]:
    found: Any = SPAWN.SimpleQueue()
    processes = [SPAWN.Process(target=target, args=(url, policy, who, found)) for who in ("one", "two")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    seen = []
    while not found.empty():
        seen.append(found.get())
    return seen


def test_two_processes_at_the_inbox(database_url: str, desk: Desk, policy: Policy, clock: Clock) -> None:
    clock.now = real_now()
    numbers = range(1, CHATS * UPDATES + 1)
    with desk() as work:
        for number in numbers:
            inbox.record(work, {"update_id": number, "message": {"chat": {"id": 1 + number % CHATS}}})
    seen = run_two(work_off_inbox, database_url, policy)
    assert Counter(number for _, _, number in seen) == Counter(numbers)
    by_chat: dict[int, list[int]] = defaultdict(list)
    for _, chat_id, number in seen:
        by_chat[chat_id].append(number)
    assert all(chat == sorted(chat) for chat in by_chat.values())


def test_two_processes_at_the_outbox(database_url: str, desk: Desk, policy: Policy, clock: Clock) -> None:
    """Streams of three notices each, with budgets that do not slow the test."""
    clock.now = real_now()
    delivery = policy.delivery.model_copy(update={"per_second": 10_000.0})
    fast = policy.model_copy(update={"delivery": delivery})
    ids = [
        post(desk, f"{number}", chat_id=1 + number % 40, stream=f"s{number % 40}")
        for number in range(NOTICES)
    ]
    seen = run_two(work_off_outbox, database_url, fast)
    assert Counter(number for _, _, number in seen) == Counter(ids)
    by_chat: dict[int, list[int]] = defaultdict(list)
    for _, chat_id, number in seen:
        by_chat[chat_id].append(number)
    assert all(chat == sorted(chat) for chat in by_chat.values())
