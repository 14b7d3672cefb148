"""Words of time that no rule reads, or that speak of the past: the hour beside them is not the one that was meant."""

import re
from collections.abc import Sequence
from enum import StrEnum

from bot.desk.when import Piece


class Doubt(StrEnum):
    """Why nothing can be made of a time that somebody wrote."""

    NO_TIME = "no_time"
    PAST = "past"
    UNREAD = "unread"  # it stands beside other words of time, which were not understood or say something else


_COUNT_ZH = r"[\d零〇一二两三四五六七八九十百千万亿半几数]{1,12}\s?个?"
_UNIT_ZH = r"(?:年|季度|月|周|星期|礼拜|工作日|天|日|小时|钟头|刻钟|分钟)"
_UNIT_EN = (
    r"(?:min(?:ute)?s?|h(?:ou)?rs?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?|"
    r"centur(?:y|ies))"
)
_COUNT_EN = (
    r"(?:[\w.,]{0,9}[\d½][\w.,]{0,9}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple of|"
    r"several|half an?|some)"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)(?:s|rs?|nes|ur)?(?:day)?s?\b"
_PAST = (
    rf"\byesterday\b|(?:\b{_COUNT_EN}\s{_UNIT_EN}\s)?\bago\b|\bthe other day\b|"
    rf"\b(?:last|past|previous)\s+(?:{_UNIT_EN}|{_MONTH}|{_WEEKDAY}|evening|weekend)|"
    r"昨|前[天日晚夜]|上{1,2}一?个?(?:周|星期|礼拜|月)|去年|前年|刚[才刚]|"
    rf"{_COUNT_ZH}{_UNIT_ZH}(?:之|以)?前"
)
_DATE = (
    r"\b\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b|"
    rf"\b{_MONTH}\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}|"
    r"\d+\s?年|\d{1,2}\s?月\s?\d{1,2}[日号]?|[一二三四五六七八九十]+月[一二三四五六七八九十]+[日号]?"
)
_UNREAD = (
    rf"{_DATE}|\b{_WEEKDAY}|\b(?!may\b|mar\b){_MONTH}|\b\d+(?:st|nd|rd|th)\b|\b\d{{4,}}\b|"
    rf"\b{_COUNT_EN}\s(?:\w+\s)?{_UNIT_EN}\b|\b(?:next|this|the following)\s(?:year|fortnight|quarter|century)\b|"
    r"\btom\w*r\w*w\b|"
    r"\d+:\d|\b\d+\s?(?:[ap]\.?m\b|o'?clock)|[\d一二三四五六七八九十]+\s?[点时](?!间|候|段)|"
    rf"{_COUNT_ZH}{_UNIT_ZH}(?![光常用])|[\d一二三四五六七八九十]+号(?![楼栋院门室房线单电机梯柜泵井阀])|"
    r"(?:周|星期|礼拜)[一二三四五六七八九十日天末\d]|初[一二三四五六七八九十]|^\s*\d+\s*$|[今明后][年天]|大后|改天|除夕|"
    r"元旦|春节|国庆|中秋|端午|清明|圣诞"
)
_GLUE = r"[\s,，、的()（）]*(?:(?:at|on|in|of|the|by)\s+)*"
_LAST = r"\b(?:last|past|previous)\s+"

_ANYWHERE = {Doubt.PAST: re.compile(_PAST), Doubt.UNREAD: re.compile(_UNREAD)}
_JUST_BEFORE = {
    Doubt.PAST: re.compile(rf"(?:{_PAST}|{_LAST}){_GLUE}$"),
    Doubt.UNREAD: re.compile(rf"(?:{_UNREAD}){_GLUE}$"),
}
_JUST_AFTER = {
    Doubt.PAST: re.compile(rf"{_GLUE}(?:{_PAST})"),
    Doubt.UNREAD: re.compile(rf"\d|[\s,]*(?:at|around|about|until|till)\s\d|{_GLUE}(?:{_UNREAD})"),
}
_DATE_AFTER = re.compile(rf"{_GLUE}(?:{_DATE})")
_DATE_BEFORE = re.compile(rf"(?:{_DATE}){_GLUE}$")
_HOUR_AFTER = re.compile(
    r"[\s,]*(?:at|around|about|by|before|until|till|from)\s(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve)\b)|\s*\d{1,2}\s?[-–]\s?\d{1,2}(?!\d)"
)
_NOTHING = re.compile(rf"{_GLUE}$")


def doubt_about(text: str, time: Piece, others: Sequence[Piece]) -> Doubt | None:
    """What the words beside ``time``, the first one in ``text``, make of it; ``others`` are the times after it.

    Beside an hour without its day no other word of time may stand before it, nor just behind it; a day with its hour
    says enough, unless another date follows at once; so does one with its part of the day ("tomorrow morning"), unless
    an hour follows.
    """
    before, after = text[: time.start], text[time.end :]
    bare = not time.days and time.lapse is None
    found = _first(_ANYWHERE if bare else _JUST_BEFORE, before)
    if found is not None:
        return found
    if time.lapse is not None or (time.days and time.tells_hours):
        more = time.part is not None and time.clock is None and _HOUR_AFTER.match(after)
        return Doubt.UNREAD if more or _DATE_AFTER.match(after) else None
    if any(_NOTHING.match(text[time.end : one.start]) for one in others):
        return Doubt.UNREAD
    return next((doubt for doubt, words in _JUST_AFTER.items() if words.match(after)), None)


def dated_otherwise(text: str, time: Piece) -> bool:
    """Whether another date, read or not, stands just before ``time`` or just after it."""
    return bool(_DATE_BEFORE.search(text[: time.start]) or _DATE_AFTER.match(text[time.end :]))


def speaks_of_time(text: str) -> bool:
    """Whether a word of time stands anywhere in ``text``."""
    return _first(_ANYWHERE, text) is not None


def speaks_of_the_past(text: str) -> bool:
    return bool(_ANYWHERE[Doubt.PAST].search(text))


def _first(words: dict[Doubt, re.Pattern[str]], text: str) -> Doubt | None:
    return next((doubt for doubt, pattern in words.items() if pattern.search(text)), None)
