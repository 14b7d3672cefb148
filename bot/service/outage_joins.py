"""Reports that were made before their outage was known: they join it, and an alarm that they raised has its answer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlmodel import col, select

from bot.desk.account import Account, AccountLink
from bot.desk.outage import AreaKind, Outage, OutageArea, OutageKind, Supply, SupplyReport
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import LIVE
from bot.desk.transcript import Message
from bot.service import history, outage_tickets, tasks
from bot.service.work import Work

LONGEST_SPELL = timedelta(days=1)  # reports further back belong to another spell


def gather(work: Work, outage: Outage, accounts: Iterable[Account]) -> int:
    """The reports of who is tied to these accounts of the area join the outage, with their tickets; how many.

    Part of planning what the outage's customers are told, whoever recorded it and how: who reported is told with
    everybody else. A ticket that is closed was another matter; so is what was reported well before planned work.
    """
    ids = [account.id for account in accounts]
    tied = select(AccountLink.customer_id).where(col(AccountLink.account_id).in_(ids))
    since = work.now - LONGEST_SPELL
    if outage.kind == OutageKind.PLANNED:
        early = timedelta(minutes=work.policy.outages.alarm.minutes)
        since = max(since, (outage.started_at or outage.starts_at) - early)
    query = select(SupplyReport).where(
        SupplyReport.supply == outage.supply,
        col(SupplyReport.outage_id).is_(None),
        col(SupplyReport.customer_id).in_(tied),
        SupplyReport.reported_at > since,
    )
    found = work.session.exec(query.order_by(col(SupplyReport.id))).all()
    joined = [report for report in found if _still_open(work, report)]
    attach(work, joined, outage)
    for site in sorted({report.site for report in joined if report.site}):
        _answer_alarms(work, outage, site)
    return len(joined)


def attach(work: Work, reports: Sequence[SupplyReport], outage: Outage) -> None:
    """The reports belong to the outage from now on, and so do their tickets."""
    for report in reports:
        report.outage_id = outage.id
        report.ticket_id = report.ticket_id or work.session.get_one(Message, report.message_id).ticket_id
        work.session.add(report)
        if report.ticket_id is not None:
            outage_tickets.mark(work, history.held(work, report.ticket_id), outage)
    work.session.flush()


def unplaced(work: Work, site: str, supply: Supply, first: int = 0) -> Sequence[SupplyReport]:
    """Reports of the last day from the site that belong to no outage, from the ``first`` one on, oldest first."""
    query = select(SupplyReport).where(
        SupplyReport.site == site,
        SupplyReport.supply == supply,
        col(SupplyReport.outage_id).is_(None),
        SupplyReport.reported_at > work.now - LONGEST_SPELL,
        col(SupplyReport.id) >= first,
    )
    return work.session.exec(query.order_by(col(SupplyReport.id))).all()


def _answer_alarms(work: Work, outage: Outage, site: str) -> None:
    """Staff need not look into an alarm of this supply whose site is out, or whose reports have all found their
    outage."""
    query = select(Task).where(
        Task.kind == TaskKind.AREA_ALARM,
        col(Task.subject).startswith(f"alarm:{site}:{outage.supply}:", autoescape=True),
        col(Task.done_at).is_(None),
    )
    whole = select(OutageArea.id).where(
        OutageArea.outage_id == outage.id, OutageArea.kind == AreaKind.SITE, OutageArea.name == site
    )
    covered = work.session.exec(whole).first() is not None
    # One that an agent answers in this moment is theirs: they may wait for a ticket that is held here.
    for task in work.session.exec(query.with_for_update(skip_locked=True)).all():
        if covered or not unplaced(work, site, outage.supply, int(task.values["first"])):
            tasks.done(work, task, "known_outage")


def _still_open(work: Work, report: SupplyReport) -> bool:
    ticket_id = report.ticket_id or work.session.get_one(Message, report.message_id).ticket_id
    return ticket_id is None or history.held(work, ticket_id).state in LIVE
