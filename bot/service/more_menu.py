"""The menus behind “More” on a ticket's card: what is done with several tickets, departments or days together."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from bot.desk.labels import Category
from bot.desk.ticket import Ticket
from bot.desk.working import add
from bot.service.post import Key, Keys
from bot.service.work import Work

SNOOZE_REASONS = ("snooze_part", "snooze_visit", "snooze_away", "snooze_others")
FIRST_MINUTE = timedelta(minutes=1)  # of a working day: what is added to find its beginning


def keys_of(work: Work, ticket: Ticket, menu: str) -> Keys:
    """The buttons of ``menu``, which may carry what was chosen before behind an ``@``. Empty: not one of these."""
    name, _, chosen = menu.partition("@")
    made = _MENUS.get(name)
    return made(work, ticket, chosen) if made else []


def not_same(ticket: Ticket) -> Key:
    """Of the two the older ticket is held first, so the press speaks of that one."""
    return Key({"do": "not_same", "ticket": ticket.repeats_id, "repeat": ticket.id}, word="key_not_same")


def _more(work: Work, ticket: Ticket, chosen: str) -> Keys:
    snooze = _key("wake", ticket) if ticket.snoozed_until else _key("snooze", ticket)
    repeats = [[not_same(ticket)]] if ticket.repeats_id else []
    return [[_key("part", ticket), snooze], *repeats]


def _part(work: Work, ticket: Ticket, chosen: str) -> Keys:
    language = work.policy.desk.staff_language
    keys = [
        Key(
            {"do": "give_part", "ticket": ticket.id, "to": one},
            text=work.policy.departments.of(one).in_language(language),
        )
        for one in Category
    ]
    return [keys[:2], keys[2:]]


def _snooze(work: Work, ticket: Ticket, chosen: str) -> Keys:
    """When the department opens on the next working day, the one in three days, and in a week."""
    moments = dict.fromkeys(_opening(work, ticket, days) for days in (1, 3, 7))
    return [
        [
            Key(
                {"do": "snooze_until", "ticket": ticket.id, "until": at.isoformat()},
                word="key_snooze_until",
                values={"until_at": at.isoformat()},
            )
        ]
        for at in moments
    ]


def _snooze_why(work: Work, ticket: Ticket, chosen: str) -> Keys:
    keys = [_key("snooze_for", ticket, f"reason_{one}", until=chosen, reason=one) for one in SNOOZE_REASONS]
    return [keys[:2], keys[2:]]


def _opening(work: Work, ticket: Ticket, days: int) -> datetime:
    calendar = work.policy.calendar(work.policy.departments.of(ticket.category).calendar)
    day = work.now.astimezone(work.policy.zone).date() + timedelta(days=days)
    return add(calendar, datetime.combine(day, time(), work.policy.zone), FIRST_MINUTE) - FIRST_MINUTE


def _key(do: str, ticket: Ticket, word: str = "", **more: Any) -> Key:
    return Key({"do": do, "ticket": ticket.id} | more, word=word or f"key_{do}")


_MENUS: Mapping[str, Callable[[Work, Ticket, str], Keys]] = {
    "more": _more,
    "part": _part,
    "snooze": _snooze,
    "snooze_why": _snooze_why,
}
