"""When the desk owes a first answer."""

from datetime import datetime

from bot.desk.policy import Policy
from bot.desk.policy_service_levels import Matter
from bot.desk.working import add


def first_response_due(since: datetime, matter: Matter, policy: Policy) -> datetime:
    """The instant (UTC) by which the first answer is promised; its clock runs from ``since`` (aware)."""
    level = policy.service_level(matter)
    return add(policy.calendar(level.calendar), since, level.first_response)
