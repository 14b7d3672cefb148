"""Chats of the emulated Telegram as a web page: text with its entities, photos, buttons, topics."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.emulator.entities import Entity
from tests.emulator.messages import Message
from tests.emulator.world import Topic

STYLE = Path(__file__).with_name("chat.css")
COLOURS = ("#c7684f", "#8a6bc9", "#4b93c7", "#4f9d5d", "#c25d8b", "#b8862f")
TAGS = {
    "bold": "b",
    "italic": "i",
    "code": "code",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_mention": "a",
    "text_link": "a",
    "bot_command": "a",
}
GENERAL = "General"


@dataclass(frozen=True)
class Frame:
    """What one window shows; ``own`` is the id of whoever looks at it.

    ``pressed``: the button they pressed, where it stands first.
    """

    title: str
    subtitle: str
    posts: Sequence[Message]
    own: int
    zone: ZoneInfo
    language: str = "zh"  # decides the typeface: a Latin one sets English quotation marks at their own width
    pressed: str = ""
    grouped: bool = False  # names stand over the messages of others


def page(windows: Iterable[str]) -> str:
    """The whole page; it writes its height into its title, for whoever takes a picture of it."""
    style = STYLE.read_text("utf-8")
    size = "document.body.offsetHeight + ' ' + document.body.offsetWidth"
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{style}</style>'
        f"<body>{''.join(windows)}<script>document.title = {size}</script></body></html>"
    )


def window(frame: Frame, wide: bool = False) -> str:
    """One chat by itself."""
    return f'<div class="window{" wide" if wide else ""}">{_chat(frame)}</div>'


def staff_window(frame: Frame, topics: Sequence[tuple[Topic, Message]], general: Message, group: str) -> str:
    """The staff group with its list of topics beside the open one, which is ``frame``.

    ``topics`` with the last message of each, in the order they are shown; ``general`` is the last message to all.
    """
    lines = [_line(GENERAL, "#8ba0b0", "#", general, opened=False)]
    for topic, last in topics:
        lines.append(
            _line(topic.name, f"#{topic.icon_color:06x}", topic.name[:1], last, topic.name == frame.title)
        )
    head = _header(group, f"{len(topics) + 1} 个话题", "#4b93c7")
    return f'<div class="window staff"><div class="topics">{head}{"".join(lines)}</div>{_chat(frame)}</div>'


def _line(name: str, colour: str, letter: str, last: Message, opened: bool) -> str:
    said = escape(last.text.replace("\n", " "))
    return (
        f'<div class="topic{" open" if opened else ""}"><span class="face" style="background:{colour}">{letter}</span>'
        f"<div><b>{escape(name)}</b><small>{escape(last.sender.first_name)}: {said}</small></div></div>"
    )


def _chat(frame: Frame) -> str:
    there = (at for at, post in enumerate(frame.posts) if frame.pressed in post.button_texts)
    pressed = next(there, None)
    posts = "".join(
        _post(frame, [message for _, message in together], frame.pressed if together[0][0] == pressed else "")
        for _, group in groupby(enumerate(frame.posts), lambda post: post[1].album or str(post[0]))
        for together in [list(group)]
    )
    head = _header(frame.title, frame.subtitle, "#4f9d5d" if frame.grouped else "#4b93c7")
    return f'<div class="chat" lang="{frame.language}">{head}<div class="talk">{posts}</div></div>'


def _header(title: str, subtitle: str, colour: str) -> str:
    return (
        f'<header><span class="face" style="background:{colour}">{escape(title[:1])}</span>'
        f"<div><b>{escape(title)}</b><small>{escape(subtitle)}</small></div></header>"
    )


def _post(frame: Frame, album: Sequence[Message], pressed: str) -> str:
    """One message; several that were sent as one album are shown as one, with the words of the first."""
    message = album[0]
    if message.service:
        named = message.body[message.kind].get("name", "")
        return f'<div class="event">{escape(named)}</div>' if named else ""
    mine = message.sender.id == frame.own
    who = ""
    if frame.grouped and not mine:
        colour = COLOURS[message.sender.id % len(COLOURS)]
        who = f'<span class="who" style="color:{colour}">{escape(message.sender.first_name)}</span>'
    time = f"{datetime.fromtimestamp(message.date, frame.zone):%H:%M}"
    said = _photos(album) + _marked(message.text, message.entities)
    return (
        f'<div class="post{" mine" if mine else ""}">'
        f'<div class="bubble">{who}{said}<span class="time">{time}</span></div>'
        f"{_keys(message, pressed)}</div>"
    )


def _photos(album: Sequence[Message]) -> str:
    """What the photos show, as it was sent; nothing for messages without."""
    files = [one.chat.world.files.get(one.file_id or "") for one in album if one.kind == "photo"]
    shown = (b64encode(file.content).decode() for file in files if file is not None)
    images = "".join(f'<img src="data:image/png;base64,{image}">' for image in shown)
    return f'<div class="photos">{images}</div>' if images else ""


def _keys(message: Message, pressed: str) -> str:
    if not message.rows:
        return ""
    rows = "".join(
        f'<div class="row">{"".join(_key(b.text, pressed) for b in row)}</div>' for row in message.rows
    )
    return f'<div class="keys">{rows}</div>'


def _key(text: str, pressed: str) -> str:
    return f'<span class="key{" pressed" if text == pressed else ""}">{escape(text)}</span>'


def _marked(text: str, entities: Sequence[Entity]) -> str:
    """The text as HTML; offsets count UTF-16 units, as everywhere in the Bot API."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in entities:
        if (tag := TAGS.get(entity["type"])) is not None:
            opening.setdefault(entity["offset"], []).append(f"<{tag}>")
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, f"</{tag}>")
    parts: list[Any] = []
    place = 0
    for character in text:
        parts += [*closing.get(place, ()), *opening.get(place, ()), escape(character)]
        place += 2 if character > "\uffff" else 1
    marked = "".join([*parts, *closing.get(place, ())])
    # A quote is a block of its own: the line breaks around it are already there.
    return marked.replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote>", "<blockquote>")
