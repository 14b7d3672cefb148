"""What staff do with tasks, and what an outcome sets off in its topic: the one module that knows both."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Ticket
from bot.service import (
    bill_deeds,
    carrying,
    finding_deeds,
    history,
    merged,
    outage_deeds,
    parts,
    supply_reports,
    tasks,
)
from bot.service.verdict import Verdict
from bot.service.work import Work

FINDING_DEEDS = ("finding_tell", "finding_keep", "finding_undo")
Consequence = Callable[[Work, Task, Agent], Verdict | None]

CONSEQUENCES: Mapping[tuple[TaskKind, str], Consequence] = {
    (TaskKind.VERIFY_PAYMENT, "received"): bill_deeds.received,
    (TaskKind.VERIFY_PAYMENT, "not_found"): bill_deeds.not_found,
    (TaskKind.OUTAGE_OVERDUE, "restored"): outage_deeds.restored,
    (TaskKind.AREA_ALARM, "open_outage"): supply_reports.open_outage,
    (TaskKind.PART, "done"): parts.follow,
    (TaskKind.PART, "not_ours"): parts.follow,
}
"""Runs in the transaction of the press, after the task is done; a verdict of its own is shown instead of "done"."""


def press(work: Work, user_id: int, payload: Mapping[str, Any]) -> Verdict:
    """Does what a button of a task says. ``user_id`` is a verified member of the staff group."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).one()
    number = payload.get("task")
    task = _hold(work, number) if isinstance(number, int) else None
    if task is None:
        return Verdict("gone")
    if payload.get("do") in FINDING_DEEDS:
        return finding_deeds.pressed(work, task, agent, payload)
    if task.done_at is not None:
        return _over(work, task)
    if payload.get("do") == "take_task":
        return _take(work, task, agent)
    outcome = str(payload.get("outcome", ""))
    if outcome not in tasks.offered(task):
        return Verdict("gone")
    if outcome in tasks.WORDED:
        return finding_deeds.asked(work, task, agent, outcome)
    tasks.done(work, task, outcome, agent)
    consequence = CONSEQUENCES.get((task.kind, outcome))
    verdict = consequence(work, task, agent) if consequence else None
    return verdict or Verdict("task_tried" if outcome in tasks.TRIES else "task_done")


def said(work: Work, agent: Agent, chat_id: int, reply_to: int | None, words: str) -> Verdict | None:
    """What an agent writes in reply to the card of a department's part says what was done, to that of a finding what
    will change. None for anything else, and for a note.
    """
    said = (carrying.for_customer(words) or "").strip()
    card = history.notice_at(work, chat_id, reply_to) if reply_to and said else None
    kind, _, number = (card.subject if card else "").partition(":")
    task = _hold(work, int(number)) if kind == "task" and number.isdigit() else None
    if card is None or task is None or task.kind not in (TaskKind.PART, TaskKind.FINDING):
        return None
    if task.done_at is not None:
        return _over(work, task)
    if task.kind == TaskKind.FINDING:
        return finding_deeds.replied(work, task, agent, card, words)
    return parts.finish(work, task, agent, words)


def _hold(work: Work, number: int) -> Task | None:
    """The task, held after its ticket and all in which that goes on: whoever holds those may go on to their tasks."""
    known = work.session.get(Task, number) if 0 < number < 2**31 else None
    if known is not None and known.ticket_id is not None:
        merged.hold_way(work, work.session.get_one(Ticket, known.ticket_id))
    return tasks.hold(work, number) if known is not None else None


def _over(work: Work, task: Task) -> Verdict:
    by = work.session.get(Agent, task.done_by_id) if task.done_by_id else None
    return Verdict("task_done_by", by.name) if by else Verdict("task_over")


def _take(work: Work, task: Task, agent: Agent) -> Verdict:
    if task.agent_id == agent.id:
        return Verdict("yours_already")
    if task.agent_id is not None:
        return Verdict("taken_by", work.session.get_one(Agent, task.agent_id).name)
    tasks.take(work, task, agent)
    return Verdict("taken", agent.name)
