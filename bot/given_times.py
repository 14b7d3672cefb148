"""Days and times as people give them to a command: an unreadable one is named, with how it is written."""

from collections.abc import Callable
from datetime import datetime, time

import typer

DAY, MINUTE = "%Y-%m-%d", "%Y-%m-%d %H:%M"


def _reader(like: str, *formats: str) -> Callable[[str], datetime]:
    """Reads any of ``formats``; what comes of it has no zone. Raises ``typer.BadParameter``."""

    def read(given: str) -> datetime:
        for one in formats:
            try:
                return datetime.strptime(given.strip(), one)  # noqa: DTZ007 - the command knows whose clock it is
            except ValueError:
                continue
        raise typer.BadParameter(f"cannot read {given!r}; write it like {like}  看不懂，请写成 {like}")

    return read


day = _reader("2027-01-31", DAY)
moment = _reader("2027-01-31 08:30", MINUTE, "%Y-%m-%dT%H:%M")
day_or_moment = _reader("2027-01-31 08:30", MINUTE, DAY)
_clock = _reader("08:30", "%H:%M")


def clock(given: str) -> time:
    """A time of day. Raises ``typer.BadParameter``."""
    return _clock(given).time()
