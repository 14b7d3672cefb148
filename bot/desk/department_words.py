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


def department_in(text: str, names: Mapping[Category, tuple[str, ...]]) -> tuple[Category | None, str]:
    """The department that ``text`` begins with, and the text behind it; None with the whole text when it names none.

    ``names``: what the company calls its departments, beside the words that everybody uses. The longest one counts.
    """
    text = text.strip()
    found: tuple[int, Category] | None = None
    for category in Category:
        for word in (*names.get(category, ()), *_WORDS[category], category.value):
            end = _end_of(text, word.strip())
            if end and (found is None or end > found[0]):
                found = end, category
    if found is None:
        return None, text
    return found[1], _BETWEEN.sub("", text[found[0] :], count=1)


def _end_of(text: str, word: str) -> int:
    """Where ``word``, and a "部" or "team" behind it, ends at the beginning of ``text``; 0 when it is not there."""
    if not word or text[: len(word)].casefold() != word.casefold():
        return 0
    end = len(word)
    ends = _ENDS.match(text, end)
    if ends and not word.endswith("部"):
        end = ends.end()
    latin = text[end - 1].isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalnum()
    return 0 if latin else end
