"""What an agent's message promises, and until when: offered to them, and recorded when they confirm it.

A rule of words for both languages, not a model: it offers, a person decides. It looks sentence by sentence for a time
(``when_zh``, ``when_en``) in words that promise (``promise_words_zh``, ``promise_words_en``). No kept library reads
such times in both languages; what was measured stands in ``requirements/app.in``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk import promise_words_en, promise_words_zh
from bot.desk.said import Said
from bot.desk.spoken_times import LONGEST, folded, here_at, is_chinese, pieces, put_together
from bot.desk.unread_times import dated_otherwise
from bot.desk.when import Here, Piece, Window
from bot.desk.working import Calendar

MOST_OTHERS = 3  # buttons beside the likeliest
CONTEXT = 200  # characters before and after a time in which it is told whose it is


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
    here = here_at(now, zone, calendar)
    plain = _unquoted(folded(text[:LONGEST]))
    for start, end in _sentences(plain):
        found = _in_sentence(plain[start:end], here)
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


_QUOTED = re.compile(
    r"“[^”\n]{0,400}”|「[^」\n]{0,400}」|『[^』\n]{0,400}』|\"[^\"\n]{0,400}\"|^[ \t]*[>＞].*$", re.MULTILINE
)
_SENTENCE_ENDS = re.compile(
    r"[。！？!?;；\n…]+|(?<!\b[ap]\.m)(?<!\bmrs)(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bno)\.(?=\s|$)"
)
_CLAUSE_ENDS = re.compile(r"[,，]|[:：](?!\d)|\s[-–—]\s|\bbut\b|但是?|不过|然后")
_ASKS = re.compile(r"[?？]")


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
    promising = (promise_words_zh if is_chinese(sentence) else promise_words_en).promising
    times = list(put_together(pieces(sentence, here), sentence))
    for number, (piece, several) in enumerate(times):
        others = times[number + 1 :]
        said = _around(sentence, piece, others[0][0].start if others else len(sentence))
        if not promising(said):
            continue
        windows = here.windows(piece)
        if windows and not dated_otherwise(sentence, piece):
            doubtful = several or said.hedged or here.today_is_past(piece, windows[0])
            return windows, _sureness(piece, windows, doubtful)
    return None


def _sureness(piece: Piece, windows: tuple[Window, ...], doubtful: bool) -> Sureness:
    if piece.vague:
        return Sureness.VAGUE
    return Sureness.LIKELY if doubtful or len(windows) > 1 else Sureness.FIRM


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
