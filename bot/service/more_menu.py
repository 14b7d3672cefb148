"""The menus behind “More” on a ticket's card: what is done with several tickets, departments or days together."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.desk.labels import Category
from bot.desk.ticket import Ticket
from bot.service.post import Key, Keys
from bot.service.work import Work


def _more(work: Work, ticket: Ticket) -> Keys:
    repeats = [[not_same(ticket)]] if ticket.repeats_id else []
    green = [] if ticket.green_at else [_key("green", ticket)]
    return [[_key("part", ticket), *green], *repeats]


def not_same(ticket: Ticket) -> Key:
    """Of the two the older ticket is held first, so the press speaks of that one."""
    return Key({"do": "not_same", "ticket": ticket.repeats_id, "repeat": ticket.id}, word="key_not_same")


def _part(work: Work, ticket: Ticket) -> Keys:
    language = work.policy.desk.staff_language
    keys = [
        Key(
            {"do": "give_part", "ticket": ticket.id, "to": one},
            text=work.policy.departments.of(one).in_language(language),
        )
        for one in Category
    ]
    return [keys[:2], keys[2:]]


def _key(do: str, ticket: Ticket, word: str = "", **more: Any) -> Key:
    return Key({"do": do, "ticket": ticket.id} | more, word=word or f"key_{do}")


MENUS: Mapping[str, Callable[[Work, Ticket], Keys]] = {"more": _more, "part": _part}
