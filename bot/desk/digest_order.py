"""Which digest somebody wants: planned ones, and what staff type behind /digest in either language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.desk.digest_periods import DAY, Period, month_of, span, week_before
from bot.desk.labels import Category

MOST_PICTURES = 4
FILE = ("xlsx", "excel", "file", "表格", "表", "文件")
TODAY = ("today", "今天", "今日")
WEEK_WORDS = ("week", "last-week", "周", "上周", "周报")
MONTH = ("month", "月", "本月")
DEPARTMENTS = {
    **{one.value: one for one in Category},
    "设计": Category.DESIGN,
    "质量": Category.QUALITY,
    "sales": Category.SALES_PROMISE,
    "销售": Category.SALES_PROMISE,
    "销售承诺": Category.SALES_PROMISE,
    "服务": Category.SERVICE,
}
_MONTH = re.compile(r"(?:(\d{4})[-/年.])?(\d{1,2})月?")


class Occasion(StrEnum):
    """Why a digest is said."""

    DAILY = "daily"
    WEEKLY = "weekly"
    ASKED = "asked"


class Form(StrEnum):
    PICTURES = "pictures"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Order:
    """``department``: only its part; None: everybody's. ``until``: an instant within the period (aware) at which it
    ends, because the rest has not come yet.
    """

    period: Period
    occasion: Occasion = Occasion.ASKED
    form: Form = Form.PICTURES
    department: Category | None = None
    until: datetime | None = None

    def values(self) -> dict[str, Any]:
        """As a notice keeps it."""
        return {
            "what": "digest",
            "as": self.form.value,
            "occasion": self.occasion.value,
            "first_on": self.period.first.isoformat(),
            "last_on": (self.period.end - DAY).isoformat(),
            "before_on": self.period.before.isoformat(),
            "department": self.department.value if self.department else "",
            "until": self.until.isoformat() if self.until else "",
            "pictures": MOST_PICTURES if self.form == Form.PICTURES else 1,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Order":
        """Raises ``KeyError`` or ``ValueError`` for values that are none of ours."""
        first, last, before = (
            date.fromisoformat(values[f"{name}_on"]) for name in ("first", "last", "before")
        )
        return cls(
            Period(first, last + DAY, before),
            Occasion(values["occasion"]),
            Form(values["as"]),
            Category(values["department"]) if values["department"] else None,
            datetime.fromisoformat(values["until"]) if values["until"] else None,
        )


class YetToCome(ValueError):
    """The month has not begun."""


def ordered(words: str, now: datetime) -> Order | None:
    """What somebody asks for at ``now`` (aware, in the desk's zone): a form, days, a department, in any order.

    Without days: today so far, as a file this month so far. None where a word means nothing. Raises
    ``YetToCome``.
    """
    found = Order(span(now.date(), now.date() + DAY))
    period: Period | None = None
    for word in words.casefold().split():
        if word in FILE:
            found = replace(found, form=Form.XLSX)
        elif word in DEPARTMENTS:
            found = replace(found, department=DEPARTMENTS[word])
        elif (days := _days(word, now.date())) is not None:
            period = days
        else:
            return None
    this_month = month_of(now.year, now.month) if found.form == Form.XLSX else found.period
    period = period or this_month
    return replace(found, period=period, until=now if period.end > now.date() else None)


def _days(word: str, today: date) -> Period | None:
    if word in TODAY:
        return span(today, today + DAY)
    if word in WEEK_WORDS:
        return week_before(today)
    if word in MONTH:
        return month_of(today.year, today.month)
    named = _MONTH.fullmatch(word)
    if named is None or not 1 <= int(named[2]) <= 12 or (named[1] and int(named[1]) < 1970):
        return None
    month = int(named[2])
    year = int(named[1]) if named[1] else today.year - (month > today.month)
    if (year, month) > (today.year, today.month):
        raise YetToCome(f"{year}-{month:02} has not begun; ask for a month until {today:%Y-%m}")
    return month_of(year, month)
