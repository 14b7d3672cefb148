"""What the words for days and hours mean in English."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.desk.when import (
    AFTERNOON,
    EARLY,
    HOUR,
    LUNCH,
    MIDNIGHT,
    MORNING,
    NIGHT,
    NOON,
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
    WEEK,
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

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = {
    **{
        word: n
        for n, word in enumerate(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(),
            1,
        )
    },
    **{"a": 1, "an": 1, "couple": 2, "few": NEAR, "twenty": 20, "thirty": 30, "forty-eight": 48, "sixty": 60},
}
HOLIDAYS_SAID = {
    "chinese new year": "spring", "lunar new year": "spring", "spring festival": "spring", "cny": "spring",
    "new year": "new year", "christmas": "christmas", "xmas": "christmas", "easter": "easter",
    "may day": "labour", "labour day": "labour", "labor day": "labour", "national day": "national",
    "mid-autumn": "autumn", "dragon boat": "dragon", "qingming": "qingming",
}  # fmt: skip
PARTS: dict[str, Part] = {
    "first thing": EARLY,
    "early morning": EARLY,
    "morning": MORNING,
    "lunchtime": LUNCH,
    "lunch time": LUNCH,
    "lunch": LUNCH,
    "afternoon": AFTERNOON,
    "evening": NIGHT,
    "night": NIGHT,
}


def _number(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS[said]


def relative_day(match: re.Match[str], here: Here) -> Piece:
    said = match[0]
    ahead = 2 if "after" in said else 0 if said.startswith("tod") else 1
    return days_piece(match, day(here.today + timedelta(days=ahead)))


def tonight(match: re.Match[str], here: Here) -> Piece:
    return replace(days_piece(match, day(here.today)), part=NIGHT)


def this_part(match: re.Match[str], here: Here) -> Piece:
    return replace(days_piece(match, day(here.today)), part=PARTS[match["part"]])


def weekday_said(match: re.Match[str], here: Here) -> Piece:
    groups = match.groupdict()
    number = WEEKDAYS.index(match["day"][:3])
    which, later = groups.get("which") or "", groups.get("later")
    if "after next" in (later or ""):
        return days_piece(match, day(monday(here.today) + 2 * WEEK + timedelta(days=number)))
    if which.startswith(("next", "following")) or (later and "next" in later):
        return days_piece(match, next_weeks(here.today, number, either=not later))
    nearest = coming(here.today, number)
    if groups.get("week") or (later and "this" not in later):
        return days_piece(match, day(nearest[0].first + WEEK))
    return days_piece(match, nearest)


def weekend_said(match: re.Match[str], here: Here) -> Piece:
    ahead = int((match["which"] or "").startswith("next"))
    piece = days_piece(match, [weekend(here.today, ahead)], Kind.PERIOD)
    # by then mostly means before it
    return replace(piece, bound=Bound.BEFORE) if match["limit"] else piece


_NEAR_OR_NEXT = {"this": 0, "the": 0, "current": 0, "next": 1, "following": 1, "coming": 1}
_SECTIONS = {
    "end": "end", "early": "early", "beginning": "early", "start": "early", "first half": "early",
    "mid": "mid", "middle": "mid", "late": "late", "later": "late",
}  # fmt: skip


def week_said(match: re.Match[str], here: Here) -> Piece:
    whole = week(here.today, _NEAR_OR_NEXT[match["which"] or "this"], here)
    part = _SECTIONS.get(match.groupdict().get("part") or "", "")
    days, kind = whole, Kind.PERIOD
    if part == "early":
        days = Days(whole.first, whole.first + timedelta(days=1))
    elif part == "mid":
        days = Days(whole.first + timedelta(days=1), whole.first + timedelta(days=3))
    elif part:
        days, kind = Days(max(whole.first, whole.last - timedelta(days=1)), whole.last), Kind.EDGE
    return days_piece(match, [days], kind)


def month_said(match: re.Match[str], here: Here) -> Piece:
    groups = match.groupdict()
    name = groups.get("month")
    first = months_on(here.today.replace(day=1), _NEAR_OR_NEXT[groups.get("which") or "this"])
    if name:
        first = month_named(here.today, _MONTHS.index(name[:3]) + 1)
    part = _SECTIONS.get(groups.get("part") or "end", "") if "part" in groups else ""
    days = month(first, part)
    kind = Kind.EDGE if part == "end" else Kind.PERIOD
    return days_piece(match, [Days(max(days.first, here.today), days.last)], kind)


def week_of(match: re.Match[str], here: Here) -> Piece:
    number = _MONTHS.index(match["month"][:3]) + 1
    first = monday(in_year(here.today, number, int(match["day"])))
    return days_piece(match, [Days(first, first + timedelta(days=4))], Kind.PERIOD)


def week_of_month(match: re.Match[str], here: Here) -> Piece:
    first = month_named(here.today, _MONTHS.index(match["month"][:3]) + 1)
    first += WEEK * ("first", "second", "third").index(match["which"])
    return days_piece(match, [Days(first, first + timedelta(days=6))], Kind.PERIOD)


def year_end(match: re.Match[str], here: Here) -> Piece:
    last = here.today.replace(month=12, day=31)
    return days_piece(match, [Days(max(here.today, last.replace(day=20)), last)], Kind.EDGE)


def date_said(match: re.Match[str], here: Here) -> Piece:
    year = match.groupdict().get("year")
    number = _MONTHS.index(match["month"][:3]) + 1
    return days_piece(match, day(in_year(here.today, number, int(match["day"]), int(year) if year else None)))


def date_in_figures(match: re.Match[str], here: Here) -> Piece:
    """3/12: in most countries 3 December, in America 12 March."""
    year = int(match["year"]) if match["year"] else None
    one, other = int(match["one"]), int(match["other"])
    orders = ((other, one), (one, other))
    if here.zone.key.startswith(("America/", "US/")):
        orders = orders[::-1]
    found = [in_year(here.today, first, second, year) for first, second in orders if first <= 12]
    return days_piece(match, [Days(one, one) for one in found])


def iso_date(match: re.Match[str], here: Here) -> Piece:
    return days_piece(
        match, day(in_year(here.today, int(match["month"]), int(match["day"]), int(match["year"])))
    )


def day_of_month(match: re.Match[str], here: Here) -> Piece:
    return days_piece(match, day(of_month(here.today, int(match["day"]))))


def holiday_said(match: re.Match[str], here: Here) -> Piece | None:
    days = holiday(HOLIDAYS_SAID[match["name"]], here)
    return days_piece(match, [days], Kind.PERIOD) if days else None


def lapse(match: re.Match[str], here: Here) -> Piece:
    """in two hours, within 3 working days, in 2-3 weeks."""
    groups = match.groupdict()
    said = groups.get("high") or groups.get("low")
    amount = (_number(said) if said else 1.0) + (0.5 if groups.get("too") else 0.0)
    if groups.get("half"):
        amount = 0.5
    exact = groups.get("within") in ("in", "after") and not groups.get("the")
    bound = Bound.ON if (exact or groups.get("on")) and not groups.get("high") else Bound.BY
    vague, unit = said == "few", match["unit"]
    if unit[0] == "h" or unit.startswith("min"):
        minutes = amount * (HOUR if unit[0] == "h" else 1)
        return Piece(*match.span(), lapse=timedelta(minutes=minutes), bound=bound, vague=vague)
    last = here.today + timedelta(days=int(amount * (7 if unit.startswith("w") else 1)))
    if groups.get("working"):
        last = here.workday(here.today, 1, int(amount))
    elif unit.startswith("mo"):
        last = months_on(here.today, int(amount))
    return replace(days_piece(match, day(last), Kind.EDGE, vague), bound=bound)


def few_days(match: re.Match[str], here: Here) -> Piece:
    return around(match, timedelta(days=2 if "couple" in match[0] else NEAR), here)


def clock(match: re.Match[str], here: Here) -> Piece:
    """3pm, 10:30, between 9 and 11, half past three."""
    groups = match.groupdict()
    first = _minutes(match["hour"], groups.get("minute"), groups.get("half"))
    last = _minutes(groups["to"], groups.get("to_minute"), None) if groups.get("to") else first
    noon = groups.get("noon") or ""
    if noon:
        first, last = _of_noon(first, last, noon[0])
    settled = bool(noon) or (match["hour"].startswith("0") and bool(groups.get("minute")))
    return Piece(*match.span(), clock=Clock(first, last if last >= first else last + NOON, settled))


def _of_noon(first: int, last: int, letter: str) -> tuple[int, int]:
    """With am or pm, which is said once for both: 9-11am, 11-1pm."""
    moved = tuple(one % NOON + (NOON if letter == "p" else 0) for one in (first, last))
    return (first % NOON if moved[0] > moved[1] else moved[0]), moved[1]


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    minutes = _number(hour) * HOUR + int(minute or 0)
    if half:
        minutes += {"half past": 30, "half": 30, "quarter past": 15, "quarter to": -15}[half]
    if not 0 <= minutes <= MIDNIGHT:
        raise ValueError(f"no such hour: {hour}")
    return minutes


def noon(match: re.Match[str], here: Here) -> Piece:
    minutes = MIDNIGHT if match[0] == "midnight" else NOON
    return Piece(*match.span(), clock=Clock(minutes, minutes, settled=True))


def part_of_day(match: re.Match[str], here: Here) -> Piece:
    return Piece(*match.span(), part=PARTS[match["part"]])


def closing(match: re.Match[str], here: Here) -> Piece:
    return Piece(*match.span(), closing=True, bound=Bound.BY)


def this_or_next_week(match: re.Match[str], here: Here) -> Piece:
    ahead = 0 if match["which"] in ("this", "the") else 1
    return days_piece(match, [week(here.today, ahead, here)], Kind.PERIOD)
