"""The sweep over the clocks: it finds what is due and looks at nothing else."""

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import TicketClock
from bot.service import clock_rows, clock_steps
from bot.service.work import Work, at_hand

PIECE = 200  # clocks in one transaction
DUE = (
    select(TicketClock.id, Ticket)
    .join(Ticket, col(Ticket.id) == col(TicketClock.ticket_id))
    .where(col(TicketClock.next_at) <= bindparam("now"))
    .order_by(col(TicketClock.next_at), col(TicketClock.id))
    .limit(bindparam("piece"))
    .with_for_update(key_share=True, skip_locked=True, of=Ticket)
    .execution_options(populate_existing=True)
)
STILL_DUE = (
    select(TicketClock)
    .where(
        col(TicketClock.id).in_(bindparam("ids", expanding=True)),
        col(TicketClock.next_at) <= bindparam("now"),
    )
    .order_by(col(TicketClock.next_at), col(TicketClock.id))
    .execution_options(populate_existing=True)
)


def sweep(work: Work) -> int:
    """Writes down what came due of at most ``PIECE`` clocks; returns of how many. A tick, in pieces.

    Two sweeps at once share the work: tickets that one holds are left out by the other.
    """
    found = work.session.exec(DUE, params={"now": work.now, "piece": PIECE}).all()
    if not found:
        return 0
    tickets = {ticket.id or 0: ticket for _, ticket in found}
    # Read again: somebody may have stopped a clock just before its ticket was held here.
    ids = [number for number, _ in found]
    rows = work.session.exec(STILL_DUE, params={"now": work.now, "ids": ids}).all()
    waits = clock_rows.waits_of_each(work, tickets)
    holders = (one.owner_id or one.assigned_id for one in tickets.values())
    with at_hand(work, Agent, holders), work.session.no_autoflush:  # no step reads what another one writes
        for row in rows:
            clock_steps.advance(work, tickets[row.ticket_id], row, waits=waits[row.ticket_id])
    return len(found)
