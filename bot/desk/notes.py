"""Notes of staff among themselves: what stands behind two slashes. And what of a text can be seen at all."""

import re

# What nobody sees: spaces, control marks, zero-width marks, marks of direction, fillers of Hangul and Braille, tags.
_UNSEEN = (
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SEEN = re.compile(rf"(?!{_UNSEEN}).", re.DOTALL)
# Also the wide slashes of a Chinese keyboard.
_NOTE = re.compile(rf"{_UNSEEN}*[/／]{{2}}")
_MARKS = re.compile(rf"(?:{_UNSEEN}|[/／])+")


def visible(text: str) -> bool:
    """Whether anybody sees anything of it."""
    return _SEEN.search(text) is not None


def is_note(text: str) -> bool:
    """Whether it begins with two slashes; spaces and what nobody sees may stand before them."""
    return _NOTE.match(text) is not None


def without_notes(text: str) -> str:
    """Its lines but those that are notes; empty when nothing is left that can be seen."""
    lines = text.splitlines(keepends=True)
    left = "".join(line for line in lines if not is_note(line)).rstrip()
    return left if visible(left) else ""


def harmless(text: str) -> str:
    """``text`` on one line, without what at its beginning could make a note of the line in which it is filled in."""
    start = _MARKS.match(text)
    return " ".join(text[start.end() if start else 0 :].split())
