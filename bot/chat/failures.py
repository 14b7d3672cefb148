"""Telegram's errors, told in the words of delivery: the one place that knows how Telegram says no."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.words import MissingWord
from bot.service.courier import (
    BadMarkup,
    MaybeSent,
    Moved,
    NotDelivered,
    NotModified,
    NoTopics,
    NotSent,
    Refused,
    ThreadGone,
    Throttled,
    Unreachable,
)

# What Telegram's sentences mean; the first that is found in a sentence decides.
SENTENCES: tuple[tuple[str, type[NotDelivered]], ...] = (
    ("message is not modified", NotModified),
    ("topic_not_modified", NotModified),
    ("can't parse", BadMarkup),
    ("entity_", BadMarkup),  # ENTITY_BOUNDS_INVALID and its like
    ("message thread not found", ThreadGone),
    ("topic_id_invalid", ThreadGone),
    ("topic_deleted", ThreadGone),
    ("topic_closed", ThreadGone),  # closed for the desk too, and it may not open it
    ("forum", NoTopics),  # the chat is not a forum
    ("not enough rights to create a topic", NoTopics),
    ("not enough rights to manage topics", NoTopics),
    ("chat not found", Unreachable),
    ("user not found", Unreachable),
    ("peer_id_invalid", Unreachable),
    ("input_user_deactivated", Unreachable),
    ("chat_write_forbidden", Unreachable),
    ("have no rights to send a message", Unreachable),
    ("not enough rights to send", Unreachable),
    ("group chat was deactivated", Unreachable),
)

# The transport's errors (httpx) by name: its classes are not this layer's to import. With these, nothing left us.
NEVER_LEFT = {
    "ConnectError",
    "ConnectTimeout",
    "PoolTimeout",
    "ProxyError",
    "UnsupportedProtocol",
    "InvalidURL",
}


@contextmanager
def told_plainly(chat_id: int) -> Iterator[None]:
    """Whatever python-telegram-bot raises inside leaves as a ``NotDelivered``; so does a text that is missing."""
    try:
        yield
    except TelegramError as error:
        raise translated(error, chat_id) from error
    except MissingWord as error:
        raise Refused(str(error)) from error


def translated(error: TelegramError, chat_id: int) -> NotDelivered:
    """What ``error`` means for the letter to ``chat_id``."""
    match error:
        # BadRequest is a NetworkError in python-telegram-bot, so it comes first.
        case BadRequest():
            return by_sentence(error.message)
        case RetryAfter():
            return Throttled(seconds_of(error), chat_id, error.message)
        case ChatMigrated():
            return Moved(error.new_chat_id, error.message)
        case Forbidden():
            return Unreachable(error.message)
        case InvalidToken():
            return NotSent(f"{error.message}; check TELEGRAM_BOT_TOKEN")
        case Conflict():
            return NotSent(error.message)
        case NetworkError():
            return _by_transport(error)
    # An answer that cannot be read: it may have been a yes.
    return MaybeSent(error.message)


def by_sentence(sentence: str) -> NotDelivered:
    """What Telegram's words in an error 400 mean; words that are not known are a refusal."""
    lower = sentence.lower()
    kind = next((kind for part, kind in SENTENCES if part in lower), Refused)
    return kind(sentence)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the library warns that this number becomes a timedelta; both are read
        after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _by_transport(error: NetworkError) -> NotDelivered:
    """A line that was never there is safe to try again; a line that broke, a timeout or a 5xx leave it unknown."""
    cause = error.__cause__
    if type(cause).__name__ in NEVER_LEFT:
        return NotSent(error.message)
    if "entity too large" in error.message.lower():  # 413
        return Refused(error.message)
    return MaybeSent(error.message)
