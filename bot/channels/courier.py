"""Carries letters by e-mail and SMS, over whichever service the company has: Apprise knows about a hundred.

Apprise says only whether a service took a message; why it did not is in what it logs meanwhile, which is read here.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.result import AppriseResult, AppriseResultStatus

from bot.desk.wishes import Channel
from bot.service.courier import Delivered, Letter, MaybeSent, NotDelivered, NotSent, Refused

PLACE = "{address}"  # where a template has the customer's address
TIMEOUT = 20.0  # seconds for one letter
SETTINGS = {Channel.EMAIL: "APPRISE_EMAIL", Channel.SMS: "APPRISE_SMS"}
SAMPLES = {Channel.EMAIL: "somebody@example.com", Channel.SMS: "+8613800138000"}

# With these words nothing has left us; the first that is found in the log decides.
NEVER_LEFT = (
    "Connection error while submitting",  # e-mail: no connection, or no login
    "Connection refused",
    "Failed to establish a new connection",
    "NameResolutionError",
    "ConnectTimeout",
)
BROKEN = ("Connection error occurred", "unexpectedly closed", "timed out", "Connection reset")
_STATUS = re.compile(r"(?:error=|\(|: )([2345]\d\d)\b")

Worded = Callable[[Letter], tuple[str, str]]
"""The title and the text of a letter, without any markup."""


class ChannelWrong(Exception):
    """A setting of a channel cannot be used. The message is one line that names it and the cure."""


class AppriseCourier:
    """Implements ``bot.service.courier.Courier`` for one channel.

    ``template``: an Apprise address with ``{address}`` where the customer's goes; None when the company has no such
    service. ``worded`` puts a letter into words. Raises ``ChannelWrong``.
    """

    in_flight = 4

    def __init__(self, channel: Channel, template: str | None, worded: Worded) -> None:
        self._channel, self._template, self._worded = channel, template, worded
        _overhear()
        if template is not None and (PLACE not in template or not _service(template, SAMPLES[channel])):
            raise ChannelWrong(
                f"{SETTINGS[channel]} is no address that Apprise can use: write one with {PLACE} where the customer's"
                f" goes, as in .env.example / {SETTINGS[channel]} 不是 Apprise 可用的地址：请按 .env.example 填写，"
                f"并在客户地址处写 {PLACE}"
            )

    async def deliver(self, letter: Letter) -> Delivered:
        """Carries one letter. Raises a ``NotDelivered``."""
        if self._template is None:
            name = SETTINGS[self._channel]
            raise Refused(
                f"{name} is not set, so nothing goes by {self._channel}; set it (see .env.example) and start again"
            )
        if not letter.address:
            raise Refused(f"the customer left no address for {self._channel}")
        title, text = self._worded(letter)
        service = _service(self._template, letter.address)
        if service is None:
            raise Refused(f"the customer's address for {self._channel} cannot be used")
        result = await service.async_notify(
            body=text,
            title=title if self._channel == Channel.EMAIL else "",
            body_format=NotifyFormat.TEXT,
            timeout=TIMEOUT,
            log_level=logging.DEBUG,
        )
        if not result:
            raise _failure(result, letter.address)
        return Delivered()


def couriers(templates: Mapping[str, str | None], worded: Worded) -> dict[Channel, AppriseCourier]:
    """A courier for every channel but Telegram. Raises ``ChannelWrong``."""
    return {channel: AppriseCourier(channel, templates.get(channel), worded) for channel in SETTINGS}


def _overhear() -> None:
    """Apprise tells causes in lines for debugging; they name customers, so nobody but us gets to read them."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _service(template: str, address: str) -> Apprise | None:
    """A service with one recipient; a new one for each letter, as those of Apprise remember and wait."""
    service = Apprise(asset=AppriseAsset(app_id="CareDesk"))
    return service if service.add(template.replace(PLACE, quote(address, safe="@+"))) else None


def _failure(result: AppriseResult, address: str) -> NotDelivered:
    """What went wrong, without the customer's address: reasons are kept and logged."""
    lines = [str(entry.message) for attempt in result for one in attempt for entry in one.logs]
    said = " ".join(lines)
    reason = _told(lines).replace(address, "…")[:300]
    if result.status == AppriseResultStatus.TIMEOUT:
        return MaybeSent(f"no answer within {TIMEOUT:g} s")
    if any(words in said for words in NEVER_LEFT):
        return NotSent(reason)
    status = _STATUS.search(said)
    if status is not None:
        return _by_status(int(status[1]), reason)
    return MaybeSent(reason) if any(words in said for words in BROKEN) else Refused(reason)


def _by_status(status: int, reason: str) -> NotDelivered:
    """E-mail: 4xx is for now and 5xx for good; over HTTP it is the other way round."""
    if "SMTP" in reason or "mail" in reason.lower():
        return NotSent(reason) if status < 500 else Refused(reason)
    if status in (408, 425, 429):
        return NotSent(reason)
    return Refused(reason) if status < 500 else MaybeSent(reason)


def _told(lines: Sequence[str]) -> str:
    """The last lines that say what was wrong."""
    wrong = [line for line in lines if re.search("rror|xception|ailed|efused", line)]
    return "; ".join(wrong[-2:]) or "the service did not take it"
