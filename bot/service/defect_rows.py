"""Defects as rows: which one somebody names, its open tickets, and how a card shows it."""

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select

from bot.desk.bulk_words import folded
from bot.desk.finding import Defect
from bot.desk.ticket import LIVE, Ticket
from bot.service.work import Work

_NUMBER = re.compile(r"D-([0-9]{1,9})")


def is_number(words: str) -> bool:
    return _NUMBER.fullmatch(folded(words.strip())) is not None


def find(work: Work, words: str) -> Defect | None:
    """The defect of a number like ``D-3``, ended or not."""
    found = _NUMBER.fullmatch(folded(words.strip()))
    return work.session.get(Defect, int(found[1])) if found else None


def called(defect: Defect) -> str:
    return f"D-{defect.id} {defect.title}".rstrip()


def tickets_of(work: Work, defect: Defect) -> Sequence[int]:
    """The ids of its open tickets, oldest first; of merged ones only where they go on may be one."""
    query = select(Ticket.id).where(Ticket.defect_id == defect.id, col(Ticket.state).in_(LIVE))
    return [one for one in work.session.exec(query.order_by(col(Ticket.id))) if one]


def shown(work: Work, ticket: Ticket) -> dict[str, Any]:
    """What the card says of the ticket's defect; empty without one."""
    defect = work.session.get(Defect, ticket.defect_id) if ticket.defect_id else None
    if defect is None:
        return {"defect": "", "defect_tickets": 0}
    count = select(func.count()).where(Ticket.defect_id == defect.id)
    return {"defect": called(defect), "defect_tickets": work.session.exec(count).one()}
