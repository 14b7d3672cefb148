"""What comes up again and again becomes a finding, grows while it is open, and climbs when nobody says anything.

What its department says is in ``finding_deeds``; who is told that something has changed, in ``finding_news``.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import col, exists, func, select

from bot.desk.account import Account
from bot.desk.finding import Finding, FindingState, FindingTicket
from bot.desk.labels import Category
from bot.desk.quiet import allowed_at
from bot.desk.recurring import Raised, Spell, spell
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import State, Ticket
from bot.desk.working import add
from bot.service import finding_words, people, tasks
from bot.service.once import insert_once
from bot.service.work import Work

OPEN = (FindingState.FOUND, FindingState.ACKNOWLEDGED)
UNCOUNTED = (State.WITHDRAWN, State.MERGED)
OFFERED = ["will_change", "no_change"]  # the outcomes of a finding's task at first
PIECE = 20  # places taken up in one transaction
MOST_AT_ONCE = 300  # tickets that join a finding in one transaction
SITE = func.coalesce(col(Account.site), literal_column("''"))


def look(work: Work) -> int:
    """Lets findings begin and grow by what was filed since; returns how many did. A tick, in pieces."""
    moved = 0
    for category, site, count, customers in _places(work):
        known = open_at(work, category, site)
        if known is not None:
            moved += grow(work, known) > 0
        elif count >= work.policy.findings.tickets and customers >= work.policy.findings.customers:
            moved += _begin(work, category, site)
        if moved >= PIECE:
            break
    return moved


def grow(work: Work, finding: Finding) -> int:
    """Adds what was filed since to an open finding, and shows it; returns how many tickets that were."""
    task = task_of(work, finding)
    if task is None or tasks.hold(work, task.id or 0) is None:
        return 0
    work.session.refresh(finding)  # somebody may have ended it just before its task was held here
    raised = _unclaimed(work, finding.category, finding.site) if finding.state in OPEN else []
    if raised:
        _claim(work, finding, raised)
        tasks.change(work, task, finding_words.card_of(work, finding))
    return len(raised)


def climb(work: Work) -> int:
    """Lets management hear of a piece of the findings of which nobody has said anything in time; returns how many.
    A tick, in pieces. Staff's quiet hours hold.
    """
    query = (
        select(Finding)
        .where(col(Finding.climb_at) <= work.now)
        .order_by(col(Finding.climb_at), col(Finding.id))
        .limit(PIECE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(query).all()
    quiet = work.policy.ladder.quiet
    say_at = allowed_at(work.now, work.policy.zone, quiet.start, quiet.end)
    for finding in found:
        finding.climb_at = say_at if say_at > work.now else None
        work.session.add(finding)
        task = task_of(work, finding)
        if finding.climb_at is None and task is not None:
            finding_words.tell_unheard(work, finding, task.due_at)
    return len(found)


def find(work: Work, number: int) -> tuple[Finding, Task] | None:
    """The finding and its task, both held, the task first: of two who speak of it at once the second one waits."""
    task = tasks.of_subject(work, TaskKind.FINDING, f"finding:{number}")
    held = tasks.hold(work, task.id or 0) if task else None
    query = select(Finding).where(Finding.id == number).with_for_update()
    finding = work.session.exec(query.execution_options(populate_existing=True)).first() if held else None
    return (finding, held) if finding and held else None


def task_of(work: Work, finding: Finding) -> Task | None:
    """What the department was asked to do."""
    return tasks.of_subject(work, TaskKind.FINDING, subject_of(finding))


def open_at(work: Work, category: Category, site: str) -> Finding | None:
    query = select(Finding).where(
        col(Finding.state).in_(OPEN), Finding.category == category, Finding.site == site
    )
    return work.session.exec(query).first()


def in_working_time(work: Work, category: Category, start: datetime, minutes: int) -> datetime:
    """So much of the department's working time after ``start`` (aware); UTC."""
    calendar = work.policy.calendar(work.policy.departments.of(category).calendar)
    return add(calendar, start, timedelta(minutes=minutes))


def subject_of(finding: Finding) -> str:
    return f"finding:{finding.id}"


def _begin(work: Work, category: Category, site: str) -> bool:
    """Begins a finding where the rule says so, and asks the department; False where it does not."""
    policy = work.policy.findings
    found = spell(_unclaimed(work, category, site), policy.tickets, policy.customers, policy.within)
    finding = _write(work, category, site, found) if found else None
    if found is None or finding is None:
        return False
    _claim(work, finding, found.raised)
    due_at = in_working_time(work, category, work.now, policy.acknowledge_minutes)
    finding.climb_at = in_working_time(work, category, due_at, policy.climb_minutes)
    work.session.add(finding)
    head = people.head_of(work, category) or people.lead_of_shift(work, category)
    tasks.give(
        work,
        TaskKind.FINDING,
        subject_of(finding),
        due_at,
        finding_words.card_of(work, finding) | {"offered": OFFERED},
        department=category,
        agent_id=head.id if head else None,
    )
    return True


def _write(work: Work, category: Category, site: str, found: Spell) -> Finding | None:
    """None when somebody else just did."""
    zone = work.policy.zone
    row = Finding(
        category=category,
        site=site,
        since=found.raised[0].at.astimezone(zone).date(),
        until=found.raised[-1].at.astimezone(zone).date(),
        found_at=found.found_at,
    )
    work.session.flush()
    if not insert_once(work.session, Finding, row.model_dump(exclude={"id"})):
        return None
    return open_at(work, category, site)


def _claim(work: Work, finding: Finding, raised: Sequence[Raised]) -> None:
    for one in raised:
        row = {"finding_id": finding.id, "ticket_id": one.ticket_id, "tell_at": None}
        insert_once(work.session, FindingTicket, row)
    latest = max(one.at for one in raised).astimezone(work.policy.zone).date()
    finding.until = max(finding.until, latest)
    work.session.add(finding)
    work.session.flush()


def _places(work: Work) -> Sequence[tuple[Category, str, int, int]]:
    """Where something was raised that belongs to no finding: category, site, tickets, customers."""
    query = (
        select(Ticket.category, SITE, func.count(), func.count(func.distinct(Ticket.customer_id)))
        .join(Account, col(Account.id) == col(Ticket.account_id), isouter=True)
        .where(*_counted(work))
        .group_by(col(Ticket.category), SITE)
        .order_by(col(Ticket.category), SITE)
    )
    return [
        (Category(category), site, count, customers)
        for category, site, count, customers in work.session.exec(query)
    ]


def _unclaimed(work: Work, category: Category, site: str) -> list[Raised]:
    """What was raised there and belongs to no finding, but for what came before the last one there ended.

    That one was about it, too; a new one begins on a later day than it did.
    """
    query = (
        select(Ticket.id, Ticket.customer_id, Ticket.filed_at)
        .join(Account, col(Account.id) == col(Ticket.account_id), isouter=True)
        .where(*_counted(work), Ticket.category == category, site == SITE)
        .order_by(col(Ticket.filed_at), col(Ticket.id))
        .limit(MOST_AT_ONCE)
    )
    last = _last_ended(work, category, site)
    if last is not None:
        query = query.where(Ticket.filed_at > last.ended_at)  # type: ignore[operator]
    zone = work.policy.zone
    return [
        Raised(number or 0, customer, at)
        for number, customer, at in work.session.exec(query)
        if last is None or at.astimezone(zone).date() > last.since
    ]


def _counted(work: Work) -> tuple[ColumnElement[bool], ...]:
    policy = work.policy.findings
    claimed = exists().where(col(FindingTicket.ticket_id) == col(Ticket.id))
    return (
        col(Ticket.filed_at) > work.now - policy.within,
        col(Ticket.kind).in_(policy.kinds),
        col(Ticket.state).not_in(UNCOUNTED),
        ~claimed,
    )


def _last_ended(work: Work, category: Category, site: str) -> Finding | None:
    query = (
        select(Finding)
        .where(
            Finding.category == category,
            Finding.site == site,
            col(Finding.ended_at).is_not(None),
        )
        .order_by(col(Finding.since).desc())
    )
    return work.session.exec(query.limit(1)).first()
