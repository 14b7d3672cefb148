"""Times that staff type behind a command: ``/promise Friday 15:00 words``, ``/snooze 明天9点 等配件``."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.spoken_times import LONGEST, folded, here_at, pieces, put_together
from bot.desk.unread_times import Doubt, doubt_about, speaks_of_the_past, speaks_of_time
from bot.desk.when import Here, Piece, Window, day
from bot.desk.working import Calendar

_BETWEEN = re.compile(
    r"[\s,，、的()（）-]*(?:(?:at|on|in|of|the|by|before|after|from|to|until|till|through|around|about|or|and|"
    r"到|至|在|或者?|和|最[晚迟]|大[概约]|约|差不多|[~–—/&])\s*)*$"
)
_LEADS_TO_IT = re.compile(
    r"(?:(?:到|至|在|最[晚迟]|大[概约]|\b(?:until|till|to|by|on|at|in|from|around|about|the))\s*)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """``windows`` (UTC): what the first time in a text can mean, all still to come, the likeliest first; empty where
    ``doubt`` says why. ``words``: the text without it. ``certain``: it says one thing only, so nobody need be asked.
    """

    windows: tuple[Window, ...]
    words: str
    doubt: Doubt | None = None
    certain: bool = False


def told(text: str, now: datetime, zone: ZoneInfo, calendar: Calendar | None = None) -> Told:
    """Reads ``text``, typed at ``now`` (aware) in ``zone`` by those who work by ``calendar``.

    An hour without a day is the next such hour. What is past is refused, never moved to another day or half of the
    day; so is what stands beside words of time that nobody understood.
    """
    here, plain = here_at(now, zone, calendar), folded(text[:LONGEST])
    times = [one for one, _ in put_together(pieces(plain, here), plain, _BETWEEN)]
    if not times:
        return Told((), text.strip(), Doubt.PAST if speaks_of_the_past(plain) else Doubt.NO_TIME)
    time, before, after = times[0], text[: times[0].start], text[times[0].end :]
    words = f"{_LEADS_TO_IT.sub('', before).strip()} {after.strip()}".strip()
    doubt = doubt_about(plain, time, times[1:])
    windows = _to_come(here, time) if doubt is None else ()
    if not windows:
        return Told((), words, doubt or Doubt.PAST)
    bare = not time.days and time.lapse is None
    doubtful = bare and (speaks_of_time(plain[time.end :]) or here.today_is_past(time, windows[0]))
    return Told(windows, words, certain=len(windows) == 1 and not doubtful)


def _to_come(here: Here, time: Piece) -> tuple[Window, ...]:
    """Nothing where the likeliest reading is past and a day was said: ``today 8:00``, said at nine, is not 20:00."""
    readings = here.readings(time)
    if not readings or here.ahead(readings[0]):
        return here.windows(time)
    if time.days:
        return ()
    tomorrow = replace(time, days=day(here.today + timedelta(days=1)))
    return tuple(dict.fromkeys((*here.windows(tomorrow), *here.windows(time))))
