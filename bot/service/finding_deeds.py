"""What a department says of a finding: what it will change, that it has, or why nothing changes."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from bot.desk.agent import DECIDES, Agent
from bot.desk.finding import Finding, FindingState, FindingTicket
from bot.desk.language import storable
from bot.desk.notice import Notice
from bot.desk.task import Task
from bot.service import carrying, finding_news, finding_words, findings, people, tasks
from bot.service.verdict import Verdict
from bot.service.work import Work

LONGEST = 1500  # characters of what the department says
TELL_AFTER = timedelta(minutes=5)  # customers are told; until then it can be taken back
# FD-12, however it is typed. F-12 is an outage, and a bare number may belong to the words.
_NUMBER = re.compile(
    r"[FＦ][DＤ]\s?[-－–—]?\s?(\d{1,9})(?![A-Za-z0-9])[\s:：,，、.。]*(.*)", re.IGNORECASE | re.DOTALL
)


def asked(work: Work, task: Task, agent: Agent, outcome: str) -> Verdict:
    """A button of its task, which is held: whoever pressed is asked for the words."""
    found = findings.find(work, number_of(task))
    refused = _refused(work, task, agent)
    if found is None or refused is not None:
        return refused or Verdict("gone")
    finding_words.ask(work, found[0], task, agent, outcome)
    return Verdict("finding_words")


def replied(work: Work, task: Task, agent: Agent, notice: Notice, words: str) -> Verdict | None:
    """Words in reply to a question about it say what was asked; to its card, what will change. None for a note."""
    outcome = str(notice.values.get("outcome") or "will_change") if notice.kind == finding_words.ASKED else ""
    found = None if carrying.for_customer(words) is None else findings.find(work, number_of(task))
    if found is None:
        return None
    return _say(work, *found, agent, outcome or "will_change", words)


def command(work: Work, agent: Agent, outcome: str, argument: str) -> Verdict:
    """``/change FD-12 words`` and the like."""
    read = _NUMBER.fullmatch(argument.strip())
    found = findings.find(work, int(read[1])) if read else None
    if read is None or found is None:
        return Verdict("finding_unknown", number="FD-12")
    return _say(work, *found, agent, outcome, read[2])


def pressed(work: Work, task: Task, agent: Agent, payload: Mapping[str, Any]) -> Verdict:
    """The answer to "tell so many customers?", or what takes it back. The task is held."""
    found = findings.find(work, number_of(task))
    refused = _refused(work, task, agent)
    if found is None or refused is not None:
        return refused or Verdict("gone")
    finding = found[0]
    if payload["do"] == "finding_undo":
        return _undo(work, finding, task)
    if finding.state not in findings.OPEN:
        return Verdict("finding_over", number=finding.number)
    if payload["asked"] != finding_words.confirmations(work, task) or not finding.outcome:
        return Verdict("finding_asked_anew", number=finding.number)
    if payload["do"] == "finding_keep":
        finding.outcome = ""
        return Verdict("finding_kept", number=finding.number)
    customers = len(finding_news.hearers(work, finding))
    if customers > payload["customers"]:
        return _ask_first(work, finding, task, agent, finding.outcome, customers)
    return _end(work, finding, task, agent, "changed", finding.outcome)


def number_of(task: Task) -> int:
    """The finding that a task is about."""
    return int(task.subject.partition(":")[2])


def _say(work: Work, finding: Finding, task: Task, agent: Agent, outcome: str, words: str) -> Verdict:
    said = (carrying.for_customer(storable(words)) or "").strip()[:LONGEST]
    if finding.state not in findings.OPEN:
        return Verdict("finding_over", number=finding.number)
    refused = _refused(work, task, agent)
    if refused is not None or not said:
        return refused or Verdict("finding_needs_words", number=finding.number)
    findings.grow(work, finding)
    if outcome == "will_change":
        return _plan(work, finding, task, agent, said)
    customers = len(finding_news.hearers(work, finding)) if outcome == "changed" else 0
    if customers:
        return _ask_first(work, finding, task, agent, said, customers)
    return _end(work, finding, task, agent, outcome, said)


def _plan(work: Work, finding: Finding, task: Task, agent: Agent, words: str) -> Verdict:
    """Acknowledged: until it has changed the department is asked again when its time is over."""
    again = finding.state == FindingState.ACKNOWLEDGED
    finding.plan = words
    if not again:
        finding.state, finding.acknowledged_at = FindingState.ACKNOWLEDGED, work.now
        finding.acknowledged_by_id, task.agent_id = agent.id, task.agent_id or agent.id
    policy = work.policy.findings
    due_at = task.due_at if again else work.now + policy.change_within
    finding.climb_at = findings.in_working_time(work, finding.category, due_at, policy.climb_minutes)
    work.session.add(finding)
    offered = {"offered": ["changed", "no_change"]}
    tasks.change(work, task, finding_words.card_of(work, finding) | offered, due_at)
    return Verdict("finding_planned_again" if again else "finding_planned", number=finding.number)


def _ask_first(work: Work, finding: Finding, task: Task, agent: Agent, words: str, customers: int) -> Verdict:
    """Customers are told these words when somebody says yes; until then it stays open."""
    finding.outcome = words
    work.session.add(finding)
    finding_words.ask_to_confirm(work, finding, task, agent, customers)
    more = {"customers": customers}
    return Verdict("finding_confirm", number=finding.number, more=more, told_in_general=True)


def _end(work: Work, finding: Finding, task: Task, agent: Agent, outcome: str, words: str) -> Verdict:
    """It has changed, and whoever raised it is told in a while; or nothing does, and the reason stays."""
    changed = outcome == "changed"
    finding.state = FindingState.CHANGED if changed else FindingState.DISMISSED
    finding.outcome, finding.ended_at, finding.climb_at = words, work.now, None
    finding.acknowledged_by_id = finding.acknowledged_by_id or agent.id
    finding.acknowledged_at = finding.acknowledged_at or work.now
    work.session.add(finding)
    work.session.flush()
    customers = len(finding_news.hearers(work, finding)) if changed else 0
    if customers:
        behind, tell_at = col(FindingTicket.finding_id) == finding.id, work.now + TELL_AFTER
        work.session.exec(update(FindingTicket).where(behind).values(tell_at=tell_at))
        finding_words.say_closed(work, finding, task, customers, tell_at)
    task.values = task.values | finding_words.card_of(work, finding)
    tasks.done(work, task, outcome, agent)
    more = {"customers": customers}
    return Verdict("finding_changed" if changed else "finding_dismissed", number=finding.number, more=more)


def _undo(work: Work, finding: Finding, task: Task) -> Verdict:
    """It has not changed after all: as long as nobody was told it is open again, with its plan and its deadline."""
    again = findings.open_at(work, finding.category, finding.site)
    if (
        finding.state != FindingState.CHANGED
        or again is not None
        or not finding_news.take_back(work, finding)
    ):
        return Verdict("finding_told_already", number=finding.number)
    finding.state = FindingState.ACKNOWLEDGED if finding.plan else FindingState.FOUND
    if not finding.plan:
        finding.acknowledged_at = finding.acknowledged_by_id = None
    finding.outcome, finding.ended_at = "", None
    minutes = work.policy.findings.climb_minutes
    finding.climb_at = findings.in_working_time(work, finding.category, max(task.due_at, work.now), minutes)
    work.session.add(finding)
    work.session.flush()
    offered = {"offered": ["changed", "no_change"] if finding.plan else findings.OFFERED}
    tasks.reopen(work, task, finding_words.card_of(work, finding) | offered, task.due_at)
    return Verdict("finding_undone", number=finding.number)


def _refused(work: Work, task: Task, agent: Agent) -> Verdict | None:
    """What a department says goes to customers: whose task it is says it, or who leads; anybody when they are away."""
    if task.agent_id in (None, agent.id) or agent.role in DECIDES:
        return None
    owner = work.session.get_one(Agent, task.agent_id)
    if not owner.active or people.away(work, [owner.id or 0]):
        return None
    return Verdict("not_yours", owner.name)
