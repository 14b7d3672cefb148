"""How a terminal shows the screen: posts with numbered buttons, as wide as the window, in Chinese too."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.chat.words import Words, tame
from bot.desk.labels import Language
from bot.desk.screen import PostKind, ScreenPost

WIDEST = 88  # columns of a message; longer lines are hard to read
FRAME = 4  # columns of a message's frame
# What stays together at the end of a line: words, spaces, and one Chinese character with the signs around it. Rich
# itself knows only spaces, and begins a new line before every Latin word in a Chinese sentence.
TOGETHER = re.compile(
    r"\s+|[（“‘《【]*(?:[\u2e80-\u9fff\uf900-\ufaff]|[^\s\u2e80-\u9fff\uf900-\ufaff（“‘《【]+)[，。；：！？、）”’》】…]*"
    r"|[（“‘《【]+"
)
POSTS_WITH_BUTTONS = 4  # so many of the latest posts can be pressed; older ones lose their numbers


class Choices:
    """Which number presses which button. A number is one of the lowest that are free."""

    def __init__(self) -> None:
        self._of_post: dict[int, list[tuple[int, str, str]]] = {}

    def offer(self, post: ScreenPost) -> list[tuple[int, str]]:
        """Numbers the buttons of a post anew; pairs of number and label."""
        assert post.id is not None
        self._of_post.pop(post.id, None)
        if not post.buttons:
            return []
        for old in list(self._of_post)[: max(len(self._of_post) - POSTS_WITH_BUTTONS + 1, 0)]:
            del self._of_post[old]
        taken = {number for buttons in self._of_post.values() for number, _, _ in buttons}
        buttons = [button for row in post.buttons for button in row]
        free = (number for number in range(1, len(taken) + len(buttons) + 1) if number not in taken)
        self._of_post[post.id] = [
            (number, button["token"], button["text"]) for number, button in zip(free, buttons, strict=False)
        ]
        return [(number, text) for number, _, text in self._of_post[post.id]]

    def find(self, number: int) -> tuple[int, str, str] | None:
        """The post, token and label behind a number, or None."""
        for post_id, buttons in self._of_post.items():
            for one, token, text in buttons:
                if one == number:
                    return post_id, token, text
        return None

    def clear(self) -> None:
        self._of_post.clear()


class View:
    """Prints posts: in frames for people, as plain lines for a pipe."""

    def __init__(self, words: Words, language: Language, plain: bool) -> None:
        self.words, self.language, self._plain = words, language, plain
        # Where lines are typed while posts arrive, stdout is replaced: it is looked up at every print.
        self._console = Console(highlight=False, force_terminal=None if plain else True)

    def word(self, key: str, **values: Any) -> str:
        return self.words.label(self.language, key, values)

    def post(self, post: ScreenPost, buttons: Sequence[tuple[int, str]] = (), edited: bool = False) -> None:
        """Shows a post with its numbered buttons."""
        who = tame(post.name) if post.mine else self.word("terminal_desk")
        if edited:
            who += f" · {self.word('terminal_edited')}"
        lines = [tame(post.text, lines=True)] if post.text else []
        lines += [self._medium(one) for one in post.media]
        keys = [f"[{number}] {text}" for number, text in buttons]
        if post.kind == PostKind.TOAST:
            self.note("› " + post.text)
        elif self._plain:
            self._print(Text(f"{who}: " + "\n".join([*lines, *(["  ".join(keys)] if keys else [])])))
        else:
            width = min(self._console.width, WIDEST)
            parts = [TOGETHER.findall(line) for text in lines for line in text.split("\n")]
            parts += [[part for key in keys for part in ("  ", key)][1:]] if keys else []
            folded = "\n".join(line for some in parts for line in fold(some, width - FRAME))
            self._print(Panel(Text(folded), title=who, title_align="left", width=width))

    def note(self, text: str) -> None:
        """A line of the terminal's own."""
        self._print(Text(tame(text, lines=True), style="" if self._plain else "dim"))

    def _medium(self, medium: dict[str, Any]) -> str:
        name = medium.get("name") or medium.get("file_id") or medium["type"]
        return "📎 " + self.word("terminal_attachment", name=str(name))

    def _print(self, what: Any) -> None:
        self._console.file = sys.stdout
        self._console.print(what, soft_wrap=self._plain)


def fold(parts: Iterable[str], width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns, broken between parts only; a part that is wider has a line of its own."""
    line = ""
    for part in parts:
        if line.strip() and cell_len(line + part.rstrip()) > width:
            yield line.rstrip()
            line = part.lstrip()
        else:
            line += part
    yield line
