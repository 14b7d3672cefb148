"""The offer of a ticket that waits for an answer: until when, how its card shows it, and what ends it."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select, update

from bot.desk.agent import Agent, Transfer
from bot.desk.labels import Category
from bot.desk.ticket import LIVE, Ticket
from bot.desk.working import add
from bot.service.work import Work


def due_at(work: Work, ticket: Ticket, receiver: Agent) -> datetime:
    """Until when it can be accepted: in working time of the receiver's department, of urgent tickets at any hour."""
    within = work.policy.routing.accept_within(ticket.urgent)
    if ticket.urgent:
        return work.now + within
    department = Category(receiver.department) if receiver.department else ticket.category
    return add(work.policy.calendar(work.policy.departments.of(department).calendar), work.now, within)


def waiting(work: Work, ticket: Ticket) -> tuple[Transfer, Agent] | None:
    """The offer that can still be accepted, and to whom it was made. None: there is none, or the matter is closed."""
    query = (
        select(Transfer, Agent)
        .join(Agent, col(Agent.id) == col(Transfer.to_agent_id))
        .where(Transfer.ticket_id == ticket.id, col(Transfer.due_at) >= work.now)
    )
    return work.session.exec(query.limit(1)).first() if ticket.state in LIVE else None


def shown(work: Work, ticket: Ticket) -> dict[str, Any]:
    """To whom it is offered and until when; both empty when it is not."""
    found = waiting(work, ticket)
    if found is None:
        return {"offered": "", "offered_until_at": ""}
    transfer, receiver = found
    assert transfer.due_at is not None
    return {"offered": receiver.name, "offered_until_at": transfer.due_at.isoformat()}


def end(work: Work, ticket: Ticket) -> None:
    """Nobody is asked to take the ticket over any more: it went to somebody else, or is offered anew."""
    work.session.exec(
        update(Transfer)
        .where(col(Transfer.ticket_id) == ticket.id, col(Transfer.due_at).is_not(None))
        .values(due_at=None)
    )


def hasten(work: Work, ticket: Ticket) -> tuple[Transfer, Agent] | None:
    """What is offered became urgent: the urgent time holds from now on, where it ends sooner; whose it is. None: it
    changes nothing.
    """
    found = waiting(work, ticket)
    if found is None:
        return None
    transfer, receiver = found
    sooner = due_at(work, ticket, receiver)
    if transfer.due_at is None or transfer.due_at <= sooner:
        return None
    transfer.due_at = sooner
    work.session.add(transfer)
    return transfer, receiver


def after(work: Work, transfer: Transfer) -> Agent | None:
    """To whom the ticket was offered last, if that was after ``transfer``."""
    query = (
        select(Agent)
        .join(Transfer, col(Transfer.to_agent_id) == col(Agent.id))
        .where(Transfer.ticket_id == transfer.ticket_id, col(Transfer.id) > transfer.id)
        .order_by(col(Transfer.id).desc())
    )
    return work.session.exec(query.limit(1)).first()
