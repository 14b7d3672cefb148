"""The menus behind “More” on a ticket's card: what is done with several tickets, departments or days together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.labels import Category
from bot.desk.ticket import LIVE, Ticket
from bot.desk.working import add
from bot.service.post import Key, Keys
from bot.service.view import opening_words, shortened
from bot.service.work import Work

SNOOZE_REASONS = ("snooze_part", "snooze_visit", "snooze_away", "snooze_others")
MOST_OTHERS = 4  # tickets of the same customer that are offered for merging, the newest
OTHER_WORDS = 20  # characters of theirs on a button
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
    merge = [[_key("merge", ticket)]] if _others(work, ticket) else []
    green = [] if ticket.green_at else [[_key("green", ticket)]]
    defect = [[_key("leave_defect", ticket)]] if ticket.defect_id else []
    return [[_key("part", ticket), snooze], *green, *merge, *repeats, *defect]


def unmerge(ticket: Ticket) -> Key:
    return Key(
        {"do": "unmerge", "ticket": min(ticket.id or 0, ticket.merged_into_id or 0), "from": ticket.id},
        word="key_unmerge",
        values={"number": ticket.number},
    )


def _merge(work: Work, ticket: Ticket, chosen: str) -> Keys:
    """The customer's other open tickets; of the two the one with the lower number is held first."""
    return [
        [
            Key(
                {
                    "do": "merge_into",
                    "ticket": min(ticket.id or 0, one.id or 0),
                    "from": ticket.id,
                    "into": one.id,
                },
                word="key_merge_into",
                values={"number": one.number, "words": shortened(opening_words(work, one), OTHER_WORDS)},
            )
        ]
        for one in _others(work, ticket)
    ]


def _others(work: Work, ticket: Ticket) -> Sequence[Ticket]:
    query = (
        select(Ticket)
        .where(
            Ticket.customer_id == ticket.customer_id,
            col(Ticket.state).in_(LIVE),
            Ticket.id != ticket.id,
        )
        .order_by(col(Ticket.id).desc())
    )
    return work.session.exec(query.limit(MOST_OTHERS)).all()


def _part(work: Work, ticket: Ticket, chosen: str) -> Keys:
    language = work.policy.desk.staff_language
    keys = [
        Key(
            {"do": "give_part", "ticket": ticket.id, "to": one},
            text=work.policy.departments.of(one).among_staff(language),
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
    "merge": _merge,
    "snooze": _snooze,
    "snooze_why": _snooze_why,
}
