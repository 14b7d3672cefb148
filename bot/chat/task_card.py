"""The card of a task for a person of the staff: what is to be done, by when, whose it is, what came of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.task import TaskKind


def task_card(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """The card in Telegram's HTML; ``values`` as ``bot.service.tasks`` gives them."""
    return "\n".join(_lines(words, language, values))


def _lines(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    def line(key: str, **more: Any) -> str:
        return words.html(language, key, {**values, **more})

    if values.get("overdue"):
        yield line("task_overdue")
    if values.get("former") and not (values["owner"] or values["done_at"]):
        yield line("task_given_back")
    yield line(f"task_{values['task']}")
    if values["done_at"]:
        outcome = words.label(language, f"task_outcome_{values['outcome']}")
        yield line("task_done" if values["by"] else "task_over", outcome=outcome)
        if values.get("result"):
            yield line("task_result")
        return
    yield from _part(words, language, values)
    yield line("task_due")
    yield line("task_owner" if values["owner"] else "task_everybody")
    if values.get("tries"):
        yield line("task_tries")


def _part(words: Words, language: Language, values: Mapping[str, Any]) -> Iterator[str]:
    """What a department needs to know of its part, and how it says that it is done."""
    if values.get("said"):
        yield words.html(language, "task_part_quote", values)
    if not values["owner"]:
        yield from (words.html(language, "task_part_for", one) for one in values.get("called", ()))
    if values["task"] == TaskKind.PART:
        yield words.html(language, "task_part_how", values)
