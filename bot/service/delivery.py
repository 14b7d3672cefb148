"""Delivery: the loop that carries the outbox to people. Any number of processes may run one.

It goes in turns. A turn is one transaction: it writes down what came of the letters that came back, claims what may
go now, and marks it as being sent; only then are the calls made. So a result waits for one turn at most, and a
thousand results cost one commit. What a courier must do and may raise is in ``bot/service/courier.py``, named here too.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.desk.notice import Lane
from bot.desk.wishes import Channel
from bot.service import budget, outbox, settling
from bot.service.budget import LIVE
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
from bot.service.picking import Room
from bot.service.settling import Outcome, Sending
from bot.service.turnstile import Turnstile
from bot.service.work import Desk, StoreAway

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

LEASE = timedelta(seconds=90)  # longer than any call may take
DOUBT_SHARE = (
    0.28  # of the lease: who has not come back by then may not have arrived; an answer is still heard
)
CALL_SHARE = 0.7  # of the lease: a call that takes longer is cut off before another process takes over
LIVE_SHARE = 4  # a fourth of the calls at once is for live answers alone
ELSEWHERE = 4  # e-mails and SMS at once: a slow mail server holds up no chat
LOOK_EVERY = 0.2  # seconds until something another process posted is noticed
LONGEST_REST = 1.0  # seconds; a full look even when nothing seems to have changed
STORE_AWAY = 1.0  # seconds to wait when the database cannot be used


@dataclass(frozen=True)
class Turn:
    """What a turn came to: letters to carry, seconds until another look is worthwhile, how the outbox looked, and when
    that was, in monotonic seconds and as an instant.
    """

    sendings: Sequence[Sending] = ()
    rest: float = LONGEST_REST
    seen: object = None
    at: tuple[float, datetime] | None = None

    def ahead(self, sending: Sending) -> float:
        """When the letter may go, in monotonic seconds; 0 for at once."""
        if sending.not_before is None or self.at is None:
            return 0.0
        return self.at[0] + (sending.not_before - self.at[1]).total_seconds()


class Delivery:
    """Sends what is due, within the budgets, in the order of lanes and streams.

    ``desk`` opens transactions; ``glance``, if given, opens ones that only read and wait for nobody.
    ``lease`` bounds how long a notice stays with a process that died. ``in_flight``: calls at once; the courier's
    own number when it is not given.
    """

    def __init__(
        self,
        desk: Desk,
        courier: Courier,
        *,
        glance: Desk | None = None,
        lease: timedelta = LEASE,
        in_flight: int | None = None,
    ) -> None:
        self._desk, self._glance, self._courier = desk, glance or desk, courier
        self._lease, self._in_flight = lease, in_flight or courier.in_flight
        self._calls: dict[asyncio.Task[None], Letter] = {}
        self._back: list[tuple[Outcome, float]] = []  # with the time until which it is worth writing down
        self._turnstile = Turnstile()
        self._revive_at = 0.0  # processes that died are looked for again, in monotonic seconds
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
                turn = await self._take_turn(self._room())
                await self._rest(turn.rest, turn.seen, stop)
            await self.settled()
        finally:
            stopping.cancel()
            for call in self._calls:
                call.cancel()
            log.info("delivery ended", action="delivery_stopped")

    async def once(self) -> int:
        """One look: delivers what can be claimed now and waits for it; returns how many were claimed."""
        turn = await self._take_turn(self._room())
        await self.settled()
        return len(turn.sendings)

    async def settled(self) -> None:
        """Waits until no call is in flight and all results are written down."""
        while self._calls or self._back:
            if not self._back:
                await self._woken.wait()  # a call ended, or is in doubt
            turn = await self._take_turn(None)
            if self._back:
                await asyncio.sleep(min(turn.rest, STORE_AWAY))

    # --- turns ------------------------------------------------------------------------------

    def _room(self) -> tuple[int, Room] | None:
        """How much more may be in flight; None when nothing may."""
        letters = list(self._calls.values())
        elsewhere = sum(one.channel != Channel.TELEGRAM for one in letters)
        free = self._in_flight - (len(letters) - elsewhere)
        if free <= 0:
            return None
        # What matters is counted in the turn, when the rate is known.
        return free, Room(max(free - self._in_flight // LIVE_SHARE, 0), 0, ELSEWHERE - elsewhere)

    async def _take_turn(self, room: tuple[int, Room] | None) -> Turn:
        self._woken.clear()
        back, self._back = self._back, []
        outcomes = [one for one, _ in back]
        try:
            turn = await asyncio.to_thread(self._turn, outcomes, room)
        except StoreAway as away:
            log.warning("the store is away", action="delivery_store_away", error=str(away))
            self._keep(back, away)
            return Turn(rest=STORE_AWAY)
        except Exception:  # the loop must outlive any single mistake
            log.exception("a turn of delivery failed", action="delivery_turn_failed")
            await self._one_by_one(back)
            return Turn(rest=STORE_AWAY)
        self._turnstile.leave([one.sending.letter.notice_id for one in outcomes], time.monotonic())
        for sending in turn.sendings:
            call = asyncio.create_task(self._deliver(sending, turn.ahead(sending)))
            self._calls[call] = sending.letter
            call.add_done_callback(self._ended)
        return turn

    def _turn(self, outcomes: Sequence[Outcome], room: tuple[int, Room] | None) -> Turn:
        with self._desk() as work:
            opened = time.monotonic()
            if outcomes:
                budget.lock(work)
                settling.settle(work, outcomes, opened)
            if room is None:
                return Turn()
            rate, free = work.policy.delivery.per_second, room[0]
            done = [one.sending.letter.notice_id for one in outcomes]
            now = time.monotonic()
            revive = now >= self._revive_at
            doubtful = self._turnstile.room(rate, now, done)
            past = self._turnstile.held_up(rate, now, done)
            narrow = replace(room[1], doubtful=doubtful, past=past, revive=revive)
            claimed = outbox.claim(work, free, None, narrow)
            sendings = outbox.begin_all(work, claimed.claims, self._lease)
            rest = (claimed.again_at - work.now).total_seconds() if claimed.again_at else LONGEST_REST
            seen = outbox.signature(work) if rest > LOOK_EVERY else None
            turn = Turn(sendings, rest, seen, (opened, work.now))
        if revive:
            self._revive_at = now + LOOK_EVERY
        doubts = {one.letter.notice_id: turn.ahead(one) for one in sendings if _doubtful(one.letter)}
        self._turnstile.enter(doubts, rate, time.monotonic())
        waits = self._turnstile.wait(now, time.monotonic())
        rest = min(max(rest, 0), LONGEST_REST, LONGEST_REST if waits is None else waits)
        return replace(turn, rest=rest)

    def _keep(self, back: Sequence[tuple[Outcome, float]], away: StoreAway) -> None:
        """What could not be written down is tried again while the lease holds; after that others call it unknown,
        which is then the truth.
        """
        now = time.monotonic()
        self._back = [one for one in back if one[1] > now] + self._back
        lost = [one.sending.letter.notice_id for one, until in back if until <= now]
        if lost:
            log.error("results were lost", action="notice_result_lost", notices=lost, error=str(away))
            self._turnstile.leave(lost, now)

    async def _one_by_one(self, back: Sequence[tuple[Outcome, float]]) -> None:
        """One result that cannot be written must not keep the others from it."""
        for one in back:
            notice = one[0].sending.letter.notice_id
            try:
                await asyncio.to_thread(self._turn, [one[0]], None)
            except StoreAway as away:
                self._keep([one], away)
                continue
            except Exception:  # left in sending: unknown when the lease ends
                log.exception("a result failed", action="notice_result_failed", notice=notice)
            self._turnstile.leave([notice], time.monotonic())

    def _ended(self, call: "asyncio.Task[None]") -> None:
        del self._calls[call]
        self._woken.set()

    async def _rest(self, seconds: float, seen: object, stop: asyncio.Event) -> None:
        """Until ``seconds`` have passed, somebody wakes it, or another process posted something."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._woken.wait(), min(left, LOOK_EVERY))
                return
            except TimeoutError:
                if seen is not None and left > LOOK_EVERY and await self._signature() != seen:
                    return

    async def _signature(self) -> object:
        def look() -> object:
            with self._glance() as work:
                return outbox.signature(work)

        try:
            return await asyncio.to_thread(look)
        except StoreAway:
            return None

    # --- calls ------------------------------------------------------------------------------

    async def _deliver(self, sending: Sending, not_before: float) -> None:
        """Carries one letter, not before its moment has come. When no answer comes for long, that is written down as
        a doubt; an answer that comes later all the same is the truth, and keeps what matters from being said again.
        """
        if not_before and (wait := not_before - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        loop, lease = asyncio.get_running_loop(), self._lease.total_seconds()
        doubted = False

        def doubt(task: "asyncio.Task[None] | None") -> None:
            nonlocal doubted
            doubted = True
            late = MaybeSent("the courier did not come back in time")
            self._back.append((Outcome(sending, failure=late), time.monotonic() + lease))
            self._woken.set()
            if task is not None:
                loop.call_later(lease * (CALL_SHARE - DOUBT_SHARE), task.cancel)

        patience = loop.call_later(lease * DOUBT_SHARE, doubt, asyncio.current_task())
        try:
            outcome = await self._carry(sending)
        finally:
            patience.cancel()
        if outcome.delivered is not None or not doubted:
            self._back.append((outcome, time.monotonic() + lease))

    async def _carry(self, sending: Sending) -> Outcome:
        """Makes the call."""
        notice = sending.letter.notice_id
        try:
            delivered = await self._call(sending.letter)
        except NotDelivered as error:
            return Outcome(sending, failure=error)
        except TimeoutError:
            return Outcome(sending, failure=MaybeSent("the courier did not come back in time"))
        except Exception as error:
            # A mistake in the courier may show after Telegram took the letter, so it is no proof that nothing
            # arrived; and an endless retry of what may arrive each time is worse than one that is given up.
            log.exception("the courier failed", action="courier_failed", notice=notice)
            return Outcome(sending, failure=MaybeSent(f"{type(error).__name__}: {error}"))
        log.info("a notice was sent", action="notice_sent", notice=notice)
        return Outcome(sending, delivered=delivered)

    async def _call(self, letter: Letter) -> Delivered:
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


def _doubtful(letter: Letter) -> bool:
    return letter.matters and Lane(letter.lane) not in LIVE
