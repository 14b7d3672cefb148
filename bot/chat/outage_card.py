"""What a customer reads about an outage: one message with a line for each thing that is known."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.outage import Told

UNTIL = (Told.STARTED, Told.FAULT)  # what goes on: the expected end is a line of its own


def outage_card(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The message in Telegram's HTML; ``values`` as ``bot.service.outage_notices`` gives them."""
    return "\n".join(_lines(words, language, values))


def _lines(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    values = {**values, "supply": values["out"]}  # "power cut" while it lasts, "power" once it is back

    def line(key: str) -> str:
        return words.html(language, key, values)

    told = values["told"]
    over = told == Told.FAULT and values.get("over")
    yield line("outage_head_over" if over else f"outage_head_{told}")
    if values["accounts"]:
        yield line("outage_accounts_more" if values["more"] else "outage_accounts")
    if over or told == Told.RESTORED:
        yield line("outage_restored_at")
        if told == Told.RESTORED:
            yield line("outage_restored_then")
        return
    if told in (Told.LEFT, Told.CANCELLED):
        yield line(f"outage_then_{told}")
        return
    yield from (line(key) for key in _times(told, bool(values["ends_at"])))
    if values["cause"]:
        yield line("outage_cause")
    if told in (Told.ANNOUNCED, Told.REMINDER, Told.CHANGED):
        yield line("outage_then_planned")
    if values.get("resting"):
        yield line("outage_resting")


def _times(told: str, has_end: bool) -> Iterator[str]:
    if told in UNTIL:
        yield "outage_since"
        yield "outage_expected" if has_end else "outage_unexpected"
    else:
        yield "outage_from_until" if has_end else "outage_from"
