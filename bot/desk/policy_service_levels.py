"""By when whom is answered, and when a matter is done with (``service_levels`` in policy.toml).

Each rule says for whom it is (kind, category, urgent, customer class: only those it names) and gives some of the
values: the three targets, the warning, the calendar. Every value is that of the most specific rule that gives it:
``urgent`` weighs more than ``standing`` (the customer's class), that more than ``category``, that more than ``kind``,
and each more than all behind it together.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from bot.desk.labels import Category, Kind
from bot.desk.party import Standing
from bot.desk.policy_parts import Fraction, Minutes, Part, mistake
from bot.desk.ticket_clock import Metric

DEPARTMENTS_OWN = "department"
"""The calendar of the department that answers, as a value of a rule's ``calendar``."""

WEIGHTS = {"urgent": 8, "standing": 4, "category": 2, "kind": 1}
WARN_SHARE = 0.25  # of a target that no rule says otherwise of


@dataclass(frozen=True)
class Matter:
    """What targets depend on."""

    kind: Kind
    category: Category
    urgent: bool = False
    standing: Standing = Standing.ORDINARY

    def __str__(self) -> str:
        urgent = "urgent " if self.urgent else ""
        return f"{urgent}{self.kind} about {self.category} of a customer of class {self.standing}"


@dataclass(frozen=True)
class ServiceLevel:
    """What is promised of a matter: targets in working time of ``calendar`` (a name of policy.toml)."""

    first_response: timedelta
    next_response: timedelta
    resolution: timedelta
    calendar: str
    warn_share: float | None  # of the target; else a fixed time
    warn_time: timedelta

    def target(self, metric: Metric) -> timedelta:
        found: timedelta = getattr(self, metric.value)
        return found

    def warn_before(self, metric: Metric) -> timedelta:
        """How much of the target is left when it is warned of: at most all of it."""
        target = self.target(metric)
        return min(self.warn_time, target) if self.warn_share is None else target * self.warn_share


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


class Rule(Part):
    """``kind``, ``category``, ``standing``: one or a list; what is not given is any. At least one value is given."""

    kind: Annotated[tuple[Kind, ...], BeforeValidator(_several)] = ()
    category: Annotated[tuple[Category, ...], BeforeValidator(_several)] = ()
    standing: Annotated[tuple[Standing, ...], BeforeValidator(_several)] = ()
    urgent: Annotated[bool, Field(strict=True)] | None = None
    first_response_minutes: Minutes | None = None
    next_response_minutes: Minutes | None = None
    resolution_minutes: Minutes | None = None
    warn_share: Fraction | None = None
    warn_minutes: Minutes | None = None
    calendar: str | None = None

    @property
    def weight(self) -> int:
        return sum(weight for name, weight in WEIGHTS.items() if getattr(self, name) not in ((), None))

    @property
    def values(self) -> dict[str, Any]:
        """What it gives, by what is asked for; the two ways to warn are one."""
        warn = self.warn_share or self.warn_minutes
        given = {name: getattr(self, name) for name in (*TARGETS.values(), "calendar")}
        return {name: one for name, one in (given | {"warn": warn}).items() if one is not None}

    def covers(self, matter: Matter) -> bool:
        return (
            (not self.kind or matter.kind in self.kind)
            and (not self.category or matter.category in self.category)
            and (not self.standing or matter.standing in self.standing)
            and self.urgent in (None, matter.urgent)
        )

    @model_validator(mode="after")
    def _says_something(self) -> "Rule":
        if not self.values:
            raise ValueError(
                "this rule gives nothing; give it a target, a warning or a calendar, or remove it"
            )
        if self.warn_share and self.warn_minutes:
            raise ValueError("warn_share and warn_minutes are two ways to warn; keep one of them")
        return self


TARGETS = {metric: f"{metric.value}_minutes" for metric in Metric}
MATTERS = tuple(
    Matter(kind, category, urgent, standing)
    for kind, category, urgent, standing in product(Kind, Category, (False, True), Standing)
)


class ServiceLevelsPart(Part):
    rules: tuple[Rule, ...] = Field(min_length=1)

    def of(self, matter: Matter) -> ServiceLevel:
        """What is promised of a matter; its calendar may be ``DEPARTMENTS_OWN``."""
        found: dict[str, Any] = {}
        for rule in sorted(self.rules, key=lambda one: one.weight):
            if rule.covers(matter):
                found.update(rule.values)
        targets = {metric.value: timedelta(minutes=found[name]) for metric, name in TARGETS.items()}
        warn = found.get("warn", WARN_SHARE)
        return ServiceLevel(
            **targets,
            calendar=found.get("calendar", DEPARTMENTS_OWN),
            warn_share=warn if isinstance(warn, float) else None,
            warn_time=timedelta(0) if isinstance(warn, float) else timedelta(minutes=warn),
        )

    @field_validator("rules")
    @classmethod
    def _never_two_answers(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        for (number, one), (other_number, other) in combinations(enumerate(rules), 2):
            both = sorted(one.values.keys() & other.values.keys())
            if one.weight != other.weight or not both:
                continue
            torn = next((matter for matter in MATTERS if one.covers(matter) and other.covers(matter)), None)
            if torn is not None:
                raise mistake(
                    str(other_number),
                    f"rule {number} says {both[0]} of the same matters ({torn}) and is as specific;"
                    " narrow one of them, or keep one",
                )
        return rules

    @field_validator("rules")
    @classmethod
    def _everything_has_targets(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        for name in TARGETS.values():
            giving = [rule for rule in rules if name in rule.values]
            bare = next((one for one in MATTERS if not any(rule.covers(one) for rule in giving)), None)
            if bare is not None:
                raise ValueError(
                    f"no rule gives {name} of: {bare}; add it to a rule without conditions,"
                    " which holds for everything else"
                )
        return rules
