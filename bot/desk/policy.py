"""What a desk manager decides (policy.toml), as values the rules work with."""

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.desk.labels import Category, Kind, Language


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no such time zone: {name!r}; write one like Asia/Shanghai or Europe/Berlin")
    return name


# Whole and real numbers as they stand: neither "15" nor true is one. A year is more than any promise.
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=366 * 24 * 60)]
Days = Annotated[int, Field(strict=True, ge=1, le=3660)]
Number = Annotated[float, Field(strict=True, gt=0, le=1_000_000, allow_inf_nan=False)]


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

    urgent: Minutes
    complaint: Minutes
    inquiry: Minutes
    suggestion: Minutes
    praise: Minutes

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
    window_minutes: Minutes
    unanswered_minutes: Minutes
    reopen_days: Days
    handover_silence_minutes: Minutes
    album_wait_seconds: Number
    delayed_after_seconds: Number


class DeliveryPart(Part):
    """Rates: see Telegram's Bots FAQ, "My bot is hitting limits"."""

    per_second: Number
    per_chat_burst: Count
    group_per_minute: Count
    group_burst: Count
    unknown_retry_seconds: Number


class CostsPart(Part):
    """What mistakes of understanding cost; Rasa's process derives its thresholds from them (nlu/costs.py)."""

    ask: Number
    wrong_ticket: Number
    false_alarm: Number
    missed_danger: Number
    ask_at_most: Annotated[float, Field(strict=True, gt=0, le=1)]

    @model_validator(mode="after")
    def _asking_is_cheaper(self) -> "CostsPart":
        if self.ask >= self.wrong_ticket:
            raise ValueError("ask must be below wrong_ticket, or nothing would ever be asked; lower ask")
        return self


class Policy(Part):
    desk: DeskPart
    first_response_minutes: FirstResponse
    departments: Departments
    conversation: ConversationPart
    delivery: DeliveryPart
    costs: CostsPart

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.zone)
