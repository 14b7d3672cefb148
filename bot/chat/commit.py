"""One transaction, away from the event loop: the database may make us wait, the chat may not."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.service.work import Desk, Work

Result = TypeVar("Result")


async def committed(desk: Desk, deed: Callable[[Work], Result]) -> Result:
    """Does ``deed`` in one transaction and gives back its result. Raises ``StoreAway``."""
    return await asyncio.to_thread(_do, desk, deed)


def _do(desk: Desk, deed: Callable[[Work], Result]) -> Result:
    with desk() as work:
        return deed(work)
