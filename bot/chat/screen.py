"""A desk without Telegram: letters go to the screen that the terminals show, by the same contract as over Telegram."""

from pathlib import Path
from typing import Any

from bot.chat import letters
from bot.chat.commit import committed
from bot.chat.failures import told_plainly
from bot.chat.files import Files
from bot.chat.keyboards import label
from bot.chat.words import Words
from bot.desk.notice import Act
from bot.desk.screen import PostKind, ScreenPost
from bot.service import screen
from bot.service.courier import Delivered, Letter, NotModified, Refused, ThreadGone
from bot.service.work import Desk, Work


class ScreenCourier:
    """Implements ``bot.service.courier.Courier`` over the table of the screen."""

    in_flight = 16

    def __init__(
        self, desk: Desk, words: Words, folder: Path | None = None, files: Files | None = None
    ) -> None:
        """``folder`` is where documents and pictures are written to, as nobody here can be sent one; ``files`` makes
        them.
        """
        self._desk, self._words, self._folder = desk, words, folder
        self._files = files or Files(desk, words)

    async def deliver(self, letter: Letter) -> Delivered:
        """Carries one letter. Raises a ``NotDelivered``, or ``StoreAway``."""
        with told_plainly(letter.chat_id):
            match letter.act:
                case Act.DOCUMENT:
                    made = await self._files.of(letter)
                    media = [self._written("document", f"{letter.notice_id}-{made.name}", made.content)]
                    return await self._shown(letter, self._text(letter), media)
                case Act.PICTURES:
                    drawn = await self._files.pictures_of(letter)
                    media = [
                        self._written("photo", f"{letter.notice_id}-{number}.png", image)
                        for number, image in enumerate(drawn.images, 1)
                    ]
                    return await self._shown(letter, letters.without_markup(drawn.text), media)
                case _:
                    return await committed(self._desk, lambda work: self._carry(work, letter))

    async def _shown(self, letter: Letter, text: str, media: list[dict[str, Any]]) -> Delivered:
        return await committed(self._desk, lambda work: _posted(work, letter, text=text, media=media))

    def _carry(self, work: Work, letter: Letter) -> Delivered:
        match letter.act:
            case Act.SAY:
                return _posted(work, letter, text=self._text(letter), buttons=self._buttons(letter))
            case Act.COPY:
                return _copied(work, letter)
            case Act.ALBUM:
                media = [dict(one) for one in letter.values["media"]]
                return _posted(work, letter, text=letter.values.get("caption") or "", media=media)
            case Act.EDIT:
                return self._edit(work, letter)
            case Act.TOPIC:
                return self._open_topic(work, letter)
            case Act.RENAME:
                return _change_topic(
                    work, letter, text=letters.title(self._words, letter.language, letter.values)
                )
            case _:  # it is closed, or opened again
                return _change_topic(work, letter, closed=letter.act == Act.CLOSE)

    def _text(self, letter: Letter) -> str:
        """The words, and below them the pages that buttons would open in Telegram."""
        said = letter.text or ""
        if letter.template is not None:
            marked = letters.message(self._words, letter.language, letter.template, letter.values)
            said = letters.without_markup(marked)
        links = [
            f"{label(self._words, letter.language, one)}: {one['url']}"
            for row in letter.buttons
            for one in row
            if "url" in one
        ]
        return "\n".join([said, *links])

    def _buttons(self, letter: Letter) -> list[list[dict[str, Any]]]:
        rows = [
            [
                {"token": one["token"], "text": label(self._words, letter.language, one)}
                for one in row
                if "token" in one
            ]
            for row in letter.buttons
        ]
        return [row for row in rows if row]

    def _written(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        """A file that only its reader may open, as media of a post."""
        if self._folder is None:
            raise Refused("this courier has no folder for documents; give it one")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        return {"type": kind, "file_id": str(path), "name": str(path), "size": len(content)}

    def _edit(self, work: Work, letter: Letter) -> Delivered:
        post = work.session.get(ScreenPost, letter.message_id)
        if post is None:
            raise Refused(f"there is no post {letter.message_id} to edit")
        _change(work, post, text=self._text(letter), buttons=self._buttons(letter))
        return Delivered(post.id)

    def _open_topic(self, work: Work, letter: Letter) -> Delivered:
        title = letters.title(self._words, letter.language, letter.values)
        topic = ScreenPost(
            chat_id=letter.chat_id, kind=PostKind.TOPIC, text=title, written_at=work.now, updated_at=work.now
        )
        return Delivered(thread_id=screen.add(work, topic))


class ScreenLine:
    """Implements ``bot.chat.line.Line``: toasts are posts too, and whoever sits at the staff terminal is staff."""

    name = ""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def acknowledge(self, callback_id: str, text: str | None) -> None:
        """``callback_id`` is ``chat:post``, as ``bot.chat.typed`` makes it."""
        if text is None:
            return
        chat_id = int(callback_id.partition(":")[0])

        def deed(work: Work) -> None:
            toast = ScreenPost(
                chat_id=chat_id, kind=PostKind.TOAST, text=text, written_at=work.now, updated_at=work.now
            )
            screen.add(work, toast)

        await committed(self._desk, deed)

    async def is_member(self, chat_id: int, user_id: int) -> bool:
        return True


def _posted(work: Work, letter: Letter, **content: Any) -> Delivered:
    post = ScreenPost(
        chat_id=letter.chat_id,
        thread_id=letter.thread_id,
        reply_to=letter.reply_to,
        written_at=work.now,
        updated_at=work.now,
        **content,
    )
    return Delivered(screen.add(work, post))


def _copied(work: Work, letter: Letter) -> Delivered:
    original = work.session.get(ScreenPost, letter.values["message"])
    if original is None:
        raise Refused(f"there is no post {letter.values['message']} to copy")
    caption = letter.values.get("caption")
    return _posted(
        work, letter, text=original.text if caption is None else caption, media=list(original.media)
    )


def _change_topic(work: Work, letter: Letter, **changes: Any) -> Delivered:
    topic = work.session.get(ScreenPost, letter.thread_id) if letter.thread_id else None
    if topic is None or topic.kind != PostKind.TOPIC:
        raise ThreadGone
    _change(work, topic, **changes)
    return Delivered(thread_id=topic.id)


def _change(work: Work, post: ScreenPost, **changes: Any) -> None:
    """Raises ``NotModified`` when the post is so already, as Telegram does."""
    if all(getattr(post, name) == value for name, value in changes.items()):
        raise NotModified
    for name, value in changes.items():
        setattr(post, name, value)
    post.edits, post.updated_at = post.edits + 1, work.now
    work.session.add(post)
