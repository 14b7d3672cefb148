"""Telegram's HTML, read as strictly as its server reads it: same tags, same complaints, byte offsets."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.entities import Entity, linked, utf16_length
from tests.emulator.errors import ApiError, bad_request

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
SUPPORTED = {*STYLES, "a", "tg-emoji", "pre", "code", "blockquote"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,8})|(lt|gt|amp|quot));?")


@dataclass
class Tag:
    """A start tag that waits for its end."""

    name: str
    begin: int
    offset: int
    written: int
    attributes: dict[str, str] = field(default_factory=dict)


def _decoded(match: re.Match[str]) -> str:
    sixteen, ten, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(sixteen, 16) if sixteen else int(ten)
    return chr(code) if 0 < code <= 0x10FFFF else match.group()


class HtmlReader:
    """Reads one text; ``read`` returns the plain text and its entities or raises ApiError 400."""

    def __init__(self, source: str, known_user: Any) -> None:
        self.source = source
        self.known_user = known_user
        self.at = 0
        self.plain = ""
        self.offset = 0
        self.open: list[Tag] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        """Walk the source once."""
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                self._end_tag() if self._peek(1) == "/" else self._start_tag()
            elif character == "&" and (match := _REFERENCE.match(self.source, self.at)):
                self._write(_decoded(match))
                self.at = match.end()
            else:
                self._write(character)
                self.at += 1
        if self.open:
            raise _complaint(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self._check_surrogates()
        return self.plain, self.entities

    def _write(self, text: str) -> None:
        self.plain += text
        self.offset += utf16_length(text)

    def _peek(self, ahead: int = 0) -> str:
        return self.source[self.at + ahead : self.at + ahead + 1]

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self.at += 1

    def _until(self, stops: str) -> str:
        begin = self.at
        while (c := self._peek()) and not c.isspace() and c not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._until(">").lower()
        if not self._peek():
            raise _complaint(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if name not in SUPPORTED:
            raise _complaint(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        tag = Tag(name, begin, self.offset, len(self.plain))
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                break
            self._attribute(tag)
        self.at += 1
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise _complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(tag)

    def _attribute(self, tag: Tag) -> None:
        if not self._peek():
            raise _complaint(f'Unclosed start tag "{tag.name}" at byte offset {self._bytes(tag.begin)}')
        name = self._until("=>")
        if not name:
            raise _complaint(
                f'Empty attribute name in the tag "{tag.name}" at byte offset {self._bytes(tag.begin)}'
            )
        self._skip_spaces()
        value = ""
        if self._peek() == "=":
            self.at += 1
            self._skip_spaces()
            if not self._peek():
                raise _complaint(f'Unclosed start tag "{tag.name}" at byte offset {self._bytes(tag.begin)}')
            value = self._quoted(tag) if self._peek() in "'\"" else self._token(tag)
        if not self._peek():
            raise _complaint(f"Unclosed start tag at byte offset {self._bytes(tag.begin)}")
        tag.attributes[name.lower()] = value

    def _quoted(self, tag: Tag) -> str:
        quote = self._peek()
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            raise _complaint(f"Unclosed start tag at byte offset {self._bytes(tag.begin)}")
        raw = self.source[self.at + 1 : end]
        self.at = end + 1
        return _REFERENCE.sub(_decoded, raw)

    def _token(self, tag: Tag) -> str:
        match = re.compile(r"[A-Za-z0-9.-]*").match(self.source, self.at)
        begin, self.at = self.at, match.end() if match else self.at
        if self._peek() != ">" and not self._peek().isspace():
            raise _complaint(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
        return self.source[begin : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _complaint(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self.at += 2
        name = self._until(">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise _complaint(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            raise _complaint(
                f"Unmatched end tag at byte offset {self._bytes(begin)}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: Tag) -> None:
        span = {"offset": tag.offset, "length": self.offset - tag.offset}
        if tag.name in STYLES:
            self.entities.append({"type": STYLES[tag.name], **span})
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
            self.entities.append({"type": kind, **span})
        elif tag.name == "tg-emoji":
            emoji = tag.attributes.get("emoji-id", "")
            if not emoji.isdigit() or int(emoji) == 0:
                raise _complaint("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", "custom_emoji_id": emoji, **span})
        elif tag.name == "a":
            entity = linked(tag.attributes.get("href") or self.plain[tag.written :], self.known_user)
            if entity:
                self.entities.append({**entity, **span})
        else:
            self._close_code(tag, span)

    def _close_code(self, tag: Tag, span: dict[str, int]) -> None:
        """``pre`` around ``code class="language-…"`` is one entity that names the language."""
        language = tag.attributes.get("class", "")
        language = language.removeprefix("language-") if language.startswith("language-") else ""
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(key) == value for key, value in span.items())
        if tag.name == "pre" and same and last.get("type") == "code" and last.get("of"):
            self.entities[-1] = {"type": "pre", "language": last["of"], **span}
        elif tag.name == "code" and same and last.get("type") == "pre" and language:
            self.entities[-1] = {"type": "pre", "language": language, **span}
        else:
            self.entities.append({"type": tag.name, **({"of": language} if language else {}), **span})

    def _check_surrogates(self) -> None:
        for entity in self.entities:
            entity.pop("of", None)
        try:
            self.plain.encode()
        except UnicodeEncodeError as broken:
            raise _complaint(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from broken


def _complaint(sentence: str) -> ApiError:
    return bad_request(f"can't parse entities: {sentence}")
