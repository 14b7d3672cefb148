"""When the desk owes a first answer."""

from datetime import datetime, timedelta

from bot.desk.labels import Kind
from bot.desk.policy import FirstResponse


def first_response_due(filed_at: datetime, kind: Kind, urgent: bool, targets: FirstResponse) -> datetime:
    """The aware instant by which the first answer is promised; the clock runs around the clock from ``filed_at``."""
    return filed_at + timedelta(minutes=targets.minutes(kind, urgent))
