"""When outages are told of, whom a person calls, and when reports are an alarm (``outages`` in policy.toml)."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.desk.policy_parts import Count, Days, Minutes, Part
from bot.desk.policy_speaking import QuietPart


def _each_once(minutes: tuple[int, ...]) -> tuple[int, ...]:
    if list(minutes) != sorted(set(minutes), reverse=True):
        raise ValueError("write the earliest reminder first, each once, like [1440, 60]")
    return minutes


class CallPart(Part):
    """Minutes until a person has called: who depends on powered medical equipment, and other important customers."""

    medical: Minutes
    important: Minutes


class AlarmPart(Part):
    """So many customers of one site within so many minutes say that the same supply is out: staff are alarmed."""

    reports: Count
    minutes: Minutes


class OutagesPart(Part):
    """``publish_days``: a planned outage is told of at most so many days ahead, else at once.

    ``fault_hours``: local hours in which a fault is told at once although somebody has quiet hours; the same time
    twice: never. ``late_change_minutes``: a change or cancellation that comes so short before the start is told at any
    hour; 0: quiet hours hold. ``look_ahead_days`` and ``look_back_hours``: what is told to whoever asks.
    """

    publish_days: Days
    remind_minutes: Annotated[tuple[Minutes, ...], AfterValidator(_each_once)]  # before the start
    fault_hours: QuietPart
    late_change_minutes: Annotated[int, Field(strict=True, ge=0, le=7 * 24 * 60)]
    call_minutes: CallPart
    alarm: AlarmPart
    look_ahead_days: Days
    look_back_hours: Annotated[int, Field(strict=True, ge=1, le=24 * 14)]
