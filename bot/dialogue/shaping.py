"""Rasa's JSON into answers: what belongs together is one message, and buttons become rows."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.service.dialogue import Answer, Choice

# How many buttons stand in one row, by the columns of its widest title (a Chinese character takes two). A phone shows
# about forty columns. Stars go in one row of five.
ROOM = ((4, 5), (8, 3), (18, 2))


def answers(parts: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """The messages in Rasa's reply, in order.

    Rasa's REST channel splits one message of an action into several: a text without buttons at its blank lines, and
    the custom part goes last and alone. So everything up to a custom part is one message. What has no custom part after
    it (a response that Rasa uttered itself) is one message, too.
    """
    found: list[Answer] = []
    texts: list[str] = []
    buttons: list[Mapping[str, Any]] = []

    def close(custom: Mapping[str, Any]) -> None:
        about = custom.get("about")
        silent = bool(custom.get("silent")) and not texts
        if texts or silent:
            found.append(
                Answer(
                    text="\n\n".join(texts),
                    choices=rows(buttons),
                    ticket_id=int(about) if about is not None else None,
                    silent=silent,
                    alert=bool(custom.get("alert")),
                )
            )
        texts.clear()
        buttons.clear()

    for part in parts:
        if text := part.get("text"):
            texts.append(str(text))
        buttons.extend(part.get("buttons") or ())
        if (custom := part.get("custom")) is not None:
            close(custom)
    close({})
    return found


def rows(buttons: Sequence[Mapping[str, Any]]) -> list[list[Choice]]:
    """Buttons in rows: short ones side by side, long ones alone. Each row is as full as its widest title lets it be."""
    laid: list[list[Choice]] = []
    for one in buttons:
        choice = Choice(str(one["title"]), str(one["payload"]))
        row = [*laid[-1], choice] if laid else [choice]
        if laid and len(row) <= _room(row):
            laid[-1] = row
        else:
            laid.append([choice])
    return laid


def _room(row: Sequence[Choice]) -> int:
    widest = max(columns(choice.text) for choice in row)
    return next((count for most, count in ROOM if widest <= most), 1)


def columns(text: str) -> int:
    """The width of ``text`` on a screen: wide characters count two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
