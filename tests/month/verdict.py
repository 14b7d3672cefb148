"""Compares what the desk did in a month with what it ought to have done."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import col, select

from bot.desk.agent import Agent, Transfer
from bot.desk.escalation import Escalation
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.desk.ticket_clock import TicketClock
from bot.service.work import Work
from tests.month.hearing import ACTS_LATER
from tests.month.play import Played
from tests.month.reckoning import Held, Reckoning, Step, Transferred
from tests.month.reckoning import minute_since_begin as minute
from tests.month.script import DAY, Course
from tests.month.slow_policy import SlowPolicy
from tests.month.walk import SlowClock

HOLDERS = (Move.TAKEN, Move.ASSIGNED, Move.ACCEPTED)


@dataclass
class Verdict:
    """``faults`` is empty when every step came exactly when, and to whom, the slow reckoning says."""

    tickets: int = 0
    clocks: int = 0
    warnings: int = 0
    breaches: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    transfers_late: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        steps = ", ".join(f"{count} {rung}" for rung, count in self.steps.items())
        return (
            f"{self.tickets} tickets, {self.clocks} clocks, {self.warnings} warnings, {self.breaches} breaches,"
            f" steps: {steps}; {self.transfers_late} late transfers; {len(self.faults)} faults"
        )


class _Kept:
    """What the desk's database says after the month, by ticket."""

    def __init__(self, work: Work) -> None:
        run = work.session.exec
        self.names = {one.id or 0: one.name for one in run(select(Agent))}
        self.departments = {one.id or 0: one.department for one in run(select(Agent))}
        self.clocks: dict[int, dict[tuple[str, int], TicketClock]] = defaultdict(dict)
        for clock in run(select(TicketClock)):
            self.clocks[clock.ticket_id][clock.metric.value, clock.number] = clock
        self.faults: list[str] = []
        self.priorities = dict(run(select(Ticket.id, Ticket.priority)).all())
        self.meetings: dict[str, set[int]] = defaultdict(set)  # of each ticket the rounds that had one
        for subject in run(select(Task.subject).where(Task.kind == TaskKind.MEETING)):
            of, _, number = subject.rpartition(":")
            self.meetings[of].add(int(number))
        self.steps: dict[str, dict[int, Step]] = defaultdict(dict)
        self.many: Counter[tuple[str, int]] = Counter()
        self.of_transfers: dict[int, list[str]] = defaultdict(list)
        self.of_waits: dict[int, list[str]] = defaultdict(list)
        for row in run(select(Escalation).order_by(col(Escalation.id))):
            self._keep(row)
        self.held: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for event in run(
            select(TicketEvent).where(col(TicketEvent.move).in_(HOLDERS)).order_by(col(TicketEvent.id))
        ):
            name = self.names[event.agent_id] if event.agent_id else event.after or ""
            given_away = event.reason == "late"
            self.held[event.ticket_id].append((minute(event.at) + given_away * ACTS_LATER, name))
        self.offers: dict[int, list[Transfer]] = defaultdict(list)
        for offer in run(select(Transfer).order_by(col(Transfer.id))):
            self.offers[offer.ticket_id].append(offer)

    def _keep(self, row: Escalation) -> None:
        who = self.names[row.agent_id] if row.agent_id else None
        stands_on = row.stands_on.value if row.stands_on else None
        heard = minute(row.acted_at) if row.acted_at else None
        fired, noticed = minute(row.fired_at), minute(row.noticed_at)
        step = Step(fired, noticed, row.rung.value, stands_on, who, tuple(row.acts), heard)
        if row.said_at != row.acted_at:
            self.faults.append(f"{row.subject} {row.step}: taken up at {row.acted_at}, said at {row.said_at}")
        self.steps[row.subject][row.step] = step
        self.many[row.subject, row.step] += 1
        if row.subject.startswith("transfer:"):
            self.of_transfers[row.ticket_id].append(row.subject)
        if row.subject.startswith("wait:"):
            self.of_waits[row.ticket_id].append(row.subject)

    def transferred(self, ticket: int, category: str) -> list[Transferred]:
        return [
            Transferred(
                minute(one.offered_at),
                self.names[one.to_agent_id],
                self.departments[one.to_agent_id] or category,
            )
            for one in self.offers[ticket]
        ]


def judge(played: Played, policy: Path) -> Verdict:
    """Reckons the whole month slowly and compares; the policy is read from its file."""
    slow = SlowPolicy(policy, played.month.minutes // DAY)
    reckoning = Reckoning(played.month, slow, played.sweeps)
    with played.desk() as work:
        kept = _Kept(work)
    verdict, seen = Verdict(tickets=len(played.tickets), faults=kept.faults), set[str]()
    for index, ticket in played.tickets.items():
        course, held = played.month.courses[index], kept.held[ticket]
        clocks, climbed = dict(kept.clocks[ticket]), list[Step]()
        for slow_clock, steps in reckoning.clocks(course, held):
            row = clocks.pop((slow_clock.metric, slow_clock.number), None)
            name = f"ticket {ticket} {slow_clock.metric} {slow_clock.number}"
            if row is None:
                verdict.faults.append(f"{name}: there is no such clock")
                continue
            seen.add(f"clock:{row.id}")
            verdict.faults += _compared(name, slow_clock, steps, row, kept.steps[f"clock:{row.id}"])
            _count(verdict, slow_clock, steps)
            climbed += steps.values()
        verdict.faults += [f"ticket {ticket}: nobody reckoned with its clock {key}" for key in clocks]
        climbed += reckoning.returned(course, held, kept.transferred(ticket, course.category))
        verdict.faults += _acts(reckoning, course, ticket, climbed, kept)
        verdict.faults += _transfers(reckoning, verdict, ticket, index, held, kept)
        verdict.faults += _waits(reckoning, ticket, index, held, kept)
        seen |= {*kept.of_transfers[ticket], *kept.of_waits[ticket]}
    verdict.faults += [
        f"{one}: nobody reckoned with its steps" for one in kept.steps if kept.steps[one] and one not in seen
    ]
    verdict.faults += [f"{key} was climbed {count} times" for key, count in kept.many.items() if count > 1]
    return verdict


def _acts(
    reckoning: Reckoning, course: Course, ticket: int, steps: Sequence[Step], kept: _Kept
) -> Iterator[str]:
    """Each step that was heard of has raised the priority, called a meeting (once a round) or given the ticket away
    (once a sweep), and nothing else has.
    """
    done = [(step.heard, act) for step in steps if step.heard is not None for act in step.acts]
    raised = sum(act == "raise_priority" for _, act in done)
    if kept.priorities[ticket] != raised:
        yield f"ticket {ticket}: of priority {kept.priorities[ticket]} and not {raised}"
    rounds = {reckoning.round_at(course, at) for at, act in done if act == "meeting"}
    met = kept.meetings[f"ticket:{ticket}"]
    if met != rounds:
        yield f"ticket {ticket}: meetings in rounds {met} and not {rounds}"
    given = defaultdict(list)
    for since, name in kept.held[ticket]:
        if since % 1:
            given[int(since)].append(name)
    minutes = {at for at, act in done if act == "reassign"}
    for at in sorted(minutes | given.keys()):
        found = given[at] if at in minutes else [*given[at], "(unasked)"]
        for fault in reckoning.given_away(course, kept.held[ticket], at, found):
            yield f"ticket {ticket}: {fault}"


def _transfers(
    reckoning: Reckoning, verdict: Verdict, ticket: int, index: int, held: Held, kept: _Kept
) -> Iterator[str]:
    course = reckoning.month.courses[index]
    wanted = reckoning.returned(course, held, kept.transferred(ticket, course.category))
    verdict.transfers_late += len(wanted)
    found = [step for one in kept.of_transfers[ticket] for step in kept.steps[one].values()]
    if sorted(found, key=lambda one: one.fired) != wanted:
        yield f"ticket {ticket}: of its transfers {found} and not {wanted}"


def _waits(reckoning: Reckoning, ticket: int, index: int, held: Held, kept: _Kept) -> Iterator[str]:
    wanted = reckoning.waited_out(reckoning.month.courses[index], held)
    found = [step for one in kept.of_waits[ticket] for step in kept.steps[one].values()]
    if sorted(found, key=lambda one: one.fired) != wanted:
        yield f"ticket {ticket}: of its longest waits {found} and not {wanted}"


def _compared(
    name: str, clock: SlowClock, steps: dict[int, Step], row: TicketClock, found: dict[int, Step]
) -> Iterator[str]:
    moments = {
        "warned": (row.warned_at, clock.warned),
        "breached": (row.breached_at, clock.breached),
    }
    for what, (moment, wanted) in moments.items():
        there = None if moment is None else minute(moment)
        if there != wanted:
            yield f"{name}: {what} at {there} and not at {wanted}"
    if row.state.value != clock.state:
        yield f"{name}: {row.state} and not {clock.state}"
    for step in sorted(steps.keys() | found.keys()):
        if steps.get(step) != found.get(step):
            yield f"{name}: step {step} is {found.get(step)} and not {steps.get(step)}"


def _count(verdict: Verdict, clock: SlowClock, steps: dict[int, Step]) -> None:
    verdict.clocks += 1
    verdict.warnings += 0 in steps
    verdict.breaches += clock.breached is not None
    for number, step in steps.items():
        if number:
            verdict.steps[step.rung] = verdict.steps.get(step.rung, 0) + 1
