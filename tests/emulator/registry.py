"""The table of Bot API methods; names are not case-sensitive, as at Telegram."""

from collections.abc import Callable
from typing import Any

from tests.emulator.params import Params
from tests.emulator.world import World

Handler = Callable[[World, Params], Any]

METHODS: dict[str, Handler] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Enter a function under one or several method names."""

    def enter(handler: Handler) -> Handler:
        for name in names:
            METHODS[name.lower()] = handler
        return handler

    return enter
