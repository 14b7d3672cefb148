"""What the parts of the policy are made of."""

from datetime import time
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.desk.labels import Language


def known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no such time zone: {name!r}; write one like Asia/Shanghai or Europe/Berlin")
    return name


# Whole and real numbers as they stand: neither "15" nor true is one. A year is more than any promise.
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=366 * 24 * 60)]
Days = Annotated[int, Field(strict=True, ge=1, le=3660)]
Fraction = Annotated[float, Field(strict=True, gt=0, le=1)]
Number = Annotated[float, Field(strict=True, gt=0, le=1_000_000, allow_inf_nan=False)]
Zone = Annotated[str, AfterValidator(known_zone)]


def _clock_time(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError('write a time of day in quotes, like "21:00"')
    return value


TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]


def mistake(key: str, said: str) -> PydanticCustomError:
    """A mistake at ``key`` below the part that is being checked, e.g. ``rules.2.calendar``."""
    return PydanticCustomError("mistake", "{said}", {"key": key, "said": said})


class Part(BaseModel):
    """A part of the policy: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Worded(Part):
    """A name in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en
