"""What the buttons of tickets do; each topic brings its own deeds."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.ticket import Ticket, UnlawfulMove
from bot.service import (
    agents,
    clock_deeds,
    defects,
    green,
    history,
    merged,
    merging,
    parts,
    promises,
    repeats,
    snoozing,
    suggestions,
    transfers,
)
from bot.service.verdict import Verdict
from bot.service.work import Work

Deed = Callable[[Work, Agent, Ticket, dict[str, Any]], Verdict]

DEEDS: Mapping[str, Deed] = {
    **agents.DEEDS,
    **clock_deeds.DEEDS,
    **transfers.DEEDS,
    **promises.DEEDS,
    **parts.DEEDS,
    **defects.DEEDS,
    **merging.DEEDS,
    **repeats.DEEDS,
    **snoozing.DEEDS,
    **green.DEEDS,
    **suggestions.DEEDS,
}
"""By the ``do`` of a button's payload; its ``ticket`` and all in which that goes on are held before the deed."""


def press(work: Work, user_id: int, payload: dict[str, Any]) -> Verdict:
    """Does what a staff button says. ``user_id`` is a verified member (see ``agents.known``).

    A button of an older version of the desk, whose payload means nothing now, is ``gone``.
    """
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).one()
    ticket, deed = history.find(work, payload.get("ticket")), DEEDS.get(payload.get("do", ""))
    if ticket is None or deed is None:
        return Verdict("gone")
    merged.hold_way(work, ticket)
    if history.is_erased(work, ticket):
        return Verdict("erased", number=ticket.number)
    try:
        return deed(work, agent, ticket, payload)
    except UnlawfulMove as error:
        return Verdict(f"is_{error.state}", number=ticket.number)
