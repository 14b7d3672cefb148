"""Text and its entities: UTF-16 arithmetic, trimming, and what Telegram marks by itself."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\u034f\u180e\u2800]*")
_NESTING = (
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "text_mention",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
)
_AUTOMATIC = (
    (
        "url",
        re.compile(
            r"https?://[^\s<>\"]+|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|org|net|cn|de|io|me)\b(?:/[^\s<>\"]*)?",
            re.I,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?!\d+\b)\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{6,16}\d\b")),
)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of every offset and limit of the Bot API."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of ``text`` an entity covers; offset and length in UTF-16 code units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def is_blank(text: str) -> bool:
    """True when nothing in the text can be seen; Telegram takes it for empty."""
    return _INVISIBLE.fullmatch(text) is not None


def in_order(entities: list[Entity]) -> list[Entity]:
    """Outer before inner, left before right."""

    def rank(entity: Entity) -> tuple[int, int, int]:
        kind = entity["type"]
        return entity["offset"], -entity["length"], _NESTING.index(kind) if kind in _NESTING else 99

    return sorted(entities, key=rank)


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop control characters, cut white space off both ends, and move the entities along."""
    text = _CONTROL.sub(lambda match: "" if match.group() == "\r" else " ", text)
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] + entity["length"] - cut, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, in_order(kept)


def with_automatic(text: str, entities: list[Entity]) -> list[Entity]:
    """Add links, commands, mentions, hashtags, addresses and numbers, as Telegram's server does."""
    solid = {"code", "pre", "text_link", "text_mention"}
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in solid]
    found = list(entities)
    for kind, pattern in _AUTOMATIC:
        for match in pattern.finditer(text):
            first = utf16_length(text[: match.start()])
            last = first + utf16_length(match.group())
            if all(last <= begin or first >= end for begin, end in taken):
                taken.append((first, last))
                found.append({"type": kind, "offset": first, "length": last - first})
    return in_order(found)


def linked(url: str, known_user: Callable[[int], dict[str, Any] | None]) -> Entity | None:
    """The entity behind a link: ``text_mention``, ``text_link``, or None when the address is no link."""
    mention = re.fullmatch(r"tg://user\?id=(\d+)", url.strip())
    if mention:
        user = known_user(int(mention.group(1)))
        return {"type": "text_mention", "user": user} if user else None
    checked = checked_url(url)
    return {"type": "text_link", "url": checked} if checked else None


def checked_url(url: str) -> str | None:
    """The address as Telegram stores it (scheme and path added), or None when it is not a valid one."""
    url = url.strip()
    if url.startswith(("tg://", "ton://")):
        return url
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or "." not in host or re.search(r"\s", url):
        return None
    if parts.path:
        return url
    return url.replace(parts.netloc, f"{parts.netloc}/", 1)
