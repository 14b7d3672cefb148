"""Delivery: the loop that carries the outbox to people. Any number of processes may run one.

What a courier must do and may raise is in ``bot/service/courier.py``, named here too.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.service import outbox, settling
from bot.service.courier import (
    BadMarkup,
    Courier,
    Delivered,
    Letter,
    MaybeSent,
    Moved,
    NotDelivered,
    NotModified,
    NoTopics,
    NotSent,
    Refused,
    ThreadGone,
    Throttled,
    Unreachable,
)
from bot.service.outbox import Claim, Claimed
from bot.service.settling import Sending
from bot.service.work import Desk, StoreAway, Work

__all__ = [
    "BadMarkup",
    "Courier",
    "Delivered",
    "Delivery",
    "Letter",
    "MaybeSent",
    "Moved",
    "NoTopics",
    "NotDelivered",
    "NotModified",
    "NotSent",
    "Refused",
    "ThreadGone",
    "Throttled",
    "Unreachable",
]

log = structlog.get_logger()

IN_FLIGHT = 16  # more calls at once are slower through one HTTP client
LEASE = timedelta(seconds=90)  # longer than any call may take
CALL_SHARE = 0.7  # of the lease: a call that takes longer is cut off before another process takes over
LOOK_EVERY = 0.2  # seconds until something another process posted is noticed
LONGEST_REST = 1.0  # seconds; a full look even when nothing seems to have changed
STORE_AWAY = 1.0  # seconds to wait when the database cannot be used

Result = TypeVar("Result")


class Delivery:
    """Sends what is due, within the budgets, in the order of lanes and streams.

    ``desk`` opens transactions; ``glance``, if given, opens ones that only read and wait for nobody.
    ``lease`` bounds how long a notice stays with a process that died.
    """

    def __init__(
        self,
        desk: Desk,
        courier: Courier,
        *,
        glance: Desk | None = None,
        lease: timedelta = LEASE,
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self._desk, self._glance, self._courier = desk, glance or desk, courier
        self._lease, self._in_flight = lease, in_flight
        self._calls: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was posted: look now. May be called from any thread, also when nothing runs."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until ``stop`` is set, then lets the calls in flight finish."""
        self._loop = asyncio.get_running_loop()
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._woken.set())
        log.info("delivery runs", action="delivery_started")
        try:
            while not stop.is_set():
                await self._rest(*await self._start_calls(), stop)
            await self.settled()
        finally:
            stopping.cancel()
            for call in self._calls:
                call.cancel()
            log.info("delivery ended", action="delivery_stopped")

    async def once(self) -> int:
        """One look: delivers what can be claimed now and waits for it; returns how many were claimed."""
        before = len(self._calls)
        await self._start_calls()
        started = len(self._calls) - before
        await self.settled()
        return started

    async def settled(self) -> None:
        """Waits until no call is in flight."""
        while self._calls:
            await asyncio.wait(set(self._calls))

    async def _start_calls(self) -> tuple[float, object]:
        """Claims as many as may be in flight; returns the seconds until another look is worthwhile, and what
        the outbox looked like then.
        """
        self._woken.clear()
        free = self._in_flight - len(self._calls)
        if free <= 0:
            return LONGEST_REST, None
        try:
            claimed, rest, seen = await asyncio.to_thread(self._claim, free)
        except StoreAway as away:
            log.warning("the store is away", action="delivery_store_away", error=str(away))
            return STORE_AWAY, None
        except Exception:  # the loop must outlive any single mistake
            log.exception("claiming failed", action="delivery_claim_failed")
            return STORE_AWAY, None
        for claim in claimed.claims:
            call = asyncio.create_task(self._deliver(claim))
            self._calls.add(call)
            call.add_done_callback(self._ended)
        return rest, seen

    def _claim(self, limit: int) -> tuple[Claimed, float, object]:
        with self._desk() as work:
            claimed = outbox.claim(work, limit, self._lease)
            seconds = (claimed.again_at - work.now).total_seconds() if claimed.again_at else LONGEST_REST
            return claimed, min(max(seconds, 0), LONGEST_REST), outbox.signature(work)

    def _ended(self, call: "asyncio.Task[None]") -> None:
        self._calls.discard(call)
        self._woken.set()

    async def _rest(self, seconds: float, seen: object, stop: asyncio.Event) -> None:
        """Until ``seconds`` have passed, somebody wakes it, or another process posted something."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while not stop.is_set() and (left := until - clock()) > 0:
            try:
                await asyncio.wait_for(self._woken.wait(), min(left, LOOK_EVERY))
                return
            except TimeoutError:
                if seen is not None and await self._signature() != seen:
                    return

    async def _signature(self) -> object:
        def look() -> object:
            with self._glance() as work:
                return outbox.signature(work)

        try:
            return await asyncio.to_thread(look)
        except StoreAway:
            return None

    async def _deliver(self, claim: Claim) -> None:
        try:
            sending = await asyncio.to_thread(
                self._within, lambda work: outbox.begin(work, claim, self._lease)
            )
        except Exception as error:  # nothing was sent: the lease gives it back
            log.warning(
                "a claim rests until its lease ends",
                action="delivery_begin_failed",
                notice=claim.notice_id,
                error=str(error),
            )
            return
        if sending is not None:
            settle = await self._carry(sending)
            await self._write_down(sending, settle)

    async def _carry(self, sending: Sending) -> Callable[[Work], None]:
        """Makes the call; what is to be written about it comes back."""
        try:
            delivered = await self._call(sending.letter)
        except NotDelivered as error:
            failure: NotDelivered = error
        except TimeoutError:
            failure = MaybeSent("the courier did not come back in time")
        except Exception as error:
            # A mistake in the courier may show after Telegram took the letter, so it is no proof that nothing
            # arrived; and an endless retry of what may arrive each time is worse than one that is given up.
            log.exception("the courier failed", action="courier_failed", notice=sending.letter.notice_id)
            failure = MaybeSent(f"{type(error).__name__}: {error}")
        else:
            log.info("a notice was sent", action="notice_sent", notice=sending.letter.notice_id)
            return lambda work: settling.sent(work, sending, delivered)
        return lambda work: settling.failed(work, sending, failure)

    async def _call(self, letter: Letter) -> Delivered:
        async with asyncio.timeout(self._lease.total_seconds() * CALL_SHARE):
            try:
                return await self._courier.deliver(letter)
            except BadMarkup as error:
                log.warning(
                    "said again without markup",
                    action="notice_plain",
                    notice=letter.notice_id,
                    error=str(error),
                )
                return await self._courier.deliver(replace(letter, plain=True))

    async def _write_down(self, sending: Sending, settle: Callable[[Work], None]) -> None:
        """Keeps trying while the lease holds; after that others call it unknown, which is then the truth."""
        until = asyncio.get_running_loop().time() + self._lease.total_seconds()
        while True:
            try:
                await asyncio.to_thread(self._within, settle)
                return
            except StoreAway as away:
                if asyncio.get_running_loop().time() > until:
                    log.error("a result was lost", action="notice_result_lost", error=str(away))
                    return
                await asyncio.sleep(STORE_AWAY / 2)
            except Exception:  # left in sending: unknown when the lease ends
                log.exception(
                    "a result failed", action="notice_result_failed", notice=sending.letter.notice_id
                )
                return

    def _within(self, use: Callable[[Work], Result]) -> Result:
        with self._desk() as work:
            return use(work)
