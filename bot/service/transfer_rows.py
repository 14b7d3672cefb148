"""The offer of a ticket that waits for an answer, as its card shows it."""

from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent, Transfer
from bot.desk.ticket import LIVE, Ticket
from bot.service.work import Work


def shown(work: Work, ticket: Ticket) -> dict[str, Any]:
    """To whom it is offered and until when; both empty when it is not."""
    query = (
        select(Transfer, Agent)
        .join(Agent, col(Agent.id) == col(Transfer.to_agent_id))
        .where(Transfer.ticket_id == ticket.id, col(Transfer.due_at) > work.now)
    )
    found = work.session.exec(query.limit(1)).first() if ticket.state in LIVE else None
    if found is None:
        return {"offered": "", "offered_until_at": ""}
    transfer, receiver = found
    assert transfer.due_at is not None
    return {"offered": receiver.name, "offered_until_at": transfer.due_at.isoformat()}
