"""When outages are told of (``outages`` in policy.toml)."""

from bot.desk.policy_parts import Days, Minutes, Part


class OutagesPart(Part):
    """``publish_days``: a planned outage is told of at most so many days ahead, else at once."""

    publish_days: Days
    remind_minutes: tuple[Minutes, ...]  # before the start
