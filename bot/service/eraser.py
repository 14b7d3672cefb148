"""The loop that erases customers who asked for it and has the dialogue forget them; any number of processes run one."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.service import erasing
from bot.service.dialogue import Dialogue, DialogueAway
from bot.service.erasing import Pending
from bot.service.work import Desk, StoreAway, Work

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds between looks for somebody to erase
REST = 20.0  # seconds after which the dialogue is asked again when it was away

Result = TypeVar("Result")


class Eraser:
    """``glance``, if given, opens transactions that only read and wait for nobody. ``woken`` is called when something
    is to be said; ``erased`` after every erasure, for what the database itself keeps beside its tables
    (``store.engine.forget_log``).
    """

    def __init__(
        self,
        desk: Desk,
        dialogue: Dialogue,
        *,
        glance: Desk | None = None,
        woken: Callable[[], None] = lambda: None,
        erased: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk, self._glance, self._dialogue = desk, glance or desk, dialogue
        self._woken, self._erased = woken, erased

    async def run(self, stop: asyncio.Event) -> None:
        """Erases until ``stop`` is set. What cannot be done now is done later: it stays a row."""
        while not stop.is_set():
            try:
                away = await self.once() is None
            except StoreAway as error:
                log.warning("the store is away", action="eraser_store_away", error=str(error))
                away = True
            except Exception:  # the loop must outlive any single mistake
                log.exception("an erasure failed", action="eraser_failed")
                away = True
            try:
                await asyncio.wait_for(stop.wait(), REST if away else LOOK_EVERY)
            except TimeoutError:
                continue

    async def once(self) -> int | None:
        """Does the next step of every erasure; how many there were, None when the dialogue was away."""
        pending = await asyncio.to_thread(_do, self._glance, erasing.pending)
        reached = True
        for one in pending:
            reached = await self._step(one) and reached
        return len(pending) if reached else None

    async def _step(self, one: Pending) -> bool:
        """False when the dialogue was away."""
        if one.stage == "erase":
            if await self._within(lambda work: erasing.erase(work, one.erasure_id)):
                await asyncio.to_thread(self._erased)
        elif one.stage == "forget":
            try:
                await self._dialogue.forget(one.chat_id)
            except DialogueAway as error:
                log.warning("the dialogue forgets later", action="forget_postponed", error=str(error))
                return False
            await self._within(lambda work: erasing.forgotten(work, one.erasure_id))
        else:
            await self._within(lambda work: erasing.finish(work, one.erasure_id))
        self._woken()
        return True

    async def _within(self, use: Callable[[Work], Result]) -> Result:
        return await asyncio.to_thread(_do, self._desk, use)


def _do(desk: Desk, use: Callable[[Work], Result]) -> Result:
    with desk() as work:
        return use(work)
