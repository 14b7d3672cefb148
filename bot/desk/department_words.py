"""Which department somebody names who writes to a colleague: 设计部, 维修, sales, our repairs team."""

import re
from collections.abc import Mapping

from bot.desk.labels import Category

_WORDS: Mapping[Category, tuple[str, ...]] = {
    Category.DESIGN: ("设计", "設計", "design office", "design team", "designers", "design"),
    Category.QUALITY: (
        "质量", "質量", "工程维修", "工程", "维修", "維修",
        "repairs team", "repairs", "repair", "maintenance", "quality",
    ),
    Category.SALES_PROMISE: ("销售承诺", "销售", "銷售", "sales promise", "sales team", "sales"),
    Category.SERVICE: ("客户服务", "客服", "服务", "服務", "customer service", "service team", "service"),
}  # fmt: skip
_ENDS = re.compile(r"部门?|部門|(?: (?:department|dept|team|office))\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s:：,，、-]*")
_JOINS = re.compile(r"\s*(?:[、/／,，和与跟&]|and\b|还有)\s*", re.IGNORECASE)
_UNITS = ("部", "中心", "组", "組", "科", "处", "處")  # what a Chinese name ends with, whatever comes behind
# A Chinese name ends where another character would make it another word (设计院), unless what is asked begins there.
_ASKS = "请請帮幫去来來看查核检檢要先尽盡把给給"


def departments_in(text: str, names: Mapping[Category, tuple[str, ...]]) -> tuple[list[Category], str]:
    """The departments that ``text`` begins with, like "design" or "sales and design", and the text behind them.

    None of them, with the whole text, when it names none. ``names``: what the company calls its departments, beside
    the words that everybody uses. The longest one counts, and only where it stands as a word.
    """
    rest = text.strip()
    found: list[Category] = []
    while (first := _first(rest, names)) is not None:
        found += [first[0]] if first[0] not in found else []
        rest = rest[first[1] :]
        joined = _JOINS.match(rest)
        if joined is None or _first(rest[joined.end() :], names) is None:
            break
        rest = rest[joined.end() :]
    return found, _BETWEEN.sub("", rest, count=1) if found else rest


def _first(text: str, names: Mapping[Category, tuple[str, ...]]) -> tuple[Category, int] | None:
    """The department that ``text`` begins with, and where its name ends."""
    ends = [
        (_end_of(text, word.strip(), names), category)
        for category in Category
        for word in (*names.get(category, ()), *_WORDS[category], category.value)
    ]
    end, category = max(ends, key=lambda one: one[0])
    return (category, end) if end else None


def _end_of(text: str, word: str, names: Mapping[Category, tuple[str, ...]]) -> int:
    """Where ``word``, and a "部" or "team" behind it, ends at the beginning of ``text``; 0 when it is not there."""
    if not word or text[: len(word)].casefold() != word.casefold():
        return 0
    ends = _ENDS.match(text, len(word))
    if ends:
        return ends.end()
    behind = text[len(word) : len(word) + 1]
    stands = not behind.isalnum() or word.endswith(_UNITS) or (not word.isascii() and behind in _ASKS)
    joined = None if stands else _JOINS.match(text, len(word))
    return len(word) if stands or (joined and _first(text[joined.end() :], names)) else 0
