"""What a rung of the ladder does besides calling somebody: another pair of hands, a higher priority, a meeting."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.desk.escalation import Act, Escalation
from bot.desk.notice import Lane
from bot.desk.task import TaskKind
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.desk.working import add
from bot.service import cards, history, meeting_note, routing, staffroom, tasks
from bot.service.work import Work


def reassign(work: Work, ticket: Ticket, row: Escalation) -> None:
    """Somebody who is there has it now, else it stays; its first owner stays responsible to the customer."""
    routing.reassign(work, ticket, "late")


def raise_priority(work: Work, ticket: Ticket, row: Escalation) -> None:
    before, ticket.priority = ticket.priority, ticket.priority + 1
    history.note(
        work,
        ticket,
        Move.PRIORITY,
        Author.DESK,
        before=str(before),
        after=str(ticket.priority),
        reason=row.rung,
    )
    staffroom.show_marks(work, ticket)


def call_meeting(work: Work, ticket: Ticket, row: Escalation) -> None:
    """Whoever is called gets the task to hold one, and the ticket's topic the note of what happened; once a round."""
    task = tasks.give(
        work,
        TaskKind.MEETING,
        f"ticket:{ticket.id}:{ticket.round}",
        _held_by(work, ticket),
        cards.names(ticket),
        agent_id=row.agent_id,
        lane=Lane.ALERT if ticket.urgent else Lane.NOTICE,
    )
    if task is not None:
        task.ticket_id, task.department = ticket.id, ticket.category
        work.session.add(task)
        meeting_note.post_note(work, ticket)


def _held_by(work: Work, ticket: Ticket) -> datetime:
    within = work.policy.ladder.meeting_within
    if ticket.urgent:
        return work.now + within
    return add(work.policy.calendar(work.policy.departments.of(ticket.category).calendar), work.now, within)


ACTS: Mapping[Act, Callable[[Work, Ticket, Escalation], None]] = {
    Act.REASSIGN: reassign,
    Act.RAISE_PRIORITY: raise_priority,
    Act.MEETING: call_meeting,
}
"""``remind`` is none of them: it is the digest."""
