"""The card of a ticket: everything an agent needs to see at one glance, a line for each thing that is known."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.ticket import LIVE, State
from bot.desk.ticket_clock import Metric

FOLDED_FROM = 280  # characters of the customer's words, or
FOLDED_LINES = 6  # lines of them, from which the quote is folded


def card(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The card in Telegram's HTML; ``values`` as ``bot.service.cards`` gives them."""
    return "\n".join(_lines(words, language, values))


def alarm(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """What calls everybody about an urgent ticket, and names whom the desk asks to take it."""
    said = words.html(language, "alarm", values)
    return f"{said}\n{words.html(language, 'alarm_for', values)}" if values.get("assigned") else said


def _lines(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    def line(key: str, **more: Any) -> str:
        return words.html(language, key, {**values, **more})

    live = values["state"] in LIVE
    yield line(_head(values))
    if values["hazard"]:
        yield line("card_hazard")
    if live:
        if values.get("waits_at"):
            yield line("card_waits")
        elif values["due_at"]:
            yield line(due_key(values))
        yield line("card_owner" if values["owner"] else "card_no_owner")
    elif values["owner"]:
        yield line("card_owner")
    if values.get("offered"):
        yield line("card_offered")
    if live and values.get("green"):
        yield line("card_green")
    if live and values.get("priority"):
        yield line("card_priority")
    for one in values.get("promises", ()):
        yield words.html(language, "card_promise_broken" if one["broken"] else "card_promise", one)
    if values.get("suggestion") in ("considered", "adopted", "not_adopted"):
        yield line(f"card_suggestion_{values['suggestion']}")
    yield line("card_customer")
    for known in ("standing", "account", "place", "since"):
        if values.get(known):  # a card that was put into the outbox by an older desk has no standing
            yield line(f"card_{known}")
    if values["refers_to"]:
        yield line("card_refers")
    if values.get("linked"):  # a card that was put into the outbox by an older desk has none
        yield line("card_linked")
    for one in values.get("outages", ()):  # of an older desk: none
        yield words.html(language, "card_outage" if one["part"] else "card_outage_besides", one)
    for known in ("merged_into", "merged"):
        if values.get(known):
            yield line(f"card_{known}")
    if values.get("defect"):
        yield line("card_defect")
    if values.get("snoozed_at"):
        yield line("card_snoozed", reason=values["snooze_reason"])
    if values.get("repeats"):
        yield line("card_repeats")
    if values.get("fix_failed"):
        yield line("card_fix_failed")
    for one in values.get("parts", ()):
        part = words.html(language, "card_part_late" if one["late"] else "card_part", one)
        yield part.rstrip("：: ")  # nothing in particular was asked
    if values["round"] > 1:
        yield line("card_round")
    yield from _words(words, language, values)
    for one in values.get("besides", ()):
        yield words.html(language, f"card_besides_{one['state']}", one)
    if values["resolution"] and values["state"] == State.RESOLVED:
        yield line("card_resolution", resolution=_resolution(words, language, values["resolution"]))
    if values["earlier"]:
        yield line("card_earlier")
        yield from (words.html(language, "card_earlier_one", one) for one in values["earlier"])


def _head(values: Mapping[str, Any]) -> str:
    if values["state"] not in LIVE:
        return f"card_head_{values['state']}"
    return "card_head_urgent" if values["urgent"] else "card_head"


def due_key(values: Mapping[str, Any]) -> str:
    """The text of a deadline (``due_metric``, ``late``)."""
    metric = values.get("due_metric") or Metric.FIRST_RESPONSE  # a card of an older desk says only when
    return f"card_late_{metric}" if values.get("late") else f"card_due_{metric}"


def _words(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    said = values["words"].strip()
    if not said:
        yield words.html(language, "card_no_words")
        return
    long = len(said) > FOLDED_FROM or said.count("\n") >= FOLDED_LINES
    yield words.html(language, "card_words_long" if long else "card_words", values)
    if values["more"]:
        yield words.html(language, "card_more", values)


def _resolution(words: Words, language: Language, resolution: str) -> str:
    """What was done: an agent's own words, or the reason that was chosen from the menu."""
    key = f"reason_{resolution}"
    return words.label(language, key) if words.has(language, key) else resolution
