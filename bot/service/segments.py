"""The clock puts parties into classes: new ones at once, the others when their row is due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists
from sqlmodel import col, func, select

from bot.desk.bill import Bill, BillState, Instalment
from bot.desk.customer import Customer
from bot.desk.labels import Kind
from bot.desk.money import currency_of
from bot.desk.occasion import Survey
from bot.desk.party import AccountParty, Party, PartyRole, PartyStanding, Standing
from bot.desk.rating import Rating
from bot.desk.segments import Facts, Judgement, judge
from bot.desk.ticket import Ticket
from bot.service import green, visits
from bot.service.local_days import today_of
from bot.service.work import Work

PIECE = 200  # parties in one transaction
YEAR = timedelta(days=365)
# Ids are given out in order but not committed in order: so far back new parties are looked for again.
OVERLAP = 5000
WEIGHED = (BillState.OPEN, BillState.PAID)  # disputed, claimed and settled bills are nobody's fault yet


def recompute(work: Work) -> int:
    """Computes the class of new parties and of those whose row is due; how many (a piece of a task of the clock)."""
    due = _due(work)
    if due:
        judged = judge_all(work, due)
        today, weighed = work.now, set[int]()
        for party_id, judgement in judged.items():
            row = work.session.get(PartyStanding, party_id) or PartyStanding(
                party_id=party_id, standing=Standing.ORDINARY, score=0, computed_at=today, due_at=today
            )
            if row.standing != judgement.standing:
                weighed.add(party_id)
            row.standing, row.score = judgement.standing, judgement.score
            row.reasons = [one.row() for one in judgement.reasons]
            row.computed_at, row.due_at = today, today + _again(work, party_id)
            work.session.add(row)
        work.session.flush()
        visits.follow(work, due)
        green.weighed_anew(work, weighed)
    return len(due)


def judge_all(work: Work, party_ids: Sequence[int]) -> Mapping[int, Judgement]:
    """The class that the facts of today give each of these parties (whatever the company says)."""
    return {
        party_id: judge(facts, work.policy.segments) for party_id, facts in facts_of(work, party_ids).items()
    }


def facts_of(work: Work, party_ids: Sequence[int]) -> dict[int, Facts]:
    """What the records say of these parties."""
    known = {party_id: _Known() for party_id in party_ids}
    _read_bills(work, known)
    _read_matters(work, known)
    return {party_id: one.facts(work) for party_id, one in known.items()}


@dataclass
class _Known:
    """What is being gathered of one party."""

    accounts: set[int] = field(default_factory=set)
    billed: int = 0  # in the smallest unit
    due: int = 0
    late: int = 0
    overdue_days: int = 0
    complaints: int = 0
    marks: list[int] = field(default_factory=list)

    def facts(self, work: Work) -> Facts:
        return Facts(
            accounts=len(self.accounts),
            billed=self.billed // currency_of(work.policy.segments.currency).sub_unit,
            due=self.due,
            late=self.late,
            overdue_days=self.overdue_days,
            complaints=self.complaints,
            stars=sum(self.marks) / len(self.marks) if self.marks else 0.0,
            marks=len(self.marks),
        )

    def add(self, bill: Bill, agreed: date | None, today: date, currency: str) -> None:
        """Counts a bill; ``agreed``: the day of the next instalment, where some were agreed and are open."""
        recent, due_on = bill.due_on > today - YEAR, agreed or bill.due_on
        if recent and bill.currency == currency:
            self.billed += bill.amount
        if bill.state not in WEIGHED or due_on >= today:
            return
        if bill.state == BillState.OPEN:
            self.overdue_days = max(self.overdue_days, (today - due_on).days)
        self.due += 1
        self.late += bill.paid_on is None or bill.paid_on > bill.due_on


def _due(work: Work) -> list[int]:
    """New parties first, then rows that are due; held, so that two processes do not compute the same ones."""
    newest = func.coalesce(func.max(PartyStanding.party_id), 0)
    begin = work.session.exec(select(newest)).one() - OVERLAP
    unknown = ~exists().where(col(PartyStanding.party_id) == col(Party.id))
    query = select(Party.id).where(col(Party.id) > begin, unknown).order_by(col(Party.id)).limit(PIECE)
    new = [one or 0 for one in work.session.exec(query.with_for_update(skip_locked=True, of=Party))]
    if new:
        return new
    rows = (
        select(PartyStanding.party_id)
        .where(col(PartyStanding.due_at) <= work.now)
        .order_by(col(PartyStanding.due_at))
        .limit(PIECE)
        .with_for_update(skip_locked=True)
    )
    return list(work.session.exec(rows))


def _again(work: Work, party_id: int) -> timedelta:
    """Computed again after the policy's days, give or take some hours, so that an import is not due all at once."""
    return timedelta(days=work.policy.segments.again_days, hours=-(party_id * 37 % 24))


def _read_bills(work: Work, known: Mapping[int, _Known]) -> None:
    """Bills of the last twelve months, and older ones that are still open, of whoever pays for the account."""
    of_account: dict[int, set[int]] = defaultdict(set)
    for account_id, party_id in _payers(work, known):
        of_account[account_id].add(party_id)
    today, currency = today_of(work), work.policy.segments.currency
    recent = (col(Bill.due_on) > today - YEAR) | (col(Bill.state) == BillState.OPEN)
    query = select(Bill).where(
        col(Bill.account_id).in_(list(of_account)), recent, Bill.state != BillState.CANCELLED
    )
    bills = work.session.exec(query).all()
    agreed = _agreed(work, [bill.id for bill in bills if bill.state == BillState.OPEN])
    for bill in bills:
        for party_id in of_account[bill.account_id]:
            known[party_id].add(bill, agreed.get(bill.id), today, currency)


def _agreed(work: Work, bill_ids: Sequence[int | None]) -> dict[int | None, date]:
    """The day of each bill's next instalment, where some were agreed."""
    query = (
        select(Instalment.bill_id, func.min(Instalment.due_on))
        .where(col(Instalment.bill_id).in_(bill_ids), col(Instalment.paid_on).is_(None))
        .group_by(col(Instalment.bill_id))
    )
    return dict(work.session.exec(query).all())


def _payers(work: Work, known: Mapping[int, _Known]) -> Iterable[tuple[int, int]]:
    """Account and party, where the party answers for the account's bills: its payer; without one, all its parties."""
    mine = select(AccountParty).where(col(AccountParty.party_id).in_(list(known)))
    ties = work.session.exec(mine).all()
    for tie in ties:
        known[tie.party_id].accounts.add(tie.account_id)
    paid = select(AccountParty.account_id).where(
        col(AccountParty.account_id).in_([tie.account_id for tie in ties]),
        AccountParty.role == PartyRole.PAYER,
    )
    with_payer = set(work.session.exec(paid))
    return (
        (tie.account_id, tie.party_id)
        for tie in ties
        if tie.role == PartyRole.PAYER or tie.account_id not in with_payer
    )


def _read_matters(work: Work, known: Mapping[int, _Known]) -> None:
    """Complaints and marks of the chats that are proven to be theirs."""
    since, whose = work.now - YEAR, col(Customer.party_id).in_(list(known))
    complaints: Any = (
        select(col(Customer.party_id), func.count())
        .join(Ticket, col(Ticket.customer_id) == col(Customer.id))
        .where(whose, Ticket.kind == Kind.COMPLAINT, Ticket.filed_at > since)
        .group_by(col(Customer.party_id))
    )
    for party_id, count in work.session.exec(complaints):
        known[party_id].complaints = count
    ratings: Any = (
        select(col(Customer.party_id), col(Rating.stars))
        .join(Ticket, col(Ticket.customer_id) == col(Customer.id))
        .join(Rating, col(Rating.ticket_id) == col(Ticket.id))
        .where(whose, Rating.rated_at > since)
    )
    surveys: Any = (
        select(col(Customer.party_id), col(Survey.stars))
        .join(Survey, col(Survey.customer_id) == col(Customer.id))
        .where(whose, Survey.asked_at > since, col(Survey.stars).is_not(None))
    )
    for party_id, stars in [*work.session.exec(ratings), *work.session.exec(surveys)]:
        known[party_id].marks.append(stars)
