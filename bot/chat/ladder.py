"""Staff's lists of tickets: what is late, what waited for somebody, what is theirs, and the note for a meeting."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.chat.card import due_key
from bot.chat.words import Words
from bot.desk.labels import Language

Detail = Callable[[Words, Language, Mapping[str, Any]], str]
"""The line below that of a ticket."""


def ladder_digest(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """One message to each person, in Telegram's HTML; ``values`` as ``bot.service.escalations`` gives them."""
    return "\n".join(_digest(words, language, "ladder_digest", values, _lateness))


def waited_digest(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """What somebody gets of what waited, in Telegram's HTML; ``values`` as ``bot.service.welcoming`` gives them."""
    return "\n".join(_digest(words, language, "waited_digest", values, _waiting))


def own_work(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """What somebody holds, in Telegram's HTML; ``values`` as ``bot.service.own_work`` gives them."""
    tasks = [words.html(language, "own_tasks", values)] if values["tasks"] else []
    return "\n".join([*_digest(words, language, "verdict_own_work", values, _standing), *tasks])


def meeting_note(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """What a meeting has to know, in Telegram's HTML; ``values`` as ``bot.service.meeting_note`` gives them."""
    return "\n".join(_note(words, language, values))


def _digest(
    words: Words, language: Language, heading: str, values: Mapping[str, Any], detail: Detail
) -> Iterator[str]:
    yield words.html(language, heading, values)
    for one in values["items"]:
        yield words.html(language, "ladder_line_urgent" if one["urgent"] else "ladder_line", one)
        yield detail(words, language, one)
    if values["left"]:
        yield words.html(language, "ladder_left", values)


def _lateness(words: Words, language: Language, one: Mapping[str, Any]) -> str:
    amount = words.label(language, "clock_amount", {"hours": one["hours"], "minutes": one["minutes"]})
    return words.html(language, _how(one["late"]), {**one, "amount": amount})


def _waiting(words: Words, language: Language, one: Mapping[str, Any]) -> str:
    return words.html(language, "waited_since", one)


def _standing(words: Words, language: Language, one: Mapping[str, Any]) -> str:
    keys = ["card_offered"] if one["offered"] else [] if one["taken"] else ["own_not_taken"]
    if one["waits_at"] or one["due_at"]:
        keys.append("card_waits" if one["waits_at"] else due_key(one))
    if one["snoozed_at"]:
        keys.append("own_snoozed")
    return " · ".join(words.html(language, key, one) for key in keys)


def _how(late: str) -> str:
    if late in ("look", "wait"):
        return "ladder_look"
    return "ladder_soon" if late.startswith("soon_") else "ladder_late"


def _note(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    yield words.html(language, "meeting_note", values)
    for one in values["facts"]:
        who = one["name"] or words.label(language, f"who_{one['author']}")
        fact = words.label(language, f"fact_{one['fact']}")
        said = _said(words, language, one)
        yield words.html(
            language, "meeting_fact", {"done_at": one["done_at"], "who": who, "fact": fact, "words": said}
        )
    if values["left"]:
        yield words.html(language, "meeting_left", values)


def _said(words: Words, language: Language, fact: Mapping[str, Any]) -> str:
    """Behind the fact: what was late, who was called as what, or what somebody wrote."""
    if fact["late"]:
        return words.label(language, f"late_{fact['late']}")
    if fact["rung"]:
        called = words.label(language, f"rung_{fact['rung']}")
        return f"{called} {fact['words']}".strip()
    return str(fact["words"]) or "📎" * bool(fact["media"])
