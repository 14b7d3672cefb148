"""The clocks of a ticket: begun, stopped and kept right as things happen to it.

Whoever calls these holds the ticket (``history.hold``), so that nobody else changes its clocks meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select

from bot.desk.courtesy import is_courtesy
from bot.desk.ticket import Move, Ticket
from bot.desk.ticket_clock import ClockState, Metric, Pause, PauseReason, TicketClock
from bot.desk.transcript import Author, Message
from bot.service import clock_adoption, clock_rows, clock_steps, history
from bot.service.clock_rows import Waits
from bot.service.work import Work

NOBODY_WAITS = "nobody waits any more"
WORDS_OWED = (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE)


def filed(work: Work, ticket: Ticket) -> None:
    """A ticket was filed: its first answer and its end are owed."""
    _begin(work, ticket, {Metric.FIRST_RESPONSE: ticket.round, Metric.RESOLUTION: ticket.round})


def reopened(work: Work, ticket: Ticket) -> None:
    """It is open again: an answer and an end are owed anew. Nobody waits for the customer any more."""
    go_on(work, ticket)
    filed(work, ticket)


def answered(work: Work, ticket: Ticket) -> None:
    """Staff said something that the customer gets."""
    running = _caught_up(work, ticket, work.now - clock_steps.INSTANT)
    owed = [row for row in running if row.metric in WORDS_OWED]
    if owed:
        _stop(work, ticket, owed, clock_rows.waits_of(work, ticket.id))


def customer_spoke(work: Work, ticket: Ticket) -> bool:
    """The customer said something in the ticket: staff owe them the next word, from the first one on that is not
    answered yet. What waited for it goes on. False: an answer was owed before.
    """
    if any(row.metric in WORDS_OWED for row in overheard(work, ticket)):
        return False
    number = 1 + clock_rows.count(work, ticket, Metric.NEXT_RESPONSE)
    _begin(work, ticket, {Metric.NEXT_RESPONSE: number})
    return True


def heard(work: Work, ticket: Ticket, message: Message, small_talk: bool = False) -> bool:
    """A message of the customer's came into the ticket. ``small_talk``: it asks for no answer, as thanks do not either.

    True when it begins to be owed an answer.
    """
    if small_talk or (not message.media and is_courtesy(message.text)):
        overheard(work, ticket)
        return False
    return customer_spoke(work, ticket)


def overheard(work: Work, ticket: Ticket) -> Sequence[TicketClock]:
    """The customer said something that asks for no answer ("thanks"); what waited for them goes on all the same.
    Returns the clocks that run.
    """
    running = _caught_up(work, ticket)
    _go_on(work, ticket, running, clock_rows.waits_of(work, ticket.id))
    return running


def carried_over(work: Work, ticket: Ticket, into: Ticket) -> None:
    """``ticket`` goes on in ``into``, both held: the word that is owed in the one is owed in the other, and since then.

    What was late there by now is marked here, and nobody is called about it once more.
    """
    here = [row for row in clock_rows.running(work, ticket) if row.metric in WORDS_OWED]
    if not here:
        return
    overheard(work, into)
    since = min(row.started_at for row in here)
    owed = [row for row in clock_rows.running(work, into) if row.metric in WORDS_OWED]
    if not owed:
        number = 1 + clock_rows.count(work, into, Metric.NEXT_RESPONSE)
        owed = [*clock_rows.new(work, into, {Metric.NEXT_RESPONSE: number}, since)]
    for row in owed:
        if row.breached_at is None and since <= row.started_at:
            row.started_at = since
            clock_rows.set_terms(work, into, [row])
            clock_rows.reckon(work, into, row)
            clock_steps.pass_over(work, into, row)


def taken_up_again(work: Work, ticket: Ticket, dropped_at: datetime) -> None:
    """``dropped`` at ``dropped_at`` (aware) is undone: its clocks run on as if they had never stopped. What came due
    meanwhile is marked at its true moments, and nobody is called about it.
    """
    rows = select(TicketClock).where(
        TicketClock.ticket_id == ticket.id, col(TicketClock.stopped_at) == dropped_at
    )
    for row in work.session.exec(rows.execution_options(populate_existing=True)).all():
        row.stopped_at = None
        clock_rows.reckon(work, ticket, row)
        clock_steps.pass_over(work, ticket, row)


def before_change(work: Work, ticket: Ticket) -> None:
    """Call it before labels or urgency change: what was due until now was so by the old ones."""
    _caught_up(work, ticket)


def resolved(work: Work, ticket: Ticket) -> None:
    """Everything that was owed is done, in time or not."""
    running = clock_steps.catch_up_before(work, ticket)
    waits = clock_rows.waits_of(work, ticket.id)
    _go_on(work, ticket, running, waits)
    _stop(work, ticket, running, waits)


def dropped(work: Work, ticket: Ticket) -> None:
    """Nothing is owed any more, and nothing was kept: the matter was withdrawn, or goes on in another ticket."""
    running = clock_steps.catch_up_before(work, ticket)
    _go_on(work, ticket, running, clock_rows.waits_of(work, ticket.id))
    for row in running:
        row.stopped_at, row.next_at = work.now, None
        if row.breached_at is None:
            row.state = ClockState.DROPPED
        work.session.add(row)


def relabelled(work: Work, ticket: Ticket) -> None:
    """Kind, category, urgency or whose it is changed: what is owed is due by the new targets, counted as if it had
    been so from the start; what became urgent by the urgent one from then on. A broken promise stays broken, and
    climbs the ladder that it has now. ``before_change`` was called before.
    """
    running = clock_steps.catch_up(work, ticket)
    clock_rows.set_terms(work, ticket, [row for row in running if row.breached_at is None])
    _reckon_all(work, ticket, running)
    clock_steps.catch_up(work, ticket)  # by the new targets it may be late already


def wait_for_customer(work: Work, ticket: Ticket, agent_id: int) -> bool:
    """The clocks stand still until the customer says something, somebody lets them go on, or the policy's longest wait
    is over. False: they do already.

    Raises ``UnlawfulMove`` for a ticket that is closed.
    """
    if clock_rows.pause_of(work, ticket) is not None:
        return False
    running = _caught_up(work, ticket)
    history.note(
        work, ticket, Move.WAITING, Author.AGENT, agent_id=agent_id, reason="waiting for the customer"
    )
    pause = Pause(
        ticket_id=ticket.id or 0,
        reason=PauseReason.CUSTOMER,
        agent_id=agent_id,
        from_at=work.now,
        ends_at=work.policy.waiting.ends_at(work.now),
    )
    work.session.add(pause)
    _reckon_all(work, ticket, running)
    return True


def go_on(work: Work, ticket: Ticket, agent_id: int | None = None, reason: str = NOBODY_WAITS) -> bool:
    """The clocks go on, if they stood still. ``reason``: where no agent's button did it."""
    waits = clock_rows.waits_of(work, ticket.id)
    if clock_rows.pause_of(work, ticket, waits) is None:
        return False
    return _go_on(work, ticket, clock_steps.catch_up(work, ticket), waits, agent_id, reason)


def promised_at(work: Work, ticket: Ticket) -> datetime | None:
    """Until when staff's next word is owed (UTC); None when none is, or nobody knows while it waits."""
    rows = [row for row in clock_rows.running(work, ticket) if row.metric in WORDS_OWED]
    return min((row.due_at for row in rows if row.due_at), default=None)


def waits(work: Work, ticket: Ticket) -> bool:
    """Whether staff wait for the customer."""
    return clock_rows.pause_of(work, ticket) is not None


def waiting(work: Work, customer_id: int) -> set[int]:
    """The customer's tickets in which staff wait for them."""
    tickets = select(Pause.ticket_id).join(Ticket, col(Ticket.id) == col(Pause.ticket_id))
    theirs = tickets.where(Ticket.customer_id == customer_id, col(Pause.until_at).is_(None))
    return set(work.session.exec(theirs))


def _begin(work: Work, ticket: Ticket, begun: Mapping[Metric, int]) -> None:
    """Nobody waits for the customer when a clock begins."""
    for row in clock_rows.new(work, ticket, begun):
        clock_rows.reckon(work, ticket, row, waits=())


def _caught_up(work: Work, ticket: Ticket, until: datetime | None = None) -> Sequence[TicketClock]:
    """The clocks that run, with everything written down that they had come to by now, or ``until`` (aware)."""
    running = clock_steps.catch_up(work, ticket, until)
    if any(row.metric == Metric.RESOLUTION for row in running):
        return running
    clock_adoption.adopt(work, ticket)
    return clock_rows.running(work, ticket)


def _go_on(
    work: Work,
    ticket: Ticket,
    running: Sequence[TicketClock],
    waits: Waits,
    agent_id: int | None = None,
    reason: str = NOBODY_WAITS,
) -> bool:
    """The pause among ``waits`` ends, if one lasts; ``running`` are caught up with."""
    pause = clock_rows.pause_of(work, ticket, waits)
    if pause is None:
        return False
    pause.until_at = work.now
    work.session.add(pause)
    author, reason = (Author.AGENT, "button") if agent_id else (Author.DESK, reason)
    history.note(work, ticket, Move.GOES_ON, author, agent_id=agent_id, reason=reason)
    _reckon_all(work, ticket, running, waits)
    return True


def _stop(work: Work, ticket: Ticket, running: Sequence[TicketClock], waits: Waits) -> None:
    for row in running:
        row.stopped_at = work.now
    _reckon_all(work, ticket, running, waits)


def _reckon_all(
    work: Work, ticket: Ticket, running: Sequence[TicketClock], waits: Waits | None = None
) -> None:
    if waits is None and running:
        waits = clock_rows.waits_of(work, ticket.id)
    for row in running:
        clock_rows.reckon(work, ticket, row, waits)
