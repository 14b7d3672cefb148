"""When matters that come up again and again are a finding: a pure rule over who raised what, and when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Raised:
    """A matter that somebody raised; ``at`` is aware."""

    ticket_id: int
    customer_id: int
    at: datetime


@dataclass(frozen=True)
class Spell:
    """A run of such matters, oldest first. ``found_at``: when the one came that made them enough."""

    raised: tuple[Raised, ...]
    found_at: datetime


def spell(raised: Iterable[Raised], tickets: int, customers: int, within: timedelta) -> Spell | None:
    """The first run of at least ``tickets`` matters of at least ``customers`` people that came ``within`` of each
    other, and everything after it; None when there is none. Their order does not matter.
    """
    found = sorted(raised, key=lambda one: (one.at, one.ticket_id))
    begin, who = 0, Counter[int]()
    for end, latest in enumerate(found):
        who[latest.customer_id] += 1
        while latest.at - found[begin].at > within:
            who[found[begin].customer_id] -= 1
            begin += 1
        if end - begin + 1 >= tickets and len(+who) >= customers:
            return Spell(tuple(found[begin:]), latest.at)
    return None
