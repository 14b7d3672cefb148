"""Making and changing what is there: people, groups, members, topics; the setting half of the Emulator."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from tests.emulator.actors import ANONYMOUS, Person
from tests.emulator.inspection import Inspection
from tests.emulator.messages import Message
from tests.emulator.methods_chats import member_json
from tests.emulator.methods_topics import drop_topic, open_topic, set_closed
from tests.emulator.world import BOT_RIGHTS, Chat, Topic, User


class Scenery(Inspection):
    """People and chats; every method may be called from any thread."""

    callback_seconds: float
    _ids: itertools.count[int]

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
        """A supergroup (a forum on request) or a ``basic`` group; ``bot`` is the bot's status in it."""
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
        """administrator (with ``rights``), member, restricted, left or kicked; my_chat_member tells it."""
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
            states: list[dict[str, Any]] = [
                {"user": bot, "status": "member"},
                {"user": bot, "status": "kicked", "until_date": 0},
            ]
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
