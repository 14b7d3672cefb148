"""MarkdownV2, read as strictly as Telegram's server reads it: unescaped signs are errors."""

import re
from dataclasses import dataclass
from typing import Any

from tests.emulator.entities import Entity, linked, utf16_length
from tests.emulator.errors import ApiError, bad_request

RESERVED = set("_*[]()~`>#+-=|{}.!\n")
KINDS = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
}
MARKS = {
    "Bold": "*",
    "Italic": "_",
    "Underline": "__",
    "Strikethrough": "~",
    "Spoiler": "||",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
    "TextUrl": "]",
    "CustomEmoji": "]",
}


@dataclass
class Opened:
    """An entity whose end has not come yet; ``name`` is the word the complaints use."""

    name: str
    offset: int
    begin: int
    written: int
    language: str = ""
    expandable: bool = False


class MarkdownReader:
    """Reads one text; ``read`` returns the plain text and its entities or raises ApiError 400."""

    def __init__(self, source: str, known_user: Any) -> None:
        self.source = source
        self.known_user = known_user
        self.at = 0
        self.plain = ""
        self.offset = 0
        self.open: list[Opened] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        """Walk the source once."""
        while self.at < len(self.source):
            character = self.source[self.at]
            following = self.source[self.at + 1 : self.at + 2]
            if character == "\\" and following and ord(following) <= 126:
                self._write(following)
                self.at += 2
            elif character not in self._reserved():
                self._write(character)
                self.at += 1
            elif self._closes(character):
                self._end(character)
            else:
                self._begin(character)
        if self.open and self.open[-1].name == "BlockQuote":
            self._add(self.open.pop())
        if self.open:
            raise self._endless(self.open[-1])
        return self.plain, self.entities

    def _write(self, text: str) -> None:
        self.plain += text
        self.offset += utf16_length(text)

    def _starts(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    def _reserved(self) -> set[str]:
        in_code = self.open and self.open[-1].name in {"Code", "Pre", "PreCode"}
        return {"`"} if in_code else RESERVED

    def _quoting(self) -> Opened | None:
        return next((entity for entity in self.open if entity.name == "BlockQuote"), None)

    def _endless(self, entity: Opened) -> ApiError:
        offset = len(self.source[: entity.begin].encode())
        return _complaint(f"Can't find end of {entity.name} entity at byte offset {offset}")

    def _closes(self, character: str) -> bool:
        if not self.open:
            return False
        if character == "\n" and self._quoting() and self.source[self.at + 1 : self.at + 2] != ">":
            return True
        name = self.open[-1].name
        if name == "Italic":
            return character == "_" and not self._starts("__")
        return name != "BlockQuote" and self._starts(MARKS[name])

    def _begin(self, character: str) -> None:
        begin = self.at
        if character == "\n":
            self._new_line()
            return
        if character == "`":
            self._begin_code()
            return
        if character == ">" or self._starts("**>"):
            self._begin_quote()
            return
        if self._starts("||") and self._ends_expandable():
            return
        name = next(
            (
                n
                for n in ("Underline", "Italic", "Bold", "Strikethrough", "Spoiler")
                if self._starts(MARKS[n])
            ),
            None,
        )
        if self._starts("!["):
            name, width = "CustomEmoji", 2
        elif character == "[":
            name, width = "TextUrl", 1
        elif name:
            width = len(MARKS[name])
        else:
            raise _reserved(character)
        self.at += width
        self.open.append(Opened(name, self.offset, begin, len(self.plain)))

    def _new_line(self) -> None:
        self._write("\n")
        self.at += 1
        if self._starts(">") and self._quoting():
            self.at += 1

    def _begin_quote(self) -> None:
        if (self.at and self.source[self.at - 1] != "\n") or self._quoting():
            raise _reserved(self.source[self.at])
        self.open.append(Opened("BlockQuote", self.offset, self.at, len(self.plain)))
        self.at += 3 if self._starts("**>") else 1

    def _ends_expandable(self) -> bool:
        """``||`` at the very end of a quotation makes it expandable."""
        quote = self.open[-1] if self.open else None
        rest = self.source[self.at + 2 : self.at + 4]
        if (
            quote is None
            or quote.name != "BlockQuote"
            or not (rest == "" or (rest[0] == "\n" and rest != "\n>"))
        ):
            return False
        quote.expandable = True
        self.at += 2
        return True

    def _begin_code(self) -> None:
        begin = self.at
        if not self._starts("```"):
            self.at += 1
            self.open.append(Opened("Code", self.offset, begin, len(self.plain)))
            return
        self.at += 3
        match = re.compile(r"([^\s`]+)(?=\s)").match(self.source, self.at)
        language = match.group(1) if match else ""
        self.at += len(language)
        for line_end in ("\r\n", "\n\r", "\n", "\r"):
            if self._starts(line_end):
                self.at += len(line_end)
                break
        name = "PreCode" if language else "Pre"
        self.open.append(Opened(name, self.offset, begin, len(self.plain), language))

    def _end(self, character: str) -> None:
        entity = self.open[-1]
        if character == "\n":
            if entity.name != "BlockQuote":
                raise self._endless(entity)
            self._write("\n")
            self.at += 1
            self._add(self.open.pop())
            return
        self.open.pop()
        self.at += len(MARKS[entity.name])
        if entity.name == "TextUrl":
            url = self._address("URL") if self._starts("(") else self.plain[entity.written :]
            self._add(entity, linked(url, self.known_user) or {})
        elif entity.name == "CustomEmoji":
            self._add(entity, self._emoji())
        else:
            self._add(entity)

    def _address(self, what: str) -> str:
        self.at += 1
        begin, url = self.at, ""
        while self.at < len(self.source) and self.source[self.at] != ")":
            if self.source[self.at] == "\\" and self.source[self.at + 1 : self.at + 2]:
                self.at += 1
            url += self.source[self.at]
            self.at += 1
        if self.at >= len(self.source):
            offset = len(self.source[:begin].encode())
            raise _complaint(f"Can't find end of a {what} at byte offset {offset}")
        self.at += 1
        return url

    def _emoji(self) -> Entity:
        if not self._starts("("):
            raise _complaint("Custom emoji entity must contain a tg://emoji URL")
        url = self._address("custom emoji URL")
        match = re.fullmatch(r"tg:(?://)?emoji\?id=([1-9]\d*)", url)
        if not match:
            raise _complaint("Invalid custom emoji identifier specified")
        return {"type": "custom_emoji", "custom_emoji_id": match.group(1)}

    def _add(self, entity: Opened, described: Entity | None = None) -> None:
        length = self.offset - entity.offset
        if described is None:
            described = {"type": KINDS[entity.name]}
            if entity.expandable:
                described["type"] = "expandable_blockquote"
            if entity.language:
                described["language"] = entity.language
        if length and described:
            self.entities.append({**described, "offset": entity.offset, "length": length})


def _reserved(character: str) -> ApiError:
    return _complaint(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")


def _complaint(sentence: str) -> ApiError:
    return bad_request(f"can't parse entities: {sentence}")
