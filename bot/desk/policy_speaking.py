"""When, how often and with whose consent the desk speaks first (``speaking`` in policy.toml)."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.desk.policy_parts import Count, Part, TimeOfDay
from bot.desk.wishes import Channel, Topic


def _elsewhere(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    if Channel.TELEGRAM in channels or len(set(channels)) != len(channels):
        raise ValueError('write "email" and "sms", each at most once, the first choice first; [] for none')
    return channels


class QuietPart(Part):
    """Local times; the same time twice means no quiet hours."""

    start: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="until")


class ConsentPart(Part):
    """Whether a customer who never said anything about a topic hears of it."""

    bills: bool
    outages: bool
    care: bool
    surveys: bool

    def given(self, topic: Topic) -> bool:
        return topic == Topic.SAFETY or bool(getattr(self, topic.value))


class SpeakingPart(Part):
    """``most_a_week``: care, surveys and broadcasts to one customer in seven days. ``without_chat``: how whoever has no
    chat hears of bills and outages, the first way for which the books have an address.
    """

    quiet: QuietPart
    consent: ConsentPart
    most_a_week: Count
    without_chat: Annotated[tuple[Channel, ...], AfterValidator(_elsewhere)]
