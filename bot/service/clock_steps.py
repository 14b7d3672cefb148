"""What comes due of a clock: its warning, its breach, and the ladder's steps, each once and at its true moment.

Whether somebody was looking then makes no difference: before anything else happens to a ticket, what its clocks had
come to by then is written down. So a sweep that was away for an hour changes nothing but when people hear of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk.ticket import Move, Ticket
from bot.desk.ticket_clock import TicketClock
from bot.desk.transcript import Author
from bot.service import clock_rows, history, ladder
from bot.service.clock_rows import Waits
from bot.service.work import Work

INSTANT = timedelta(microseconds=1)


def catch_up(work: Work, ticket: Ticket, until: datetime | None = None) -> Sequence[TicketClock]:
    """Writes down what all clocks of a ticket had come to by now; returns those that run. The ticket is held."""
    rows = clock_rows.running(work, ticket)
    if any(row.next_at is None for row in rows):  # it waits, or has climbed all there is
        _end_longest_wait(work, ticket, rows, until or work.now)
    for row in rows:
        advance(work, ticket, row, until)
    return rows


def catch_up_before(work: Work, ticket: Ticket) -> Sequence[TicketClock]:
    """``catch_up`` for whoever stops clocks now: the instant itself is still in time."""
    return catch_up(work, ticket, work.now - INSTANT)


def advance(
    work: Work, ticket: Ticket, row: TicketClock, until: datetime | None = None, waits: Waits | None = None
) -> None:
    """Writes down what a clock had come to by now (``until``, an aware instant, where that is given), in its order.
    ``waits`` are read where they are not given.
    """
    until = until or work.now
    if waits is None and _is_due(row, until):
        waits = clock_rows.waits_of(work, ticket.id)
    while _is_due(row, until):
        _step(work, ticket, row)
        clock_rows.reckon(work, ticket, row, waits)


def pass_over(work: Work, ticket: Ticket, row: TicketClock) -> None:
    """Marks what a clock had come to by now, at its true moments, and calls nobody about it."""
    while row.next_at is not None and row.next_at <= work.now:
        if row.rungs is not None:
            row.rungs += 1
        elif row.due_at is not None and row.next_at < row.due_at:
            row.warned_at = row.next_at
        else:
            row.breached_at, row.rungs = row.next_at, 0
        clock_rows.reckon(work, ticket, row)


def _end_longest_wait(work: Work, ticket: Ticket, running: Sequence[TicketClock], until: datetime) -> None:
    """A wait for the customer that was to end by ``until`` did so at its own moment, and the clocks have run since."""
    waits = clock_rows.waits_of(work, ticket.id)
    pause = clock_rows.pause_of(work, ticket, waits)
    if pause is None or pause.ends_at is None or pause.ends_at > until:
        return
    pause.until_at = pause.ends_at
    work.session.add(pause)
    after = pause.ends_at.isoformat()
    history.note(work, ticket, Move.GOES_ON, Author.DESK, after=after, reason="waited the longest")
    for row in running:
        clock_rows.reckon(work, ticket, row, waits)
    ladder.warn(work, ticket, f"wait:{pause.id}", pause.ends_at)


def _is_due(row: TicketClock, until: datetime) -> bool:
    return row.next_at is not None and row.next_at <= until


def _step(work: Work, ticket: Ticket, row: TicketClock) -> None:
    subject, moment = f"clock:{row.id}", row.next_at
    assert moment is not None, "it is due"
    if row.rungs is not None:
        row.rungs += 1
        ladder.climb(work, ticket, subject, row.rungs, moment, row.metric)
    elif row.due_at is not None and moment < row.due_at:
        row.warned_at = moment
        _note(work, ticket, row, Move.WARNED, moment)
        ladder.warn(work, ticket, subject, moment)
    else:
        row.breached_at, row.rungs = moment, 0
        _note(work, ticket, row, Move.BREACHED, moment)


def _note(work: Work, ticket: Ticket, row: TicketClock, move: Move, moment: datetime) -> None:
    history.note(work, ticket, move, Author.DESK, after=moment.isoformat(), reason=row.metric)
