"""What a merging changed and its undoing gives back: who may undo it, and the clocks and the wait of both tickets.

Whoever calls these holds both tickets.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from bot.desk.agent import Agent
from bot.desk.courtesy import is_courtesy
from bot.desk.ticket import LIVE, Move, State, Ticket, TicketEvent
from bot.desk.ticket_clock import ClockState, Metric, Pause, TicketClock
from bot.desk.transcript import Author, Message
from bot.service import agents, clock_rows, clock_steps, history, merged, watch
from bot.service.verdict import Verdict
from bot.service.work import Work


def refused(work: Work, agent: Agent, ticket: Ticket, merging: TicketEvent) -> Verdict | None:
    """Why the ticket stays merged: where it went on everything is over, or whoever asks may not; None: it may leave.

    A ticket that nobody owns is decided about by whoever decides where it goes on. ``merging``: the move.
    """
    place = merged.place_of(work, ticket)
    if history.is_erased(work, ticket):
        return Verdict("unmerge_erased")
    if place.state not in LIVE:
        return Verdict(f"unmerge_{place.state}", number=place.number)
    decided = ticket if ticket.owner_id else place
    if agent.id != merging.agent_id and not agents.may_decide(work, agent, decided):
        return Verdict("not_yours", agents.owner_name(work, decided))
    return None


def give_back_clocks(work: Work, ticket: Ticket, way: Sequence[Ticket], merged_at: datetime) -> None:
    """The clocks of ``ticket`` are its own again, as if they had never stopped; those of ``way``, where it went on one
    after the other, are but what is still merged there.
    """
    since = work.session.exec(_words(ticket, merged_at, func.min(TicketClock.started_at))).one()
    clock_steps.catch_up(work, way[-1])
    for place in way if since is not None else ():
        _take_back_word(work, place, since)
    _wait_again(work, ticket, merged_at)
    watch.taken_up_again(work, ticket, merged_at)


def _take_back_word(work: Work, place: Ticket, since: datetime) -> None:
    """The word that was owed in another ticket ``since`` then is owed in ``place`` no more, where it was not said yet;
    nor will be, where ``place`` is merged itself.
    """
    until = merged.merging_of(work, place).at if place.state == State.MERGED else None
    for row in work.session.exec(_words(place, until, TicketClock)).all():
        if row.started_at != since:
            continue
        own = _owed_since(work, place, row)
        row.breached_at = row.warned_at = row.rungs = row.next_at = row.stopped_at = None
        if own is not None:
            row.started_at = own
            clock_rows.set_terms(work, place, [row])
            clock_rows.reckon(work, place, row)
        if own is None or until is not None:
            row.stopped_at, row.next_at = until if own else work.now, None
            row.state = ClockState.DROPPED
        work.session.add(row)


def _words(ticket: Ticket, stopped_at: datetime | None, what: Any) -> Any:
    """The query for ``what`` of the clocks of words owed that stopped at an (aware) instant; None: that run."""
    return (
        select(what)
        .where(
            TicketClock.ticket_id == ticket.id,
            col(TicketClock.stopped_at).is_not_distinct_from(stopped_at),
            col(TicketClock.metric).in_(watch.WORDS_OWED),
        )
        .execution_options(populate_existing=True)
    )


def _owed_since(work: Work, ticket: Ticket, row: TicketClock) -> datetime | None:
    """Since when what ``row`` counts is owed to the ticket's own customer words, or to those of tickets that are merged
    into it; None: nothing is.
    """
    answered = select(func.max(TicketClock.stopped_at)).where(
        TicketClock.ticket_id == ticket.id,
        TicketClock.id != row.id,
        col(TicketClock.metric).in_(watch.WORDS_OWED),
    )
    last = work.session.exec(answered).one() or ticket.filed_at
    found = [_spoken_since(work, ticket, row, last)]
    query = select(Ticket).where(Ticket.merged_into_id == ticket.id, Ticket.state == State.MERGED)
    for other in work.session.exec(query).all():
        moment = merged.merging_of(work, other).at
        if moment > last:
            rows = work.session.exec(_words(other, moment, TicketClock)).all()
            found += [_owed_since(work, other, one) for one in rows]
    return min((one for one in found if one is not None), default=None)


def _spoken_since(work: Work, ticket: Ticket, row: TicketClock, last: datetime) -> datetime | None:
    """Since when the ticket's own customer words, after the ``last`` answer, are owed what ``row`` counts."""
    if row.metric == Metric.FIRST_RESPONSE:
        opened = select(func.max(TicketEvent.at)).where(
            TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.REOPENED
        )
        return work.session.exec(opened).one() or ticket.filed_at
    words = select(Message).where(
        Message.ticket_id == ticket.id, Message.author == Author.CUSTOMER, Message.written_at > last
    )
    found = work.session.exec(words.order_by(col(Message.written_at), col(Message.id))).all()
    return next((one.written_at for one in found if one.media or not is_courtesy(one.text)), None)


def _wait_again(work: Work, ticket: Ticket, merged_at: datetime) -> None:
    """Staff waited for the customer when it was merged: they wait on, since then."""
    ended = select(Pause).where(Pause.ticket_id == ticket.id, Pause.until_at == merged_at)
    pause = work.session.exec(ended.order_by(col(Pause.id).desc())).first()
    if pause is None:
        return
    over = (
        pause.ends_at is not None and pause.ends_at <= work.now
    )  # as long as it was to wait: nobody is called
    pause.until_at = pause.ends_at if over else None
    work.session.add(pause)
    work.session.flush()
    if over:
        return
    history.note(
        work,
        ticket,
        Move.WAITING,
        Author.AGENT,
        agent_id=pause.agent_id,
        reason="waiting for the customer",
    )
