"""Quiet hours: when nothing is said first."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def allowed_at(moment: datetime, zone: ZoneInfo, start: time, end: time) -> datetime:
    """The first instant at or after ``moment`` (aware) outside the local hours from ``start`` until ``end``; UTC.

    Hours may run over midnight; the same time twice means that there are none. In the night when clocks change the
    end is where the wall clock says it is; a wall time that is left out counts as the instant an hour later.
    """
    local = moment.astimezone(zone)
    if not within(local.time(), start, end):
        return moment.astimezone(UTC)
    day = local.date() + timedelta(days=1) if start > end and local.time() >= start else local.date()
    return max(datetime.combine(day, end, zone).astimezone(UTC), moment.astimezone(UTC))


def within(wall: time, start: time, end: time) -> bool:
    """Whether ``wall`` is in the hours from ``start`` until ``end``, which may run over midnight."""
    return wall >= start or wall < end if start > end else start <= wall < end


def at_local(day_of: datetime, zone: ZoneInfo, wall: time) -> datetime:
    """The instant (UTC) at which clocks in ``zone`` show ``wall`` on the local day of ``day_of``."""
    return datetime.combine(day_of.astimezone(zone).date(), wall, zone).astimezone(UTC)
