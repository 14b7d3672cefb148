"""Who is called when a promise to a customer breaks, and how soon (``ladder`` in policy.toml)."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated

from pydantic import Field, field_validator

from bot.desk.escalation import Act, Rung
from bot.desk.labels import Kind
from bot.desk.party import Standing
from bot.desk.policy_parts import Minutes, Part
from bot.desk.policy_speaking import QuietPart
from bot.desk.ticket_clock import Metric

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


Steps = tuple[StepPart, ...]


class LadderPart(Part):
    """``steps`` of ordinary and ``urgent_steps`` of urgent matters, from the bottom up; ordinary ones may have steps
    of their own for one promise, e.g. ``resolution_steps``. ``quiet``: local hours in which nobody of the staff is
    called but about what is urgent. ``digest_minutes``: what fires within them is one message to each person, what is
    urgent goes at once. ``meeting_minutes``: until when a meeting is to be held, in working time of the department,
    urgent ones around the clock.
    """

    quiet: QuietPart
    digest_minutes: Minutes
    meeting_minutes: Minutes
    steps: Steps = Field(min_length=1)
    urgent_steps: Steps = Field(min_length=1)
    first_response_steps: Steps | None = Field(default=None, min_length=1)
    next_response_steps: Steps | None = Field(default=None, min_length=1)
    resolution_steps: Steps | None = Field(default=None, min_length=1)

    def of(self, urgent: bool, metric: Metric | None = None) -> Steps:
        """The steps of a matter; ``metric``: which promise is late, None for what is no clock."""
        if urgent:
            return self.urgent_steps
        own: Steps | None = getattr(self, f"{metric}_steps") if metric else None
        return own or self.steps

    @property
    def digest_every(self) -> timedelta:
        return timedelta(minutes=self.digest_minutes)

    @property
    def meeting_within(self) -> timedelta:
        return timedelta(minutes=self.meeting_minutes)

    @field_validator(
        "steps", "urgent_steps", "first_response_steps", "next_response_steps", "resolution_steps"
    )
    @classmethod
    def _upwards(cls, steps: Steps | None) -> Steps | None:
        for lower, upper in pairwise(steps or ()):
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


class GreenChannelPart(Part):
    """Whose matters of which ``kinds`` are supervised until they are closed: customers of these ``standings``, and
    with ``medical`` whoever lives with powered medical equipment. ``look_minutes``: how often the supervisor is asked
    for a look, in working time of the department, of urgent matters around the clock.
    """

    kinds: tuple[Kind, ...]
    standings: tuple[Standing, ...]
    medical: bool
    look_minutes: Minutes

    @property
    def look_every(self) -> timedelta:
        return timedelta(minutes=self.look_minutes)
