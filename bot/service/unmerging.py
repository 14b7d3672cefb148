"""What a merging changed and its undoing gives back: who may undo it, and the clocks and the wait of both tickets.

Whoever calls these holds both tickets.
"""

from datetime import datetime

from sqlmodel import col, func, select

from bot.desk.agent import Agent
from bot.desk.courtesy import is_courtesy
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
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


def give_back_clocks(work: Work, ticket: Ticket, into: Ticket, merged_at: datetime) -> None:
    """The clocks of ``ticket`` are its own again, as if they had never stopped; ``into`` keeps but its own."""
    _take_back_word(work, ticket, into, merged_at)
    _wait_again(work, ticket, merged_at)
    watch.taken_up_again(work, ticket, merged_at)


def _take_back_word(work: Work, ticket: Ticket, into: Ticket, merged_at: datetime) -> None:
    """The word that was owed in ``ticket`` is owed in ``into`` no more, where it was not said yet."""
    theirs = select(func.min(TicketClock.started_at)).where(
        TicketClock.ticket_id == ticket.id,
        TicketClock.stopped_at == merged_at,
        col(TicketClock.metric).in_(watch.WORDS_OWED),
    )
    since = work.session.exec(theirs).one()
    clock_steps.catch_up(work, into)
    for row in clock_rows.running(work, into):
        if since is None or row.metric not in watch.WORDS_OWED or row.started_at != since:
            continue
        own = _owed_since(work, into, row)
        row.breached_at = row.warned_at = row.rungs = row.next_at = None
        if own is None:
            row.stopped_at, row.state = work.now, ClockState.DROPPED
        else:
            row.started_at = own
            clock_rows.set_terms(work, into, [row])
            clock_rows.reckon(work, into, row)
        work.session.add(row)


def _owed_since(work: Work, ticket: Ticket, row: TicketClock) -> datetime | None:
    """Since when the ticket's own customer words are owed what ``row`` counts; None: nothing of its own is owed."""
    if row.metric == Metric.FIRST_RESPONSE:
        opened = select(func.max(TicketEvent.at)).where(
            TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.REOPENED
        )
        return work.session.exec(opened).one() or ticket.filed_at
    answered = select(func.max(TicketClock.stopped_at)).where(
        TicketClock.ticket_id == ticket.id, col(TicketClock.metric).in_(watch.WORDS_OWED)
    )
    last = work.session.exec(answered).one() or ticket.filed_at
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
    pause.until_at = None
    work.session.add(pause)
    work.session.flush()
    history.note(
        work,
        ticket,
        Move.WAITING,
        Author.AGENT,
        agent_id=pause.agent_id,
        reason="waiting for the customer",
    )
