"""Departments' parts of tickets as rows: which are open, and how a card shows them."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select

from bot.desk.agent import Agent
from bot.desk.labels import Category
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Ticket
from bot.service import merged
from bot.service.view import shortened
from bot.service.work import Work

MOST_SHOWN = 4  # on a card
WORDS = 80  # characters of what is asked for, on a card


def open_of(work: Work, ticket: Ticket) -> Sequence[Task]:
    """The parts that are not done, the soonest first; with those of tickets that were merged into this one."""
    query = (
        select(Task)
        .where(
            Task.kind == TaskKind.PART,
            col(Task.ticket_id).in_(merged.all_of(work, ticket)),
            col(Task.done_at).is_(None),
        )
        .order_by(col(Task.due_at), col(Task.id))
    )
    return work.session.exec(query.execution_options(populate_existing=True)).all()


def count_of(work: Work, ticket: Ticket) -> int:
    """How many parts the ticket itself ever had."""
    query = select(func.count()).where(Task.kind == TaskKind.PART, Task.ticket_id == ticket.id)
    return work.session.exec(query).one()


def shown(work: Work, ticket: Ticket) -> list[dict[str, Any]]:
    """The open parts as the card has them."""
    return [_shown(work, one) for one in open_of(work, ticket)[:MOST_SHOWN]]


def department_of(work: Work, task: Task) -> str:
    """What the department of a part is called, in the language of the staff."""
    return name_of(work, Category(task.department or Category.SERVICE))


def name_of(work: Work, department: Category) -> str:
    """What the department is called, in the language of the staff."""
    return work.policy.departments.of(department).among_staff(work.policy.desk.staff_language)


def _shown(work: Work, task: Task) -> dict[str, Any]:
    owner = work.session.get(Agent, task.agent_id) if task.agent_id else None
    return {
        "department": department_of(work, task),
        "words": shortened(str(task.values.get("words", "")), WORDS),
        "owner": owner.name if owner else "",
        "due_at": task.due_at.isoformat(),
        "late": int(task.due_at <= work.now),
    }
