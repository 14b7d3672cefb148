"""Waits for the customer that nobody ended: after the policy's longest time the clocks go on by themselves."""

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import Pause
from bot.service import clock_steps, staffroom
from bot.service.work import Work

PIECE = 200  # waits in one transaction
OVER = (
    select(Pause.id, Ticket)
    .join(Ticket, col(Ticket.id) == col(Pause.ticket_id))
    .where(col(Pause.until_at).is_(None), col(Pause.ends_at) <= bindparam("now"))
    .order_by(col(Pause.ends_at), col(Pause.id))
    .limit(PIECE)
    .with_for_update(key_share=True, skip_locked=True, of=Ticket)
    .execution_options(populate_existing=True)
)


def sweep(work: Work) -> int:
    """Ends at most ``PIECE`` waits that have lasted the longest; returns how many were looked at. A tick, in pieces.

    Two at once share the work: tickets that one holds are left out by the other.
    """
    found = work.session.exec(OVER, params={"now": work.now}).all()
    for _, ticket in found:
        clock_steps.catch_up(work, ticket)
        staffroom.refresh_card(work, ticket)
    return len(found)
