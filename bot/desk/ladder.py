"""The ladder of reminders: on which days, counted from the day a bill is due, its customer is reminded."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta


def step_on(ladder: Sequence[int], due_on: date, day: date) -> int | None:
    """The step of the ladder that falls on ``day`` (-3: three days before it is due), or None."""
    days = (day - due_on).days
    return days if days in ladder else None


def next_step(ladder: Sequence[int], due_on: date, today: date, said: date | None = None) -> date | None:
    """The first day of the ladder that is not past; None when there is none left.

    ``said`` is the last day on which was reminded: neither that day nor an earlier one comes again. Steps that were
    missed (the desk slept, the bill came late) are left out: nobody is reminded today of what was due a week ago.
    """
    for days in sorted(ladder):
        day = _shifted(due_on, days)
        if day is not None and day >= today and (said is None or day > said):
            return day
    return None


def personal(ladder: Sequence[int], days_before: int | None) -> tuple[int, ...]:
    """The ladder of a customer who chose when the first reminder comes, so many days before a bill is due."""
    if days_before is None:
        return tuple(ladder)
    return tuple(sorted({-days_before, *(days for days in ladder if days > -days_before)}))


def union(ladders: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Every step of any of the ladders, in order."""
    return tuple(sorted({days for ladder in ladders for days in ladder}))


def _shifted(day: date, days: int) -> date | None:
    """``days`` after ``day``; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
