"""The words of a rule of care, filled in for one customer."""

from datetime import date
from typing import Any, Literal

from babel.units import format_unit

from bot.desk.labels import Language
from bot.desk.language import say_day
from bot.desk.money import LOCALES

LENGTHS: dict[Language, Literal["short", "long"]] = {Language.ZH: "short", Language.EN: "long"}  # 3天, 3 days


def filled(text: str, language: Language, today: date, values: dict[str, Any]) -> str:
    """``text`` with its fields in the words of ``language``: dates as it writes them, ``days`` and ``years`` counted.

    What stands in braces was checked when the policy was read; a value with braces in it is not looked at again.
    """
    named = {name: value for name, value in values.items() if f"{{{name}}}" in text}
    return text.format(**{name: _worded(name, value, language, today) for name, value in named.items()})


def _worded(name: str, value: Any, language: Language, today: date) -> str:
    if isinstance(value, date):
        return say_day(value, language, today)
    if name in ("days", "years"):
        unit = "duration-day" if name == "days" else "duration-year"
        return str(format_unit(value, unit, LENGTHS[language], locale=LOCALES[language]))
    return str(value)
