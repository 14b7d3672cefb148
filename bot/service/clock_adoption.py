"""Tickets that are older than their clocks get them, and clocks whose calendar changed are reckoned anew: once each.

What was late before is marked with its true moments and called out to nobody.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.metadata import version

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, func, select

from bot.desk.courtesy import is_courtesy
from bot.desk.policy import ROUND_THE_CLOCK
from bot.desk.ticket import LIVE, Ticket
from bot.desk.ticket_clock import Metric, TicketClock
from bot.desk.transcript import Author, Message
from bot.service import clock_rows, clock_steps, deadlines, sweeps
from bot.service.occasions import today_of
from bot.service.work import Work

PIECE = 100  # tickets, or clocks, in one transaction
ADOPTED = "clocks"  # the sweep that adopts


def adopt(work: Work, ticket: Ticket) -> None:
    """Gives an open ticket the clocks that it would have, had there been clocks when it was opened. It is held."""
    if ticket.state not in LIVE or _has_clocks(work, ticket):
        return
    opened = deadlines.opened_at(work, ticket)
    begun = [_begun(work, ticket, Metric.RESOLUTION, opened)]
    spoke = _unanswered_since(work, ticket)
    if ticket.first_answered_at is None:
        begun.append(_as_promised(work, ticket, _begun(work, ticket, Metric.FIRST_RESPONSE, opened)))
    elif spoke is not None:
        begun.append(_begun(work, ticket, Metric.NEXT_RESPONSE, spoke))
    for row in begun:
        clock_rows.reckon(work, ticket, row)
        clock_steps.pass_over(work, ticket, row)
    work.session.flush()


def sweep(work: Work) -> int:
    """Adopts at most ``PIECE`` tickets that have no clocks; returns how many. A tick, in pieces, that ends for good."""
    at = sweeps.hold(work, ADOPTED, today_of(work))
    if at is None:
        return 0
    without = (
        select(Ticket)
        .where(col(Ticket.state).in_(LIVE), _without_clocks())
        .order_by(col(Ticket.id))
        .limit(PIECE)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(without.with_for_update(key_share=True, skip_locked=True)).all()
    for ticket in found:
        adopt(work, ticket)
    # One that somebody else holds just now is left to the next tick.
    if not found and work.session.exec(without).first() is None:
        sweeps.end(work, at)
    return len(found)


def follow_calendars(work: Work) -> int:
    """After the calendars of policy.toml were changed, running clocks are due by the new ones; what was late stays so.

    At most ``PIECE`` clocks; returns how many. A tick, in pieces, that ends until the next change.
    """
    at = sweeps.hold(work, f"calendars:{_fingerprint(work)}", today_of(work))
    if at is None:
        return 0
    running = (col(TicketClock.id) > at.last_id, col(TicketClock.stopped_at).is_(None))
    query = select(TicketClock.id, TicketClock.ticket_id).where(*running).order_by(col(TicketClock.id))
    found = work.session.exec(query.limit(PIECE)).all()
    if not found:
        sweeps.end(work, at)
        return 0
    tickets = _held(work, {ticket for _, ticket in found})
    # Read again: somebody may have stopped a clock just before its ticket was held here.
    these = (col(TicketClock.id).in_([clock for clock, _ in found]), col(TicketClock.stopped_at).is_(None))
    for row in work.session.exec(select(TicketClock).where(*these).execution_options(populate_existing=True)):
        clock_steps.advance(work, tickets[row.ticket_id], row)
        clock_rows.reckon(work, tickets[row.ticket_id], row)
    at.last_id = max(clock or 0 for clock, _ in found)
    work.session.add(at)
    return len(found)


def _has_clocks(work: Work, ticket: Ticket) -> bool:
    query = select(TicketClock.id).where(
        TicketClock.ticket_id == ticket.id,
        TicketClock.metric == Metric.RESOLUTION,
        TicketClock.number == ticket.round,
    )
    return work.session.exec(query).first() is not None


def _without_clocks() -> ColumnElement[bool]:
    return ~exists().where(
        col(TicketClock.ticket_id) == col(Ticket.id),
        col(TicketClock.metric) == Metric.RESOLUTION,
        col(TicketClock.number) == col(Ticket.round),
    )


def _begun(work: Work, ticket: Ticket, metric: Metric, since: datetime) -> TicketClock:
    number = 1 if metric == Metric.NEXT_RESPONSE else ticket.round
    return clock_rows.new(work, ticket, {metric: number}, since)[0]


def _as_promised(work: Work, ticket: Ticket, row: TicketClock) -> TicketClock:
    """The customer was told until when they have an answer, as time was counted then: around the clock."""
    target = max(ticket.due_at - row.started_at, timedelta(0))
    row.counts_from, row.calendar = row.started_at, ROUND_THE_CLOCK
    row.target_seconds = int(target.total_seconds())
    row.warn_seconds = min(row.warn_seconds, row.target_seconds)
    return row


def _unanswered_since(work: Work, ticket: Ticket) -> datetime | None:
    """Since when staff owe the next word: the customer's first one after staff's last that asks for an answer."""
    of_ticket = select(Message).where(Message.ticket_id == ticket.id).order_by(col(Message.id))
    by_staff = select(func.max(Message.id)).where(
        Message.ticket_id == ticket.id, Message.author == Author.AGENT, col(Message.internal).is_(False)
    )
    last = work.session.exec(by_staff).one()
    if last is None:
        return None
    later = of_ticket.where(col(Message.id) > last, Message.author == Author.CUSTOMER)
    words = (one for one in work.session.exec(later) if one.media or not is_courtesy(one.text))
    return next((one.written_at for one in words), None)


def _held(work: Work, ticket_ids: Iterable[int]) -> dict[int, Ticket]:
    query = select(Ticket).where(col(Ticket.id).in_(list(ticket_ids))).order_by(col(Ticket.id))
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {ticket.id or 0: ticket for ticket in work.session.exec(held)}


def _fingerprint(work: Work) -> str:
    """Of everything that calendars are made of; the library knows more make-up days with each new version."""
    parts = {name: part.model_dump(mode="json") for name, part in work.policy.calendars.items()}
    made_of = json.dumps([parts, work.policy.desk.zone, version("holidays")], sort_keys=True)
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]
