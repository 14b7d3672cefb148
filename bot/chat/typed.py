"""What a person types at a terminal, as the update that Telegram would have sent for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.desk.labels import Language
from bot.desk.screen import PostKind, ScreenPost
from bot.service import inbox, screen
from bot.service.work import Work

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic"}


@dataclass(frozen=True)
class Typist:
    """A person at a terminal. ``chat_id``: their private chat (equal to ``user_id``) or the staff group."""

    user_id: int
    chat_id: int
    name: str
    language: Language

    @property
    def private(self) -> bool:
        return self.chat_id == self.user_id

    def say(self, work: Work, text: str, thread_id: int | None = None) -> int:
        """Writes ``text``; returns the number of the post and of the update."""
        return self._send(work, {"text": text}, text, [], thread_id)

    def send_file(self, work: Work, path: Path, thread_id: int | None = None) -> int:
        """Sends a picture or another file, by its path. Raises ``OSError`` when it cannot be read."""
        path = path.expanduser().resolve(strict=True)
        size = path.stat().st_size
        with path.open("rb"):
            kind = "photo" if path.suffix.lower() in PICTURES else "document"
        file: dict[str, Any] = {"file_id": str(path), "file_unique_id": str(path), "file_size": size}
        content: Any = (
            [file | {"width": 1, "height": 1}] if kind == "photo" else file | {"file_name": path.name}
        )
        media = [{"type": kind, "file_id": str(path), "name": path.name, "size": size}]
        return self._send(work, {kind: content}, "", media, thread_id)

    def press(self, work: Work, post_id: int, token: str) -> int:
        """Presses a button of a post; returns the number of the update."""
        number = screen.add(work, self._post(work, kind=PostKind.PRESS, text=token, reply_to=post_id))
        pressed = {"message_id": post_id, "date": _seconds(work), "chat": self._chat(), "text": ""}
        query = {
            "id": f"{self.chat_id}:{number}",
            "from": self._person(),
            "chat_instance": "terminal",
            "message": pressed,
            "data": token,
        }
        inbox.record(work, {"update_id": number, "callback_query": query})
        return number

    def _send(
        self,
        work: Work,
        content: dict[str, Any],
        text: str,
        media: list[dict[str, Any]],
        thread_id: int | None,
    ) -> int:
        number = screen.add(work, self._post(work, text=text, media=media, thread_id=thread_id))
        message = {"message_id": number, "date": _seconds(work), "chat": self._chat(), "from": self._person()}
        if thread_id is not None:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        inbox.record(work, {"update_id": number, "message": message | content})
        return number

    def _post(self, work: Work, **content: Any) -> ScreenPost:
        return ScreenPost(
            chat_id=self.chat_id,
            mine=True,
            name=self.name,
            written_at=work.now,
            updated_at=work.now,
            **content,
        )

    def _chat(self) -> dict[str, Any]:
        if self.private:
            return {"id": self.chat_id, "type": "private", "first_name": self.name}
        return {"id": self.chat_id, "type": "supergroup", "title": "CareDesk", "is_forum": True}

    def _person(self) -> dict[str, Any]:
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language.value,
        }


def _seconds(work: Work) -> int:
    return int(work.now.timestamp())
