"""What customers report: "no water here" joins the known outage; many of them without one alarm staff."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from sqlmodel import col, select

from bot.desk import sla
from bot.desk.account import Account, AccountLink
from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.notice import Lane, Notice
from bot.desk.outage import AreaKind, Outage, OutageArea, OutageKind, OutageState, Supply, SupplyReport
from bot.desk.policy_service_levels import Matter
from bot.desk.supply_said import supply_said
from bot.desk.supply_words import supply_out
from bot.desk.task import Task, TaskKind
from bot.desk.transcript import Message
from bot.service import filing, history, intake, outage_joins, outage_tickets, outages, readings, tasks
from bot.service.intake import Outcome
from bot.service.outage_news import OutageView, view_of
from bot.service.readings import Reading
from bot.service.verdict import Verdict
from bot.service.view import view
from bot.service.work import Work


def hear(work: Work, message_ref: int, reading: Reading | None) -> Sequence[OutageView]:
    """The outages that the message joins: then it becomes no ticket. None of them: it goes on as any other message.

    Every message that says that something is out is counted, once: in the first outage that is known. In danger, in a
    reply, or where it says something besides it still becomes a ticket (``besides``). ``reading``: what the model made
    of it, kept for "it is only my flat".
    """
    message = work.session.get_one(Message, message_ref)
    known, said = _report(work, message_ref), supply_said(message.text)
    if known is None and (said is None or message.ticket_id is not None):
        return []
    customer = work.session.get_one(Customer, message.customer_id)
    supplies = said.supplies if said else (known.supply,) if known else ()
    running = _running(work, accounts_of(work, customer), supplies)
    if known is None:
        _keep(work, message, customer, supplies[0], running[0] if running else None)
    aside = said is not None and (said.besides or said.at_risk or len(running) < len(supplies))
    aside = aside or (reading is not None and (reading.hazard is not None or bool(reading.parts)))
    if not running or message.ticket_id or aside or intake.ticket_replied_to(work, message) is not None:
        return []
    if reading is not None:
        readings.keep(work, message, replace(reading, matter=0.0))  # nothing waits to be filed
    return [view_of(work, one, customer) for one in running]


def counted_in(work: Work, message_ref: int) -> Sequence[OutageView]:
    """The outages that go on and of which the message tells, where it is counted in one; it may be a ticket besides."""
    report = _report(work, message_ref)
    if report is None or report.outage_id is None:
        return []
    message = work.session.get_one(Message, message_ref)
    customer, said = work.session.get_one(Customer, message.customer_id), supply_said(message.text)
    supplies = said.supplies if said else (report.supply,)
    return [view_of(work, one, customer) for one in _running(work, accounts_of(work, customer), supplies)]


def besides(text: str, reading: Reading) -> Reading | None:
    """What a message that is counted in an outage says of something else, to be filed; None: it says nothing else.

    Of the two things that the model heard, the one that is no outage; where it heard one, the message as it was read.
    """
    rest = [part for part in reading.parts if supply_out(part.text) is None]
    if reading.hazard is None and len(rest) == 1 and len(reading.parts) > 1:
        return replace(reading, kind=rest[0].kind, category=rest[0].category, parts=())
    said = supply_said(text)
    return reading if said is not None and (said.besides or len(said.supplies) > 1) else None


def mark_filed(work: Work, message_ref: int, ticket_id: int, reason: str = "same area") -> None:
    """A message that was counted in a known outage became a ticket all the same: the ticket belongs to the outage.

    ``reason`` ``cards.BESIDES``: it is about what the message says besides.
    """
    report = _report(work, message_ref)
    if report is None:
        return
    report.ticket_id = ticket_id
    work.session.add(report)
    outage = work.session.get(Outage, report.outage_id) if report.outage_id else None
    if outage is not None:
        outage_tickets.mark(work, history.held(work, ticket_id), outage, reason)


def not_this(work: Work, chat_id: int, message_ref: int) -> Outcome | None:
    """The customer says that it is another matter than the outage: filed as before. None when it is not theirs."""
    customer = _customer(work, chat_id)
    message = history.message_of(work, message_ref, customer.id) if customer else None
    if message is None:
        return None
    report = _report(work, message_ref)
    if report is not None and message.ticket_id is None:
        work.session.delete(report)
    read = readings.of(message) or Reading(Kind.COMPLAINT, Category.QUALITY, 1.0)
    return intake.file_matter(work, message_ref, replace(read, matter=1.0))


def still_out(
    work: Work, chat_id: int, outage_id: int
) -> tuple[Literal["goes_on", "filed"], OutageView, Outcome | None] | None:
    """It is said to be over, and is not at this customer's: their ticket in it, opened (again). ``goes_on``: it is not
    over at all. None when they never heard of such an outage."""
    customer = _customer(work, chat_id)
    outage = work.session.get(Outage, outage_id) if 0 < outage_id < 2**31 else None
    if customer is None or outage is None or not _concerned(work, customer, outage):
        return None
    shown = view_of(work, outage, customer)
    if outage.state not in outages.OVER:
        return "goes_on", shown, None
    # Held, so that of two presses at once the second one finds the first one's ticket.
    work.session.exec(
        select(Customer).where(Customer.id == customer.id).with_for_update(key_share=True)
    ).one()
    known = outage_tickets.of_customer(work, customer, outage)
    if known is not None:
        return "filed", shown, intake.reopen(work, None, customer, known.id or 0)
    ticket = filing.open_ticket(work, customer, None, Kind.COMPLAINT, Category.QUALITY)
    outage_tickets.mark(work, ticket, outage, "still out")
    return "filed", shown, Outcome("filed", customer.language, 0, view(work, ticket, customer.language))


def open_outage(work: Work, task: Task, agent: Agent) -> Verdict | None:
    """Staff make an outage of an alarm: the whole site is told, and the tickets of the reports belong to it.

    Where one of that supply goes on there already, the reports belong to that one.
    """
    site, supply = str(task.values["site"]), Supply(task.values["out"])
    reports = outage_joins.unplaced(work, site, supply, int(task.values["first"]))
    known = _of_site(work, site, supply)
    if known is not None:
        outage_joins.attach(work, reports, known)
        return Verdict("task_over")
    began = reports[0].reported_at if reports else task.created_at
    number = f"A-{task.id}"
    outages.record(
        work,
        {"number": number, "kind": OutageKind.FAULT, "supply": supply, "starts_at": began},
        [(AreaKind.SITE, site)],
    )
    outage = outages.by_number(work, number)
    assert outage is not None
    outage_joins.attach(work, reports, outage)
    return Verdict("outage_opened", number=number)


def _of_site(work: Work, site: str, supply: Supply) -> Outage | None:
    """The outage of this supply that goes on in the whole site, the newest."""
    held = select(OutageArea.outage_id).where(OutageArea.kind == AreaKind.SITE, OutageArea.name == site)
    query = select(Outage).where(
        col(Outage.id).in_(held), Outage.supply == supply, Outage.state == OutageState.STARTED
    )
    return work.session.exec(query.order_by(col(Outage.id).desc()).limit(1)).first()


def accounts_of(work: Work, customer: Customer) -> Sequence[Account]:
    """All accounts that the chat is tied to; what is out there is no secret, so a claim is enough."""
    query = select(Account).join(AccountLink).where(AccountLink.customer_id == customer.id)
    return work.session.exec(query.order_by(col(Account.id))).all()


def _running(work: Work, accounts: Sequence[Account], supplies: Sequence[Supply]) -> Sequence[Outage]:
    """The outage of each of these supplies that goes on at one of the accounts, also when the clock has not yet begun
    it; the newest of a supply."""
    found = outages.of_accounts(work, accounts, OutageState.STARTED, OutageState.ANNOUNCED)
    newest = {one.supply: one for one in found if one.starts_at <= work.now}
    return [newest[supply] for supply in supplies if supply in newest]


def _report(work: Work, message_ref: int) -> SupplyReport | None:
    return work.session.exec(select(SupplyReport).where(SupplyReport.message_id == message_ref)).first()


def _keep(work: Work, message: Message, customer: Customer, supply: Supply, outage: Outage | None) -> None:
    """Counts the message in the outage, or, where none is known, towards an alarm of ``supply``."""
    accounts = accounts_of(work, customer)
    place = next((one for one in accounts if one.site), accounts[0] if accounts else None)
    report = SupplyReport(
        customer_id=customer.id or 0,
        message_id=message.id or 0,
        outage_id=outage.id if outage else None,
        supply=outage.supply if outage else supply,
        site=place.site if place else "",
        building=place.building if place else "",
        reported_at=work.now,
    )
    work.session.add(report)
    work.session.flush()
    if outage is None and report.site:
        _alarm(work, report)


def _alarm(work: Work, report: SupplyReport) -> None:
    """Enough customers of one site within the policy's minutes: staff are alarmed, once a spell.

    A spell lasts while reports follow each other within those minutes, whatever staff said of it.
    """
    policy = work.policy.outages.alarm
    gap = timedelta(minutes=policy.minutes)
    spell = _spell(outage_joins.unplaced(work, report.site, report.supply), gap)
    lately = {one.customer_id for one in spell if one.reported_at > work.now - gap}
    subject = f"alarm:{report.site}:{report.supply}:{spell[0].id}"
    known = tasks.of_subject(work, TaskKind.AREA_ALARM, subject)
    count = len({one.customer_id for one in spell})
    if known is None and len(lately) >= policy.reports:
        tasks.give(
            work,
            TaskKind.AREA_ALARM,
            subject,
            sla.first_response_due(
                work.now, Matter(Kind.COMPLAINT, Category.QUALITY, urgent=True), work.policy
            ),
            {
                "site": report.site,
                "out": report.supply,
                "count": count,
                "minutes": policy.minutes,
                "first": spell[0].id,
            },
            lane=Lane.ALERT,
        )
    elif known is not None and known.done_at is None and count >= 2 * int(known.values["count"]):
        tasks.change(work, known, {"count": count})


def _spell(reports: Sequence[SupplyReport], gap: timedelta) -> Sequence[SupplyReport]:
    """The last of the reports (oldest first) that follow each other without a longer gap."""
    first = len(reports) - 1
    while first > 0 and reports[first].reported_at - reports[first - 1].reported_at <= gap:
        first -= 1
    return reports[first:]


def _concerned(work: Work, customer: Customer, outage: Outage) -> bool:
    told = select(Notice.id).where(
        Notice.subject == outages.subject_of(outage), Notice.customer_id == customer.id
    )
    if work.session.exec(told.limit(1)).first() is not None:
        return True
    here = {area for account in accounts_of(work, customer) for area in outages.areas_around(account)}
    return bool(here & set(outages.areas_of(work, outage)))


def _customer(work: Work, chat_id: int) -> Customer | None:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
