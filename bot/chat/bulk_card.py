"""One answer to everybody of a defect or an outage: asked about, on its way, or over."""

from collections.abc import Mapping
from typing import Any

from bot.chat.words import Words
from bot.desk.labels import Language


def bulk_card(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The card in Telegram's HTML; ``values`` as ``bot.service.bulk`` gives them."""
    resolves = "_resolves" if values["resolves"] and values["stage"] != "dropped" else ""
    head = words.html(language, f"bulk_{values['stage']}{resolves}", values)
    lines = [head, words.html(language, "bulk_words", values)]
    if values["kept"]:
        lines.append(words.html(language, "bulk_kept", values))
    return "\n".join(lines)
