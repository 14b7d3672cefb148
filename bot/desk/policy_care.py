"""Whom the desk cares for, when, in which words and how often (``care`` in policy.toml)."""

import calendar
import string
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.desk import holidays
from bot.desk.account import AccountKind
from bot.desk.labels import Kind, Language
from bot.desk.occasion import OccasionKind
from bot.desk.party import PartyRole, Standing
from bot.desk.policy_parts import Count, Days, Part, TimeOfDay, Worded

# What the texts of a rule may name, by its moment; everything else is a mistake.
COMMON_FIELDS = ("name", "desk")
ACCOUNT_FIELDS = (*COMMON_FIELDS, "account", "address", "site", "date", "days")
FIELDS: dict[str, tuple[str, ...]] = {
    "birthday": COMMON_FIELDS,
    "moved_in": (*ACCOUNT_FIELDS, "years"),
    "contract_until": ACCOUNT_FIELDS,
    "warranty_until": ACCOUNT_FIELDS,
    "holiday": (*COMMON_FIELDS, "date"),
    "season": COMMON_FIELDS,
}
LONGEST_TEXT = 1500

# Days after the moment; negative ones are before it.
Offset = Annotated[int, Field(strict=True, ge=-366, le=30)]
Grace = Annotated[int, Field(strict=True, ge=0, le=14)]


def fields_of(text: str) -> list[str]:
    """The fields that a template names. Raises ``ValueError`` for braces that do not fit together."""
    return [name for name, _ in _fields(text)]


def _fields(text: str) -> list[tuple[str, bool]]:
    """Every field, and whether it is a bare name."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise ValueError(f"{error}; close every brace, and write {{{{ for a brace itself") from error
    return [
        (name, name.isidentifier() and not spec and not kind)
        for _, name, spec, kind in parsed
        if name is not None
    ]


def _plain_fields(text: str) -> str:
    """Fields are bare names: a format or an attribute could be a mistake that shows only when it is said."""
    odd = next((name for name, bare in _fields(text) if not bare), None)
    if odd is not None:
        raise ValueError(f"{{{odd}}} is no field; write a bare name in braces, like {{name}}")
    return text


Template = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_plain_fields)]


class Audience(Part):
    """Whom a rule is for: everybody, or only those who are one of each list that is given.

    ``site``, ``account`` (kinds) and ``role`` are those of the accounts a customer is tied to.
    """

    standing: tuple[Standing, ...] = ()
    site: tuple[str, ...] = ()
    language: Language | None = None
    role: tuple[PartyRole, ...] = ()
    account: tuple[AccountKind, ...] = ()


class _Rule(Part):
    """What all rules have. ``name`` is its own among the rules: it is how a notice says where it came from."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    audience: Audience = Audience()


class _SpokenRule(_Rule):
    """A rule that says something. ``safety``: a safety notice, which is said to everybody, consent or not."""

    zh: Template
    en: Template
    at_most_a_year: Count = 366
    not_again_days: Days = 1
    safety: bool = False

    def text(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en

    @model_validator(mode="after")
    def _known_fields(self) -> "_SpokenRule":
        known = FIELDS[getattr(self, "moment")]  # noqa: B009  # the moment is a field of the kinds of rules
        for language in Language:
            wrong = next((one for one in fields_of(self.text(language)) if one not in known), None)
            if wrong is not None:
                raise ValueError(
                    f"the {language} text of rule {self.name!r} has an unknown field {{{wrong}}};"
                    f" it may have: {', '.join(f'{{{one}}}' for one in known)}"
                )
        return self


class OccasionRule(_SpokenRule):
    """On a day of a party or an account. ``days``: on which days around it; ``grace_days``: how much later it is
    still worth saying, when the desk slept or something more personal was said that day.

    ``button`` extend: below the words of a contract's end. ``task_for``: customers of these classes also get a call
    of their account manager.
    """

    moment: Literal["birthday", "moved_in", "contract_until", "warranty_until"]
    days: tuple[Offset, ...] = Field(default=(0,), min_length=1)
    grace_days: Grace = 0
    button: Literal["extend"] | None = None
    task_for: tuple[Standing, ...] = ()

    @property
    def occasion(self) -> OccasionKind:
        return OccasionKind(self.moment)

    @model_validator(mode="after")
    def _of_contracts(self) -> "OccasionRule":
        if self.moment != "contract_until" and (self.button or self.task_for):
            raise ValueError(
                f'rule {self.name!r}: button and task_for go with moment = "contract_until"; remove them'
            )
        return self


class HolidayRule(_SpokenRule):
    """On a holiday of a country's calendar, or so many days around it."""

    moment: Literal["holiday"]
    holiday: str
    country: str = "CN"
    days: tuple[Offset, ...] = Field(default=(0,), min_length=1)

    @model_validator(mode="after")
    def _known_holiday(self) -> "HolidayRule":
        holidays.check(self.country, self.holiday)
        return self

    def speaks_on(self, day: date) -> Iterator[tuple[int, date]]:
        """Which of ``days`` falls on ``day``, and the holiday it belongs to."""
        for offset in self.days:
            feast = day - timedelta(days=offset)
            if feast in holidays.days_in(self.country, self.holiday, feast.year):
                yield offset, feast


class SeasonRule(_SpokenRule):
    """Every year on a day of some months; the last of the month where it is shorter."""

    moment: Literal["season"]
    months: tuple[Annotated[int, Field(strict=True, ge=1, le=12)], ...] = Field(min_length=1)
    day: Annotated[int, Field(strict=True, ge=1, le=31)] = 1

    def speaks_on(self, day: date) -> bool:
        last = calendar.monthrange(day.year, day.month)[1]
        return day.month in self.months and day.day == min(self.day, last)


class ResolvedRule(_Rule):
    """So many days after a ticket was resolved: is it still fixed? Its words are in chat/wording."""

    moment: Literal["resolved"]
    days: tuple[Annotated[int, Field(strict=True, ge=1, le=30)]] = (3,)
    grace_days: Grace = 2
    kinds: tuple[Kind, ...] = Field(default=(Kind.COMPLAINT,), min_length=1)

    @property
    def occasion(self) -> OccasionKind:
        return OccasionKind.RESOLVED


class VisitRule(_Rule):
    """Account managers are reminded to visit these customers; ``within_days``: how long they have for it."""

    moment: Literal["visit"]
    months: Annotated[int, Field(strict=True, ge=1, le=24)] = 3
    within_days: Days = 14


Rule = Annotated[
    OccasionRule | HolidayRule | SeasonRule | ResolvedRule | VisitRule, Field(discriminator="moment")
]

# One customer hears one word of care a day: the most personal one.
_PERSONAL = (
    "birthday",
    "contract_until",
    "warranty_until",
    "moved_in",
    "resolved",
    "holiday",
    "season",
    "visit",
)


class CarePart(Part):
    """``at``: the local time of day at which care is said. ``nameless``: whom the desk greets without a name."""

    at: TimeOfDay
    nameless: Worded
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _each_name_once(self) -> "CarePart":
        names = [rule.name for rule in self.rules]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two rules have the name {twice!r}; give each its own")
        return self

    def most_personal_first(self) -> list[Rule]:
        """Safety before all, then by how personal the moment is; rules alike in that as they stand in the policy."""
        return sorted(
            self.rules, key=lambda rule: (not getattr(rule, "safety", False), _PERSONAL.index(rule.moment))
        )
