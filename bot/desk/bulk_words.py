"""How staff write whom one answer is for: ``/tell D-3 words``, ``/tell F-12: words``, ``/done all words``."""

import re
import unicodedata

_DASHES = "-‐‑‒–—−－"
_BEHIND = r"[\s:：,，、.。;；]*"
_NUMBER = re.compile(
    rf"\s*([A-Za-zＡ-Ｚａ-ｚ]{{1,6}}[{_DASHES}][0-9０-９][A-Za-zＡ-Ｚａ-ｚ0-9０-９{_DASHES}]*){_BEHIND}(.*)",
    re.DOTALL,
)
_FIRST = re.compile(rf"\s*([^\s:：,，、;；]+){_BEHIND}(.*)", re.DOTALL)
# A sentence may begin with "All"; as a word of the command it is written small, or large throughout.
_ALL = re.compile(r"\s*(?:all|ALL|全部)(?:[\s:：,，]+(.*))?", re.DOTALL)


def numbered(text: str) -> tuple[str, str] | None:
    """The number that ``text`` begins with, like ``D-3``, and the words behind it; None when it begins with none.

    Written small, wide, or with a mark behind it, it is the same number.
    """
    found = _NUMBER.fullmatch(text)
    return (folded(found[1]), found[2]) if found else None


def first_word(text: str) -> tuple[str, str]:
    """The first word, which may be a number of the company's own making, and the words behind it."""
    found = _FIRST.fullmatch(text)
    return (folded(found[1]), found[2]) if found else ("", text)


def folded(number: str) -> str:
    """A number however it is typed, as it is compared."""
    plain = "".join("-" if one in _DASHES else one for one in number)
    return unicodedata.normalize("NFKC", plain).upper().rstrip("-.。")


def for_all(text: str) -> str | None:
    """The words of ``/done all words``; empty where there are none, None where ``text`` is for one customer."""
    found = _ALL.fullmatch(text)
    return (found[1] or "").strip() if found else None
