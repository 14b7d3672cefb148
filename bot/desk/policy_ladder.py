"""Who is called when a promise to a customer breaks, and how soon (``ladder`` in policy.toml)."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated

from pydantic import Field, field_validator

from bot.desk.escalation import Act, Rung
from bot.desk.policy_parts import Part
from bot.desk.policy_speaking import QuietPart

RUNGS = tuple(Rung)
AfterMinutes = Annotated[int, Field(strict=True, ge=0, le=366 * 24 * 60)]


class StepPart(Part):
    """``after_minutes``: working time of the clock's own calendar after the promise broke; its pauses do not count."""

    to: Rung
    after_minutes: AfterMinutes
    acts: tuple[Act, ...] = (Act.REMIND,)

    @property
    def after(self) -> timedelta:
        return timedelta(minutes=self.after_minutes)


class LadderPart(Part):
    """``steps`` of ordinary and ``urgent_steps`` of urgent matters, from the bottom up. ``quiet``: local hours in
    which nobody of the staff is called but about what is urgent.
    """

    quiet: QuietPart
    steps: tuple[StepPart, ...] = Field(min_length=1)
    urgent_steps: tuple[StepPart, ...] = Field(min_length=1)

    def of(self, urgent: bool) -> tuple[StepPart, ...]:
        return self.urgent_steps if urgent else self.steps

    @field_validator("steps", "urgent_steps")
    @classmethod
    def _upwards(cls, steps: tuple[StepPart, ...]) -> tuple[StepPart, ...]:
        for lower, upper in pairwise(steps):
            if RUNGS.index(upper.to) <= RUNGS.index(lower.to):
                raise ValueError(
                    f"{upper.to} comes after {lower.to}; put the steps in the order {', '.join(RUNGS)}"
                )
            if upper.after_minutes < lower.after_minutes:
                raise ValueError(
                    f"{upper.to} is called after {upper.after_minutes} minutes and {lower.to} below only after"
                    f" {lower.after_minutes}; a higher step is not sooner"
                )
        return steps
