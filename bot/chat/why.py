"""Why a message was understood as it was, in words: under the card, and in the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.chat.words import Words, tame
from bot.desk.explanation import PARTS
from bot.desk.labels import Language

MOST_BESIDES = 3  # words that decided the second part of a message


def why(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The explanation in Telegram's HTML; ``values`` as ``bot.service.why`` gives them."""
    return "\n".join(_lines(words, language, values))


def named(words: Words, language: Language, label: str) -> str:
    """A label (``kind+category``, a kind alone, or an intent) in words that people use."""
    head, _, tail = label.partition("+")
    known = [f"kind_{head}" if words.has(language, f"kind_{head}") else f"intent_{head}"]
    if words.has(language, f"category_{tail}"):
        known.append(f"category_{tail}")
    if not words.has(language, known[0]):
        return tame(label)  # of a newer model than these words
    return " · ".join(words.label(language, key) for key in known)


def listed(words: Words, language: Language, key: str, pairs: Sequence[Sequence[Any]]) -> str:
    """Pairs (a word and its points, a label and its percent …) in one line, each said by ``key``."""
    separator = words.label(language, "why_separator").strip("|")
    return separator.join(
        words.label(language, key, {"said": said, "points": points}) for said, points in pairs
    )


def reasons(
    words: Words, language: Language, values: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines that say what decided: keys of chat/wording and their values."""
    for part in PARTS:
        if values[f"{part}_words"]:
            found = listed(words, language, "why_word", values[f"{part}_words"])
            yield f"why_{part}", {"found": found}
    if values["hazard"]:
        yield "why_hazard", {name: values[name] for name in ("hazard", "danger", "alarm_from")}
    if values["danger_words"]:
        found = listed(words, language, "why_quoted", [(word, 0) for _, word in values["danger_words"]])
        guards = listed(words, language, "why_quoted", [(word, 0) for word in values["guards"]])
        yield "why_danger_words", {"found": found, "guards": guards}
    if values["others"]:
        shares = [(named(words, language, label), share) for label, share in values["others"]]
        yield "why_others", {"found": listed(words, language, "why_share", shares)}
    if values["removed"]:
        found = listed(words, language, "why_quoted", [(said, 0) for said in values["removed"]])
        yield "why_removed", {"found": found}
    if values["left_out"]:
        yield "why_left_out", {"left": values["left_out"]}


def decided(words: Words, language: Language, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The line that says how the decision to file, ask or answer was made."""
    phrase = named(words, language, values["phrase"]) if values["phrase"] else ""
    return f"why_because_{values['because']}", {
        "label": phrase,
        "sure": values["sure"],
        "least": values["least"],
    }


def _lines(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    def line(key: str, more: Mapping[str, Any]) -> str:
        return words.html(language, key, more)

    label = named(words, language, values["label"])
    yield line("why_head", {"number": values["number"], "label": label})
    yield line(*decided(words, language, values))
    for key, more in reasons(words, language, values):
        yield line(key, more)
    if values.get("parts"):  # an explanation that was put into the outbox by an older desk has none
        yield line(*_besides(words, language, values["parts"]))
    if values["then"]:
        read, share = values["then"]
        yield line("why_then", {"label": named(words, language, read), "share": share})
    yield line(*_asked(words, language, values["asked"]))
    yield from (line(*_changed(words, language, one)) for one in values["changes"])
    if any(values[f"{part}_words"] for part in PARTS):
        yield line("why_legend", {})


def _besides(
    words: Words, language: Language, parts: Sequence[Mapping[str, Any]]
) -> tuple[str, dict[str, Any]]:
    """What the message says besides, and by which words, beside the part that the ticket follows."""
    main, second = sorted(parts, key=lambda one: not one["main"])
    return "why_besides", {
        "main": main["said"],
        "label": named(words, language, second["label"]),
        "said": second["said"],
        "found": listed(words, language, "why_word", _weighty(second)),
    }


def _weighty(part: Mapping[str, Any]) -> list[list[Any]]:
    """The words that decided a part of a message, those for the kind first, each once."""
    kept: dict[str, list[Any]] = {}
    for said, points in (*part["kind_words"], *part["category_words"]):
        kept.setdefault(said, [said, points])
    return list(kept.values())[:MOST_BESIDES]


def _asked(words: Words, language: Language, asked: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    chosen = named(words, language, asked["chosen"]) if asked.get("chosen") else ""
    return f"why_asked_{asked.get('how', 'not')}", {"chosen": chosen}


def _changed(words: Words, language: Language, one: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    by = one["name"] or words.label(language, "why_customer")
    told = {"by": by, "changed_at": one["changed_at"]}
    if one["field"] == "urgent":
        return f"why_changed_urgent_{one['after'].lower()}", told
    before, after = (_value(words, language, one["field"], one[end]) for end in ("before", "after"))
    return "why_changed", told | {"before": before, "after": after}


def _value(words: Words, language: Language, field: str, value: str) -> str:
    key = f"{field}_{value}"
    return words.label(language, key) if words.has(language, key) else tame(value)
