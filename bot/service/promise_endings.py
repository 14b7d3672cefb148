"""How promises end: kept, withdrawn, settled with their ticket; and what an agent takes back stands again.

Whoever calls these holds the ticket, and all in which it goes on.
"""

from typing import Any

from bot.desk.agent import DECIDES, Agent
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import history, merged, people, promise_clock, promise_rows, promise_words, staffroom
from bot.service.promise_steps import break_it, catch_up, climb_first
from bot.service.verdict import Verdict
from bot.service.work import Work

BY_REASON = {
    "fixed": PromiseState.KEPT,
    "compensated": PromiseState.KEPT,
    "no_fault": PromiseState.DROPPED,
    "duplicate": PromiseState.DROPPED,
}
"""What a ticket's end makes of what was promised in it. With any other reason it may still be to come."""


def waits(work: Work, ticket: Ticket, promise: Promise) -> bool:
    """Whether the customer still waits for it, after what it has come to by now was written down."""
    catch_up(work, ticket, promise)
    broken = promise.state == PromiseState.BROKEN and promise.settled_at is None
    return broken or promise.state == PromiseState.MADE


def resolved(work: Work, ticket: Ticket, agent_id: int, reason: str) -> None:
    """The ticket was resolved just now. What may still be to come goes on being watched, and its agent is asked."""
    for promise in promise_rows.unsettled(work, ticket):
        if not waits(work, ticket, promise):
            continue
        state = PromiseState.KEPT if promise.state == PromiseState.BROKEN else BY_REASON.get(reason)
        if state is not None:
            end(work, ticket, promise, state, agent_id, "resolved")
        else:
            promise_words.call(work, ticket, promise, "promise_after_close", str(ticket.steps))


def reopened(work: Work, ticket: Ticket) -> None:
    """What was ended because the ticket was resolved, and is still to come, stands again."""
    for promise in promise_rows.ended_at(work, ticket, ticket.resolved_at):
        if promise.due_at > work.now:
            _revive(work, ticket, promise)


def dropped(work: Work, ticket: Ticket) -> None:
    """The customer withdrew the matter: nothing is owed any more."""
    for promise in (*promise_rows.unsettled(work, ticket), *promise_rows.offered(work, ticket)):
        catch_up(work, ticket, promise)
        promise_words.spare_regret(work, promise)
        if promise.next_at is not None or promise.state == PromiseState.BROKEN:
            drop(work, ticket, promise)


def kept(work: Work, agent: Agent, ticket: Ticket, promise: Promise) -> Verdict:
    """It was done, says an agent; the customer is told and asked. After its time it stays broken, and is made good."""
    if not waits(work, ticket, promise):
        return Verdict("promise_over")
    late = promise.state == PromiseState.BROKEN
    end(work, ticket, promise, PromiseState.KEPT, agent.id, "made good late" if late else "button")
    promise_words.tell_customer(work, ticket, promise, "promise_done_late" if late else "promise_done")
    return Verdict("promise_made_good" if late else "promise_kept")


def not_kept(work: Work, ticket: Ticket, promise: Promise, agent_id: int | None = None) -> bool:
    """What was marked as kept was not, says the customer, or an agent whose finger slipped. False: nobody said so.

    What is over is broken at its own moment; the ladder begins now.
    """
    if promise.state == PromiseState.BROKEN and promise.settled_at is not None:
        promise.settled_at = None
        promise_clock.watch(work, ticket, promise)
        promise_words.show(work, ticket, promise)
    elif promise.state == PromiseState.KEPT:
        _revive(work, ticket, promise)
        if promise.due_at <= work.now:
            break_it(work, ticket, promise, "button" if agent_id else "not kept, says the customer")
            climb_first(work, ticket, promise)
            promise_clock.watch(work, ticket, promise)
    else:
        return False
    staffroom.refresh_card(work, merged.place_of(work, ticket))
    return True


def end(
    work: Work, ticket: Ticket, promise: Promise, state: PromiseState, agent_id: int | None, reason: str
) -> None:
    """Nothing more is to be done for it: kept or dropped; a broken one stays so, and is settled."""
    move = Move.PROMISE_KEPT if state == PromiseState.KEPT else Move.PROMISED
    due = promise.due_at.isoformat()
    before, after = (None, due) if state == PromiseState.KEPT else (due, None)
    history.note(
        work, ticket, move, Author.AGENT, agent_id=agent_id, before=before, after=after, reason=reason
    )
    if promise.state == PromiseState.BROKEN:
        promise.settled_at = work.now
    else:
        promise.state, promise.ended_at = state, work.now
    promise.next_at = None
    work.session.add(promise)
    promise_words.spare_regret(work, promise)
    promise_words.show(work, ticket, promise)
    staffroom.refresh_card(work, merged.place_of(work, ticket))


def may_change(work: Work, agent: Agent, ticket: Ticket, promise: Promise) -> bool:
    """Who gave it, whose ticket it is now, and leads; anybody when neither of the first two is there."""
    keepers = {one for one in (promise.agent_id, ticket.owner_id) if one is not None}
    if agent.id in keepers or agent.role in DECIDES:
        return True
    away = people.away(work, list(keepers))
    return all(one in away or not work.session.get_one(Agent, one).active for one in keepers)


def whose(work: Work, promise: Promise) -> Verdict:
    """What a colleague hears who may not change it."""
    return Verdict("promise_whose", work.session.get_one(Agent, promise.agent_id).name)


def _revive(work: Work, ticket: Ticket, promise: Promise) -> None:
    promise.state, promise.ended_at = PromiseState.MADE, None
    history.note(
        work,
        ticket,
        Move.PROMISED,
        Author.DESK,
        after=promise.due_at.isoformat(),
        reason="still to be kept",
    )
    promise_clock.watch(work, ticket, promise)
    promise_words.show(work, ticket, promise)


def drop(work: Work, ticket: Ticket, promise: Promise) -> None:
    """Ends what nobody recorded, or what holds no more; the customer is told nothing."""
    if promise.state == PromiseState.BROKEN:
        promise.settled_at = work.now
    else:
        promise.state, promise.ended_at = PromiseState.DROPPED, work.now
    promise.next_at = None
    work.session.add(promise)
    promise_words.show(work, ticket, promise)


def _kept(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    promise = promise_rows.hold(work, payload.get("promise"), ticket)
    return kept(work, agent, ticket, promise) if promise else Verdict("gone")


def _withdraw(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    promise = promise_rows.hold(work, payload.get("promise"), ticket)
    if promise is None:
        return Verdict("gone")
    if not waits(work, ticket, promise):
        return Verdict("promise_over")
    if not may_change(work, agent, ticket, promise):
        return whose(work, promise)
    end(work, ticket, promise, PromiseState.DROPPED, agent.id, "withdrawn")
    promise_words.tell_customer(work, ticket, promise, "promise_withdrawn")
    return Verdict("promise_withdrawn")


def _not_yet(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    promise, place = promise_rows.hold(work, payload.get("promise"), ticket), merged.place_of(work, ticket)
    if place.state == State.WITHDRAWN:
        return Verdict(f"is_{place.state}", number=place.number)
    if promise is None or not not_kept(work, ticket, promise, agent.id):
        return Verdict("promise_over")
    promise_words.tell_customer(work, ticket, promise, "promise_goes_on")
    return Verdict("promise_goes_on")


DEEDS = {"promise_kept": _kept, "promise_withdraw": _withdraw, "promise_not_yet": _not_yet}
