"""The words for days and hours in English."""

import re
from dataclasses import replace

from bot.desk.when import Bound, Here, Piece
from bot.desk.when_en_meaning import (
    HOLIDAYS_SAID,
    NUMBERS,
    PARTS,
    WEEKDAYS,
    clock,
    closing,
    date_in_figures,
    date_said,
    day_of_month,
    few_days,
    holiday_said,
    iso_date,
    lapse,
    month_said,
    noon,
    part_of_day,
    relative_day,
    this_or_next_week,
    this_part,
    tonight,
    week_of,
    week_of_month,
    week_said,
    weekday_said,
    weekend_said,
    year_end,
)
from bot.desk.when_rules import Rule, scan

_BY = re.compile(
    r"\b(?:by|until|till|no later than|not later than|latest(?: by)?|at the latest(?: by)?|within|on or before)"
    r"(?:\s+(?:the|about|around|say))?\s+$"
)
_VISIT = re.compile(r"\b(?:swing|drop|come|pass|stop|pop|go|call)(?:p?ing)? by\s+$|\bcoming by\s+$")
_BEFORE = re.compile(r"(?<!not )\b(?:before|ahead of|prior to)(?:\s+the)?\s+$")
_AFTER = re.compile(r"(?<!than )\b(?:after|past|from)(?:\s+the)?\s+$")
_ABOUT = re.compile(r"(?:\b(?:around|about|approximately|approx\.?|roughly|circa|near)|~)\s*$")
_LATEST = re.compile(r"\s*,?\s*(?:at the (?:very )?latest|latest|or (?:before|earlier|sooner)|at most)\b")
_OR_SO = re.compile(r"\s*(?:ish\b|or so\b|-ish\b|onwards?\b)")


def pieces(text: str, here: Here) -> list[Piece]:
    """What ``text`` (small letters) tells of times, in order."""
    return [_bounded(text, one) for one in scan(_RULES, text, here)]


def _bounded(text: str, piece: Piece) -> Piece:
    """With the words around it that make it a limit: by, before, after, at the latest."""
    before, after = text[max(0, piece.start - 24) : piece.start], text[piece.end : piece.end + 24]
    if _LATEST.match(after):
        return replace(piece, bound=Bound.BY)
    for pattern, bound in ((_BY, Bound.BY), (_BEFORE, Bound.BEFORE), (_AFTER, Bound.AFTER)):
        found = pattern.search(before)
        if found and not _VISIT.search(before):
            start = piece.start - len(before) + found.start()
            open_end = bound is Bound.AFTER and bool(piece.days) and not piece.tells_hours
            if open_end and found[0].startswith("from"):
                return piece
            return replace(piece, start=start, bound=bound, vague=piece.vague or open_end)
    if piece.clock and (_ABOUT.search(before) or _OR_SO.match(after)):
        return replace(piece, bound=Bound.ABOUT)
    return piece


def _after(*words: str) -> str:
    return "(?:" + "|".join(rf"(?<=\b{word} )" for word in words) + ")"


_SAID_AT = _after("at", "by", "before", "around", "about", "after", "until", "till", "from")
_DAYS_SAID = _after(
    *("today tomorrow morning afternoon".split()),
    *(f"{one}{end}" for one in WEEKDAYS for end in ("", "day")),
    *("tues", "thur", "thurs", "tuesday", "wednesday", "thursday", "saturday"),
)
_D = (
    r"(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues?|weds?|thu(?:rs?)?|fri|"
    rf"{_after('on', 'by', 'this', 'next', 'until', 'before', 'for')}(?:mon|sat|sun)|"
    r"^(?:mon|sat|sun)(?=[\s,.]|$)|(?:mon|sat|sun)(?=,? (?:at )?\d))s?\b\.?"
)
_M = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
_N = rf"(?:\d{{1,3}}|{'|'.join(sorted((w for w in NUMBERS if len(w) > 2), key=len, reverse=True))}|an?)"
_ORDINAL = r"(?P<day>[12]\d|3[01]|0?[1-9])"
_LATER = r"(?P<later>week after next|after next|(?:of )?next week|this week|week)"
_H = r"(?:1\d|2[0-4]|0?\d)"
_AMPM = r"\s?(?P<noon>[ap]\.?m\b\.?)"
_TO = r"\s*(?:-|–|—|to|and|until|till)\s*"
_UNIT = r"(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?)\b"
_SPAN = (
    rf"(?:(?:an? )?(?P<low>{_N})(?:\s*(?:-|–|to|or)\s*(?P<high>{_N}))?)"
    r"(?: of)?(?: a)?(?P<too> and a half)?(?: more)?"
)
_WORKING = r"(?P<working>(?:working|business|work) )?"
_WITHIN = (
    r"\b(?P<within>in|within|inside|under|after|over|at most|no more than|maximum|max)"
    r"(?: (?P<the>the next|the coming|the|next))?(?: (?:about|around|approximately|approx|roughly|max|another))?"
)
# After an hour without am, pm or minutes comes the end, or more of the time: not "at 12 Elm Street".
_HOUR_ENDS = (
    r"(?=\s*(?:$|[,.;!?)\n]|o'?clock|today|tomorrow|tonight|sharp|on |this |latest|and |to "
    r"|for |with |mon|tue|wed|thu|fri|sat|sun|next |or |if |so |by |then|but |when"
    r"|we |i |he |she |they |our |my |your |as |at |in |because |before |after |until |unless |once |while |since "
    r"|without |please |is |[\u4e00-\u9fff]|\u2013|-))(?!\s*-?\s*\d)(?:\s*o'?clock)?"
)
_PARTS_SAID = "|".join(sorted(PARTS, key=len, reverse=True))
_PERIOD_PART = (
    r"(?:the )?(?P<part>end|beginning|start|early|middle|mid|late|later|first half)(?: of| in|-)?(?: the)? ?"
)

# Of two words for one place the earlier rule holds.
_RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"\b(?P<year>(?:19|2[01])\d\d)(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)\b", iso_date),
        (
            rf"\b(?:the )?week (?:of|commencing|beginning|starting) (?:the )?{_ORDINAL}(?:st|nd|rd|th)? {_M}",
            week_of,
        ),
        (rf"\b{_ORDINAL}(?:st|nd|rd|th)?(?: of)? {_M}(?:,? (?P<year>(?:19|2[01])\d\d)\b)?", date_said),
        (
            rf"\b{_M} (?:the )?{_ORDINAL}(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>(?:19|2[01])\d\d)\b)?",
            date_said,
        ),
        (
            r"(?<![\d/.])(?P<one>\d\d?)[/.](?P<other>\d\d?)[/.](?P<year>(?:19|2[01])\d\d|\d\d)(?![\d/])",
            date_in_figures,
        ),
        (
            rf"{_after('on', 'by', 'before', 'until', 'for')}(?P<one>\d\d?)/(?P<other>\d\d?)(?P<year>(?!))?(?![\d/%])",
            date_in_figures,
        ),
        (rf"\b(?:the )?(?P<which>first|second|third) week (?:of|in) {_M}", week_of_month),
        (rf"\b{_PERIOD_PART}{_M}", month_said),
        (rf"\b{_PERIOD_PART}(?:(?P<which>this|next|the|following|coming) )?week\b", week_said),
        (rf"\b{_PERIOD_PART}(?:(?P<which>this|next|the|following|coming) )?month\b", month_said),
        (r"\b(?P<part>month)[- ]end\b", month_said),
        (r"\b(?:the )?end of (?:the|this) year\b|\byear[- ]end\b", year_end),
        (
            r"\b(?:the )?(?:end|close) of (?:the |our )?(?:business|play|working day|work|day)\b|\b(?:eod|cob|eob)\b",
            closing,
        ),
        (
            rf"\b(?P<name>{'|'.join(HOLIDAYS_SAID)})(?:'s)?(?: eve| day| festival| holidays?| break)?\b",
            holiday_said,
        ),
        (rf"\ba? ?(?P<week>week) (?:on|from|this) {_D}", weekday_said),
        (rf"\b(?:{_LATER},? (?:on )?)(?:the )?{_D}", weekday_said),
        (rf"\b(?:(?P<which>this coming|this|next|coming|following) )?{_D},? {_LATER}\b", weekday_said),
        (rf"\b(?:(?P<which>this coming|this|next|coming|following) )?{_D}", weekday_said),
        (r"\b(?P<limit>by )?(?:(?P<which>this|next|the|coming) )?weekend\b", weekend_said),
        (
            rf"\b(?P<half>)(?P<low>{_N}) (?P<unit>hours?|days?|weeks?|months?)(?P<on>'s? time| from (?:now|today))",
            lapse,
        ),
        (rf"{_WITHIN} (?P<half>half)(?: an?|-an?)?[ -]{_UNIT}", lapse),
        (rf"{_WITHIN} (?P<low>an?|one) (?P<unit>hour)(?P<too> and a half)", lapse),
        (rf"{_WITHIN} {_SPAN} ?{_WORKING}{_UNIT}", lapse),
        (r"\b(?:within the|in the next|within the next) (?P<unit>hour|week|month|day)\b", lapse),
        (
            r"\b(?:in )?(?:the )?(?:next|coming) (?:few|couple of|several) days\b|\bin a day or two\b",
            few_days,
        ),
        (r"\b(?P<which>this|next|the following|the coming|the) week\b", this_or_next_week),
        (r"\b(?P<which>this|next|following|coming) month\b", month_said),
        (r"\b(?P<day_after>the )?day after tomorrow\b", relative_day),
        (r"\b(?:today|tom{1,2}or{1,2}ow|tmrw|tmr|tomoz)\b", relative_day),
        (r"\b(?:tonight|tonite)\b", tonight),
        (rf"\bthis (?:early |late )?(?P<part>{_PARTS_SAID})\b", this_part),
        (
            rf"\b(?P<hour>{_H})(?:[:.](?P<minute>[0-5]\d))?(?:\s?[ap]\.?m\.?)?{_TO}(?P<to>{_H})(?:[:.](?P<to_minute>[0-5]\d))?{_AMPM}",
            clock,
        ),
        (rf"\b(?P<hour>{_H})[:.](?P<minute>[0-5]\d){_TO}(?P<to>{_H})[:.](?P<to_minute>[0-5]\d)\b", clock),
        (
            rf"\b(?:between|from) (?P<hour>{_H})(?:[:.](?P<minute>[0-5]\d))?{_TO}"
            r"(?P<to>1\d|2[0-4]|0?\d)(?:[:.](?P<to_minute>[0-5]\d))?\b",
            clock,
        ),
        (rf"\b(?P<hour>{_H})(?:[:.](?P<minute>[0-5]\d))?{_AMPM}", clock),
        (rf"{_DAYS_SAID}(?P<hour>{_H})\s?[-–]\s?(?P<to>{_H})\b(?![\d:/])", clock),
        (rf"\b(?P<hour>{_H}):(?P<minute>[0-5]\d)\b", clock),
        (
            rf"\b(?P<half>half past|half|quarter past|quarter to) (?P<hour>{_H}|{'|'.join(list(NUMBERS)[:12])})\b",
            clock,
        ),
        (rf"\b(?P<hour>{_H}|{'|'.join(list(NUMBERS)[:12])}) ?o'?clock\b", clock),
        (
            rf"{_SAID_AT}(?P<hour>{_H}|{'|'.join(list(NUMBERS)[:12])})\b{_HOUR_ENDS}",
            clock,
        ),
        (r"\b(?:noon|midday|midnight)\b", noon),
        (rf"(?<!good )\b(?P<part>{_PARTS_SAID})\b", part_of_day),
        (
            r"(?:(?<=the )|(?<=on )|(?<=by ))(?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)\b"
            r"(?! (?:floor|time|street|avenue|visit|block|year))",
            day_of_month,
        ),
    )
)
