"""What comes due of a promise: the reminder, the moment at which it is broken, the ladder's steps; each once.

They are written down at their true moments however late somebody looks, and before anything else happens to it.
"""

from datetime import datetime

from sqlmodel import col, select

from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.service import history, ladder, merged, promise_clock, promise_rows, promise_words, staffroom
from bot.service.work import Work

PIECE = 200  # promises in one transaction


def sweep(work: Work) -> int:
    """Writes down what came due of at most ``PIECE`` promises; returns of how many. A tick, in pieces.

    Two sweeps at once share the work: tickets that one holds are left out by the other.
    """
    due = (
        select(Promise.id, Ticket)
        .join(Ticket, col(Ticket.id) == col(Promise.ticket_id))
        .where(col(Promise.next_at) <= work.now)
        .order_by(col(Promise.next_at), col(Promise.id))
        .limit(PIECE)
        .with_for_update(key_share=True, skip_locked=True, of=Ticket)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(due).all()
    for promise_id, ticket in found:
        merged.hold_way(work, ticket)
        # Read again: somebody may have kept it just before its ticket was held here.
        catch_up(work, ticket, work.session.get_one(Promise, promise_id, populate_existing=True))
    return len(found)


def catch_up(work: Work, ticket: Ticket, promise: Promise) -> None:
    """Writes down what a promise had come to by now, in its order. Its ticket, and where that goes on, are held."""
    while promise.next_at is not None and promise.next_at <= work.now:
        _step(work, ticket, promise, promise.next_at)
        promise_clock.watch(work, ticket, promise)


def break_it(work: Work, ticket: Ticket, promise: Promise, reason: str) -> None:
    """It was due and not kept: its own moment counts, whenever that is noticed."""
    promise.state, promise.ended_at = PromiseState.BROKEN, promise.due_at
    history.note(
        work,
        ticket,
        Move.PROMISE_BROKEN,
        Author.DESK,
        agent_id=promise.agent_id,
        after=promise.due_at.isoformat(),
        reason=reason,
    )
    work.session.add(promise)
    promise_words.show(work, ticket, promise)
    staffroom.refresh_card(work, merged.place_of(work, ticket))


def climb_first(work: Work, ticket: Ticket, promise: Promise) -> None:
    """The ladder begins now: nobody knew before that it was broken."""
    _climb(work, ticket, promise, 1, work.now)


def _step(work: Work, ticket: Ticket, promise: Promise, moment: datetime) -> None:
    if promise.state == PromiseState.OFFERED:
        promise.state, promise.ended_at = PromiseState.DROPPED, moment
        promise_words.show(work, ticket, promise)
    elif promise.state == PromiseState.BROKEN:
        steps = promise_clock.climbed(work, promise)
        _climb(work, ticket, promise, steps[-1].step + 1 if steps else 1, moment)
    elif promise.reminded_at is None:
        promise.reminded_at = moment
        if work.now < promise.due_at:  # who slept over it has no use for a reminder
            promise_words.call(work, ticket, promise, "promise_due", promise.due_at.isoformat())
    else:
        break_it(work, ticket, promise, "not kept in time")
        promise_words.call(work, ticket, promise, "promise_was_broken", promise.due_at.isoformat())
        promise_words.regret(work, ticket, promise)


def _climb(work: Work, ticket: Ticket, promise: Promise, step: int, moment: datetime) -> None:
    place = merged.place_of(work, ticket)
    if step > len(ladder.steps_of(work, place)):
        return  # it had more steps when this one was planned
    ladder.climb(work, place, promise_rows.subject(promise), step, moment)
