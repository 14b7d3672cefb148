"""What a desk manager decides (policy.toml), as values the rules work with."""

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt

from bot.desk.labels import Category, Kind, Language


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no such time zone: {name!r}; write one like Asia/Shanghai or Europe/Berlin")
    return name


class Part(BaseModel):
    """A part of the policy: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Worded(Part):
    """A name in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en


class DeskPart(Part):
    name: Worded
    zone: Annotated[str, AfterValidator(_known_zone)]
    staff_language: Language


class FirstResponse(Part):
    """Minutes until a ticket's first answer, by kind; urgent matters have their own."""

    urgent: PositiveInt
    complaint: PositiveInt
    inquiry: PositiveInt
    suggestion: PositiveInt
    praise: PositiveInt

    def minutes(self, kind: Kind, urgent: bool) -> int:
        return self.urgent if urgent else int(getattr(self, kind.value))


class Departments(Part):
    design: Worded
    quality: Worded
    sales_promise: Worded
    service: Worded

    def of(self, category: Category) -> Worded:
        department: Worded = getattr(self, category.value)
        return department


class ConversationPart(Part):
    window_minutes: PositiveInt
    reopen_days: PositiveInt
    handover_silence_minutes: PositiveInt
    album_wait_seconds: PositiveFloat
    delayed_after_seconds: PositiveFloat


class DeliveryPart(Part):
    """Rates: see Telegram's Bots FAQ, "My bot is hitting limits"."""

    per_second: PositiveFloat
    per_chat_burst: PositiveInt
    group_per_minute: PositiveInt
    group_burst: PositiveInt
    unknown_retry_seconds: PositiveFloat


class Policy(Part):
    desk: DeskPart
    first_response_minutes: FirstResponse
    departments: Departments
    conversation: ConversationPart
    delivery: DeliveryPart

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.zone)
