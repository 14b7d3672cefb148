"""The staff group in the terminal: a list of topics, one of them open at a time."""

import asyncio
import getpass
import re

from bot.chat.terminal import Terminal, view_of
from bot.chat.terminal_view import View
from bot.chat.typed import Typist
from bot.desk.labels import Language
from bot.desk.screen import PostKind, ScreenPost
from bot.service import screen
from bot.service.work import Desk

_NUMBER = re.compile(r"(?:CD-)?(\d+)", re.IGNORECASE)


def staff(desk: Desk, language: Language, user_id: int, name: str) -> int:
    """Runs the staff group's terminal until its end; returns the exit status."""
    with desk() as work:
        chat_id = work.staff_chat_id
    typist = Typist(user_id, chat_id, name or getpass.getuser(), language)
    return asyncio.run(StaffTerminal(desk, typist, view_of(desk, language)).run())


class StaffTerminal(Terminal):
    """What is said to all is always shown; of a topic, only when it is open."""

    welcome = "terminal_welcome_staff"

    def __init__(self, desk: Desk, typist: Typist, view: View) -> None:
        super().__init__(desk, typist, view)
        self._topics: dict[int, ScreenPost] = {}
        self._topic: ScreenPost | None = None

    async def began(self) -> None:
        await super().began()
        await self._list()

    async def typed(self, line: str) -> bool:
        command, _, argument = line.partition(" ")
        if command == "/open":
            await self._open(argument.strip())
        elif command == "/list":
            await self._list()
        else:
            return await super().typed(line)
        return True

    async def say(self, line: str) -> None:
        if self._topic is None and not line.startswith("/"):
            self.view.note(self.view.word("terminal_open_first"))
            return
        await super().say(line)

    def prompt(self) -> str:
        return _number(self._topic) if self._topic else self.view.word("terminal_prompt_staff")

    def thread(self) -> int | None:
        return self._topic.id if self._topic else None

    def arrived(self, post: ScreenPost, edited: bool) -> None:
        if post.kind == PostKind.TOPIC:
            self._topics[post.id or 0] = post
            if not edited:
                self.view.note(f"📋 {post.text}")
        elif post.thread_id is None or post.thread_id == self.thread():
            super().arrived(post, edited)
        elif not edited:
            self._elsewhere(post)

    def no_button(self, line: str) -> bool:
        """A mistyped number must not go to the customer."""
        self.view.note(self.view.word("terminal_no_button", number=line))
        return True

    def _elsewhere(self, post: ScreenPost) -> None:
        topic = self._topics.get(post.thread_id or 0)
        if topic is not None:
            self.view.note(self.view.word("terminal_unread", number=_number(topic)))

    async def _list(self) -> None:
        topics = await self.work(lambda work: screen.topics(work, self.typist.chat_id))
        self._topics = {topic.id: topic for topic in topics if topic.id is not None}
        self.view.note(self.view.word("terminal_topics" if topics else "terminal_no_topics"))
        for topic in topics:
            state = self.view.word("terminal_closed" if topic.closed else "terminal_open")
            self.view.note(f"  {topic.text} · {state}")

    async def _open(self, wanted: str) -> None:
        """Shows a topic from its beginning; what is typed from now on goes there."""
        found = _NUMBER.fullmatch(wanted)
        number = f"CD-{found[1]}" if found else wanted
        topics = await self.work(lambda work: screen.topics(work, self.typist.chat_id))
        # A topic that was deleted and opened again has the same number: the newest counts.
        topic = next((one for one in reversed(topics) if _number(one) == number), None)
        if topic is None or topic.id is None:
            self.view.note(self.view.word("terminal_unknown_topic", number=number))
            return
        thread_id = topic.id
        self._topic, self._topics[thread_id] = topic, topic
        self.choices.clear()
        self.view.note(self.view.word("terminal_entered", title=topic.text))
        for post in await self.work(lambda work: screen.in_topic(work, thread_id)):
            self.view.post(post, self.choices.offer(post))


def _number(topic: ScreenPost) -> str:
    """The ticket's number: a topic's title begins with it."""
    return topic.text.partition(" ")[0]
