"""getUpdates as a true long poll: it waits, confirms by offset, and knows only one poller."""

import asyncio

from tests.emulator.errors import conflict
from tests.emulator.params import Params
from tests.emulator.updates import Update, UpdateQueue

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Poller:
    """The one place in line for getUpdates; lives on the server's loop."""

    def __init__(self, queue: UpdateQueue) -> None:
        self.queue = queue
        self._waiting: asyncio.Future[None] | None = None

    async def get_updates(self, params: Params, webhook_url: str) -> list[Update]:
        """Answer at once when there is something, else within ``timeout`` seconds; ApiError 409 on a rival.

        As at Telegram the older of two pollers is turned away and the newer one stays.
        """
        if webhook_url:
            raise conflict(WEBHOOK_ACTIVE)
        self.turn_away(OTHER_POLLER)
        self.queue.allow(params.optional_json("allowed_updates"))
        self.queue.confirm(params.integer("offset", 0))
        limit = min(max(params.integer("limit", 100), 1), 100)
        batch = self.queue.batch(limit)
        timeout = min(params.integer("timeout", 0), 50)
        if batch or timeout <= 0:
            return batch
        mine = self._waiting = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(mine, timeout)
        except TimeoutError:
            return []
        finally:
            if self._waiting is mine:
                self._waiting = None
        return self.queue.batch(limit)

    def wake(self) -> None:
        """Something was queued."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def turn_away(self, sentence: str) -> None:
        """End the poll that waits, if one does, with 409."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(conflict(sentence))

    def hang_up(self) -> None:
        """End the poll that waits without an answer."""
        if self._waiting is not None:
            self._waiting.cancel()
