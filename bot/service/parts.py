"""What a ticket needs of other departments: each part is a task with a deadline, and its result lands in the topic."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.department_words import departments_in
from bot.desk.escalation import Rung
from bot.desk.labels import Category, Language
from bot.desk.language import say_list, storable
from bot.desk.notice import Lane
from bot.desk.policy import ROUND_THE_CLOCK
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.desk.working import Calendar, add
from bot.service import cards, history, ladder, merged, part_rows, people, post, staffroom, tasks
from bot.service.verdict import Verdict
from bot.service.view import opening_words, shortened
from bot.service.work import Work

MOST_CALLED = 4  # people who are named on the card
SAID = 300  # characters of the customer's words on it
PIECE = 200  # late parts in one transaction
NO_REASON = "no_reason"


def give_named(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/part design words``: gives the department that is named, or each of several, a part in the ticket."""
    departments, words = departments_in(argument, _names(work))
    if not departments:
        own = (part_rows.name_of(work, one) for one in Category)
        return Verdict(
            "part_which_department", more={"departments": say_list(own, work.policy.desk.staff_language)}
        )
    verdicts = [give(work, agent, ticket, one, words) for one in departments]
    given = [one for one in verdicts if one.word == "part_given"]
    return (
        Verdict(
            "part_given",
            say_list((one.name for one in given), work.policy.desk.staff_language),
            ticket.number,
        )
        if given
        else verdicts[0]
    )


def give(work: Work, agent: Agent, ticket: Ticket, department: Category, words: str) -> Verdict:
    """Gives ``department`` a part: a card in the group calls its people. Raises ``UnlawfulMove`` of a closed ticket."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    words = storable(words).strip()
    if any(
        one.department == department and one.values.get("words") == words
        for one in part_rows.open_of(work, ticket)
    ):
        return Verdict("part_given_already")
    history.note(
        work,
        ticket,
        Move.PART_GIVEN,
        Author.AGENT,
        agent_id=agent.id,
        after=department,
        reason=words or "asked",
    )
    name = part_rows.name_of(work, department)
    tasks.give(
        work,
        TaskKind.PART,
        f"ticket:{ticket.id}:{part_rows.count_of(work, ticket) + 1}",
        _due_at(work, ticket, department),
        {
            "number": ticket.number,
            "department": name,
            "asked_by": agent.name,
            "words": words,
            "said": shortened(opening_words(work, ticket), SAID),
            "called": names_called(work, department),
        },
        ticket_id=ticket.id,
        department=department,
        lane=Lane.ALERT if ticket.urgent else Lane.NOTICE,
    )
    staffroom.refresh_card(work, ticket)
    return Verdict("part_given", name, ticket.number)


def called(work: Work, department: Category) -> Sequence[Agent]:
    """Whom a part is for: those of the department who are there now, else its head, else all of its people who are not
    on leave, else whoever is on call, else the management; at most ``MOST_CALLED``.
    """
    own = [one for one in people.at_work(work) if one.department == department]
    head = people.head_of(work, department)
    found = (
        own
        or ([head] if head else [])
        or [one for one in people.receivers(work, department) if one.department == department]
        or people.on_call(work)
        or people.management(work)
    )
    return found[:MOST_CALLED]


def names_called(work: Work, department: Category) -> list[dict[str, Any]]:
    """``called`` as the card of a part names them."""
    return [{"to": one.name, "to_id": one.user_id} for one in called(work, department)]


def say_done(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/did words``: the agent did the part that they, or their department, have in this ticket."""
    history.hold(work, ticket.id)
    departments, rest = departments_in(argument, _names(work))
    found = part_rows.open_of(work, ticket)
    named = [one for one in found if one.department in departments]
    if named and not rest:
        return Verdict("part_needs_words")
    if named:
        found, argument = named, rest
    mine = [one for one in found if one.agent_id == agent.id]
    own = [one for one in found if one.department == agent.department]
    chosen = mine or own or found
    if len(chosen) != 1:
        return Verdict("part_which" if chosen else "part_none")
    task = tasks.hold(work, chosen[0].id or 0)
    return finish(work, task, agent, argument) if task and task.done_at is None else Verdict("part_none")


def finish(work: Work, task: Task, agent: Agent, words: str = "", outcome: str = "done") -> Verdict:
    """The part is done (or not theirs): its card says so, and ``words`` land in the ticket's topic.

    The ticket and all in which it goes on are held, and after them the task.
    """
    words = storable(words).strip()
    if words:
        task.values = task.values | {"result": words}
    tasks.done(work, task, outcome, agent)
    return follow(work, task, agent)


def follow(work: Work, task: Task, agent: Agent) -> Verdict:
    """What a part's end sets off in its ticket: a line of history, a word to whoever holds it (or who stands above them
    while they are away), the card.

    Its ticket and all in which that goes on are held.
    """
    ticket = merged.place_of(work, work.session.get_one(Ticket, task.ticket_id))
    words = next((str(task.values[one]) for one in ("result", "words", "said") if task.values.get(one)), "…")
    _climb(work, ticket, task)
    history.note(
        work,
        ticket,
        Move.PART_DONE,
        Author.AGENT,
        agent_id=agent.id,
        before=task.department,
        after=task.outcome,
        reason=words[:500],
    )
    holder = ladder.person_on(work, ticket, Rung.OWNER) if ticket.owner_id else None
    staffroom.tell(
        work,
        ticket,
        f"part_{task.outcome}",
        department=part_rows.department_of(work, task),
        by=agent.name,
        words=words,
        to=holder.name if holder and holder.id != agent.id else "",
        to_id=holder.user_id if holder else 0,
        left=len(part_rows.open_of(work, ticket)),
    )
    staffroom.refresh_card(work, ticket)
    here = ticket.id == task.ticket_id
    return Verdict(f"part_{task.outcome}", number=ticket.number, told=here)


def ask_first(work: Work, ticket: Ticket, reason: str, words: str) -> Verdict | None:
    """Somebody wants to resolve a ticket: where parts of it are open they are asked; None where none are."""
    left = part_rows.open_of(work, ticket)
    if not left:
        return None
    ticket.steps += 1
    work.session.add(ticket)
    post.to_staff(
        work,
        ticket,
        "ask_open_parts",
        step=str(ticket.steps),
        lane=Lane.REPLY,
        template="ask_open_parts",
        values={
            "number": ticket.number,
            "parts": " · ".join(part_rows.department_of(work, one) for one in left),
        },
        keys=[
            [cards.key("resolve_anyway", ticket, reason=reason, words=words)],
            [cards.key("back", ticket, "key_leave_open")],
        ],
    )
    return Verdict("parts_open", more={"count": len(left)}, told=True)


def drop(work: Work, ticket: Ticket) -> None:
    """The ticket is closed: nobody needs its open parts any more. The ticket is held."""
    for one in part_rows.open_of(work, ticket):
        task = tasks.hold(work, one.id or 0)
        if task is not None and task.done_at is None:
            tasks.done(work, task, NO_REASON)


def call_late(work: Work) -> int:
    """Reminds of parts that are late and calls who stands above, each once; how many were looked at. A tick, in pieces.

    Two at once share the work: tickets that one holds are left out by the other.
    """
    due = (
        select(Task.id, Ticket)
        .join(Ticket, col(Ticket.id) == col(Task.ticket_id))
        .where(Task.kind == TaskKind.PART, col(Task.remind_at) <= work.now)
        .order_by(col(Task.remind_at), col(Task.id))
        .limit(PIECE)
        .with_for_update(key_share=True, skip_locked=True, of=Ticket)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(due).all()
    for number, ticket in found:
        place = merged.hold_way(work, ticket)[-1]
        task = tasks.hold(work, number or 0)
        if task is not None and task.remind_at is not None and task.remind_at <= work.now:
            _call(work, place, task)
    return len(found)


def _call(work: Work, ticket: Ticket, task: Task) -> None:
    """Everything that came due of a late part by now, at its true moments; then it waits for the next step."""
    task.remind_at = None
    work.session.add(task)
    if task.done_at is not None or ticket.state not in LIVE:
        return
    if tasks.remind(work, task):
        staffroom.tell(
            work,
            ticket,
            "part_late",
            department=part_rows.department_of(work, task),
            due_at=task.due_at.isoformat(),
        )
        staffroom.refresh_card(work, ticket)
    task.remind_at = _climb(work, ticket, task)


def _climb(work: Work, ticket: Ticket, task: Task) -> datetime | None:
    """Climbs the steps that are due, each once; when the next one is (UTC)."""
    steps = _steps(work, ticket, task)
    for step, at in steps:
        if at <= work.now:
            ladder.climb(work, ticket, f"task:{task.id}", step, at)
    return min((at for _, at in steps if at > work.now), default=None)


def _steps(work: Work, ticket: Ticket, task: Task) -> list[tuple[int, datetime]]:
    """The ladder's steps above whoever does it, with the moments at which they are due (UTC)."""
    calendar = _calendar(work, ticket, Category(task.department or ticket.category))
    return [
        (number, add(calendar, task.due_at, step.after))
        for number, step in enumerate(ladder.steps_of(work, ticket), start=1)
        if step.to != Rung.OWNER
    ]


def _due_at(work: Work, ticket: Ticket, department: Category) -> datetime:
    return add(_calendar(work, ticket, department), work.now, work.policy.parts.due_within(ticket.urgent))


def _calendar(work: Work, ticket: Ticket, department: Category) -> Calendar:
    name = ROUND_THE_CLOCK if ticket.urgent else work.policy.departments.of(department).calendar
    return work.policy.calendar(name)


def _names(work: Work) -> dict[Category, tuple[str, ...]]:
    """What the company calls its departments, in each language, among its customers and among its staff."""
    known = {one: work.policy.departments.of(one) for one in Category}
    return {
        one: tuple(
            name
            for language in Language
            for name in (department.in_language(language), department.among_staff(language))
        )
        for one, department in known.items()
    }


def _give(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return give(work, agent, ticket, Category(payload["to"]), "")


DEEDS = {"give_part": _give}
