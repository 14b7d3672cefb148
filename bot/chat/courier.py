"""Carries letters to people over Telegram."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.chat import letters
from bot.chat.connection import IN_FLIGHT
from bot.chat.failures import told_plainly
from bot.chat.files import Files
from bot.chat.keyboards import keyboard
from bot.chat.words import Words
from bot.desk.notice import Act
from bot.service.courier import Delivered, Letter, NoTopics, Refused

# What a customer links to must not open a preview in the staff group, nor what an agent links to at the customer's.
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
RED, BLUE = 16478047, 7322096  # two of the six colours Telegram has for topics
ALBUM_MOST = 10
IN_ALBUMS = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}


class TelegramCourier:
    """Implements ``bot.service.courier.Courier`` over one ``telegram.Bot``."""

    in_flight = IN_FLIGHT

    def __init__(self, bot: Bot, words: Words, files: Files | None = None) -> None:
        """``files`` makes the documents that are sent; without it a letter that is one is refused."""
        self._bot, self._words, self._files = bot, words, files

    async def deliver(self, letter: Letter) -> Delivered:
        """Carries one letter. Raises a ``NotDelivered``; no error of python-telegram-bot leaves here."""
        with told_plainly(letter.chat_id):
            match letter.act:
                case Act.SAY:
                    return await self._opened_for(letter, self._say)
                case Act.COPY:
                    return await self._opened_for(letter, self._copy)
                case Act.ALBUM:
                    return await self._opened_for(letter, self._album)
                case Act.EDIT:
                    return await self._edit(letter)
                case Act.DOCUMENT:
                    return await self._document(letter)
                case Act.PICTURES:
                    return await self._pictures(letter)
                case Act.TOPIC:
                    return await self._open_topic(letter)
                case Act.RENAME | Act.CLOSE | Act.REOPEN:
                    return await self._change_topic(letter)

    async def _opened_for(self, letter: Letter, carry: Any) -> Delivered:
        """Into a topic that is closed for the desk too, a letter goes all the same: opened for it, closed after it."""
        try:
            return await carry(letter)
        except BadRequest as error:
            if letter.thread_id is None or "topic_closed" not in error.message.lower():
                raise
        await self._bot.reopen_forum_topic(letter.chat_id, letter.thread_id)
        delivered: Delivered = await carry(letter)
        await self._bot.close_forum_topic(letter.chat_id, letter.thread_id)
        return delivered

    async def _say(self, letter: Letter) -> Delivered:
        text, mode = self.worded(letter)
        sent = await self._bot.send_message(
            letter.chat_id,
            text,
            parse_mode=mode,
            message_thread_id=letter.thread_id,
            reply_parameters=_reply(letter),
            reply_markup=self._buttons(letter),
            link_preview_options=NO_PREVIEW,
        )
        return Delivered(sent.message_id)

    async def _copy(self, letter: Letter) -> Delivered:
        sent = await self._bot.copy_message(
            letter.chat_id,
            letter.values["from_chat"],
            letter.values["message"],
            caption=letter.values.get("caption"),
            message_thread_id=letter.thread_id,
            reply_parameters=_reply(letter),
            reply_markup=self._buttons(letter),
        )
        return Delivered(sent.message_id)

    async def _album(self, letter: Letter) -> Delivered:
        """Up to ten media in one piece. Words too long for a caption go first, as a message of their own."""
        caption = letter.values.get("caption") or ""
        if letters.units(caption) > letters.LONGEST_CAPTION:
            await self._bot.send_message(
                letter.chat_id, caption, message_thread_id=letter.thread_id, link_preview_options=NO_PREVIEW
            )
            caption = ""
        sent = await self._bot.send_media_group(
            letter.chat_id,
            _album_of(letter.values["media"]),
            caption=caption or None,
            message_thread_id=letter.thread_id,
            reply_parameters=_reply(letter),
        )
        return Delivered(sent[0].message_id)

    async def _document(self, letter: Letter) -> Delivered:
        if self._files is None:
            raise Refused("this courier has no files; give it bot.chat.files.Files")
        file = await self._files.of(letter)
        caption, mode = self.worded(letter)
        sent = await self._bot.send_document(
            letter.chat_id,
            file.content,
            caption=caption,
            parse_mode=mode,
            filename=file.name,
            reply_markup=self._buttons(letter),
            disable_content_type_detection=True,
        )
        return Delivered(sent.message_id)

    async def _pictures(self, letter: Letter) -> Delivered:
        """Words and pictures in one message; words too long for a caption go first."""
        if self._files is None:
            raise Refused("this courier has no pictures; give it bot.chat.files.Files")
        drawn = await self._files.pictures_of(letter)
        text, mode = (
            (letters.without_markup(drawn.text), None) if letter.plain else (drawn.text, ParseMode.HTML)
        )
        if letters.units(letters.without_markup(drawn.text)) > letters.LONGEST_CAPTION:
            await self._bot.send_message(
                letter.chat_id, text, parse_mode=mode, link_preview_options=NO_PREVIEW
            )
            text = ""
        if len(drawn.images) == 1:
            one = await self._bot.send_photo(
                letter.chat_id, drawn.images[0], caption=text or None, parse_mode=mode
            )
            return Delivered(one.message_id)
        media = [
            InputMediaPhoto(image, filename=f"{number}.png") for number, image in enumerate(drawn.images, 1)
        ]
        sent = await self._bot.send_media_group(letter.chat_id, media, caption=text or None, parse_mode=mode)
        return Delivered(sent[0].message_id)

    async def _edit(self, letter: Letter) -> Delivered:
        text, mode = self.worded(letter)
        await self._bot.edit_message_text(
            text,
            chat_id=letter.chat_id,
            message_id=letter.message_id,
            parse_mode=mode,
            reply_markup=self._buttons(letter),
            link_preview_options=NO_PREVIEW,
        )
        return Delivered(letter.message_id)

    async def _open_topic(self, letter: Letter) -> Delivered:
        topic = await self._bot.create_forum_topic(
            letter.chat_id,
            letters.title(self._words, letter.language, letter.values),
            icon_color=RED if letter.values.get("urgent") else BLUE,
        )
        return Delivered(thread_id=topic.message_thread_id)

    async def _change_topic(self, letter: Letter) -> Delivered:
        if letter.thread_id is None:
            raise NoTopics
        if letter.act == Act.RENAME:
            title = letters.title(self._words, letter.language, letter.values)
            await self._bot.edit_forum_topic(letter.chat_id, letter.thread_id, name=title)
        elif letter.act == Act.CLOSE:
            await self._bot.close_forum_topic(letter.chat_id, letter.thread_id)
        else:
            await self._bot.reopen_forum_topic(letter.chat_id, letter.thread_id)
        return Delivered(thread_id=letter.thread_id)

    def worded(self, letter: Letter) -> tuple[str, str | None]:
        """The letter's text and how Telegram is to read it: our own words are HTML, the dialogue's are plain."""
        why = self._why_here(letter)
        if letter.template is None:
            return letters.cut(f"{letter.text or ''}{why}", letters.LONGEST_TEXT), None
        text = letters.message(self._words, letter.language, letter.template, letter.values) + why
        return (letters.without_markup(text), None) if letter.plain else (text, ParseMode.HTML)

    def _why_here(self, letter: Letter) -> str:
        """A line that tells why this is said here, where it did not go the way the customer wished."""
        instead_of = letter.values.get("instead_of")
        return f"\n\n{self._words.label(letter.language, f'instead_of_{instead_of}')}" if instead_of else ""

    def _buttons(self, letter: Letter) -> InlineKeyboardMarkup | None:
        return keyboard(self._words, letter.language, letter.buttons)


def without_markup(words: Words, letter: Letter) -> tuple[str, str]:
    """The title and the text of a letter that goes by e-mail or SMS. Raises ``Refused`` for a text that is missing."""
    with told_plainly(letter.chat_id):
        title = words.label(letter.language, "elsewhere_title")
        if letter.template is None:
            return title, letter.text or ""
        text = letters.without_markup(letters.message(words, letter.language, letter.template, letter.values))
        if letter.customer_id is None:
            text += f"\n\n{words.label(letter.language, 'without_chat')}"
        return title, text


def _reply(letter: Letter) -> ReplyParameters | None:
    if letter.reply_to is None:
        return None
    return ReplyParameters(letter.reply_to, allow_sending_without_reply=True)


def _album_of(media: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The media as Telegram takes them back; what is of another type goes as the file it is."""
    return [IN_ALBUMS.get(one["type"], InputMediaDocument)(one["file_id"]) for one in media[:ALBUM_MOST]]
