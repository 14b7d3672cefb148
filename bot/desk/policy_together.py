"""What staff do with tickets together: parts for departments, repeats, snooze (``parts``, ``repeats``, ``snooze``)."""

from datetime import timedelta

from bot.desk.policy_parts import Days, Minutes, Part


class PartsPart(Part):
    """Until when a department has done its part of a ticket: in working time of that department, of urgent tickets
    around the clock.
    """

    due_minutes: Minutes
    urgent_due_minutes: Minutes

    def due_within(self, urgent: bool) -> timedelta:
        return timedelta(minutes=self.urgent_due_minutes if urgent else self.due_minutes)


class RepeatsPart(Part):
    """``days``: a complaint so soon after one about the same thing was resolved says that it was not."""

    days: Days


class SnoozePart(Part):
    """``longest_days``: no ticket is put off for longer at once."""

    longest_days: Days
