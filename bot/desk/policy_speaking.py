"""When, how often and with whose consent the desk speaks first (``speaking`` in policy.toml)."""

from pydantic import Field

from bot.desk.policy_parts import Count, Part, TimeOfDay
from bot.desk.wishes import Topic


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
    """``most_a_week``: care, surveys and broadcasts to one customer in seven days."""

    quiet: QuietPart
    consent: ConsentPart
    most_a_week: Count
