"""Settings become engine, policy and services; nothing is built at import."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property

from sqlalchemy import Engine

from bot.desk.policy import Policy
from bot.desk.wishes import Channel
from bot.policy import load as load_policy
from bot.service.work import Desk
from bot.settings import Settings
from bot.settings import load as load_settings
from bot.store.engine import open_engine
from bot.store.sessions import desk as open_desk

LOCAL_STAFF_CHAT = -1000000000001
"""The staff group of a desk that runs without Telegram."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Wiring:
    """One desk's parts, each built when first asked for. ``now`` gives aware instants."""

    settings: Settings
    now: Callable[[], datetime] = utc_now

    @cached_property
    def policy(self) -> Policy:
        """The manager's policy, with the channels that there are; without Telegram its rates do not bind. Raises
        ``PolicyError``.
        """
        policy = _with_channels(load_policy(self.settings.policy_file), self.settings.channel_templates())
        return policy if self.settings.telegram_bot_token else _at_terminal_speed(policy)

    @cached_property
    def engine(self) -> Engine:
        """Raises ``StoreAway`` when DATABASE_URL cannot be opened."""
        return open_engine(self.settings.database_url)

    @property
    def staff_chat_id(self) -> int:
        return self.settings.staff_chat_id or LOCAL_STAFF_CHAT

    @cached_property
    def desk(self) -> Desk:
        return open_desk(self.engine, self.policy, self.staff_chat_id, self.now)

    @cached_property
    def glance(self) -> Desk:
        """A desk that only reads, and waits for nobody who writes."""
        return open_desk(self.engine, self.policy, self.staff_chat_id, self.now, reading=True)


def _with_channels(policy: Policy, templates: Mapping[str, str | None]) -> Policy:
    """A channel that the company has not set up is offered to nobody, and is no way to reach anybody."""

    def there(channels: Iterable[Channel]) -> tuple[Channel, ...]:
        return tuple(one for one in channels if one == Channel.TELEGRAM or templates.get(one))

    bills = policy.bills.model_copy(update={"channels": there(policy.bills.channels)})
    speaking = policy.speaking.model_copy(update={"without_chat": there(policy.speaking.without_chat)})
    return policy.model_copy(update={"bills": bills, "speaking": speaking})


def _at_terminal_speed(policy: Policy) -> Policy:
    """Telegram's limits are Telegram's: a terminal shows everything at once."""
    rates = {"per_second": 1000, "per_chat_burst": 1000, "group_burst": 1000, "group_per_minute": 60_000}
    return policy.model_copy(update={"delivery": policy.delivery.model_copy(update=rates)})


@cache
def wired() -> Wiring:
    """The desk of this process's environment, built once. Raises ``SettingsError``."""
    return Wiring(load_settings())


def desk() -> Desk:
    """What the action server works with."""
    return wired().desk
