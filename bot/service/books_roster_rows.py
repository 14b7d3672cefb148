"""The rows of staff and their roster as companies write them: who, on which days, from when until when."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.desk.agent import Role
from bot.desk.labels import Category, Language
from bot.desk.shift import RosterKind
from bot.service import books_words as words
from bot.service.books_rows import Name, NumberedRow, Row, as_read, of_list
from bot.service.books_words import Unreadable

MIDNIGHT = 24 * 60
LONGEST_PATTERN = timedelta(days=366)
MOST_NUMBER = 2**53  # Telegram's user ids have at most 52 bits


_DAYS = {
    "mon": 0, "monday": 0, "周一": 0, "星期一": 0, "tue": 1, "tuesday": 1, "周二": 1, "星期二": 1,
    "wed": 2, "wednesday": 2, "周三": 2, "星期三": 2, "thu": 3, "thursday": 3, "周四": 3, "星期四": 3,
    "fri": 4, "friday": 4, "周五": 4, "星期五": 4, "sat": 5, "saturday": 5, "周六": 5, "星期六": 5,
    "sun": 6, "sunday": 6, "周日": 6, "星期日": 6, "周天": 6, "星期天": 6,
}  # fmt: skip
_DAILY = ("daily", "every day", "每天", "每日")
_WORKDAYS = ("workdays", "working days", "工作日")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")


@dataclass(frozen=True)
class Weekly:
    """Days of the week, 0 is Monday; ``workdays``: those on which the department works, holidays and make-up days."""

    days: frozenset[int] = frozenset()
    workdays: bool = False


def _on(cell: Any) -> date | Weekly:
    said = unicodedata.normalize("NFKC", words.text(cell)).casefold()
    if not said:
        raise Unreadable("missing")
    if said in _DAILY:
        return Weekly(frozenset(range(7)))
    if said in _WORKDAYS:
        return Weekly(workdays=True)
    if said[0].isdigit():
        found = words.day(cell)
        assert found is not None
        return found
    days: set[int] = set()
    for part in re.split(r"[,;、\s]+", re.sub(r"\s*(?:至|到|~|-|–| to )\s*", "-", said)):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise Unreadable("not_days")
        start, end = _DAYS[first], _DAYS[last or first]
        days |= {day % 7 for day in range(start, (end if end >= start else end + 7) + 1)}
    return Weekly(frozenset(days))


def _clock(cell: Any) -> int | None:
    """Minutes from midnight, 24:00 included."""
    if isinstance(cell, datetime):
        cell = cell.time()
    said = f"{cell:%H:%M}" if isinstance(cell, time) else unicodedata.normalize("NFKC", words.text(cell))
    if not said:
        return None
    found = _CLOCK.fullmatch(said)
    minutes = int(found[1]) * 60 + int(found[2]) if found else MIDNIGHT + 1
    if minutes > MIDNIGHT or (found and int(found[2]) > 59):
        raise Unreadable("not_a_clock_time")
    return minutes


def _several(cell: Any) -> tuple[str, ...]:
    parts = re.split(r"[;；、,，]", words.text(cell))
    return tuple(dict.fromkeys(one.strip() for one in parts if one.strip()))


def _languages(cell: Any) -> tuple[str, ...]:
    return tuple(words.label(Language, one).value for one in _several(cell))


def _user_id(cell: Any) -> int:
    said = unicodedata.normalize("NFKC", words.text(cell))
    if not said:
        raise Unreadable("missing")
    if not said.isascii() or not said.isdigit() or not 0 < int(said) < MOST_NUMBER:
        raise Unreadable("not_a_user_id")
    return int(said)


class StaffRow(NumberedRow):
    """``number`` is the Telegram user id; whom it names is staff from now on, within the staff group."""

    number: Annotated[str, as_read(lambda cell: str(_user_id(cell)))]
    name: Name
    role: Annotated[Role | None, of_list(Role, "")] = None
    department: Annotated[Category | None, of_list(Category, "")] = None
    languages: Annotated[tuple[str, ...], as_read(_languages)] = ()
    sites: Annotated[tuple[str, ...], as_read(_several)] = ()


class RosterRow(Row):
    """``on``: a date, or days of the week from ``since`` until ``until``. ``begins`` and ``ends`` are minutes from
    midnight; an end that is not after the beginning is on the next day. Leave may have ``until`` as its last day.
    """

    model_config = ConfigDict(populate_by_name=True)

    person: Name
    on: Annotated[date | Weekly, as_read(_on)] = Field(alias="day")
    begins: Annotated[int | None, as_read(_clock)] = Field(default=None, alias="from")
    ends: Annotated[int | None, as_read(_clock)] = Field(default=None, alias="to")
    kind: Annotated[RosterKind, of_list(RosterKind, RosterKind.SHIFT)] = RosterKind.SHIFT
    since: Annotated[date | None, as_read(words.day)] = None
    until: Annotated[date | None, as_read(words.day)] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        timed = (self.begins is not None, self.ends is not None)
        if self.kind == RosterKind.SHIFT or (self.kind == RosterKind.ON_CALL and any(timed)):
            for field, there in zip(("from", "to"), timed, strict=True):
                if not there:
                    raise PydanticCustomError("missing", "missing", {"field": field})
        if isinstance(self.on, Weekly):
            for field in ("since", "until"):
                if getattr(self, field) is None:
                    raise PydanticCustomError("days_without_dates", "dates", {"field": field})
        first = self.on if isinstance(self.on, date) else self.since
        if self.until is not None and first is not None and self.until < first:
            raise PydanticCustomError("end_before_start", "end", {"field": "until"})
        if self.until is not None and first is not None and self.until - first > LONGEST_PATTERN:
            raise PydanticCustomError("roster_too_long", "long", {"field": "until"})
        return self
