"""When bills are reminded of, and how (``bills`` in policy.toml)."""

import string
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field

from bot.desk import ladder
from bot.desk.money import currency_of
from bot.desk.party import Standing
from bot.desk.policy_parts import Days, Part, TimeOfDay
from bot.desk.wishes import BillDetail, Channel

LINK_FIELDS = ("number", "account", "amount", "currency")
DAYS_BEFORE = (1, 3, 7, 15)  # when a customer may want the first reminder


def _steps(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise ValueError("write the days in order, each once, like [-7, -3, -1, 0, 1, 7, 15]")
    return days


def _link(template: str) -> str:
    """A page's address with named fields. Raises ``ValueError`` naming the field that is unknown."""
    known = ", ".join(f"{{{name}}}" for name in LINK_FIELDS)
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise ValueError(f"the braces do not match ({error}); write fields like {{number}}") from error
    for _, name, spec, conversion in fields:
        if name is not None and (name not in LINK_FIELDS or spec or conversion):
            raise ValueError(f"unknown field {{{name}}}; there are {known}")
    if template and (urlsplit(template).scheme not in ("http", "https") or not urlsplit(template).netloc):
        raise ValueError('write a web address, like "https://pay.example.com/{number}", or "" for none')
    if template and not any(name for _, name, _, _ in fields):
        raise ValueError(f"the link must name the bill; put one of {known} into it")
    return template


def _currency(code: str) -> str:
    return currency_of(code).code


def _offered(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    if Channel.TELEGRAM not in channels or len(set(channels)) != len(channels):
        raise ValueError('write each channel once, "telegram" among them')
    return channels


# Days after the due date; negative ones are before it.
Ladder = Annotated[
    tuple[Annotated[int, Field(strict=True, ge=-365, le=365)], ...],
    Field(min_length=1),
    AfterValidator(_steps),
]


class LaddersPart(Part):
    """The ladder of each class of customers."""

    vip: Ladder
    key: Ladder
    ordinary: Ladder
    credit_risk: Ladder

    def of(self, standing: Standing) -> tuple[int, ...]:
        steps: tuple[int, ...] = getattr(self, standing.value)
        return steps


class BillsPart(Part):
    """``at``: the local time of day at which the day's reminders are said. ``currency``: of imported bills that name
    none, ISO 4217. ``detail``: what a message holds for whoever
    did not choose. ``verify_days``: how long reminders rest when a customer says that they have paid.
    ``instalment_days``: between two instalments.
    """

    at: TimeOfDay
    currency: Annotated[str, AfterValidator(_currency)]
    ladder: LaddersPart
    detail: BillDetail
    channels: Annotated[tuple[Channel, ...], AfterValidator(_offered)]
    pay_link: Annotated[str, AfterValidator(_link)]
    confirm_payment: Annotated[bool, Field(strict=True)]
    verify_days: Days
    instalment_days: Days

    def look_days(self) -> tuple[int, ...]:
        """The days on which a bill is looked at: every step of any class, and every first day a customer may choose."""
        ladders = [self.ladder.of(standing) for standing in Standing]
        return ladder.union([*ladders, [-days for days in DAYS_BEFORE]])

    def link(self, **values: str) -> str:
        """The page where a bill is paid; ``values`` are ``LINK_FIELDS``. Empty when there is none."""
        return self.pay_link.format(**{name: quote(value, safe="") for name, value in values.items()})
