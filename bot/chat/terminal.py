"""A customer's chat in the terminal, beside the running desk; and what the staff's terminal shares with it."""

import asyncio
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from bot.chat.commit import committed
from bot.chat.terminal_view import Choices, View
from bot.chat.typed import Typist
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.screen import ScreenPost
from bot.service import screen
from bot.service.work import Desk, StoreAway, Work

LOOK_EVERY = 0.15  # seconds between looks for new posts
QUIET = 0.4  # seconds without a post after which a scripted line counts as answered
PATIENCE = 60.0  # seconds a scripted line waits for its answer
SHOWN_AGAIN = 6  # posts of an earlier time that are shown on start
MOST_DIGITS = 2  # of a number that presses a button; longer ones are meter numbers and the like

Result = TypeVar("Result")


def chat(desk: Desk, language: Language, chat_id: int, name: str) -> int:
    """Runs a customer's chat until its end; returns the exit status."""
    typist = Typist(chat_id, chat_id, name or getpass.getuser(), language)
    return asyncio.run(CustomerTerminal(desk, typist, view_of(desk, language)).run())


class Terminal:
    """Shows what is posted while somebody types; without a tty it reads its lines from a pipe and waits after each."""

    welcome = ""

    def __init__(self, desk: Desk, typist: Typist, view: View) -> None:
        self.desk, self.typist, self.view = desk, typist, view
        self.choices = Choices()
        self.numbers = 0  # of the posts shown so far, the highest
        self._edits: dict[int, int] = {}  # of the posts shown so far

    async def run(self) -> int:
        """Until ``/quit``, the end of the input or Ctrl-C."""
        await self.began()
        if sys.stdin.isatty():
            await self._talk()
            return 0
        return await self._follow_script()

    async def began(self) -> None:
        """Before the first line: what the terminal is for, and the end of what was said before."""
        self.view.note(self.view.word(self.welcome))
        before = await self.work(lambda work: screen.posts(work, self.typist.chat_id, 0))
        for post in before:
            assert post.id is not None
            self.numbers, self._edits[post.id] = post.id, post.edits
        for post in before[-SHOWN_AGAIN:]:
            self.arrived(post, edited=False)

    async def typed(self, line: str) -> bool:
        """Does what a line says; False when it ends the terminal."""
        if line == "/quit":
            return False
        if line.startswith("/photo "):
            await self._send_file(line.removeprefix("/photo ").strip())
        elif not await self._press(line):
            await self.say(line)
        return True

    async def say(self, line: str) -> None:
        await self.work(lambda work: self.typist.say(work, line, self.thread()))

    def prompt(self) -> str:
        """What stands before the line that is typed."""
        return ""

    def thread(self) -> int | None:
        """The topic that is written to."""
        return None

    def arrived(self, post: ScreenPost, edited: bool) -> None:
        """Shows a new post, or one that was changed."""
        self.view.post(post, self.choices.offer(post), edited)

    async def work(self, deed: Callable[[Work], Result]) -> Result:
        return await committed(self.desk, deed)

    async def look(self) -> int:
        """Shows what is new; returns how much that was."""
        shown = 0
        after = max(self.numbers - 300, 0)
        for post in await self.work(lambda work: screen.posts(work, self.typist.chat_id, after)):
            assert post.id is not None
            known = self._edits.get(post.id)
            new = known is None and post.id > self.numbers
            if (known is not None and post.edits > known) or new:
                self._edits[post.id] = post.edits
                if not post.mine:
                    self.arrived(post, edited=not new)
                    shown += 1
            self._edits.setdefault(post.id, post.edits)
        self.numbers = max([self.numbers, *self._edits])
        return shown

    async def _talk(self) -> None:
        session: PromptSession[str] = PromptSession()
        with patch_stdout(raw=True):
            watching = asyncio.create_task(self._watch())
            try:
                while await self.typed((await session.prompt_async(lambda: self.prompt() + " › ")).strip()):
                    pass
            except (EOFError, KeyboardInterrupt):
                return
            finally:
                watching.cancel()

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except StoreAway as error:
                self.view.note(str(error))
                await asyncio.sleep(2)
            await asyncio.sleep(LOOK_EVERY)

    async def _follow_script(self) -> int:
        """One line after the other, each when the one before is answered; 1 when an answer did not come."""
        await self._answered()
        for line in await asyncio.to_thread(sys.stdin.readlines):
            if not line.strip():
                continue
            self.view.note(f"{self.prompt()} › {line.strip()}")
            if not await self.typed(line.strip()):
                return 0
            if not await self._answered():
                self.view.note(self.view.word("terminal_nothing_heard", seconds=int(PATIENCE)))
                return 1
        return 0

    async def _answered(self) -> bool:
        """Waits until everything typed is worked off and the posts of it are shown."""
        loop = asyncio.get_running_loop()
        end, quiet_since = loop.time() + PATIENCE, loop.time()
        while loop.time() < end:
            shown = await self.look()
            if shown or not await self.work(self._settled):
                quiet_since = loop.time()
            elif loop.time() - quiet_since >= QUIET:
                return True
            await asyncio.sleep(LOOK_EVERY)
        return False

    def _settled(self, work: Work) -> bool:
        return screen.settled(work, self.typist.chat_id)

    async def _press(self, line: str) -> bool:
        """Presses the button of that number; False when the line is no number of a button."""
        if not (line.isascii() and line.isdigit() and len(line) <= MOST_DIGITS):
            return False
        found = self.choices.find(int(line))
        if found is None:
            return self.no_button(line)
        post_id, token, label = found
        self.view.note(self.view.word("terminal_pressed", label=label))
        await self.work(lambda work: self.typist.press(work, post_id, token))
        return True

    def no_button(self, line: str) -> bool:
        """A number without a button: a customer's house number, say. True when that ends the matter."""
        return False

    async def _send_file(self, path: str) -> None:
        try:
            await self.work(lambda work: self.typist.send_file(work, Path(path), self.thread()))
        except OSError:
            self.view.note(self.view.word("terminal_no_file", path=path))


class CustomerTerminal(Terminal):
    welcome = "terminal_welcome_customer"

    async def began(self) -> None:
        """Whoever comes for the first time presses Start, as in Telegram."""
        await super().began()
        if not self.numbers:
            await self.say("/start")

    def prompt(self) -> str:
        return self.view.word("terminal_prompt_customer")


def view_of(desk: Desk, language: Language) -> View:
    """The view of this terminal; plain lines where no person sits at it."""
    with desk() as work:
        words = Words(work.policy.zone, lambda: datetime.now(UTC))
    return View(words, language, plain=not (sys.stdin.isatty() and sys.stdout.isatty()))
