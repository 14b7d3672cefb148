"""Who stands where on the ladder, at any minute of a month. Shares no code with bot/."""

from functools import cached_property
from typing import Any

from tests.month.script import DAY, Month

RUNGS = ("owner", "shift_lead", "department_head", "management")


class Roster:
    """Who stands where."""

    def __init__(self, month: Month) -> None:
        self.people = sorted(month.people, key=lambda one: one.name)

    @cached_property
    def _by_name(self) -> dict[str, Any]:
        return {one.name: one for one in self.people}

    def stands(self, rung: str, category: str, holder: str | None, at: int) -> tuple[str | None, str | None]:
        """The nearest person from ``rung`` upwards: where they stand, and their name."""
        for each in RUNGS[RUNGS.index(rung) :]:
            found = self._on(each, category, holder, at)
            if found is not None:
                return each, found
        return None, None

    def _on(self, rung: str, category: str, holder: str | None, at: int) -> str | None:
        match rung:
            case "owner":
                return holder if holder and not self._away(holder, at) else None
            case "shift_lead":
                leads = [one for one in self.people if one.role == "lead" and not self._away(one.name, at)]
                there = [one for one in leads if _works(one, at, False)]
                called = there or [one for one in leads if _works(one, at, True)]
                own = [one for one in called if one.department == category]
                return next((one.name for one in own or called), None)
            case "department_head":
                return self._first("head", category, at)
            case _:
                return self._first("manager", None, at)

    def _first(self, role: str, department: str | None, at: int) -> str | None:
        found = [one for one in self.people if one.role == role and one.department == department]
        there = [one for one in found if not self._away(one.name, at)]
        return next((one.name for one in there), None)

    def _away(self, name: str, at: int) -> bool:
        away = self._by_name[name].away
        return away is not None and away[0] <= at // DAY <= away[1]

    def leave_of(self, name: str) -> int | None:
        """The first day of their leave, if they have any."""
        away = self._by_name[name].away
        return None if away is None else away[0]

    def takers(self, category: str, holder: str | None, at: int) -> list[list[str]]:
        """Who can be given a ticket that ``holder`` has now: those whose it is before others."""
        here = [one for one in self.people if one.name != holder and not self._away(one.name, at)]
        there = [one for one in here if one.role in ("agent", "lead") and _works(one, at, False)]
        own = [one.name for one in there if one.department == category]
        other = [one.name for one in there if one.department in ("service", None) and one.name not in own]
        return [own, other, [one.name for one in here if _works(one, at, True)]]


def _works(one: Any, at: int, on_call: bool) -> bool:
    return any(turn.on_call == on_call and turn.begin <= at < turn.end for turn in one.turns)
