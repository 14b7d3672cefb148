"""Visits: account managers are reminded to see the customers that the policy names, every few months."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.occasion import Occasion, OccasionKind
from bot.desk.party import AccountParty, Party, Standing
from bot.desk.policy_care import VisitRule
from bot.desk.task import TaskKind
from bot.service import occasions, standing, tasks
from bot.service.local_days import today_of
from bot.service.unsaid import ids_of
from bot.service.work import Work

PIECE = 100  # visits in one transaction


def follow(work: Work, party_ids: Iterable[int]) -> None:
    """Whoever came into a class that is visited has a first visit within one round; who left it has none any more."""
    classes = standing.of_parties(work, party_ids)
    subjects = [f"party:{party_id}" for party_id in classes]
    query = select(Occasion).where(col(Occasion.subject).in_(subjects), Occasion.kind == OccasionKind.VISIT)
    coming = {one.subject: one.next_on for one in work.session.exec(query)}
    kept: list[occasions.Kept] = []
    for party_id, one in classes.items():
        subject, rule = f"party:{party_id}", rule_of(work, one)
        if rule is not None and coming.get(subject) is None:
            kept.append((subject, OccasionKind.VISIT, _first(work, rule, party_id)))
        elif rule is None and coming.get(subject) is not None:
            kept.append((subject, OccasionKind.VISIT, None))
    occasions.keep_all(work, kept)


def plan(work: Work) -> int:
    """Gives the visits that are due to their account managers; how many rows it looked at (a task of the clock)."""
    today = today_of(work)
    rows = occasions.due(work, OccasionKind.VISIT, today, PIECE)
    party_ids = ids_of(row.subject for row in rows)["party"]
    classes = standing.of_parties(work, party_ids)
    parties = work.session.exec(select(Party).where(col(Party.id).in_(party_ids)))
    known = {f"party:{party.id}": party for party in parties}
    for row in rows:
        party = known.get(row.subject)
        rule = rule_of(work, classes[party.id or 0]) if party else None
        if party is None or rule is None or row.next_on is None:
            row.next_on = None
        else:
            _give(work, party, rule, row.next_on)
            row.next_on = _after(row.next_on, rule.months, today)
        work.session.add(row)
    return len(rows)


def rule_of(work: Work, one: Standing) -> VisitRule | None:
    """The first rule that has customers of this class visited."""
    rules = (rule for rule in work.policy.care.rules if isinstance(rule, VisitRule))
    return next((rule for rule in rules if one in (rule.audience.standing or tuple(Standing))), None)


def _give(work: Work, party: Party, rule: VisitRule, day: date) -> None:
    account = work.session.exec(
        select(Account)
        .join(AccountParty, col(AccountParty.account_id) == col(Account.id))
        .where(AccountParty.party_id == party.id)
        .order_by(col(Account.manager_id).is_(None), col(Account.id))
        .limit(1)
    ).first()
    tasks.give(
        work,
        TaskKind.VISIT,
        f"party:{party.id}:{day}",
        work.now + timedelta(days=rule.within_days),
        {},
        party_id=party.id,
        account_id=account.id if account else None,
        agent_id=party.manager_id or (account.manager_id if account else None),
    )


def _first(work: Work, rule: VisitRule, party_id: int) -> date:
    """Spread over the round, so that a new desk does not send its managers to everybody in one week."""
    today = today_of(work)
    days = (_after(today, rule.months, today) - today).days
    return today + timedelta(days=1 + party_id * 37 % days)


def _after(day: date, months: int, today: date) -> date:
    """The next day of the round after ``today``: one visit is due after a long sleep, not all that were missed."""
    rounds = 1
    while (coming := _months_later(day, months * rounds)) <= today:
        rounds += 1
    return coming


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
