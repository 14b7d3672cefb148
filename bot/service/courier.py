"""What delivery asks of whoever carries letters to people, and how the carrier says that it did not work.

The tree of errors, by what may be done next::

    NotDelivered
    ├── Throttled     wait as long as told; no attempt is charged
    ├── NotSent       it certainly did not arrive: try again
    ├── MaybeSent     nobody knows: by the notice's class once more, or never
    ├── Unreachable   the person blocked the desk, or the desk was put out of the group
    ├── Refused       final
    │   └── BadMarkup     once more as plain text
    ├── Moved         the group has a new id
    ├── ThreadGone    the topic was deleted: go on without it
    ├── NoTopics      the group has no topics: go on without
    └── NotModified   it already says that: as good as sent
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.desk.labels import Language
from bot.desk.notice import Act, Lane
from bot.desk.wishes import Channel


@dataclass(frozen=True)
class Letter:
    """A notice as it is to be carried now.

    ``chat_id`` is where the chat is now (a moved group has its new id). ``message_id`` is the message to
    edit. ``reply_to`` and ``message_id`` are Telegram's ids in that chat; a ``reply_to`` that no longer
    exists must not stop the letter. ``plain``: say it without any markup, the marked-up form was refused.
    """

    notice_id: int
    reference: str  # the same at every try: subject:kind:step
    kind: str
    lane: Lane
    act: Act
    chat_id: int
    language: Language
    ticket_id: int | None = None
    customer_id: int | None = None  # empty for staff
    thread_id: int | None = None
    message_id: int | None = None
    reply_to: int | None = None
    text: str | None = None
    template: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: Sequence[Sequence[Mapping[str, Any]]] = ()
    plain: bool = False
    matters: bool = True
    channel: Channel = Channel.TELEGRAM
    address: str | None = None  # the e-mail address or phone number where the channel is not Telegram


@dataclass(frozen=True)
class Delivered:
    """What Telegram answered: the id of the (first) message, and of the topic when one was opened."""

    message_id: int | None = None
    thread_id: int | None = None


class Courier(Protocol):
    """``in_flight``: how many letters it takes at once; more are slower through one HTTP client."""

    in_flight: int

    async def deliver(self, letter: Letter) -> Delivered:
        """Carries one letter. Raises a ``NotDelivered``; anything else counts as ``MaybeSent``."""
        ...


class ByChannel:
    """A courier of couriers: each letter goes by its channel; Telegram's says how many go at once."""

    def __init__(self, telegram: Courier, others: Mapping[Channel, Courier]) -> None:
        self._by_channel = {**others, Channel.TELEGRAM: telegram}
        self.in_flight = telegram.in_flight

    async def deliver(self, letter: Letter) -> Delivered:
        return await self._by_channel[letter.channel].deliver(letter)


class NotDelivered(Exception):
    """The letter was not delivered."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class Throttled(NotDelivered):
    """Telegram asks to wait."""

    def __init__(self, retry_after: float, chat_id: int | None = None, message: str = "") -> None:
        """``retry_after`` in seconds; ``chat_id`` when only that chat is concerned, else every chat is."""
        super().__init__(message or f"Telegram asks to wait {retry_after:g} s")
        self.retry_after, self.chat_id = retry_after, chat_id


class NotSent(NotDelivered):
    """Telegram could not be reached: the letter certainly did not arrive."""


class MaybeSent(NotDelivered):
    """The line broke while sending: the letter may have arrived."""


class Unreachable(NotDelivered):
    """Telegram refuses: this chat does not want or no longer knows the desk."""


class Refused(NotDelivered):
    """Telegram refuses this letter for good."""


class BadMarkup(Refused):
    """Telegram cannot read the letter's markup."""


class Moved(NotDelivered):
    """The group became a supergroup."""

    def __init__(self, new_chat_id: int, message: str = "") -> None:
        super().__init__(message or f"the group became the supergroup {new_chat_id}")
        self.new_chat_id = new_chat_id


class ThreadGone(NotDelivered):
    """The ticket's topic was deleted."""


class NoTopics(NotDelivered):
    """The group has no topics."""


class NotModified(NotDelivered):
    """The message already says that."""
