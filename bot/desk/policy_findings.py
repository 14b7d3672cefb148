"""What comes up again and again, and what becomes of suggestions (``findings`` and ``suggestions`` in policy.toml)."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.desk.labels import Kind
from bot.desk.policy_parts import Count, Days, Minutes, Part

PointsGiven = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class FindingsPart(Part):
    """So many ``tickets`` of these ``kinds``, of one category at one site, by at least so many ``customers`` within
    ``days`` (times 24 hours) are a finding. ``acknowledge_minutes``: until when its department says what will change;
    ``change_days``: until when it has, counted from then; ``climb_minutes``: how long after either management hears
    that nobody has said so. Minutes are working time of the department.
    """

    kinds: tuple[Kind, ...] = Field(min_length=1)
    tickets: Annotated[int, Field(strict=True, ge=2, le=1_000_000)]
    customers: Count
    days: Days
    acknowledge_minutes: Minutes
    change_days: Days
    climb_minutes: Minutes

    @property
    def within(self) -> timedelta:
        return timedelta(days=self.days)

    @property
    def change_within(self) -> timedelta:
        return timedelta(days=self.change_days)


class SuggestionsPart(Part):
    """``consider_minutes``: working time of the department within which somebody considers a suggestion, before it
    climbs the ladder. ``points``: given for one that is adopted; 0: none.
    """

    consider_minutes: Minutes
    points: PointsGiven

    @property
    def consider_within(self) -> timedelta:
        return timedelta(minutes=self.consider_minutes)
