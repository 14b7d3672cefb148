"""How customers are put into classes (``segments``) and asked what they think (``survey`` in policy.toml)."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.desk.money import currency_of
from bot.desk.party import Standing
from bot.desk.policy_parts import Count, Days, Part, TimeOfDay

Score = Annotated[int, Field(strict=True, ge=0, le=100)]
From = Annotated[float, Field(ge=0, le=1e12)]
Points = Annotated[int, Field(strict=True, ge=-100, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]


def _rising(steps: tuple[tuple[float, int], ...]) -> tuple[tuple[float, int], ...]:
    begins = [begin for begin, _ in steps]
    if begins != sorted(set(begins)):
        raise ValueError("write the steps in order, each once, like [[2, 5], [5, 10]]: from 2 on 5 points")
    return steps


# From this much on, so many points; the highest step that is reached counts.
Steps = Annotated[tuple[tuple[From, Points], ...], AfterValidator(_rising)]


def _known_currency(code: str) -> str:
    return currency_of(code).code


class RiskPart(Part):
    """Who is a credit risk whatever their score: so long overdue, or so often late of so many bills."""

    overdue_days: Days
    late_percent: Annotated[int, Field(strict=True, ge=1, le=100)]
    bills: Count


class SegmentsPart(Part):
    """Everybody has ``start`` points; each fact adds those of its highest step. All but ``overdue_days`` and
    ``accounts`` look at the last twelve months.

    ``billed``: whole units of ``currency``; bills in others do not count. ``on_time``: bills paid by their day.
    ``late_percent``: of bills that were due, those paid late or not at all, where there are at least ``risk.bills``.
    ``stars``: the mean of at least one mark.
    """

    start: Score
    vip_from: Score
    key_from: Score
    again_days: Days
    currency: Annotated[str, AfterValidator(_known_currency)]
    billed: Steps
    accounts: Steps
    on_time: Steps
    late_percent: Steps
    overdue_days: Steps
    complaints: Steps
    stars: Steps
    risk: RiskPart

    @model_validator(mode="after")
    def _vip_is_above_key(self) -> "SegmentsPart":
        if self.key_from >= self.vip_from:
            raise ValueError("key_from must be below vip_from, or nobody would be a key customer; lower it")
        return self


class SharesPart(Part):
    """Which part of each class is asked in a quarter, 0 to 1."""

    vip: Share
    key: Share
    ordinary: Share
    credit_risk: Share

    def of(self, standing: Standing) -> float:
        share: float = getattr(self, standing.value)
        return share


class SurveyPart(Part):
    """``at``: the local time of day. ``low_stars``: from so few on somebody calls, within ``call_hours``."""

    at: TimeOfDay
    share: SharesPart
    not_again_days: Days
    low_stars: Annotated[int, Field(strict=True, ge=1, le=4)]
    call_hours: Count
