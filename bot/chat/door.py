"""The door: an update is in the durable inbox before Telegram hears that it arrived.

python-telegram-bot's ``Updater`` hands every update to ``update_queue.put`` and awaits it. What that means for the
confirmation was read in its source (22.8, ``telegram/ext/_updater.py`` and ``_utils/webhookhandler.py``):

* Polling: ``_last_update_id`` moves on only after every ``put`` of a batch has returned, and Telegram forgets a batch
  only when the next ``getUpdates`` carries that number. A process killed inside a batch gets the whole batch again, and
  the inbox, unique by ``update_id``, keeps each update once. When the updater is stopped while ``put`` waits, the task
  is cancelled, the number stays, and the last ``getUpdates`` on the way out confirms nothing new.
* Polling again: an exception of ``put`` that is no ``TelegramError`` ends the polling task without a word. So ``put``
  raises nothing there: it waits and tries again until the database is back.
* Webhook: tornado awaits ``put`` before it answers. An exception becomes a 500, and Telegram delivers again.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_never, wait_exponential

from bot.chat.commit import committed
from bot.service import inbox
from bot.service.work import Desk, StoreAway

log = structlog.get_logger()

MOST_REFUSALS = 5  # tries of an update that the database takes from nobody


class Door(asyncio.Queue[Any]):
    """Stands where the ``Updater`` expects a queue; only ``put`` is used.

    ``wake`` is called when something was recorded. ``patient`` (polling): wait for the database; otherwise
    (webhook) an update that cannot be recorded raises, so that Telegram sends it again.
    """

    def __init__(self, desk: Desk, wake: Callable[[], None], *, patient: bool) -> None:
        super().__init__()
        self._desk, self._wake, self._patient = desk, wake, patient

    async def put(self, item: Any) -> None:
        """Records an update. Raises ``StoreAway`` unless ``patient``."""
        assert isinstance(item, Update)
        # ``to_dict`` gives Telegram's own JSON back: what this library's version does not know yet rides along in
        # ``api_kwargs`` and is unpacked to where it came from; only empty lists are dropped.
        body = item.to_dict()
        if not self._patient:
            await self._record(body)
            return
        try:
            async for attempt in _patiently():
                with attempt:
                    await self._record(body)
        except Exception:
            # Not the database's absence but this one update: everybody else's must not wait behind it for ever.
            log.critical(
                "an update could not be recorded", action="update_not_recorded", update=body, exc_info=True
            )

    async def _record(self, body: dict[str, Any]) -> None:
        if await committed(self._desk, lambda work: inbox.record(work, body)):
            self._wake()
        else:
            log.info("an update came again", action="update_redelivered", update=body["update_id"])


def _patiently() -> AsyncRetrying:
    return AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, Exception)),
        stop=lambda state: _is_hopeless(state) or stop_never(state),
        wait=wait_exponential(multiplier=0.2, max=5),
        before_sleep=_tell,
        reraise=True,
    )


def _is_hopeless(state: RetryCallState) -> bool:
    error = state.outcome.exception() if state.outcome else None
    return not isinstance(error, StoreAway) and state.attempt_number >= MOST_REFUSALS


def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning(
        "an update waits to be recorded",
        action="record_postponed",
        attempt=state.attempt_number,
        error=str(error),
    )


def polling_trouble(error: TelegramError) -> None:
    """The ``error_callback`` of polling: the updater goes on by itself, one line is enough."""
    if isinstance(error, Conflict):
        log.error(
            "another program polls with this bot token; stop the other one",
            action="two_pollers",
            error=error.message,
        )
        return
    log.warning("no updates from Telegram for now", action="polling_trouble", error=str(error))
