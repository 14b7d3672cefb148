"""A small Telegram in a thread: ``with Emulator() as telegram`` gives a Bot API on a free loopback port."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tests.emulator.actors import ANONYMOUS, Person
from tests.emulator.control import ControlHandler
from tests.emulator.faults import Fault
from tests.emulator.files import UPLOAD_LIMIT
from tests.emulator.inspection import Inspection
from tests.emulator.limits import Limits
from tests.emulator.messages import Message
from tests.emulator.methods_chats import member_json
from tests.emulator.methods_topics import drop_topic, open_topic, set_closed
from tests.emulator.server import BotApi, application
from tests.emulator.updates import Update
from tests.emulator.webhook import Webhook
from tests.emulator.world import BOT_RIGHTS, Chat, Topic, User, World

TOKEN = "7000000001:AAE_emulated_bot_token_of_the_tests"


class Emulator(Inspection):
    """One bot's Telegram. Methods may be called from any thread; see README.md for the whole picture.

    ``limits``: True for Telegram's flood limits, or a ``Limits`` of one's own. ``seed`` fixes every chance.
    ``privacy_mode``: a bot that is a plain group member hears only what concerns it.
    ``webhook_backoff``: first and longest wait before a retry, seconds. ``webhook_timeout``: seconds.
    ``callback_seconds``: how long a pressed button may be answered. ``port`` 0 takes a free one.
    """

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "caredesk_test_bot",
        limits: bool | Limits = False,
        seed: int = 0,
        privacy_mode: bool = True,
        webhook_backoff: tuple[float, float] = (0.05, 1.0),
        webhook_timeout: float = 10.0,
        callback_seconds: float = 900.0,
        port: int = 0,
    ) -> None:
        bot = User(int(token.split(":")[0]), "CareDesk", username=username, is_bot=True)
        self.token = token
        self.world = World(bot, privacy_mode, seed)
        self.world.users[ANONYMOUS.id] = ANONYMOUS
        self.webhook = Webhook(self.world.updates, webhook_backoff, webhook_timeout)
        chosen = Limits() if limits is True else limits or None
        self.api = BotApi(self.world, token, self.webhook, chosen, seed)
        self.callback_seconds = callback_seconds
        self.port = port
        self._ids = itertools.count(1)
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    # ---- life -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """For ``ApplicationBuilder.base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For ``ApplicationBuilder.base_file_url``."""
        return f"{self.url}/file/bot"

    def start(self) -> Emulator:
        """Listen on loopback, in a thread of its own."""
        sockets = bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(sockets)), daemon=True, name="telegram-emulator"
        )
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the Telegram emulator did not start within 10 s; look for an exception above")
        return self

    def stop(self) -> None:
        """Stop listening, end every waiting call, and join the thread."""
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self.api.stopping.set)
            self._thread.join(10)
            self._thread = None

    async def _serve(self, sockets: Sequence[Any]) -> None:
        loop = self._loop = asyncio.get_running_loop()
        server = HTTPServer(
            application(self.api, [(r"/_control/(\w+)", ControlHandler, {"telegram": self})]),
            max_buffer_size=UPLOAD_LIMIT * 2,
        )
        server.add_sockets(sockets)
        for wake in (self.api.poller.wake, self.webhook.wake):
            self.world.updates.on_push.append(
                lambda wake=wake: None if loop.is_closed() else loop.call_soon_threadsafe(wake)
            )
        delivering = asyncio.create_task(self.webhook.run())
        self._ready.set()
        await self.api.stopping.wait()
        delivering.cancel()
        self.api.poller.turn_away("terminated by the end of the emulator")
        server.stop()
        await asyncio.wait_for(server.close_all_connections(), 5)

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Emulator:
        return self.start()

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.stop)

    # ---- people and chats -------------------------------------------------------------------------------

    def user(
        self,
        id: int | None = None,
        first_name: str = "Li",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "zh-hans",
        is_bot: bool = False,
    ) -> Person:
        """A person, who has not pressed Start yet."""
        with self.world.changed:
            user = User(
                id or 500_000_000 + next(self._ids), first_name, last_name, username, language_code, is_bot
            )
            self.world.users[user.id] = user
            self.world.chats[user.id] = Chat(self.world, user.id, "private", user=user, bot_status="member")
            return Person(self, user)

    def group(
        self,
        title: str = "Staff",
        forum: bool = True,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
        basic: bool = False,
        bot: str = "administrator",
        closed_for_admins: bool = False,
        id: int | None = None,
    ) -> Chat:
        """A supergroup (with topics when ``forum``) or a ``basic`` group; ``bot`` is the bot's status in it."""
        with self.world.changed:
            number = id or (-4_000_000 - next(self._ids) if basic else -1_001_000_000_000 - next(self._ids))
            chat = Chat(
                self.world,
                number,
                "group" if basic else "supergroup",
                title,
                bot_status=bot,
                forum=forum and not basic,
                closed_for_admins=closed_for_admins,
            )
            chat.members = {**{p.id: "member" for p in members}, **{p.id: "administrator" for p in admins}}
            self.world.chats[number] = chat
            return chat

    def add_member(self, group: Chat, person: Person, admin: bool = False) -> None:
        """Somebody joins; the bot sees the service message."""
        self._member(group, person, "administrator" if admin else "member", "new_chat_members")

    def remove_member(self, group: Chat, person: Person) -> None:
        """Somebody leaves; the bot sees the service message."""
        self._member(group, person, "left", "left_chat_member")

    def _member(self, group: Chat, person: Person, status: str, service: str) -> None:
        with self.world.changed:
            before = member_json(self.world, group, person.id)
            group.members[person.id] = status
            user: Any = person.user.as_json()
            self._service(group, person.user, {service: [user] if service == "new_chat_members" else user})
            self.world.updates.push(
                {
                    "chat_member": {
                        "chat": group.as_json(),
                        "from": user,
                        "date": int(self.world.now()),
                        "old_chat_member": before,
                        "new_chat_member": member_json(self.world, group, person.id),
                    }
                }
            )

    def _service(self, chat: Chat, by: User, body: dict[str, Any], thread: int | None = None) -> Message:
        message = self.world.add_message(chat, by, body=body, thread=thread)
        if chat.bot_status in {"administrator", "member"}:
            message.update = self.world.updates.push({"message": message.as_json()})
        return message

    def bot_becomes(self, group: Chat, status: str, by: Person | None = None, **rights: bool) -> None:
        """administrator (with ``rights``), member, restricted, left or kicked; my_chat_member tells the bot."""
        with self.world.changed:
            before = member_json(self.world, group, self.world.bot.id)
            group.bot_status = status
            group.bot_rights = {right for right in BOT_RIGHTS if rights.get(right, True)}
            self._own_membership(group, by.user if by else ANONYMOUS, before)

    def _own_membership(self, chat: Chat, by: User, before: dict[str, Any], after: Any = None) -> None:
        now = after or member_json(self.world, chat, self.world.bot.id)
        self.world.updates.push(
            {
                "my_chat_member": {
                    "chat": chat.as_json(),
                    "from": by.as_json(),
                    "date": int(self.world.now()),
                    "old_chat_member": before,
                    "new_chat_member": now,
                }
            }
        )

    def block(self, person: Person) -> None:
        """The person blocks the bot: 403 from now on."""
        self._set_blocked(person, True)

    def unblock(self, person: Person) -> None:
        """The person lets the bot write again."""
        self._set_blocked(person, False)

    def _set_blocked(self, person: Person, blocked: bool) -> None:
        with self.world.changed:
            person.private.blocked = blocked
            bot = self.world.bot.as_json()
            states = [{"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}]
            before, after = states if blocked else states[::-1]
            self._own_membership(person.private, person.user, before, after)

    def migrate(self, group: Chat, forum: bool = False) -> Chat:
        """A basic group becomes a supergroup with a new id, which is returned; the old id answers 400."""
        if group.type != "group":
            raise ValueError(
                f"{group.id} is a {group.type}; only basic groups migrate: group(title, basic=True)"
            )
        with self.world.changed:
            new = self.group(group.title or "", forum=forum, bot=group.bot_status)
            new.members = dict(group.members)
            self._service(group, ANONYMOUS, {"migrate_to_chat_id": new.id})
            self._service(new, ANONYMOUS, {"migrate_from_chat_id": group.id})
            group.migrated_to = new.id
            return new

    def topic(self, group: Chat, name: str, by: Person | None = None) -> Topic:
        """Somebody opens a topic."""
        with self.world.changed:
            topic = open_topic(self.world, group, by.user if by else ANONYMOUS, name)
            self.world.updates.push({"message": group.messages[topic.id].as_json()})
            return topic

    def close_topic(
        self, group: Chat, topic: Topic | int, by: Person | None = None, closed: bool = True
    ) -> None:
        """Somebody closes a topic, or with ``closed=False`` reopens it."""
        with self.world.changed:
            found = group.topics[topic if isinstance(topic, int) else topic.id]
            set_closed(self.world, group, found, by.user if by else ANONYMOUS, closed)
            last = group.messages[group.last_id]
            self.world.updates.push({"message": last.as_json()})

    def delete_topic(self, group: Chat, topic: Topic | int) -> None:
        """Somebody deletes a topic; Telegram tells bots nothing."""
        with self.world.changed:
            drop_topic(self.world, group, group.topics[topic if isinstance(topic, int) else topic.id])

    def delete(self, message: Message) -> None:
        """Somebody deletes a message; Telegram tells bots nothing."""
        with self.world.changed:
            message.deleted = True
            self.world.touch(message)

    # ---- updates, time, trouble -------------------------------------------------------------------------

    def push(self, update: Update) -> Update | None:
        """Queue a raw update; with an ``update_id`` of its own it may be old, doubled or out of order."""
        return self.world.updates.push(update)

    def redeliver(self, what: Message | Update) -> None:
        """Give an update (or the last one about a message) out once more, also after it was confirmed."""
        update = what.update if isinstance(what, Message) else what
        if update is None:
            raise ValueError(f"the bot was never told about {what!r}")
        self.world.updates.redeliver(update)

    def held(self, order: Callable[[list[Update]], Iterable[Update]] = list) -> AbstractContextManager[None]:
        """Inside the block updates are kept back; then they go out in the order ``order`` (e.g. reversed) gives."""
        return self.world.updates.held(order)

    def advance(self, seconds: float) -> None:
        """Move the emulator's clock forward: dates, flood limits, callback age, the 48 hours of deletion."""
        with self.world.changed:
            self.world.shift += seconds

    def fault(self, method: Any = None, *, chat: Any = None, **rule: Any) -> Fault:
        """Let calls go wrong; see ``faults.Fault`` for the rules. Newer faults are asked after older ones."""
        fault = Fault(method, None if chat is None else self.chat(chat).id, **rule)
        with self.world.changed:
            self.api.faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Everything works again."""
        with self.world.changed:
            self.api.faults.clear()
