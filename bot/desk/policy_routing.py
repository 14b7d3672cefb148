"""Whom the desk gives tickets to, and how long people have to answer each other (``routing`` in policy.toml)."""

from datetime import timedelta

from bot.desk.policy_parts import Count, Minutes, Part, TimeOfDay


class RoutingPart(Part):
    """``most_open``: who holds so many open tickets is given no more while somebody else has room; what is urgent
    does not count them. ``accept_minutes`` and ``urgent_accept_minutes``: how long a transfer waits for its receiver,
    in working time of their department, of urgent tickets around the clock. ``longest_shift_minutes``: no end
    behind /onshift is further off. ``unsaid_shift_minutes``: a shift begun with /onshift without saying until when
    ends after it, where nothing is planned for that day. ``leave_from``: the local time at which the open work of
    whoever is on leave that day is handed over.
    """

    most_open: Count
    accept_minutes: Minutes
    urgent_accept_minutes: Minutes
    longest_shift_minutes: Minutes
    unsaid_shift_minutes: Minutes
    leave_from: TimeOfDay

    @property
    def longest_shift(self) -> timedelta:
        return timedelta(minutes=self.longest_shift_minutes)

    @property
    def unsaid_shift(self) -> timedelta:
        return timedelta(minutes=self.unsaid_shift_minutes)

    def accept_within(self, urgent: bool) -> timedelta:
        return timedelta(minutes=self.urgent_accept_minutes if urgent else self.accept_minutes)
