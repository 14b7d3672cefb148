"""How promises to customers are watched (``promises`` in policy.toml)."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from bot.desk.labels import Language
from bot.desk.policy_care import Template, fields_of
from bot.desk.policy_parts import Days, Minutes, Part
from bot.desk.working import NONE, Calendar, next_open, working_between
from bot.desk.working import add as later

BROKEN_FIELDS = ("number", "due", "words", "owner", "department", "desk")
Grace = Annotated[int, Field(strict=True, ge=0, le=24 * 60)]


class BrokenPart(Part):
    """What a customer is told when a promise was not kept, in both languages; fields as in ``BROKEN_FIELDS``."""

    zh: Template
    en: Template

    def in_language(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en

    @model_validator(mode="after")
    def _known_fields(self) -> "BrokenPart":
        for language in Language:
            wrong = next(
                (one for one in fields_of(self.in_language(language)) if one not in BROKEN_FIELDS), None
            )
            if wrong is not None:
                raise ValueError(
                    f"the {language} text has an unknown field {{{wrong}}};"
                    f" it may have: {', '.join(f'{{{one}}}' for one in BROKEN_FIELDS)}"
                )
        return self


class PromisesPart(Part):
    """``remind_minutes``: working time of the department before a promise is due at which its agent is reminded.

    ``grace_minutes``: how long after it was due they may still say that it was kept. ``longest_days``: nothing is
    promised for later. ``dispute_days``: how long a customer may say that what was marked as kept was not done.
    """

    remind_minutes: Minutes
    grace_minutes: Grace
    longest_days: Days
    dispute_days: Days
    broken: BrokenPart

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    @property
    def longest(self) -> timedelta:
        return timedelta(days=self.longest_days)

    @property
    def dispute_within(self) -> timedelta:
        return timedelta(days=self.dispute_days)

    def remind_at(self, calendar: Calendar, made_at: datetime, due_at: datetime) -> datetime:
        """When the agent is reminded (UTC) of what was promised at ``made_at`` for ``due_at`` (aware, in this order).

        At most half of the working time between the two before the end of it; without any working time in between,
        of the time by the clock. Raises ``BeyondCalendar``.
        """
        before = timedelta(minutes=self.remind_minutes)
        working = working_between(calendar, made_at, due_at)
        if working > NONE:
            used_up = later(calendar, made_at, working - min(before, working / 2))
            return next_open(calendar, used_up)  # when they are there again, not when they are leaving
        return due_at - min(before, (due_at - made_at) / 2)
