"""policy.toml as it is written, read without bot/: targets, warnings, ladders, and the open minutes of calendars."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.desk.slow_reckoning import SlowCalendar, minute_of
from tests.month.script import BEGIN, DAY

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEIGHTS = {"urgent": 8, "standing": 4, "category": 2, "kind": 1}
REMIND = ("remind",)
AFTERWARDS = 45  # days beyond the month that deadlines may lie in


@dataclass(frozen=True)
class Labels:
    """What a ticket is, by the words of policy.toml."""

    kind: str
    category: str
    standing: str
    urgent: bool


class SlowPolicy:
    """policy.toml, read as it is written."""

    def __init__(self, file: Path, days: int) -> None:
        self._toml: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        self._minutes = (days + AFTERWARDS) * DAY
        self._open: dict[str, bytes] = {"round_the_clock": bytes([1]) * self._minutes}

    def value(self, name: str, facts: Mapping[str, Any]) -> Any:
        """What the most specific rule says that gives ``name``."""
        best, found = -1, None
        for rule in self._toml["service_levels"]["rules"]:
            weight = sum(WEIGHTS[key] for key in WEIGHTS if key in rule)
            fits = all(_among(facts[key], rule[key]) for key in WEIGHTS if key in rule)
            if name in rule and fits and weight > best:
                best, found = weight, rule[name]
        return found

    def terms(self, labels: Labels, metric: str) -> tuple[bytes, int, int]:
        """The open minutes of the calendar, the target and when it is warned, in minutes of it."""
        facts = asdict(labels)
        target = self.value(f"{metric}_minutes", facts)
        share, minutes = self._warning(facts)
        before = min(minutes, target) if share is None else int(target * share)
        calendar = self.value("calendar", facts)
        name = self.calendar_of(labels.category) if calendar == "department" else calendar
        return self.open(name), target, target - before

    def _warning(self, facts: Mapping[str, Any]) -> tuple[float | None, int]:
        """warn_share and warn_minutes are one value: the more specific one counts."""
        best: tuple[int, float | None, int] = (-1, 0.25, 0)
        for rule in self._toml["service_levels"]["rules"]:
            weight = sum(WEIGHTS[key] for key in WEIGHTS if key in rule)
            if all(_among(facts[key], rule[key]) for key in WEIGHTS if key in rule) and weight > best[0]:
                if "warn_share" in rule:
                    best = (weight, rule["warn_share"], 0)
                if "warn_minutes" in rule:
                    best = (weight, None, rule["warn_minutes"])
        return best[1], best[2]

    def calendar_of(self, category: str) -> str:
        return str(self._toml["departments"][category]["calendar"])

    def steps(self, urgent: bool, metric: str) -> Sequence[tuple[str, int, tuple[str, ...]]]:
        """Who is called, how many minutes after the breach, and what is done."""
        ladder = self._toml["ladder"]
        steps = ladder["urgent_steps"] if urgent else ladder.get(f"{metric}_steps", ladder["steps"])
        return [(one["to"], one["after_minutes"], tuple(one.get("acts", REMIND))) for one in steps]

    def digest_minutes(self) -> int:
        return int(self._toml["ladder"]["digest_minutes"])

    def quiet(self) -> tuple[int, int]:
        """From which minute of the day until which nobody of the staff is called."""
        first, last = (self._toml["ladder"]["quiet"][name].split(":") for name in ("from", "until"))
        return int(first[0]) * 60 + int(first[1]), int(last[0]) * 60 + int(last[1])

    def accept_minutes(self, urgent: bool) -> int:
        return int(self._toml["routing"]["urgent_accept_minutes" if urgent else "accept_minutes"])

    def leave_from(self) -> int:
        """The minute of the first day of leave at which open work is handed over."""
        hour, minute = self._toml["routing"]["leave_from"].split(":")
        return int(hour) * 60 + int(minute)

    def longest_wait(self) -> int:
        """Minutes for which a ticket waits for its customer at most."""
        return int(self._toml["waiting"]["longest_days"]) * DAY

    def open(self, name: str) -> bytes:
        """For each minute of the month and some time beyond: whether the calendar counts it."""
        if name not in self._open:
            part = self._toml["calendars"][name]
            week = [_hours_on(part["hours"], day) for day in range(7)]
            calendar = SlowCalendar(self._toml["desk"]["zone"], week, part.get("holidays"))
            first = minute_of(BEGIN)
            self._open[name] = bytes(calendar.is_open(first + minute) for minute in range(self._minutes))
        return self._open[name]


def _among(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def _hours_on(hours: Mapping[str, Sequence[str]], day: int) -> list[tuple[str, str]]:
    for days, spans in hours.items():
        first, _, last = days.partition("-")
        if WEEK.index(first) <= day <= WEEK.index(last or first):
            return [(span.split("-")[0], span.split("-")[1]) for span in spans]
    return []


def after(open_minutes: bytes, begin: int, minutes: int) -> int:
    """When so many open minutes since ``begin`` are used up."""
    now = begin
    while minutes:
        minutes -= open_minutes[now]
        now += 1
    return now
