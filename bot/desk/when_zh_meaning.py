"""What the words for days and hours mean in Chinese."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.desk.when import (
    AFTERNOON,
    DUSK,
    EARLY,
    HOUR,
    LUNCH,
    MIDNIGHT,
    MORNING,
    NIGHT,
    NOON,
    SMALL_HOURS,
    Bound,
    Clock,
    Days,
    Here,
    Kind,
    Part,
    Piece,
    day,
)
from bot.desk.when_rules import (
    NEAR,
    around,
    coming,
    days_piece,
    holiday,
    in_year,
    monday,
    month,
    month_named,
    months_on,
    next_weeks,
    of_month,
    week,
    weekend,
)

_DIGITS = {**{one: n for n, one in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_DAYS = {
    **dict.fromkeys(("今", "今天", "今日", "当天"), 0),
    **dict.fromkeys(("明", "明天", "明日", "次日"), 1),
    **dict.fromkeys(("后", "后天"), 2),
    "大后天": 3,
}
_WEEKDAYS = {**{one: n for n, one in enumerate("一二三四五六")}, "日": 6, "天": 6}
PARTS: dict[str, Part] = {
    **dict.fromkeys(("凌晨", "半夜"), SMALL_HOURS),
    **dict.fromkeys(("一大早", "大清早", "一早", "大早上"), EARLY),
    **dict.fromkeys(("早上", "早晨", "清晨", "上午", "早"), MORNING),
    **dict.fromkeys(("中午", "午间", "晌午"), LUNCH),
    **dict.fromkeys(("下午", "午后"), AFTERNOON),
    "傍晚": DUSK,
    **dict.fromkeys(("晚上", "晚间", "夜里", "夜间", "晚"), NIGHT),
}
HOLIDAYS_SAID = {
    "五一": "labour", "劳动节": "labour", "国庆": "national", "十一": "national", "元旦": "new year", "春节": "spring",
    "过年": "spring", "新年": "new year", "大年": "spring", "清明": "qingming", "端午": "dragon", "中秋": "autumn",
    "圣诞": "christmas",
}  # fmt: skip
_THIRDS = {
    "初": "early",
    "上旬": "early",
    "中旬": "mid",
    "中": "mid",
    "下旬": "late",
    **dict.fromkeys("底末", "end"),
}
_HALF_A_DAY = timedelta(hours=4)
_MINUTES = {"分钟": 1, "刻钟": 15, "小时": HOUR, "钟头": HOUR}


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def relative_day(match: re.Match[str], here: Here) -> Piece:
    return days_piece(match, day(here.today + timedelta(days=_DAYS[match["day"]])))


def _ahead(which: str | None) -> int:
    """下下: 2, 这: 0, 上: -1."""
    return (which or "").count("下") - (which or "").count("上")


def weekday_said(match: re.Match[str], here: Here) -> Piece:
    number = _WEEKDAYS.get(match["day"], -1)
    if number < 0:
        number = int(match["day"]) - 1
    which = match["which"] or ""
    ahead = _ahead(which)
    if ahead == 1:
        return days_piece(match, next_weeks(here.today, number, either=False))
    if ahead or which:
        return days_piece(match, day(monday(here.today) + timedelta(days=7 * ahead + number)))
    return days_piece(match, coming(here.today, number))


def weekend_said(match: re.Match[str], here: Here) -> Piece:
    return days_piece(match, [weekend(here.today, _ahead(match["which"]))], Kind.PERIOD)


def week_said(match: re.Match[str], here: Here) -> Piece:
    whole = week(here.today, _ahead(match["which"]), here)
    first, part = whole.first, match["part"] or ""
    if part == "初":
        return days_piece(match, [Days(first, first + timedelta(days=1))])
    if part == "中":
        return days_piece(match, [Days(first + timedelta(days=2), first + timedelta(days=2))])
    if part in ("底", "末", "尾"):
        return days_piece(match, [Days(max(first, whole.last - timedelta(days=1)), whole.last)], Kind.EDGE)
    return days_piece(match, [whole], Kind.PERIOD)


def month_said(match: re.Match[str], here: Here) -> Piece:
    """本月, 下个月初, 月底."""
    first = months_on(here.today.replace(day=1), _ahead(match.groupdict().get("which")))
    return _third(match, first, here)


def named_month(match: re.Match[str], here: Here) -> Piece:
    return _third(match, month_named(here.today, _number(match["month"]), _year_said(match, here)), here)


def _third(match: re.Match[str], first: date, here: Here) -> Piece:
    part = _THIRDS.get(match["part"] or "", "")
    days = month(first, part)
    started = Days(max(days.first, here.today), days.last)
    return days_piece(match, [started], Kind.EDGE if part == "end" else Kind.PERIOD)


def year_said(match: re.Match[str], here: Here) -> Piece:
    year = here.today.year + (match["which"] == "明")
    last, first = date(year, 12, 31), date(year, 12, 20)
    if match["part"] == "初":
        return days_piece(match, [Days(date(year, 1, 1), date(year, 1, 31))], Kind.PERIOD)
    if match["part"] == "内":
        return replace(days_piece(match, [Days(here.today, last)], Kind.EDGE), bound=Bound.BY)
    return days_piece(match, [Days(max(first, here.today), last)], Kind.EDGE)


def date_said(match: re.Match[str], here: Here) -> Piece:
    year = _year_said(match, here)
    return days_piece(match, day(in_year(here.today, _number(match["month"]), _number(match["day"]), year)))


def _year_said(match: re.Match[str], here: Here) -> int | None:
    said = match["year"]
    if said is None or said.isdigit():
        return int(said) if said else None
    return here.today.year + (said == "明")


def iso_date(match: re.Match[str], here: Here) -> Piece:
    said = match.groupdict().get("year")
    year = int(said) if said else None
    return days_piece(match, day(in_year(here.today, int(match["month"]), int(match["day"]), year)))


def day_of_that_month(match: re.Match[str], here: Here) -> Piece:
    first = months_on(here.today.replace(day=1), _ahead(match["which"]))
    return days_piece(match, day(first.replace(day=_number(match["day"]))))


def day_of_month(match: re.Match[str], here: Here) -> Piece:
    return days_piece(match, day(of_month(here.today, _number(match["day"]))))


def holiday_said(match: re.Match[str], here: Here) -> Piece | None:
    days = holiday(HOLIDAYS_SAID[match.groupdict().get("name", "过年")], here)
    return days_piece(match, [days], Kind.PERIOD) if days else None


def lapse(match: re.Match[str], here: Here) -> Piece:
    """两小时内, 三天后, 3个工作日."""
    groups = match.groupdict()
    amount = float(_number(groups.get("high") or groups["low"])) if groups.get("low") else 0.0
    amount += 0.5 if groups.get("half") or groups.get("too") else 0.0
    unit, limit = match["unit"], groups.get("limit") or ""
    bound = Bound.ON if "后" in limit and not groups.get("high") else Bound.BY
    if unit in _MINUTES:
        return Piece(*match.span(), lapse=timedelta(minutes=amount * _MINUTES[unit]), bound=bound)
    if unit in ("天", "日") and amount == 0.5:
        return Piece(*match.span(), lapse=_HALF_A_DAY, bound=bound)
    return replace(days_piece(match, day(_in_days(amount, unit, here)), Kind.EDGE), bound=bound)


def _in_days(amount: float, unit: str, here: Here) -> date:
    if unit == "工作日":
        return here.workday(here.today, 1, int(amount))
    if unit == "月":
        return months_on(here.today, int(amount)) + timedelta(days=15 * (amount % 1 == 0.5))
    return here.today + timedelta(days=int(amount * (7 if unit in ("周", "星期", "礼拜") else 1)))


def two_days(match: re.Match[str], here: Here) -> Piece:
    first = here.today + timedelta(days=_DAYS[match["day"][0]])
    return days_piece(match, [Days(first, first + timedelta(days=1))])


def daytime(match: re.Match[str], here: Here) -> Piece:
    return Piece(*match.span(), part=Part(MORNING.first, AFTERNOON.last))


def few_days(match: re.Match[str], here: Here) -> Piece:
    return around(match, timedelta(days=2 if "两" in match[0] else NEAR), here)


def few_hours(match: re.Match[str], here: Here) -> Piece:
    about = timedelta(minutes=NEAR * _MINUTES[match["unit"]])
    return Piece(*match.span(), lapse=about, bound=Bound.BY, vague=True)


def clock(match: re.Match[str], here: Here) -> Piece:
    """下午三点半, 9:00-11:00, 2到4点."""
    groups = match.groupdict()
    first = _minutes(match["hour"], groups.get("minute"))
    last = _minutes(groups["to"], groups["to_minute"]) if groups.get("to") else first
    settled = match["part"] is None and match["hour"].startswith(("0", "零"))
    said = Clock(first, last if last >= first else last + NOON, settled)
    return Piece(*match.span(), part=PARTS.get(match["part"] or ""), clock=said)


def _minutes(hour: str, minute: str | None) -> int:
    hours = _number(hour)
    if minute is None:
        return hours * HOUR
    quarters = {"半": 30, "一刻": 15, "三刻": 45, "1刻": 15, "3刻": 45}
    return hours * HOUR + (quarters.get(minute) or _number(minute.rstrip("分")))


def part_of_day(match: re.Match[str], here: Here) -> Piece:
    return Piece(*match.span(), part=PARTS[match["part"]])


def closing(match: re.Match[str], here: Here) -> Piece:
    return Piece(*match.span(), closing=True, bound=Bound.BY)


def midnight(match: re.Match[str], here: Here) -> Piece:
    return Piece(*match.span(), clock=Clock(MIDNIGHT, MIDNIGHT, settled=True))
