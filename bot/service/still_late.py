"""Whether what climbed the ladder is so even now: nobody is called about what was done before they could hear of it."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.desk.agent import Transfer
from bot.desk.escalation import Escalation
from bot.desk.promise import Promise, PromiseState
from bot.desk.suggestion import Suggestion, SuggestionState
from bot.desk.task import Task
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.desk.ticket_clock import Pause, TicketClock
from bot.service.work import Work

_these = col(TicketClock.id).in_(bindparam("clocks", expanding=True))
_pause = exists().where(col(Pause.ticket_id) == col(TicketClock.ticket_id), col(Pause.until_at).is_(None))
RUNNING = select(TicketClock.id).where(_these, col(TicketClock.stopped_at).is_(None), ~_pause)
BROKEN = select(TicketClock.id).where(_these, col(TicketClock.breached_at).is_not(None))


def still_late(work: Work, rows: Sequence[Escalation]) -> set[int]:
    """The ids of those rows whose reason holds now; what this module knows nothing of always does."""
    work.session.flush()
    found: set[int] = set()
    for kind in {kind_of(row) for row in rows}:
        own = [row for row in rows if kind_of(row) == kind]
        so = KINDS[kind](work, own) if kind in KINDS else None
        found |= {row.id or 0 for row in own if so is None or id_in(row) in so}
    return found - _warned_of_what_broke(work, rows)


def kind_of(row: Escalation) -> str:
    """What climbed: ``clock``, ``promise``, ``transfer``, ``task``, ``look`` …"""
    return row.subject.partition(":")[0]


def id_in(row: Escalation) -> int:
    """Which one climbed."""
    return int(row.subject.split(":")[1])


def _numbers(rows: Sequence[Escalation]) -> list[int]:
    return sorted({id_in(row) for row in rows})


def _clocks(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    """Those that run: not stopped, and not waiting for the customer."""
    return set(work.session.exec(RUNNING, params={"clocks": _numbers(rows)}))


def _promises(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    """Those that were not made good since."""
    query = select(Promise.id).where(
        col(Promise.id).in_(_numbers(rows)),
        Promise.state == PromiseState.BROKEN,
        col(Promise.settled_at).is_(None),
    )
    return set(work.session.exec(query))


def _transfers(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    """Those after which the open ticket was offered to nobody else."""
    query = (
        select(Transfer.id)
        .join(Ticket, col(Ticket.id) == col(Transfer.ticket_id))
        .where(col(Transfer.id).in_(_numbers(rows)), col(Ticket.state).in_(LIVE))
    )
    ids = set(work.session.exec(query))
    later = select(Transfer).where(col(Transfer.ticket_id).in_({row.ticket_id for row in rows}))
    newest: dict[int, int] = {}
    for one in work.session.exec(later):
        newest[one.ticket_id] = max(newest.get(one.ticket_id, 0), one.id or 0)
    return {one for one in ids if one in newest.values()}


def _tasks(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    query = select(Task.id).where(col(Task.id).in_(_numbers(rows)), col(Task.done_at).is_(None))
    return set(work.session.exec(query))


def _suggestions(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    """Those of open tickets that nobody has considered."""
    query = (
        select(Suggestion.ticket_id)
        .join(Ticket, col(Ticket.id) == col(Suggestion.ticket_id))
        .where(
            col(Suggestion.ticket_id).in_(_numbers(rows)),
            Suggestion.state == SuggestionState.RECEIVED,
            col(Ticket.state).in_(LIVE),
        )
    )
    return {*work.session.exec(query)}


def _waits(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    """Waits of open tickets that wait no more."""
    again = aliased(Pause)
    waiting = exists().where(col(again.ticket_id) == col(Pause.ticket_id), col(again.until_at).is_(None))
    query = (
        select(Pause.id)
        .join(Ticket, col(Ticket.id) == col(Pause.ticket_id))
        .where(col(Pause.id).in_(_numbers(rows)), col(Ticket.state).in_(LIVE), ~waiting)
    )
    return set(work.session.exec(query))


def _looks(work: Work, rows: Sequence[Escalation]) -> set[int | None]:
    """Open tickets of the green channel that nobody looked at since they were last asked to."""
    asked: dict[int, Escalation] = {}
    for row in rows:
        before = asked.get(row.ticket_id)
        asked[row.ticket_id] = row if before is None or before.step < row.step else before
    query = select(Ticket.id).where(
        col(Ticket.id).in_(sorted(asked)), col(Ticket.state).in_(LIVE), col(Ticket.green_at).is_not(None)
    )
    open_ones = set(work.session.exec(query))
    looked = select(TicketEvent.ticket_id, TicketEvent.at).where(
        col(TicketEvent.ticket_id).in_(sorted(asked)), TicketEvent.move == Move.SUPERVISED
    )
    seen = {number for number, at in work.session.exec(looked) if at >= asked[number].fired_at}
    return open_ones - seen


def _warned_of_what_broke(work: Work, rows: Sequence[Escalation]) -> set[int]:
    """Warnings of what is late by now: the ladder speaks of it."""
    warnings = [row for row in rows if row.step == 0 and kind_of(row) == "clock"]
    broken = set(work.session.exec(BROKEN, params={"clocks": _numbers(warnings)})) if warnings else set()
    return {row.id or 0 for row in warnings if id_in(row) in broken}


KINDS: Mapping[str, Callable[[Work, Sequence[Escalation]], set[int | None]]] = {
    "clock": _clocks,
    "promise": _promises,
    "transfer": _transfers,
    "task": _tasks,
    "suggestion": _suggestions,
    "look": _looks,
    "wait": _waits,
}
"""By what climbed (``late_<kind>`` of chat/wording, of clocks ``late_<metric>``): those of which it holds now."""
