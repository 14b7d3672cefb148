"""Tasks for people of the staff: a card in the staff group with buttons, one reminder when it is overdue.

What an outcome sets off is in ``deeds``, which knows the topics; this module knows none of them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from bot.desk.account import Account
from bot.desk.agent import Agent
from bot.desk.labels import Category
from bot.desk.notice import Act, Lane, Notice
from bot.desk.party import Party
from bot.desk.quiet import allowed_at
from bot.desk.task import Task, TaskKind
from bot.service import people, post
from bot.service.once import insert_once
from bot.service.post import Key, Keys
from bot.service.work import Work

OUTCOMES: Mapping[TaskKind, tuple[str, ...]] = {
    TaskKind.CALL_ABOUT_OUTAGE: ("reached", "no_answer"),
    TaskKind.VERIFY_PAYMENT: ("received", "not_found"),
    TaskKind.VISIT: ("done", "not_needed"),
    TaskKind.CONTRACT_ENDS: ("done", "not_needed"),
    TaskKind.AREA_ALARM: ("open_outage", "no_outage"),
    TaskKind.OUTAGE_OVERDUE: ("restored", "goes_on"),
    TaskKind.CALL_UNHAPPY: ("reached", "no_answer"),
    TaskKind.MEETING: ("held", "not_needed"),
    TaskKind.FINDING: ("will_change", "no_change", "changed"),
    TaskKind.PART: ("done", "not_ours"),
    TaskKind.RECOVER: ("won_back", "still_unhappy", "no_answer"),
}
"""The buttons of a task (``key_task_<outcome>`` of chat/wording)."""
TRIES = ("no_answer",)  # these leave the task open: somebody has to try again
WORDED = ("will_change", "no_change", "changed")  # these need words: the press asks for them, and they count
AT_ANY_HOUR = (  # what is overdue of these cannot wait until staff's quiet hours are over
    TaskKind.CALL_ABOUT_OUTAGE,
    TaskKind.AREA_ALARM,
    TaskKind.OUTAGE_OVERDUE,
    TaskKind.MEETING,  # at night only of what is urgent
)
PIECE = 200  # overdue tasks per transaction


def give(
    work: Work,
    kind: TaskKind,
    subject: str,
    due_at: datetime,
    values: Mapping[str, Any],
    *,
    party_id: int | None = None,
    account_id: int | None = None,
    ticket_id: int | None = None,
    department: Category | None = None,
    agent_id: int | None = None,
    lane: Lane = Lane.NOTICE,
) -> Task | None:
    """Gives a task to an agent, or to everybody, and puts its card (``task_<kind>`` of chat/wording) into the group.
    What is meant for somebody who is not there to do it is everybody's.

    ``values`` are the card's; ``name``, ``phone`` and ``account`` (number) are added of the party and the account.
    Once per (kind, subject): None when it was given before.
    """
    party = work.session.get(Party, party_id) if party_id else None
    account = work.session.get(Account, account_id) if account_id else None
    known = {
        "name": party.name if party else "",
        "phone": (party.phone if party else account.phone if account else None) or "",
        "account": account.number if account else "",
    }
    agent_id, former = _whose(work, agent_id, due_at)
    row = Task(
        kind=kind,
        subject=subject,
        party_id=party_id,
        account_id=account_id,
        ticket_id=ticket_id,
        department=department,
        agent_id=agent_id,
        values=known | dict(values) | former,
        due_at=due_at,
        remind_at=due_at,
        created_at=work.now,
    )
    work.session.flush()
    if not insert_once(work.session, Task, row.model_dump(exclude={"id"})):
        return None
    task = of_subject(work, kind, subject)
    assert task is not None
    _show(work, task, lane)
    return task


def of_subject(work: Work, kind: TaskKind, subject: str) -> Task | None:
    return work.session.exec(select(Task).where(Task.kind == kind, Task.subject == subject)).first()


def hold(work: Work, task_id: int) -> Task | None:
    """The task as it is now, held: of two who press at once the second one waits."""
    query = select(Task).where(Task.id == task_id).with_for_update()
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def take(work: Work, task: Task, agent: Agent) -> None:
    """The agent says that it is theirs."""
    task.agent_id = agent.id
    task.values = {name: one for name, one in task.values.items() if name != "former"}
    work.session.add(task)
    refresh(work, task)


def done(work: Work, task: Task, outcome: str, agent: Agent | None = None) -> None:
    """Ends the task, by an agent or (None) because its reason is gone; a try leaves it open and is counted.

    Whoever does what was everybody's has taken it.
    """
    if outcome in TRIES:
        task.values = task.values | {"tries": int(task.values.get("tries", 0)) + 1}
    else:
        task.done_at, task.outcome, task.remind_at = work.now, outcome, None
        task.done_by_id = agent.id if agent else None
    task.agent_id = task.agent_id or (agent.id if agent else None)
    work.session.add(task)
    refresh(work, task)


def reopen(
    work: Work, task: Task, values: Mapping[str, Any], due_at: datetime, *, lane: Lane = Lane.NOTICE
) -> None:
    """What was done is to be done once more, whoever did it: a card of its own, by another deadline.

    The first card keeps what came of it then.
    """
    task.agent_id, former = _whose(work, task.agent_id, due_at)
    kept = {name: one for name, one in task.values.items() if name not in ("tries", "former")}
    task.values = kept | dict(values) | former
    task.due_at = task.remind_at = due_at
    task.done_at, task.done_by_id, task.outcome = None, None, ""
    work.session.add(task)
    _show(work, task, lane)


def give_back(work: Work, task: Task, former: Agent, values: Mapping[str, Any]) -> None:
    """Whoever took it is not there to do it: it is everybody's again, by a card of its own that says so."""
    task.agent_id = None
    task.values = task.values | dict(values) | {"former": former.name}
    work.session.add(task)
    _show(work, task, Lane.NOTICE)


def change(work: Work, task: Task, values: Mapping[str, Any], due_at: datetime | None = None) -> None:
    """What an open task says is another thing now; the reminder follows the deadline."""
    task.values = task.values | dict(values)
    if due_at is not None and due_at != task.due_at:
        task.due_at = task.remind_at = due_at
    work.session.add(task)
    refresh(work, task)


def refresh(work: Work, task: Task) -> None:
    """Shows the card as the task is now; only the last of the changes that wait counts."""
    subject = _subject(task)
    edits = (col(Notice.subject) == subject) & (col(Notice.kind) == "task_edit")
    post.unsay(work, "a newer change of the card takes its place", edits)
    card = [0, *_cards(work, task)][-1]
    post.to_staff(
        work,
        None,
        "task_edit",
        subject=subject,
        step=str(work.session.exec(select(func.count()).where(edits)).one() + 1),
        lane=Lane.REPLY,
        act=Act.EDIT,
        template="task",
        values=card_values(work, task) | {"of": card},
        keys=keys_of(task),
    )


def remind_overdue(work: Work) -> int:
    """Reminds of tasks that were not done in time, each once; how many were looked at (a task of the clock).

    Departments' parts of tickets climb the ladder instead (``parts.call_late``).
    """
    query = (
        select(Task)
        .where(col(Task.remind_at) <= work.now, Task.kind != TaskKind.PART)
        .order_by(col(Task.remind_at))
        .limit(PIECE)
        .with_for_update(skip_locked=True)
    )
    overdue = work.session.exec(query).all()
    for task in overdue:
        task.remind_at = _put_off_until(work, task)
        work.session.add(task)
        if task.remind_at is None and task.done_at is None:
            remind(work, task)
    return len(overdue)


def _put_off_until(work: Work, task: Task) -> datetime | None:
    """When staff's quiet hours end (UTC), in which they hear only of what cannot wait; None: they may hear of it."""
    quiet = work.policy.ladder.quiet
    heard_at = allowed_at(work.now, work.policy.zone, quiet.start, quiet.end)
    waits = heard_at > work.now and task.kind not in AT_ANY_HOUR and task.done_at is None
    return heard_at if waits else None


def remind(work: Work, task: Task) -> bool:
    """Shows the card again, as overdue; once for each deadline. False when that was said before."""
    return post.to_staff(
        work,
        None,
        "task_overdue",
        subject=_subject(task),
        step=task.due_at.isoformat(),
        template="task",
        values=card_values(work, task) | {"overdue": 1},
        keys=keys_of(task),
    )


def card_values(work: Work, task: Task) -> dict[str, Any]:
    """Everything a task's card shows."""
    owner = work.session.get(Agent, task.agent_id) if task.agent_id else None
    by = work.session.get(Agent, task.done_by_id) if task.done_by_id else None
    return task.values | {
        "task": task.kind,
        "owner": owner.name if owner else "",
        "owner_id": owner.user_id if owner else 0,
        "deadline_at": task.due_at.isoformat(),
        "outcome": task.outcome,
        "by": by.name if by else "",
        "done_at": task.done_at.isoformat() if task.done_at else "",
    }


def offered(task: Task) -> Sequence[str]:
    """The outcomes that may come of it now: all of its kind, but for a task that says which."""
    return list(task.values.get("offered") or OUTCOMES[task.kind])


def keys_of(task: Task) -> Keys:
    if task.done_at is not None:
        return []
    outcomes = [
        Key({"do": "task", "task": task.id, "outcome": one}, word=f"key_task_{one}") for one in offered(task)
    ]
    taking = [] if task.agent_id else [Key({"do": "take_task", "task": task.id}, word="key_task_take")]
    return [outcomes, taking] if taking else [outcomes]


def _whose(work: Work, agent_id: int | None, due_at: datetime) -> tuple[int | None, dict[str, str]]:
    """Whose a task is, and what its card says besides: it is everybody's where whoever it is meant for left the staff,
    or is on leave until after ``due_at``.
    """
    agent = work.session.get(Agent, agent_id) if agent_id else None
    if agent is None or agent_id is None:
        return None, {}
    away = people.away(work, [agent_id]) and people.away(work, [agent_id], due_at)
    return (agent_id, {}) if agent.active and not away else (None, {"former": agent.name})


def _show(work: Work, task: Task, lane: Lane) -> None:
    """Puts a card of the task into the group; the first one, or another when it was reopened."""
    post.to_staff(
        work,
        None,
        "task",
        subject=_subject(task),
        step=str(len(_cards(work, task)) + 1),
        lane=lane,
        template="task",
        values=card_values(work, task),
        keys=keys_of(task),
    )


def _cards(work: Work, task: Task) -> list[int]:
    """The notices of the task's cards, the newest last."""
    query = select(Notice.id).where(Notice.subject == _subject(task), Notice.kind == "task")
    return [number or 0 for number in work.session.exec(query.order_by(col(Notice.id)))]


def _subject(task: Task) -> str:
    return f"task:{task.id}"
