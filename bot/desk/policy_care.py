"""Whom the desk cares for, when and how often (``care`` in policy.toml)."""

from bot.desk.policy_parts import Part, TimeOfDay


class CarePart(Part):
    """``at``: the local time of day at which care is said."""

    at: TimeOfDay
