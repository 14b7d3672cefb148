"""What staff do with tickets together: parts for departments, repeats, snooze, waiting for customers (``parts``,
``repeats``, ``snooze``, ``waiting``).
"""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from bot.desk.policy_parts import Days, Minutes, Part


class PartsPart(Part):
    """Until when a department has done its part of a ticket: in working time of that department, of urgent tickets
    around the clock.
    """

    due_minutes: Minutes
    urgent_due_minutes: Minutes

    def due_within(self, urgent: bool) -> timedelta:
        return timedelta(minutes=self.urgent_due_minutes if urgent else self.due_minutes)


class WaitingPart(Part):
    """``longest_days``: a ticket waits so long for its customer at most, then its clocks go on; 0: for ever."""

    longest_days: Annotated[int, Field(strict=True, ge=0, le=3660)]

    def ends_at(self, since: datetime) -> datetime | None:
        """When a wait that began at ``since`` (aware) is over at the latest; None: never by itself."""
        return since + timedelta(days=self.longest_days) if self.longest_days else None


class RepeatsPart(Part):
    """``days``: a complaint so soon after one about the same thing was resolved says that it was not."""

    days: Days


class SnoozePart(Part):
    """``longest_days``: no ticket is put off for longer at once."""

    longest_days: Days
