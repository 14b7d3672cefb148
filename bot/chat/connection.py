"""The lines to Telegram: the bot, and its updates by polling or webhook."""

from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Updater
from telegram.request import HTTPXRequest
from tenacity import AsyncRetrying, retry_if_exception_type, wait_exponential

from bot.chat.door import Door, polling_trouble

log = structlog.get_logger()

# More calls in flight make the transport slower, not faster.
IN_FLIGHT = 16
# A send that Telegram works on for long is not a lost one: five seconds, the library's default, are too few.
SEND_SECONDS = 25.0
# Delivery doubts a call after that time and goes on; an answer that comes even later still says that it arrived.
ANSWER_SECONDS = 60.0
POLL_SECONDS = 25
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
]


class TokenRefused(Exception):
    """Telegram does not know TELEGRAM_BOT_TOKEN; paste the token that @BotFather gave."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class DeskBot(Bot):
    """A bot that is not made deaf by one update it cannot read.

    The library reads a batch of updates as a whole; where one of them is not as its version expects, it drops the
    batch unconfirmed and gets it again, for ever. Here such a batch is read one by one, and what cannot be read is
    passed on as it came: the inbox keeps it, and staff are told when nobody can work on it.
    """

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        try:
            return await super().get_updates(*args, **kwargs)
        except TelegramError:
            raise
        except Exception as error:
            log.error(
                "a batch of updates has one that cannot be read",
                action="update_unreadable",
                error=repr(error),
            )
        asked = {name: kwargs[name] for name in ("offset", "allowed_updates") if kwargs.get(name) is not None}
        # By another spelling of the name (Telegram reads it in any case): under its usual one the library insists on
        # reading the answer.
        found: Any = await self.do_api_request("GetUpdates", api_kwargs=asked | {"timeout": 0})
        return tuple(_read(one) for one in found)


def _read(body: dict[str, Any]) -> Update:
    try:
        return Update.de_json(body)
    except Exception:
        return Update(
            body["update_id"], api_kwargs={name: one for name, one in body.items() if name != "update_id"}
        )


def open_bot(token: str, api_url: str | None) -> Bot:
    """A bot that is not connected yet. ``api_url`` is the address of one's own Bot API server; None: Telegram's."""
    line = HTTPXRequest(
        connection_pool_size=IN_FLIGHT,
        connect_timeout=10,
        read_timeout=ANSWER_SECONDS,
        write_timeout=SEND_SECONDS,
        media_write_timeout=SEND_SECONDS,
        pool_timeout=SEND_SECONDS,
    )
    # Polling has a line of its own, so that a long poll never holds up an answer.
    polling = HTTPXRequest(connection_pool_size=2, connect_timeout=10, read_timeout=10, pool_timeout=10)
    own: dict[str, Any] = (
        {"base_url": f"{api_url}/bot", "base_file_url": f"{api_url}/file/bot"} if api_url else {}
    )
    return DeskBot(token, request=line, get_updates_request=polling, **own)


async def connect(bot: Bot) -> None:
    """Waits until Telegram answers. Raises ``TokenRefused``."""
    try:
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type((NetworkError, RetryAfter)),
            wait=wait_exponential(multiplier=0.5, max=30),
            before_sleep=lambda state: log.warning(
                "Telegram does not answer yet", action="connecting", attempt=state.attempt_number
            ),
            reraise=True,
        ):
            with attempt:
                await bot.initialize()
    except InvalidToken as error:
        await bot.shutdown()  # its lines are open already
        raise TokenRefused from error


async def poll(bot: Bot, door: Door) -> Updater:
    """Begins long polling into ``door``; end it with ``updater.stop()`` and ``updater.shutdown()``."""
    updater = Updater(bot, door)
    await updater.initialize()
    await updater.start_polling(
        timeout=POLL_SECONDS,
        bootstrap_retries=-1,
        allowed_updates=ALLOWED_UPDATES,
        error_callback=polling_trouble,
    )
    return updater


async def listen(bot: Bot, door: Door, *, address: str, port: int, url: str, secret: str) -> Updater:
    """Listens for Telegram's webhook calls on ``address:port``; ``url`` is what Telegram calls, ``secret`` its token.

    Ends like ``poll``.
    """
    updater = Updater(bot, door)
    await updater.initialize()
    await updater.start_webhook(
        listen=address,
        port=port,
        url_path=urlsplit(url).path.strip("/"),
        webhook_url=url,
        secret_token=secret,
        bootstrap_retries=-1,
        allowed_updates=ALLOWED_UPDATES,
    )
    return updater
