"""When the company hears what its customers say (``digests`` in policy.toml)."""

from datetime import time

from pydantic import model_validator

from bot.desk.policy_parts import Part, TimeOfDay


class DigestsPart(Part):
    """``calendar`` (a name of ``calendars``): on its working days leads are told at ``daily_at``, and on the first of a
    week management at ``weekly_at``; local times, and one that is left out is never told. After ``until`` nothing is
    said any more that day.
    """

    calendar: str
    daily_at: TimeOfDay | None = None
    weekly_at: TimeOfDay | None = None
    until: TimeOfDay

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "DigestsPart":
        for name in ("daily_at", "weekly_at"):
            at: time | None = getattr(self, name)
            if at is not None and at >= self.until:
                raise ValueError(
                    f"{name} must be before until, or nothing would ever be told; move one of them"
                )
        return self
