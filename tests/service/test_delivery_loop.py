"""Delivery as a loop: it never stops on its own, and several at once never say a thing twice."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.notice import Lane, NoticeState
from bot.service import budget, outbox, settling
from bot.service.delivery import (
    Delivered,
    Delivery,
    Letter,
)
from bot.service.work import Desk, StoreAway
from tests.databases import Clock
from tests.service.deliveries import (
    ScriptedCourier,
    deliver,
    notice,
    post,
    states,
)


@asynccontextmanager
async def running(delivery: Delivery) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(delivery.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(3000):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen within half a minute")


async def test_the_loop_delivers_what_is_posted_later(desk: Desk, glance: Desk) -> None:
    courier = ScriptedCourier()
    delivery = Delivery(desk, courier, glance=glance)
    delivery.wake()  # nothing runs yet: nothing happens
    async with running(delivery):
        post(desk, "one")
        await until(lambda: courier.said == ["one"])
        post(desk, "two")
        threading.Thread(target=delivery.wake).start()
        await until(lambda: courier.said == ["one", "two"])
    await delivery.settled()


async def test_the_loop_outlives_a_store_that_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store fails at every step once: claiming, beginning, writing down. Nothing of a broken turn is kept, and
    what came back is written down later.
    """
    away = {"claim": True, "begin": True, "settle": True}

    def failing(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def use(*args: Any, **more: Any) -> Any:
            if away.get(name):
                away[name] = False
                raise StoreAway
            return real(*args, **more)

        return use

    monkeypatch.setattr("bot.service.delivery.STORE_AWAY", 0.01)
    monkeypatch.setattr(outbox, "claim", failing("claim", outbox.claim))
    monkeypatch.setattr(outbox, "begin_all", failing("begin", outbox.begin_all))
    monkeypatch.setattr(settling, "settle", failing("settle", settling.settle))
    one, two = post(desk, "one"), post(desk, "two", chat_id=6)
    courier = ScriptedCourier()
    async with running(Delivery(desk, courier)):
        await until(lambda: states(desk, one, two) == ["sent", "sent"])
    assert sorted(courier.said) == ["one", "two"]
    assert not any(away.values())


async def test_a_stop_lets_the_calls_in_flight_finish(desk: Desk) -> None:
    gate, started = asyncio.Event(), asyncio.Event()

    class Slow(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            started.set()
            await gate.wait()
            return await super().deliver(letter)

    one = post(desk, "one")
    async with running(Delivery(desk, Slow())) as stop:
        await started.wait()
        stop.set()
        gate.set()
    assert states(desk, one) == ["sent"]


async def test_a_kill_leaves_the_letter_unknown_and_it_is_said_once_more(desk: Desk, clock: Clock) -> None:
    class Hanging(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            self.letters.append(letter)
            await asyncio.Event().wait()
            raise AssertionError

    one, courier = post(desk, "one"), Hanging()
    task = asyncio.create_task(Delivery(desk, courier).run(asyncio.Event()))
    await until(lambda: bool(courier.letters))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert states(desk, one) == ["sending"]
    clock.forward(seconds=90)
    assert await deliver(desk) == []
    clock.forward(seconds=60)
    assert [letter.text for letter in await deliver(desk)] == ["one"]


async def test_a_courier_that_never_comes_back_is_cut_off_before_the_lease_ends(desk: Desk) -> None:
    class Hanging(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            await asyncio.Event().wait()
            raise AssertionError

    one = post(desk, "one")
    await Delivery(desk, Hanging(), lease=timedelta(milliseconds=50)).once()
    row = notice(desk, one)
    assert (row.state, row.error) == (NoticeState.UNKNOWN, "the courier did not come back in time")


async def test_no_more_calls_at_once_than_allowed(desk: Desk, clock: Clock) -> None:
    at_once: list[int] = []
    now = 0

    class Counting(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            nonlocal now
            now += 1
            at_once.append(now)
            await asyncio.sleep(0)
            now -= 1
            return await super().deliver(letter)

    for number in range(8):
        post(desk, f"{number}", chat_id=100 + number, lane=Lane.REPLY)
    delivery = Delivery(desk, Counting(), in_flight=2)
    for _ in range(4):
        assert await delivery.once() == 2
        clock.forward(seconds=1)
    assert max(at_once) <= 2


async def test_several_deliveries_never_say_a_thing_twice(desk: Desk, clock: Clock) -> None:
    for number in range(30):
        post(desk, f"{number}", chat_id=100 + number)
    courier = ScriptedCourier()
    deliveries = [Delivery(desk, courier) for _ in range(3)]
    while len(courier.letters) < 30:
        clock.forward(seconds=1)
        await asyncio.gather(*(one.once() for one in deliveries))
    assert sorted(letter.notice_id for letter in courier.letters) == sorted(
        {one.notice_id for one in courier.letters}
    )


async def test_budgets_hold_over_deliveries(desk: Desk) -> None:
    for number in range(40):
        post(desk, f"{number}", chat_id=100 + number)
    courier = ScriptedCourier()
    await asyncio.gather(*(Delivery(desk, courier).once() for _ in range(4)))
    assert len(courier.letters) == budget.ALL_SIZE  # the clock stands still
