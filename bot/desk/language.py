"""Which of the desk's two languages a person uses, times as they read them, and text that can be kept and sent."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.desk.labels import Language

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_LATIN = re.compile(r"[A-Za-z]")
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_DIGIT = re.compile(r"\d")
_UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")


def spoken(text: str) -> Language | None:
    """The language that ``text`` is written in, or None when it does not tell (numbers, emoji, other scripts).

    A Chinese message may carry Latin brand names, so a few Han characters decide; three Latin letters are needed, and
    those of an account's or a ticket's number do not count.
    """
    text = _TOKEN.sub(
        lambda one: "" if _DIGIT.search(one[0]) else one[0], unicodedata.normalize("NFKC", text)
    )
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if han and han * 4 >= latin:
        return Language.ZH
    return Language.EN if latin >= 3 else None


def from_code(code: str | None) -> Language:
    """The language to start with for Telegram's ``language_code`` (IETF tag, may be missing)."""
    return Language.EN if code and not code.lower().startswith("zh") else Language.ZH


def say_when(moment: datetime, zone: ZoneInfo, language: Language, now: datetime) -> str:
    """``moment`` in ``zone`` as a person of ``language`` reads it, e.g. ``今天 18:30`` or ``Tue 24 Nov, 18:30``."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    days = (local.date() - today.date()).days
    if language == Language.ZH:
        day = {0: "今天", 1: "明天", 2: "后天"}.get(days) or format_datetime(
            local, "M月d日 EEE", locale="zh_CN"
        )
        return f"{day} {local:%H:%M}"
    day = {0: "today", 1: "tomorrow"}.get(days) or format_datetime(local, "EEE d MMM", locale="en_GB")
    return f"{day}, {local:%H:%M}"


def say_until(end: datetime, start: datetime, zone: ZoneInfo, language: Language, now: datetime) -> str:
    """``end`` said right behind ``start``: without its day when that is the same one, e.g. ``12:00``."""
    local = end.astimezone(zone)
    if local.date() == start.astimezone(zone).date():
        return f"{local:%H:%M}"
    return say_when(end, zone, language, now)


def say_day(day: date, language: Language, today: date) -> str:
    """A local date as a person reads it; with its year where that is not this one."""
    other_year = day.year != today.year
    if language == Language.ZH:
        return format_date(day, "y年M月d日" if other_year else "M月d日", locale="zh_CN")
    return format_date(day, "d MMMM y" if other_year else "d MMMM", locale="en_GB")


def say_list(items: Iterable[str], language: Language) -> str:
    """Names or numbers in a row, as the language separates them."""
    return ("、" if language == Language.ZH else ", ").join(items)


def storable(text: str) -> str:
    """``text`` with U+FFFD for what cannot be kept: NUL (refused by PostgreSQL) and halves of characters (no UTF-8)."""
    return _UNKEEPABLE.sub("\ufffd", text)


def pieces(text: str, longest: int) -> list[str]:
    """``text`` in pieces of at most ``longest`` UTF-16 units, which is how Telegram counts; joined they are ``text``.

    A piece ends after a line or a word where there is one in its second half. ``longest`` is at least 2.
    """
    found = []
    while text:
        end = _fitting(text, longest)
        if end < len(text):
            ends = (text.rfind(mark, end // 2, end) + 1 for mark in "\n ")
            end = next((one for one in ends if one), end)
        found.append(text[:end])
        text = text[end:]
    return found


def _fitting(text: str, longest: int) -> int:
    """How many characters of ``text`` fit into ``longest`` UTF-16 units."""
    units = 0
    for count, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > longest:
            return count
    return len(text)
