"""Defects: one thing that is wrong and that many tickets speak of, of whichever customers."""

from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.finding import Defect
from bot.desk.language import storable
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.service import defect_rows, history, staffroom
from bot.service.verdict import Verdict
from bot.service.work import Work

TITLE_WORDS = 80
MOST_COMPARED = 500  # open defects
OFF = ("off", "退出", "取消")


def by_hand(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/defect title`` opens or joins a defect, ``/defect D-3`` joins that one, ``/defect off`` leaves it."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    if argument.strip().casefold() in OFF:
        return leave(work, agent, ticket)
    named = defect_rows.is_number(argument)
    known = defect_rows.find(work, argument) if named else _titled(work, argument)
    if named and known is None:
        return Verdict("defect_unknown")
    if known is not None and known.ended_at is not None:
        return Verdict("defect_over", name=defect_rows.called(known))
    defect = known or _open(work, agent, argument)
    return join(work, agent, ticket, defect)


def join(work: Work, agent: Agent, ticket: Ticket, defect: Defect) -> Verdict:
    """The ticket speaks of the defect from now on, and of no other. It is held."""
    if ticket.defect_id == defect.id:
        return Verdict("defect_already", name=defect_rows.called(defect))
    before = work.session.get(Defect, ticket.defect_id) if ticket.defect_id else None
    history.note(
        work,
        ticket,
        Move.DEFECT,
        Author.AGENT,
        agent_id=agent.id,
        before=defect_rows.called(before) if before else None,
        after=defect_rows.called(defect),
        reason="the same defect",
    )
    ticket.defect_id = defect.id
    work.session.flush()
    staffroom.refresh_card(work, ticket)
    return Verdict(
        "defect_joined",
        name=defect_rows.called(defect),
        more={"count": len(defect_rows.tickets_of(work, defect))},
    )


def leave(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """The ticket speaks of something else. It is held."""
    defect = work.session.get(Defect, ticket.defect_id) if ticket.defect_id else None
    if defect is None:
        return Verdict("defect_none")
    history.note(
        work,
        ticket,
        Move.DEFECT,
        Author.AGENT,
        agent_id=agent.id,
        before=defect_rows.called(defect),
        reason="another thing",
    )
    ticket.defect_id = None
    staffroom.refresh_card(work, ticket)
    return Verdict("defect_left", name=defect_rows.called(defect))


def end_if_over(work: Work, defect: Defect) -> None:
    """All its tickets are closed: it is over, and its title opens a new one the next time."""
    if defect.ended_at is None and not defect_rows.tickets_of(work, defect):
        defect.ended_at = work.now
        work.session.add(defect)


def _titled(work: Work, title: str) -> Defect | None:
    """The open defect with this title, however it is spaced and written large or small."""
    query = select(Defect).where(col(Defect.ended_at).is_(None)).order_by(col(Defect.id).desc())
    wanted = _folded(title)
    return next(
        (one for one in work.session.exec(query.limit(MOST_COMPARED)) if _folded(one.title) == wanted), None
    )


def _open(work: Work, agent: Agent, title: str) -> Defect:
    defect = Defect(
        title=" ".join(storable(title).split())[:TITLE_WORDS], opened_by_id=agent.id or 0, opened_at=work.now
    )
    work.session.add(defect)
    work.session.flush()
    return defect


def _folded(title: str) -> str:
    return "".join(storable(title).split()).casefold()[:TITLE_WORDS]


def _leave(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return leave(work, agent, ticket)


DEEDS = {"leave_defect": _leave}
