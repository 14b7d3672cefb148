"""Days and hours in a text, in both languages: the single words of ``when_zh`` and ``when_en`` put together."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import when_en, when_zh
from bot.desk.when import OFFICE_HOURS, Bound, Days, Here, Piece, merged
from bot.desk.workday import NO_HOURS
from bot.desk.working import Calendar

LONGEST = 4096  # characters of a Telegram message; what is beyond is not read
WEEK = (*((OFFICE_HOURS,),) * 5, NO_HOURS, NO_HOURS)
NEAR_BY, SAME_SENTENCE = 12, 60  # characters between an hour and its day, a day and its hour

# Traditional characters of the words that are looked for; the rest does not matter.
_TRADITIONAL = str.maketrans(
    "週點後個內號鐘時兩禮們會來過師門給復覆聯繫處換維話說請嗎應該沒開間務辦決將檢預計約為爲幫這還從裝電訂補發"
    "業員單聖誕慶節國勞動報價錢終於當畢結臺颱氣暖網樓營訪隊顧試測達確認問題嘗盡儘現場賬帳讓親諾",
    "周点后个内号钟时两礼们会来过师门给复复联系处换维话说请吗应该没开间务办决将检预计约为为帮这还从装电订补发"
    "业员单圣诞庆节国劳动报价钱终于当毕结台台气暖网楼营访队顾试测达确认问题尝尽尽现场账账让亲诺",
)
ANYTHING = re.compile("")
_HAN, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[a-z]{2}")
_OR = re.compile(r"^\s*(?:或者?|/|or|、|and|和|跟|与|&)\s*(?:on |the )*$")
_SAME = re.compile(r"^[\s,，(（]*(?:the )?$")
_TO = re.compile(r"^\s*(?:到|至|-|~|–|—|to|until|through|till)\s*(?:the )?$")


def here_at(now: datetime, zone: ZoneInfo, calendar: Calendar | None = None) -> Here:
    """``calendar``: when staff work; without one Monday to Friday, 9 to 18, with China's holidays and make-up days."""
    return Here(now, zone, calendar or Calendar("promises", zone, WEEK, "CN"))


def folded(text: str) -> str:
    """One spelling for wide and small letters and for traditional characters; every character keeps its place."""
    return "".join(_fold(one) for one in text).translate(_TRADITIONAL)


def _fold(character: str) -> str:
    if character in "’‘":
        return "'"
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def is_chinese(text: str) -> bool:
    return bool(_HAN.search(text))


def pieces(sentence: str, here: Here) -> list[Piece]:
    """The single words for times, in order. Chinese sentences may have them in English: 师傅 Friday 3pm 到."""
    if not is_chinese(sentence):
        return when_en.pieces(sentence, here)
    found = when_zh.pieces(sentence, here)
    if not _LATIN.search(sentence):
        return found
    taken = {at for piece in found for at in range(piece.start, piece.end)}
    english = (one for one in when_en.pieces(sentence, here) if taken.isdisjoint(range(one.start, one.end)))
    return sorted([*found, *english], key=lambda one: one.start)


def put_together(
    found: list[Piece], sentence: str, between: re.Pattern[str] = ANYTHING
) -> Iterator[tuple[Piece, bool]]:
    """Days with their hours; whether several days were named, of which any will do.

    ``between``: what may stand between a day and its hour.
    """
    waiting = list(found)
    while waiting:
        piece, several = waiting.pop(0), False
        while waiting:
            gap = sentence[piece.end : waiting[0].start]
            joined = _joined(piece, waiting[0], gap) if between.match(gap) else None
            if joined is None:
                break
            several = several or bool(piece.days and waiting[0].days and _OR.match(gap))
            piece = joined
            waiting.pop(0)
        yield piece, several


def _joined(piece: Piece, other: Piece, gap: str) -> Piece | None:
    if piece.days and other.days and _SAME.match(gap):
        return _same_day(piece, other)
    if piece.days and other.days and not piece.tells_hours:
        first = piece.days[0].first
        last = next((one.last for one in other.days if one.last >= first), None)
        if last is not None and (_OR.match(gap) or _TO.match(gap)):
            return replace(other, start=piece.start, days=(Days(first, last),), bound=_bound(piece, other))
        return None
    if len(gap) > (SAME_SENTENCE if piece.days else NEAR_BY):
        return None
    return merged(piece, other)


def _same_day(piece: Piece, other: Piece) -> Piece | None:
    """A date with its weekday; None where they are two days."""
    both = tuple(one for one in piece.days if one in other.days)
    if not both or (piece.tells_hours and other.tells_hours):
        return None
    told, start, end = other if other.tells_hours else piece, piece.start, other.end
    return replace(told, start=start, end=end, days=both, kind=other.kind, bound=_bound(piece, other))


def _bound(piece: Piece, other: Piece) -> Bound:
    return other.bound if piece.bound is Bound.ON else piece.bound
