"""What the pictures and the workbook need of the words; ``bot.chat.words.Words`` has it."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from bot.desk.digest import Digest
from bot.desk.labels import Language


class Wording(Protocol):
    """Texts of ours in both languages, without markup."""

    def label(self, language: Language, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Raises ``KeyError`` where there is no such text."""
        ...


class Say(Protocol):
    """One language of a ``Wording``."""

    def __call__(self, key: str, values: Mapping[str, Any] | None = None) -> str: ...


def in_language(wording: Wording, language: Language) -> Say:
    return partial(wording.label, language)


def period(digest: Digest, say: Say) -> str:
    """The day or the days that ``digest`` is about."""
    first, last = (day.isoformat() for day in digest.days)
    if first == last:
        return say("chart_day", {"begin_on": first})
    return say("chart_days", {"begin_on": first, "end_on": last})
