"""What people write of their own hours and their own zone."""

import re
from datetime import time
from zoneinfo import available_timezones

_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|～|到|至|until|to)\s*(\d{1,2})[:：](\d{2})")
_CITIES = {
    "北京": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "香港": "Asia/Hong_Kong",
    "新加坡": "Asia/Singapore",
    "东京": "Asia/Tokyo",
    "伦敦": "Europe/London",
    "柏林": "Europe/Berlin",
    "巴黎": "Europe/Paris",
    "纽约": "America/New_York",
    "洛杉矶": "America/Los_Angeles",
    "悉尼": "Australia/Sydney",
}


def read_hours(text: str) -> tuple[time, time] | None:
    """The two times of day in ``22:30-07:00``, as people write it; None when there are none."""
    found = _HOURS.search(text)
    if found is None:
        return None
    start, start_minute, end, end_minute = (int(group) for group in found.groups())
    if start > 23 or end > 23 or start_minute > 59 or end_minute > 59:
        return None
    return time(start, start_minute), time(end, end_minute)


def read_zone(text: str) -> str | None:
    """The zone that ``text`` names: an IANA name in any spelling of letters, its city, or a great city in Chinese."""
    wanted = text.strip().casefold().replace(" ", "_")
    if wanted in _CITIES:
        return _CITIES[wanted]
    names = sorted(available_timezones())
    whole = (name for name in names if name.casefold() == wanted)
    city = (name for name in names if "/" in name and name.rpartition("/")[2].casefold() == wanted)
    return next(whole, None) or next(city, None)
