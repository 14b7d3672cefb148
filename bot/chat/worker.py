"""Works the inbox off: several chats at once, each in its order; what fails is kept and tried again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog

from bot.chat.commit import committed
from bot.chat.customer import ids
from bot.service import conversation, inbox
from bot.service.dialogue import DialogueAway
from bot.service.inbox import InboxUpdate
from bot.service.outbox import InTheAir
from bot.service.work import Desk, StoreAway, Work

log = structlog.get_logger()

AT_ONCE = 8  # chats worked on at the same time
TURN = timedelta(seconds=25)  # an update that takes longer is cut off and said again
LEASE = timedelta(
    seconds=30
)  # of a claim; longer than a turn, so that no turn outlives its claim and needs no renewal
LOOK_EVERY = 1.0  # seconds until an update that another process recorded is noticed
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds between tries while the dialogue or the database is away
LONGEST_WAIT_OF_A_FAULT = 8.0  # of an update that fails by itself: its chat waits behind it
GRACE = 8.0  # seconds for turns in hand when the desk stops

WorkOff = Callable[[Sequence[InboxUpdate]], Awaitable[None]]


class Workers:
    """``work_off`` does an update and finishes it, or raises. ``woken`` is called when a letter was posted here.

    ``look_every`` in seconds: 1 where ``wake`` tells of new updates, less where another process records them.
    """

    def __init__(
        self,
        desk: Desk,
        work_off: WorkOff,
        woken: Callable[[], None],
        *,
        at_once: int = AT_ONCE,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._desk, self._work_off, self._woken = desk, work_off, woken
        self._slots, self._look_every = asyncio.Semaphore(at_once), look_every
        self._something = asyncio.Event()
        self._turns: set[asyncio.Task[None]] = set()
        self._late_in: dict[
            int, float
        ] = {}  # by update in hand: seconds until its customer has waited too long

    def wake(self) -> None:
        """There is something to do: look now. Of the same event loop."""
        self._something.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Works until ``stop`` is set; then the turns in hand are finished, or left to their leases after a while."""
        stopping = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                await self._slots.acquire()
                # Cleared before the look, so that what comes during it is not overlooked.
                self._something.clear()
                claimed = [] if stop.is_set() else await self._claimed()
                if claimed:
                    self._begin(claimed)
                    continue
                self._slots.release()
                if not stop.is_set():
                    await self._rest()
        finally:
            stopping.cancel()
            await self._finish_turns()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()

    async def _claimed(self) -> list[InboxUpdate]:
        try:
            return await committed(self._desk, self._claim)
        except StoreAway as error:
            log.warning("the inbox cannot be read now", action="inbox_away", error=str(error))
            await asyncio.sleep(self._look_every)
            return []

    def _claim(self, work: Work) -> list[InboxUpdate]:
        claimed = inbox.claim(work, LEASE)
        if claimed:
            self._late_in[claimed[0].update_id] = _patience_left(work, claimed[0])
        return claimed

    async def _rest(self) -> None:
        """Until something is said to be there, is due, or may have been recorded by another process."""
        try:
            wait = await committed(self._desk, _seconds_to_next)
        except StoreAway:
            wait = None
        seconds = self._look_every if wait is None else min(max(wait, 0.01), self._look_every)
        try:
            await asyncio.wait_for(self._something.wait(), seconds)
        except TimeoutError:
            return

    def _begin(self, claimed: Sequence[InboxUpdate]) -> None:
        turn = asyncio.create_task(self._turn(claimed))
        self._turns.add(turn)
        turn.add_done_callback(self._ended)

    def _ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        self._slots.release()
        self.wake()  # the chat's next update may be claimed now

    async def _turn(self, claimed: Sequence[InboxUpdate]) -> None:
        try:
            await self._within_time(claimed)
        except (StoreAway, DialogueAway, InTheAir, TimeoutError) as error:
            log.warning(
                "a turn is put off", action="turn_postponed", updates=ids(claimed), error=_named(error)
            )
            if self._wait(claimed, LONGEST_WAIT) < LONGEST_WAIT:
                await self._again(claimed, error, LONGEST_WAIT)
            else:
                # From here on the claim itself is the wait: it ends after half a minute, and unlike a failed try it
                # is not counted. However long the dialogue is away, no message is given up for that.
                await self._tell_delayed(claimed[0])
        except Exception as error:
            log.exception("a turn failed", action="turn_failed", updates=ids(claimed))
            await self._again(claimed, error, LONGEST_WAIT_OF_A_FAULT)

    async def _within_time(self, claimed: Sequence[InboxUpdate]) -> None:
        """Does the turn; a customer who has waited too long for it is told meanwhile."""
        late_in = self._late_in.pop(claimed[0].update_id)
        telling = asyncio.create_task(self._tell_when_late(claimed[0], late_in))
        try:
            async with asyncio.timeout(TURN.total_seconds()):
                await self._work_off(claimed)
        finally:
            telling.cancel()

    async def _tell_when_late(self, update: InboxUpdate, seconds: float) -> None:
        # Who has waited too long already is told when this try fails too, not while it may succeed.
        if seconds > 0:
            await asyncio.sleep(seconds)
            await self._tell_delayed(update)

    async def _again(self, claimed: Sequence[InboxUpdate], error: Exception, longest: float) -> None:
        wait = timedelta(seconds=self._wait(claimed, longest))

        def deed(work: Work) -> bool:
            inbox.retry(work, ids(claimed), _named(error), wait)
            return _patience_left(work, claimed[0]) <= 0

        try:
            if await committed(self._desk, deed):
                await self._tell_delayed(claimed[0])
        except StoreAway as away:
            # The claim ends by itself, and the update is worked on then.
            log.warning(
                "a put-off turn waits for its lease",
                action="retry_away",
                updates=ids(claimed),
                error=str(away),
            )

    @staticmethod
    def _wait(claimed: Sequence[InboxUpdate], longest: float) -> float:
        """Seconds until the next try: doubled with every one."""
        tries = max(one.attempts for one in claimed)
        return min(FIRST_WAIT * 2 ** min(tries, 10), longest)

    async def _tell_delayed(self, update: InboxUpdate) -> None:
        """Only customers: in a group nobody waits for an answer of the desk."""
        if update.chat_id <= 0:
            return
        try:
            await committed(self._desk, lambda work: conversation.tell_delayed(work, update.chat_id))
        except StoreAway as error:
            log.warning(
                "a customer cannot be told", action="telling_away", chat=update.chat_id, error=str(error)
            )
            return
        self._woken()

    async def _finish_turns(self) -> None:
        if not self._turns:
            return
        _, left = await asyncio.wait(self._turns, timeout=GRACE)
        for turn in left:
            turn.cancel()
        if left:
            log.warning("turns were left to their leases", action="turns_left", count=len(left))
            await asyncio.gather(*left, return_exceptions=True)


def _patience_left(work: Work, update: InboxUpdate) -> float:
    """Seconds until the customer is to be told; 0 when that time has come."""
    patience = timedelta(seconds=work.policy.conversation.delayed_after_seconds)
    return max((update.received_at + patience - work.now).total_seconds(), 0.0)


def _seconds_to_next(work: Work) -> float | None:
    due = inbox.next_due(work)
    return None if due is None else (due - work.now).total_seconds()


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
