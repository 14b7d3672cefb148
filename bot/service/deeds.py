"""What staff do with tasks, and what an outcome sets off in its topic: the one module that knows both."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.task import Task, TaskKind
from bot.service import bill_deeds, outage_deeds, supply_reports, tasks
from bot.service.verdict import Verdict
from bot.service.work import Work

Consequence = Callable[[Work, Task, Agent], Verdict | None]

CONSEQUENCES: Mapping[tuple[TaskKind, str], Consequence] = {
    (TaskKind.VERIFY_PAYMENT, "received"): bill_deeds.received,
    (TaskKind.VERIFY_PAYMENT, "not_found"): bill_deeds.not_found,
    (TaskKind.OUTAGE_OVERDUE, "restored"): outage_deeds.restored,
    (TaskKind.AREA_ALARM, "open_outage"): supply_reports.open_outage,
}
"""Runs in the transaction of the press, after the task is done; a verdict of its own is shown instead of "done"."""


def press(work: Work, user_id: int, payload: Mapping[str, Any]) -> Verdict:
    """Does what a button of a task says. ``user_id`` is a verified member of the staff group."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).one()
    number = payload.get("task")
    task = tasks.hold(work, number) if isinstance(number, int) else None
    if task is None:
        return Verdict("gone")
    if task.done_at is not None:
        by = work.session.get(Agent, task.done_by_id) if task.done_by_id else None
        return Verdict("task_done_by", by.name) if by else Verdict("task_over")
    if payload.get("do") == "take_task":
        return _take(work, task, agent)
    outcome = str(payload.get("outcome", ""))
    if outcome not in tasks.OUTCOMES[task.kind]:
        return Verdict("gone")
    tasks.done(work, task, outcome, agent)
    consequence = CONSEQUENCES.get((task.kind, outcome))
    verdict = consequence(work, task, agent) if consequence else None
    return verdict or Verdict("task_tried" if outcome in tasks.TRIES else "task_done")


def _take(work: Work, task: Task, agent: Agent) -> Verdict:
    if task.agent_id == agent.id:
        return Verdict("yours_already")
    if task.agent_id is not None:
        return Verdict("taken_by", work.session.get_one(Agent, task.agent_id).name)
    tasks.take(work, task, agent)
    return Verdict("taken", agent.name)
