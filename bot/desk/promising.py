"""What an agent's message promises, and until when: offered to them, and recorded when they confirm it.

A rule of words for both languages, not a model: it offers, a person decides. It looks sentence by sentence for a time
(``when_zh``, ``when_en``) in words that promise (``promise_words_zh``, ``promise_words_en``). No kept library reads
such times in both languages; what was measured stands in ``requirements/app.in``.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk import promise_words_en, promise_words_zh, when_en, when_zh
from bot.desk.said import Said
from bot.desk.when import OFFICE_HOURS, Bound, Days, Here, Piece, Window, merged
from bot.desk.workday import NO_HOURS
from bot.desk.working import Calendar

LONGEST = 4096  # characters of a Telegram message; what is beyond is not read
WEEK = (*((OFFICE_HOURS,),) * 5, NO_HOURS, NO_HOURS)
MOST_OTHERS = 3  # buttons beside the likeliest
CONTEXT = 200  # characters before and after a time in which it is told whose it is
NEAR_BY, SAME_SENTENCE = 12, 60  # characters between an hour and its day, a day and its hour


class Sureness(StrEnum):
    FIRM = "firm"  # one reading
    LIKELY = "likely"  # several readings, or hedged: "we will try"
    VAGUE = "vague"  # nobody said when exactly: 这几天, after the holiday


@dataclass(frozen=True)
class Promised:
    """The first promise with a time in a message.

    ``words`` is the sentence that promises, ``start`` and ``end`` where it stands in the message; ``window`` when it
    is to happen, ``others`` what it may mean as well, the likelier first.
    """

    words: str
    start: int
    end: int
    window: Window
    sureness: Sureness
    others: tuple[Window, ...] = ()


def promised(text: str, now: datetime, zone: ZoneInfo, calendar: Calendar | None = None) -> Promised | None:
    """The first thing that ``text``, written by staff at ``now`` (aware) in ``zone``, promises for a time to come.

    ``calendar``: when staff work, which says when a day ends; without one Monday to Friday, 9 to 18, with China's
    holidays and make-up days. Windows are in UTC. None: nothing is promised, or nothing that has an end.
    Raises ``ValueError`` for a ``now`` without a zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"a datetime without a zone has no today: {now!r}; use an aware datetime")
    here = Here(now, zone, calendar or Calendar("promises", zone, WEEK, "CN"))
    folded = _unquoted(_folded(text[:LONGEST]))
    for start, end in _sentences(folded):
        found = _in_sentence(folded[start:end], here)
        if found is not None:
            windows, sureness = found
            words = text[start:end]
            first = start + len(words) - len(words.lstrip())
            return Promised(
                words.strip(),
                first,
                first + len(words.strip()),
                windows[0],
                sureness,
                windows[1 : MOST_OTHERS + 1],
            )
    return None


def told(
    text: str, now: datetime, zone: ZoneInfo, calendar: Calendar | None = None
) -> tuple[tuple[Window, ...], str]:
    """What the first time in ``text`` can mean, whatever is said of it, the likeliest first; and the text without it.

    For what people type behind a command, like ``18:00`` or ``tomorrow 9:00 waiting for the part``. Arguments as of
    ``promised``; without a time the windows are empty.
    """
    here = Here(now, zone, calendar or Calendar("promises", zone, WEEK, "CN"))
    folded = _folded(text[:LONGEST])
    for piece, _ in _put_together(_pieces(folded, bool(_HAN.search(folded)), here), folded):
        windows = here.windows(piece)
        if windows:
            before = _UNTIL.sub("", text[: piece.start]).strip()
            return windows, f"{before} {text[piece.end :].strip()}".strip()
    return (), text.strip()


# Traditional characters of the words that are looked for; the rest does not matter.
_TRADITIONAL = str.maketrans(
    "週點後個內號鐘時兩禮們會來過師門給復覆聯繫處換維話說請嗎應該沒開間務辦決將檢預計約為爲幫這還從裝電訂補發"
    "業員單聖誕慶節國勞動報價錢終於當畢結臺颱氣暖網樓營訪隊顧試測達確認問題嘗盡儘現場賬帳讓親諾",
    "周点后个内号钟时两礼们会来过师门给复复联系处换维话说请吗应该没开间务办决将检预计约为为帮这还从装电订补发"
    "业员单圣诞庆节国劳动报价钱终于当毕结台台气暖网楼营访队顾试测达确认问题尝尽尽现场账账让亲诺",
)
_QUOTED = re.compile(
    r"“[^”\n]{0,400}”|「[^」\n]{0,400}」|『[^』\n]{0,400}』|\"[^\"\n]{0,400}\"|^[ \t]*[>＞].*$", re.MULTILINE
)
_SENTENCE_ENDS = re.compile(
    r"[。！？!?;；\n…]+|(?<!\b[ap]\.m)(?<!\bmrs)(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bno)\.(?=\s|$)"
)
_CLAUSE_ENDS = re.compile(r"[,，]|[:：](?!\d)|\s[-–—]\s|\bbut\b|但是?|不过|然后")
_HAN, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[a-z]{2}")
_ASKS = re.compile(r"[?？]")
_OR = re.compile(r"^\s*(?:或者?|/|or|、|and|和|跟|与|&)\s*(?:on |the )*$")
_SAME = re.compile(r"^[\s,，(（]*(?:the )?$")
_UNTIL = re.compile(r"(?:到|至|\b(?:until|till|to|by))\s*$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:到|至|-|~|–|—|to|until|through|till)\s*(?:the )?$")


def _folded(text: str) -> str:
    """One spelling for wide and small letters and for traditional characters; every character keeps its place."""
    return "".join(_fold(one) for one in text).translate(_TRADITIONAL)


def _fold(character: str) -> str:
    if character in "’‘":
        return "'"
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def _unquoted(text: str) -> str:
    """``text`` with blanks for what others said."""
    return _QUOTED.sub(lambda quote: " " * len(quote[0]), text)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_ENDS.finditer(text):
        yield start, end.end()
        start = end.end()
    if start < len(text):
        yield start, len(text)


def _in_sentence(sentence: str, here: Here) -> tuple[tuple[Window, ...], Sureness] | None:
    chinese = bool(_HAN.search(sentence))
    promising = promise_words_zh.promising if chinese else promise_words_en.promising
    times = list(_put_together(_pieces(sentence, chinese, here), sentence))
    for number, (piece, several) in enumerate(times):
        others = times[number + 1 :]
        said = _around(sentence, piece, others[0][0].start if others else len(sentence))
        if not promising(said):
            continue
        windows = here.windows(piece)
        if windows:
            doubtful = several or said.hedged or here.today_is_past(piece, windows[0])
            return windows, _sureness(piece, windows, doubtful)
    return None


def _pieces(sentence: str, chinese: bool, here: Here) -> list[Piece]:
    """Chinese sentences may have their times in English: 师傅 Friday 3pm 到."""
    if not chinese:
        return when_en.pieces(sentence, here)
    found = when_zh.pieces(sentence, here)
    if not _LATIN.search(sentence):
        return found
    taken = {at for piece in found for at in range(piece.start, piece.end)}
    english = (one for one in when_en.pieces(sentence, here) if taken.isdisjoint(range(one.start, one.end)))
    return sorted([*found, *english], key=lambda one: one.start)


def _sureness(piece: Piece, windows: tuple[Window, ...], doubtful: bool) -> Sureness:
    if piece.vague:
        return Sureness.VAGUE
    return Sureness.LIKELY if doubtful or len(windows) > 1 else Sureness.FIRM


def _put_together(pieces: list[Piece], sentence: str) -> Iterator[tuple[Piece, bool]]:
    """Days with their hours; whether several days were named, of which any will do."""
    waiting = list(pieces)
    while waiting:
        piece, several = waiting.pop(0), False
        while waiting:
            gap = sentence[piece.end : waiting[0].start]
            joined = _joined(piece, waiting[0], gap)
            if joined is None:
                break
            several = several or bool(piece.days and waiting[0].days and _OR.match(gap))
            piece = joined
            waiting.pop(0)
        yield piece, several


def _joined(piece: Piece, other: Piece, gap: str) -> Piece | None:
    if piece.days and other.days and not piece.tells_hours:
        bound = other.bound if piece.bound is Bound.ON else piece.bound
        if _SAME.match(gap):
            both = tuple(one for one in piece.days if one in other.days)
            return replace(other, start=piece.start, days=both, bound=bound) if both else None
        first = piece.days[0].first
        last = next((one.last for one in other.days if one.last >= first), None)
        if last is not None and (_OR.match(gap) or _TO.match(gap)):
            return replace(other, start=piece.start, days=(Days(first, last),), bound=bound)
        return None
    if len(gap) > (SAME_SENTENCE if piece.days else NEAR_BY):
        return None
    return merged(piece, other)


def _around(sentence: str, piece: Piece, next_time: int) -> Said:
    """The clause in which a piece stands, with what is before it and what follows until the clause of the next time."""
    first, last = max(0, piece.start - CONTEXT), min(len(sentence), piece.end + CONTEXT)
    start, end, stop = first, last, min(last, max(next_time, piece.end))
    for mark in _CLAUSE_ENDS.finditer(sentence, first, last):
        if mark.end() <= piece.start:
            start = mark.end()
        elif mark.start() >= piece.end:
            end = min(end, mark.start())
            if next_time < len(sentence) and mark.end() <= next_time:
                stop = mark.end()
    asked = bool(_ASKS.search(sentence[-3:]))
    return Said(sentence[start:end], sentence[first:start], sentence[end : max(end, stop)], asked)
