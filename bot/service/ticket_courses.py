"""The tickets behind the figures of a period, with what they went through: read in pieces, by indexes only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import col, select

from bot.desk.rating import Rating
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.desk.ticket_clock import TicketClock
from bot.desk.ticket_course import MOVED, Course, Moved, Run
from bot.service.work import Work

AT_ONCE = 500  # ids in one query

Key = TypeVar("Key")


@dataclass(frozen=True)
class Known:
    """A ticket's course, and what else is known of it now: ids of rows, and its topic in the staff group."""

    course: Course
    customer_id: int
    account_id: int | None
    owner_id: int | None
    message_id: int | None
    thread_id: int | None


def since(work: Work, begin: datetime) -> list[Known]:
    """Every ticket that was open at ``begin`` (aware) or at any time after it, or was rated since; by id."""
    moves = _moves(work, begin)
    rated = work.session.exec(select(Rating.ticket_id).where(Rating.rated_at >= begin))
    live = work.session.exec(select(Ticket.id).where(col(Ticket.state).in_(LIVE)))
    ids = sorted({one or 0 for one in (*live, *moves, *rated)})
    found = [known for piece in pieces(ids) for known in _read(work, piece)]
    for known in found:
        known.course.moves.extend(moves.get(known.course.ticket_id, ()))
    return found


def pieces(keys: Iterable[Key]) -> Iterator[Sequence[Key]]:
    """The keys, as many at a time as one query takes."""
    known = list(keys)
    return (known[at : at + AT_ONCE] for at in range(0, len(known), AT_ONCE))


def _moves(work: Work, begin: datetime) -> dict[int, list[Moved]]:
    query = (
        select(TicketEvent.ticket_id, TicketEvent.move, TicketEvent.at, TicketEvent.before)
        .where(col(TicketEvent.move).in_(MOVED), TicketEvent.at >= begin)
        .order_by(col(TicketEvent.at), col(TicketEvent.id))
    )
    found: dict[int, list[Moved]] = {}
    for ticket_id, move, at, before in work.session.exec(query):
        found.setdefault(ticket_id, []).append(Moved(Move(move), at, before))
    return found


def _read(work: Work, ids: Sequence[int]) -> list[Known]:
    runs = _runs(work, ids)
    columns: tuple[Any, ...] = (
        Ticket.id,
        Ticket.filed_at,
        Ticket.kind,
        Ticket.category,
        Ticket.state,
        Ticket.resolved_at,
        Ticket.owner_id,
        Ticket.green_at,
        Ticket.customer_id,
        Ticket.account_id,
        Ticket.source_message_id,
        Ticket.thread_id,
    )
    query = select(*columns).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    return [_known(row, runs.get(row.id, [])) for row in work.session.exec(query)]


def _known(row: Any, runs: list[Run]) -> Known:
    course = Course(
        ticket_id=row.id,
        filed_at=row.filed_at,
        kind=row.kind,
        category=row.category,
        state=row.state,
        resolved_at=row.resolved_at,
        taken=row.owner_id is not None,
        green_at=row.green_at,
        runs=runs,
    )
    return Known(course, row.customer_id, row.account_id, row.owner_id, row.source_message_id, row.thread_id)


def _runs(work: Work, ids: Sequence[int]) -> dict[int, list[Run]]:
    columns: tuple[Any, ...] = (
        TicketClock.ticket_id,
        TicketClock.metric,
        TicketClock.state,
        TicketClock.started_at,
        TicketClock.due_at,
        TicketClock.warn_at,
        TicketClock.stopped_at,
        TicketClock.breached_at,
        TicketClock.warned_at,
        TicketClock.calendar,
    )
    query = select(*columns).where(col(TicketClock.ticket_id).in_(ids)).order_by(col(TicketClock.id))
    found: dict[int, list[Run]] = {}
    for ticket_id, *row in work.session.exec(query):
        found.setdefault(ticket_id, []).append(Run(*row))
    return found
