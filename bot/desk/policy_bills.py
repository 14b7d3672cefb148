"""When bills are reminded of (``bills`` in policy.toml)."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.desk.party import Standing
from bot.desk.policy_parts import Part, TimeOfDay


def _steps(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise ValueError("write the days in order, each once, like [-7, -3, -1, 0, 1, 7, 15]")
    return days


# Days after the due date; negative ones are before it.
Ladder = Annotated[
    tuple[Annotated[int, Field(strict=True, ge=-365, le=365)], ...],
    Field(min_length=1),
    AfterValidator(_steps),
]


class LaddersPart(Part):
    """The ladder of each class of customers."""

    vip: Ladder
    key: Ladder
    ordinary: Ladder
    credit_risk: Ladder

    def of(self, standing: Standing) -> tuple[int, ...]:
        ladder: tuple[int, ...] = getattr(self, standing.value)
        return ladder


class BillsPart(Part):
    """``at``: the local time of day at which the day's reminders are said."""

    at: TimeOfDay
    ladder: LaddersPart
