"""The words for days and hours in Chinese."""

import re
from dataclasses import replace

from bot.desk.when import Bound, Here, Piece
from bot.desk.when_rules import Rule, scan
from bot.desk.when_zh_meaning import (
    HOLIDAYS_SAID,
    PARTS,
    clock,
    closing,
    date_said,
    day_of_month,
    day_of_that_month,
    daytime,
    few_days,
    few_hours,
    holiday_said,
    iso_date,
    lapse,
    midnight,
    month_said,
    named_month,
    part_of_day,
    relative_day,
    two_days,
    week_said,
    weekday_said,
    weekend_said,
    year_said,
)

_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_SPAN = rf"(?P<low>{_NUMBER})(?:\s?(?:[-~—–到至、]|或者?)?\s?(?P<high>{_NUMBER}))?"
_SMALL = r"(?:\d{1,2}|十[一二]?|[零一二两三四五六七八九])"
_LONG_PARTS = "|".join(sorted((one for one in PARTS if len(one) > 1), key=len, reverse=True))
_PART = rf"{_LONG_PARTS}|(?<![最太不尽])[早晚]"
_BEFORE = re.compile(r"\s?(?:之前|以前|前(?![台面去往来后])|为止|止)")
_AFTER = re.compile(r"\s?(?:之后|以后|过后|后(?![天面续勤]))")
_INSIDE = re.compile(r"\s?(?:之内|以内|内(?![部容])|期间)")
_ABOUT = re.compile(r"\s?(?:左右|前后|上下|许)")
_LATEST = re.compile(
    r"(?:最晚|最迟|至迟|至多|最多|不晚于|不迟于|不超过|不会超过|截至|赶在|争取在?|在?不到)\s?(?:在|到|是)?\s?$"
)
_ROUGHLY = re.compile(r"(?:大概|大约|约|差不多)\s?(?:在|是)?\s?$")


def pieces(text: str, here: Here) -> list[Piece]:
    """What ``text`` (simplified characters, small letters) tells of times, in order."""
    return [_bounded(text, one) for one in scan(_RULES, text, here)]


def _bounded(text: str, piece: Piece) -> Piece:
    """With the words around it that make it a limit: 前, 内, 后, 最晚."""
    before, after = text[max(0, piece.start - 8) : piece.start], text[piece.end : piece.end + 4]
    for pattern, bound in (
        (_ABOUT, Bound.ABOUT),
        (_BEFORE, Bound.TILL),
        (_INSIDE, Bound.BY),
        (_AFTER, Bound.AFTER),
    ):
        found = pattern.match(after)
        if found:
            at_latest = bound is Bound.TILL and _LATEST.search(before)
            moved = replace(piece, end=piece.end + found.end(), bound=Bound.BY if at_latest else bound)
            return replace(moved, vague=moved.vague or (bound is Bound.AFTER and bool(piece.days)))
    if _LATEST.search(before):
        return replace(piece, bound=Bound.BY)
    return replace(piece, bound=Bound.ABOUT) if piece.clock and _ROUGHLY.search(before) else piece


_NO_DAY = r"(?![楼栋院门室房线单电机梯柜泵井阀])"  # 5号楼, 2号电梯
_WEEK = r"(?:周|星期|礼拜)"
_WHICH = r"(?P<which>(?:下下|下|这|本|上上|上)(?:一?个)?)"
_TILL = r"\s?(?:到|至|-|~|—|–)\s?"
_POINT = r"(?:[点时](?!间|候|段)|:(?=[0-5]\d))"
_MINUTE = r"(?:半|[一三13]刻|[0-5]\d分?|[二三四五]?十[一二三四五六七八九]?分?)"
_HOUR = r"(?:1\d|2[0-4]|0?\d|二?十[一二三四]?|[零一二两三四五六七八九])"
_AT = rf"(?P<part>{_PART})?\s?(?<![\d:.出有这那几下共第提])(?P<hour>{_HOUR})"
_TO = rf"{_TILL}(?:{_PART})?\s?(?P<to>{_HOUR}){_POINT}(?P<to_minute>{_MINUTE})?(?:钟|整)?(?:之?间)?"
_LIMIT = r"\s?(?P<limit>之内|以内|内(?![部容])|之后|以后|过后|后(?![天面续]))"
_DONE = r"(?=左右|就?能?到|就?过[来去]|答复|回复|给|完成|搞定|解决|修好)"
_HALF = r"(?P<half>半)个?(?P<unit>小时|钟头|天|月)"
_SOME = rf"{_SPAN}\s?个?(?P<half>半)?(?P<unit>分钟|刻钟|小时|钟头|工作日|天|日|周|星期|礼拜|月)(?P<too>半)?"
_MOST = r"(?P<most>最多|至多|再过|还要|还有|需要?|不超过|大概|大约|预计)\s?"
_OF_YEAR = r"(?:(?P<year>[今明]|(?:19|2[01])\d\d)年|(?<![\d年]))"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])"

# Of two words for one place the earlier rule holds.
_RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (
            rf"(?P<year>(?:19|2[01])\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月]{_DAY}(?:[日号]|(?!\d))",
            iso_date,
        ),
        (rf"{_OF_YEAR}(?P<month>{_SMALL})月(?:份)?(?P<day>{_NUMBER})[日号]?", date_said),
        (rf"(?<![\d/.])(?P<month>1[0-2]|0?[1-9])/{_DAY}(?![\d/.%])", iso_date),
        (rf"{_OF_YEAR}(?P<month>{_SMALL})月份?(?P<part>初|上旬|中旬|下旬|中|底|末)?(?!\d)", named_month),
        (rf"{_WHICH}月(?P<day>{_NUMBER})[日号]{_NO_DAY}", day_of_that_month),
        (rf"{_WHICH}月份?(?P<part>初|上旬|中旬|下旬|中|底|末)?", month_said),
        (r"(?<![\d一二三四五六七八九十个])月(?P<part>初|上旬|中旬|下旬|底|末)", month_said),
        (r"(?P<which>今|本|明)?年(?P<part>底|末|终|内|初)", year_said),
        (rf"{_WHICH}?(?:周末|双休日)", weekend_said),
        (rf"{_WHICH}?{_WEEK}(?P<day>[一二三四五六日天]|[1-6](?!\d|个|天|次))", weekday_said),
        (rf"{_WHICH}{_WEEK}(?P<part>初|中|底|末|尾)?", week_said),
        (rf"(?P<name>{'|'.join(HOLIDAYS_SAID)})节?(?:假期|放假|长假)?(?=\s?[前后之以期])", holiday_said),
        (r"(?<![今本明去\d一二两三四五六七八九十百千万亿几多半当])年(?=[前后](?!台|面))", holiday_said),
        (r"(?:这|近|未来|接下来)(?:两三|一两|两|几)天(?:之?内)?|过(?:几|两)天|几天(?:之?内|后)", few_days),
        (_SOME + _LIMIT, lapse),
        (_SOME + _DONE, lapse),
        (_HALF + _LIMIT, lapse),
        (_HALF + _DONE, lapse),
        (_MOST + _SOME, lapse),
        (_MOST + _HALF, lapse),
        (r"几个?(?P<unit>分钟|小时|钟头)(?:之?内|后)", few_hours),
        (rf"{_AT}{_POINT}(?P<minute>{_MINUTE})?(?:钟|整)?{_TO}", clock),
        (_AT + _TO, clock),
        (rf"{_AT}{_POINT}(?P<minute>{_MINUTE})?(?:钟|整)?", clock),
        (r"(?P<day>今明|明后)(?:两天|天|日)", two_days),
        (r"上午或者?(?:是)?下午|上下午|白天", daytime),
        (r"下班(?=前|之前|以前|的?时候?)", closing),
        (r"午夜|零点", midnight),
        (
            r"(?P<day>今天|今日|当天|明天|明日|次日|大后天|后天|今(?=[早晚晨])|明(?=[早晚晨])|后(?=[早晚]))",
            relative_day,
        ),
        (
            rf"(?P<part>(?<![每整到])(?<!(?<![周期拜])一)(?:{_LONG_PARTS})|(?<=[今明后一二三四五六日天])[早晚])(?![点餐班安好])",
            part_of_day,
        ),
        (
            rf"(?<![\d月.第])(?P<day>[12]\d|3[01]|[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])号{_NO_DAY}",
            day_of_month,
        ),
    )
)
