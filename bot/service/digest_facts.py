"""What a digest holds besides tickets: marks of the survey, promises, findings, people's records."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select

from bot.desk.agent import Agent
from bot.desk.digest import Mark, Pledge, Record, Recurring
from bot.desk.finding import Finding, FindingState, FindingTicket
from bot.desk.labels import Category
from bot.desk.occasion import Survey
from bot.desk.party import Standing
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Ticket, number_of
from bot.service import records, surveys
from bot.service.ticket_courses import pieces
from bot.service.work import Work

OPEN = (FindingState.FOUND, FindingState.ACKNOWLEDGED)
ENDED = (PromiseState.KEPT, PromiseState.BROKEN)


def marks(work: Work, begin: datetime, end: datetime) -> tuple[Mark, ...]:
    """The stars that surveys were answered with from ``begin`` until before ``end`` (aware)."""
    asked = (Survey.asked_at >= begin - surveys.ANSWERABLE, Survey.asked_at < end)
    query = select(Survey).where(*asked, col(Survey.stars).is_not(None)).order_by(col(Survey.asked_at))
    return tuple(
        Mark(Standing(one.standing or Standing.ORDINARY), one.stars, one.answered_at, one.comment)
        for one in work.session.exec(query)
        if one.stars is not None and one.answered_at is not None and begin <= one.answered_at < end
    )


def pledges(work: Work, begin: datetime, end: datetime) -> tuple[Pledge, ...]:
    """The promises that were due from ``begin`` until before ``end``, or waited at ``end``; the soonest first."""
    query = (
        select(Promise, Ticket.category, Agent.name)
        .join(Ticket, col(Ticket.id) == col(Promise.ticket_id))
        .join(Agent, col(Agent.id) == col(Promise.agent_id))
        .where(Promise.due_at >= begin, Promise.state != PromiseState.OFFERED, Promise.made_at < end)  # type: ignore[operator]
        .order_by(col(Promise.due_at), col(Promise.id))
    )
    found = []
    for promise, category, owner in work.session.exec(query):
        state = _state_at(promise, end)
        if state is not None and (promise.due_at < end or state == PromiseState.MADE):
            number = number_of(promise.ticket_id)
            found.append(Pledge(number, Category(category), owner, promise.words, promise.due_at, state))
    return tuple(found)


def recurring(work: Work, begin: datetime, end: datetime) -> tuple[Recurring, ...]:
    """The findings that were open or ended from ``begin`` until before ``end``, the newest first."""
    known = col(Finding.state).in_(OPEN) | (col(Finding.ended_at) >= begin)
    query = select(Finding).where(known, Finding.found_at < end).order_by(col(Finding.found_at).desc())
    findings = work.session.exec(query).all()
    numbers = _numbers(work, [one.id or 0 for one in findings])
    return tuple(
        Recurring(one.category, one.site, numbers.get(one.id or 0, ()), _stood(one, end), _said(one, end))
        for one in findings
    )


def people(work: Work, begin: datetime, end: datetime) -> tuple[Record, ...]:
    """What each member of staff did from ``begin`` until before ``end``; nobody who did nothing."""
    found = (
        Record(one.agent.name, one.handled, one.late, one.given, one.praised)
        for one in records.records(work, begin, end)
    )
    return tuple(one for one in found if one != Record(one.name))


def _state_at(promise: Promise, end: datetime) -> PromiseState | None:
    """How it stood just before ``end``; None: it held no more."""
    if promise.ended_at is None or promise.ended_at >= end:
        return PromiseState.MADE
    return promise.state if promise.state in ENDED else None


def _stood(finding: Finding, end: datetime) -> FindingState:
    """What happened since is taken back."""
    if finding.ended_at is not None and finding.ended_at < end:
        return finding.state
    acknowledged = finding.acknowledged_at is not None and finding.acknowledged_at < end
    return FindingState.ACKNOWLEDGED if acknowledged else FindingState.FOUND


def _said(finding: Finding, end: datetime) -> str:
    """What the department had said of it last: what came of it, else what it will change."""
    return finding.outcome if finding.ended_at is not None and finding.ended_at < end else finding.plan


def _numbers(work: Work, finding_ids: list[int]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for ids in pieces(finding_ids):
        query = select(FindingTicket).where(col(FindingTicket.finding_id).in_(ids))
        for one in work.session.exec(query.order_by(col(FindingTicket.ticket_id))):
            found[one.finding_id] = (*found.get(one.finding_id, ()), number_of(one.ticket_id))
    return found
