"""Digests: what goes back to the company, each morning, each week, and when somebody asks.

A notice holds only which days and what form. The figures, the pictures and the file are made when it leaves, each
ticket as it stood at the end of those days; so they are right however late that is, and nothing is stored twice.
"""

from datetime import datetime, time

from sqlmodel import col, select

from bot.desk.agent import Agent, Role
from bot.desk.digest_order import Form, Occasion, Order, YetToCome, ordered
from bot.desk.digest_periods import Period, begin_of, monday_of, morning_of, week_before
from bot.desk.notice import Act, Lane
from bot.desk.quiet import at_local
from bot.desk.ticket import Ticket
from bot.service import people, post
from bot.service.verdict import Verdict
from bot.service.work import Work

ASKED_AGAIN = 60  # seconds: the same wish a second time brings no second digest
READERS = {Occasion.DAILY: (Role.LEAD, Role.HEAD), Occasion.WEEKLY: (Role.MANAGER,), Occasion.ASKED: ()}


def plan(work: Work) -> None:
    """Puts the digests that are due now into the outbox, each once; a task of the clock.

    After the policy's ``until`` nothing is made up for that day; last week's comes on the next working day of the week.
    """
    said, local = work.policy.digests, work.now.astimezone(work.policy.zone)
    today, calendar = local.date(), work.policy.calendar(said.calendar)
    morning = morning_of(calendar, today)
    if morning is None:
        return
    if _is_time(said.daily_at, said.until, local):
        _say(work, Order(morning, Occasion.DAILY), f"daily:{today}")
    if _is_time(said.weekly_at, said.until, local):
        _say(work, Order(week_before(today), Occasion.WEEKLY), f"weekly:{monday_of(today)}")


def ask(work: Work, agent: Agent, words: str) -> Verdict:
    """What somebody of the staff asks for behind /digest, said to the group."""
    try:
        order = ordered(words, work.now.astimezone(work.policy.zone))
    except YetToCome:
        return Verdict("digest_to_come")
    if order is None:
        return Verdict("digest_how")
    spell = int(work.now.timestamp()) // ASKED_AGAIN
    asked = order.values() | {"until": ""}
    said = ":".join(str(asked[name]) for name in ("as", "first_on", "last_on", "department"))
    new = _put(work, order, f"asked:{agent.id}:{spell}:{said}")
    return Verdict("digest_in_general", told_in_general=new)


def readers(work: Work, occasion: Occasion) -> list[Agent]:
    """Whom a digest is for, by name; nobody who is away."""
    found = [one for one in people.everybody(work) if one.role in READERS[occasion]]
    gone = people.away(work, [one.id or 0 for one in found])
    return [one for one in found if one.id not in gone]


def _is_time(at: time | None, until: time, local: datetime) -> bool:
    return at is not None and at <= local.time() < until


def _say(work: Work, order: Order, step: str) -> None:
    """Says a digest, unless there was nothing yet that it could speak of."""
    if _anything_before(work, order.period):
        _put(work, order, step, at_local(work.now, work.policy.zone, work.policy.digests.until))


def _put(work: Work, order: Order, step: str, expires_at: datetime | None = None) -> bool:
    """False when it was put into the outbox before."""
    return post.to_staff(
        work,
        None,
        "digest",
        subject="digest",
        step=step,
        lane=Lane.NOTICE if order.occasion != Occasion.ASKED else Lane.REPLY,
        act=Act.DOCUMENT if order.form == Form.XLSX else Act.PICTURES,
        template="digest",
        values=order.values(),
        expires_at=expires_at,
    )


def _anything_before(work: Work, period: Period) -> bool:
    oldest = work.session.exec(select(Ticket.filed_at).order_by(col(Ticket.id)).limit(1)).first()
    return oldest is not None and oldest < begin_of(period.end, work.policy.zone)
