"""Messages about bills that have several lines: the day's reminder, and a plan of instalments."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.money import say_sum


def bill_reminder(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The reminder in Telegram's HTML; ``values`` as ``bot.service.bill_message`` gives them."""
    return "\n".join(_reminder(words, language, values))


def bill_instalments(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The plan in Telegram's HTML; ``values["parts"]`` are the instalments."""
    head = words.html(language, "bill_instalments", values)
    lines = [words.html(language, "bill_instalment", part) for part in values["parts"]]
    return "\n".join([head, *lines])


def _reminder(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    total = " + ".join(say_sum(one, language) for one in values["totals"])
    chat = values.get("chat", True)
    yield words.html(language, "bill_reminder")
    if values["detail"] == "brief":
        facts = {name: values[name] for name in ("count", "late", "due_on")}
        yield words.html(language, "bill_brief", facts | {"total": total})
        if values["left"]:
            others = "bill_brief_others" if chat else "bill_left_unasked"
            yield words.html(language, others, {"left": values["left"]})
        if values["links"]:
            yield from _links(words, language, values["items"])
        if values["links"] and chat:
            yield words.html(language, "bill_elsewhere")
        return
    for item in values["items"]:
        yield _line(words, language, item)
        if values["links"]:
            yield from _links(words, language, [item])
    if values["count"] > 1:
        yield words.html(language, "bill_total", {"total": total})
    if values["others"]:
        yield words.html(language, "bill_others")
        yield from (_line(words, language, item) for item in values["others"])
    if values["left"]:
        yield words.html(language, "bill_left" if chat else "bill_left_unasked", {"left": values["left"]})
    if values["links"] and chat:
        yield words.html(language, "bill_elsewhere")


def _line(words: Words, language: Language, item: Mapping[str, Any]) -> str:
    days = item["days"]
    key = "bill_line_due" if days > 0 else "bill_line_late" if days else "bill_line_today"
    names = ("account", "period", "amount_sum", "due_on", "part", "parts")
    return words.html(language, key, {name: item[name] for name in names} | {"days": abs(days)})


def _links(words: Words, language: Language, items: list[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        if item["url"]:
            yield words.html(language, "bill_url", {"url": item["url"]})
