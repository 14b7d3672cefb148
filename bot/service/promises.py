"""Promises to customers: read in an agent's words and made with one tap, or by command.

Whoever calls these holds the ticket, and all in which it goes on. How they end is in ``promise_endings``, what comes
due in ``promise_steps``.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.desk.agent import Agent
from bot.desk.labels import Category
from bot.desk.policy import Policy
from bot.desk.promise import Promise, PromiseState
from bot.desk.promising import promised
from bot.desk.ticket import Move, State, Ticket
from bot.desk.told import told
from bot.desk.transcript import Author, Message
from bot.desk.when import Window
from bot.service import (
    carrying,
    history,
    merged,
    promise_clock,
    promise_endings,
    promise_rows,
    promise_words,
    staffroom,
)
from bot.service.promise_endings import drop, end, waits
from bot.service.verdict import Verdict
from bot.service.work import Work


def warm(policy: Policy, now: datetime) -> None:
    """Reads a promise with every department's calendar: the first time in a process takes most of a second."""
    for category in Category:
        calendar = policy.calendar(policy.departments.of(category).calendar)
        promised("我们明天上门。We will call you on Friday.", now, policy.zone, calendar)


def read(
    work: Work, ticket: Ticket, agent_id: int, text: str, at: datetime, message: Message | None = None
) -> None:
    """Staff said ``text`` to the customer at ``at``: when it promises something, they are asked whether to record it.

    Nothing is asked about what stands already, or is asked already.
    """
    found = _read(work, ticket, text, at)
    if found is None:
        return
    words, windows = found
    known = (*promise_rows.unsettled(work, ticket), *promise_rows.offered(work, ticket))
    if any(one.due_at == windows[0].due for one in known):
        return
    ref = message.id if message else None
    promise = _offer(work, ticket, agent_id, words, windows, at, ref)
    promise_words.show(work, ticket, promise, windows, message.message_id if message else None)


def reread(work: Work, ticket: Ticket, message: Message) -> None:
    """An agent changed what they had said: what was offered follows; of what was recorded they are asked."""
    promise = promise_rows.of_message(work, message.id)
    found = _read(work, ticket, message.text, message.written_at)
    if promise is None or promise.state not in (PromiseState.OFFERED, PromiseState.MADE):
        if found is not None:
            read(work, ticket, message.agent_id or 0, message.text, message.written_at, message)
        return
    if found is not None and any(one.due == promise.due_at for one in found[1]):
        promise.words = found[0]
        work.session.add(promise)
        promise_words.show(work, ticket, promise, found[1] if promise.state == PromiseState.OFFERED else ())
    elif promise.state == PromiseState.OFFERED:
        drop(work, ticket, promise)
        if found is not None:
            read(work, ticket, promise.agent_id, message.text, message.written_at, message)
    elif found is not None:
        read(work, ticket, promise.agent_id, message.text, message.written_at, message)
    else:
        promise_words.call(work, ticket, promise, "promise_doubtful", work.now.isoformat())


def by_hand(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/promise Friday 15:00 words``: recorded at once where only one thing can be meant, else they choose.

    What is past, too far off or not wholly understood is refused with the reason.
    """
    history.hold(work, ticket.id)
    if ticket.state in (State.WITHDRAWN, State.MERGED):
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    argument = carrying.for_customer(argument) or ""
    calendar = promise_clock.calendar_of(work, ticket)
    said = told(argument, work.now, work.policy.zone, calendar)
    if said.doubt is not None:
        return Verdict(f"promise_{said.doubt}")
    windows = _possible(work, said.windows)
    if not windows:
        return Verdict("promise_too_far", more={"count": work.policy.promises.longest_days})
    promise = _offer(work, ticket, agent.id or 0, said.words or argument, windows, work.now, None)
    if said.certain and not promise_rows.unsettled(work, ticket):
        return _make(work, agent, ticket, promise, windows[0])
    promise_words.show(work, ticket, promise, windows)
    return Verdict("promise_choose")


def _until(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    """The tap that makes it a promise, until the time of the button."""
    promise = promise_rows.hold(work, payload.get("promise"), ticket)
    if promise is None or promise.state != PromiseState.OFFERED:
        return Verdict("promise_over")
    window = Window(datetime.fromisoformat(payload["from"]), datetime.fromisoformat(payload["due"]))
    if window.due <= work.now:
        return Verdict("promise_past")
    decided = "instead" in payload or "besides" in payload
    if not decided and promise_rows.unsettled(work, ticket):
        promise.from_at, promise.due_at = window.begins, window.due
        promise_clock.watch(work, ticket, promise)
        promise_words.show(work, ticket, promise)
        return Verdict("promise_choose")
    return _make(work, agent, ticket, promise, window, payload.get("instead"))


def _none(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    promise = promise_rows.hold(work, payload.get("promise"), ticket)
    if promise is None or promise.state != PromiseState.OFFERED:
        return Verdict("promise_over")
    drop(work, ticket, promise)
    return Verdict("promise_none")


def _offer(
    work: Work,
    ticket: Ticket,
    agent_id: int,
    words: str,
    windows: Sequence[Window],
    at: datetime,
    message_ref: int | None,
) -> Promise:
    promise = Promise(
        ticket_id=ticket.id or 0,
        agent_id=agent_id,
        message_ref=message_ref,
        words=words,
        from_at=windows[0].begins,
        due_at=windows[0].due,
        offered_at=at,
        next_at=max(one.due for one in windows),
    )
    work.session.add(promise)
    work.session.flush()
    return promise


def _make(
    work: Work, agent: Agent, ticket: Ticket, promise: Promise, window: Window, instead: object = None
) -> Verdict:
    earlier = promise_rows.hold(work, instead, ticket)
    if earlier is not None and not waits(work, ticket, earlier):
        earlier = None
    if earlier is not None and not promise_endings.may_change(work, agent, ticket, earlier):
        return promise_endings.whose(work, earlier)
    promise.state, promise.made_at = PromiseState.MADE, work.now
    promise.from_at, promise.due_at = window.begins, window.due
    due, before = promise.due_at.isoformat(), earlier.due_at.isoformat() if earlier else None
    if earlier is not None:
        end(work, ticket, earlier, PromiseState.DROPPED, agent.id, "another time")
    history.note(
        work,
        ticket,
        Move.PROMISED,
        Author.AGENT,
        agent_id=agent.id,
        before=before,
        after=due,
        reason=promise.words[:500],
    )
    promise_clock.watch(work, ticket, promise)
    promise_words.show(work, ticket, promise)
    if earlier is None:
        promise_words.tell_customer(work, ticket, promise, "promise_told")
    else:
        promise_words.tell_customer(work, ticket, promise, "promise_moved", before_at=before)
    staffroom.refresh_card(work, merged.place_of(work, ticket))
    return Verdict("promise_made", more={"due_at": due})


def _read(work: Work, ticket: Ticket, text: str, at: datetime) -> tuple[str, tuple[Window, ...]] | None:
    said = carrying.for_customer(text)
    if not said:
        return None
    calendar = promise_clock.calendar_of(work, ticket)
    found = promised(said, at, work.policy.zone, calendar)
    windows = _possible(work, (found.window, *found.others)) if found else ()
    return (found.words, windows) if found and windows else None


def _possible(work: Work, windows: Sequence[Window]) -> tuple[Window, ...]:
    """Those that are still to come, each once. What is further off than the policy allows is a slip of the keyboard."""
    last = work.now.astimezone(UTC) + work.policy.promises.longest
    return tuple(dict.fromkeys(one for one in windows if work.now < one.due <= last))


DEEDS = {"promise_until": _until, "promise_none": _none, **promise_endings.DEEDS}
