"""Reminders of what is to be paid: one message per customer and local day, as the ladder says.

What a message says is always made anew from the records, so that it does not matter which process made it, or which
of several bills changed last. Until it is sent, whatever changes a bill changes the message in the same transaction.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk import ladder
from bot.desk.account import PROVEN, AccountLink
from bot.desk.bill import Bill, BillState, Instalment
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.party import AccountParty, Standing
from bot.desk.wishes import Channel, Topic, Wishes
from bot.service import audience, bill_message, bill_ways, correspondents, owed, post, speaking, standing
from bot.service.bill_message import Message
from bot.service.local_days import today_of
from bot.service.owed import Owed
from bot.service.post import Keys, Way
from bot.service.speaking import Fate, Word
from bot.service.work import Work

KIND = "reminder"
PIECE = 200  # bills, and as many instalments, per transaction
PENDING = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING, NoticeState.UNKNOWN)
MOST_REASON = 300  # characters


@dataclass(frozen=True)
class Hearer:
    """A customer whose accounts are proven, or who has no chat: what they owe, the ladder of each account, their wishes
    and way.
    """

    customer: Customer
    owed: Sequence[Owed]
    ladders: Mapping[int, Sequence[int]]
    wishes: Wishes | None
    way: Way

    def message(self, work: Work, day: date, channel: Channel) -> Message | None:
        """What they are told on a local day by a channel; None when no step of theirs falls on it."""
        days = self.wishes.bill_days_before if self.wishes else None
        due, others = [], []
        for one in self.owed:
            steps = ladder.personal(self.ladders[one.bill.account_id], days)
            if ladder.step_on(steps, one.due_on, day) is not None:
                due.append(one)
            elif one.coming:
                others.append(one)
        if not due:
            return None
        detail = self.wishes.bill_detail if self.wishes else None
        return bill_message.message(
            work,
            due,
            others,
            day,
            detail or work.policy.bills.detail,
            links=channel != Channel.TELEGRAM,
            chat=self.customer.id is not None,
        )


def plan(work: Work) -> int:
    """Plans reminders of what comes due today; how many bills and instalments were looked at (0: nothing is left).

    A task of the clock, done in pieces; two processes may plan at once.
    """
    today = today_of(work)
    bills, parts = _due_bills(work, today), _due_parts(work, today)
    if not bills and not parts:
        return 0
    billed = {part.bill_id for part in parts}
    accounts = {bill.account_id for bill in bills}
    accounts |= set(work.session.exec(select(Bill.account_id).where(col(Bill.id).in_(billed))).all())
    hearers = _hearers(work, accounts)
    words = [word for one in hearers if (word := _word(work, one, today))]
    fates = speaking.tell_all(work, _anew(work, words, today))
    if fates.get(Fate.KNOWN):
        refresh(work, dict.fromkeys(accounts, "nothing is due any more"))
    days = work.policy.bills.look_days()
    looked_at: list[Bill | Instalment] = [*bills, *parts]
    for due in looked_at:
        due.remind_on = ladder.next_step(days, due.due_on, today, said=today)
    work.session.add_all(looked_at)
    work.session.flush()
    return len(bills) + len(parts)


def refresh(work: Work, reasons: Mapping[int, str], left: Collection[int] = ()) -> None:
    """Bills of these accounts changed, and why: what is not said yet is said as things are now, or not at all.

    ``left``: parties who belong to them no more.
    """
    chats = {customer.id or 0 for customer, _ in audience.chats_of(work, reasons, proven=True)}
    parties = select(AccountParty.party_id).where(col(AccountParty.account_id).in_(list(reasons)))
    subjects = [f"bills:{customer_id}" for customer_id in sorted(chats)]
    subjects += [f"bills:p{party_id}" for party_id in sorted({*work.session.exec(parties), *left})]
    query = (
        select(Notice)
        .where(
            col(Notice.subject).in_(subjects),
            Notice.kind == KIND,
            col(Notice.state).in_(PENDING),
        )
        .order_by(col(Notice.id))
        .with_for_update()
    )
    pending = work.session.exec(query.execution_options(populate_existing=True)).all() if subjects else []
    if not pending:
        return
    hearers = {subject_of(one.customer): one for one in _hearers(work, reasons)}
    for notice in pending:
        hearer = hearers.get(notice.subject)
        way = bill_ways.of_waiting(work, notice, hearer.customer) if hearer else None
        said = hearer.message(work, _day_of(notice), way[0]) if hearer and way else None
        if way is None or said is None:
            own = set(hearer.ladders) if hearer else set(reasons)
            why = "; ".join(sorted({reason for account, reason in reasons.items() if account in own}))
            post.unsay_one(work, notice, why[:MOST_REASON])
            continue
        values = said.values | bill_ways.instead_of(notice, way)
        if values != post.coming(notice) or way != post.coming_way(notice):
            post.rewrite_coming(work, notice, values, _keys(said, way[0]), way)


def subject_of(customer: Customer) -> str:
    return f"bills:{speaking.mark_of(customer)}"


def _due_bills(work: Work, today: date) -> Sequence[Bill]:
    query = select(Bill).where(Bill.state == BillState.OPEN, col(Bill.remind_on) <= today)
    query = query.order_by(col(Bill.remind_on), col(Bill.id)).limit(PIECE)
    return work.session.exec(query.with_for_update(skip_locked=True)).all()


def _due_parts(work: Work, today: date) -> Sequence[Instalment]:
    query = select(Instalment).where(col(Instalment.paid_on).is_(None), col(Instalment.remind_on) <= today)
    query = query.order_by(col(Instalment.remind_on), col(Instalment.id)).limit(PIECE)
    return work.session.exec(query.with_for_update(skip_locked=True)).all()


def _word(work: Work, hearer: Hearer, today: date) -> Word | None:
    zone, (channel, address) = work.policy.zone, hearer.way
    said = hearer.message(work, today, channel)
    if said is None:
        return None
    return Word(
        customer=hearer.customer,
        topic=Topic.BILLS,
        subject=subject_of(hearer.customer),
        kind=KIND,
        step=today.isoformat(),
        template="bill_reminder",
        values=said.values,
        keys=said.keys if channel == Channel.TELEGRAM else (),
        at=datetime.combine(today, work.policy.bills.at, zone),
        expires_at=_midnight_after(today, zone),
        channel=channel,
        address=address,
    )


def _anew(work: Work, words: Sequence[Word], today: date) -> Sequence[Word]:
    """Where today's reminder ended unsaid because its bills were paid, what is due by now is said in another one."""
    query = select(Notice.subject, Notice.state, Notice.error).where(
        col(Notice.subject).in_([word.subject for word in words]),
        Notice.kind == KIND,
        (col(Notice.step) == today.isoformat()) | col(Notice.step).startswith(f"{today.isoformat()}:"),
    )
    count: Counter[str] = Counter()
    final: set[str] = set()
    for subject, state, error in work.session.exec(query):
        count[subject] += 1
        if state != NoticeState.CANCELLED or error in set(Fate):
            final.add(subject)
    return [
        replace(word, step=f"{word.step}:{count[word.subject] + 1}")
        if count[word.subject] and word.subject not in final
        else word
        for word in words
    ]


def _day_of(notice: Notice) -> date:
    """The local day it speaks of; what is said anew or in Telegram instead has more behind it."""
    return date.fromisoformat(notice.step.partition(":")[0])


def _keys(said: Message, channel: Channel) -> Keys:
    return [*said.keys, [speaking.stop_key(Topic.BILLS)]] if channel == Channel.TELEGRAM else ()


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def _hearers(work: Work, account_ids: Iterable[int]) -> list[Hearer]:
    """Everybody who may know what these accounts owe, or is written to, with all that they owe; read at once."""
    customers = {one.id or 0: one for one, _ in audience.chats_of(work, account_ids, proven=True)}
    theirs: dict[int, list[int]] = defaultdict(list)
    for link in _links(work, customers):
        theirs[link.customer_id].append(link.account_id)
    letters = {}
    for who in correspondents.of_accounts(work, account_ids, correspondents.WHO_PAYS):
        by = -(who.party.id or 0)  # beside the ids of customers
        letters[by], customers[by], theirs[by] = who.way, who.customer, [own.id or 0 for own in who.accounts]
    accounts = {account for own in theirs.values() for account in own}
    standings = standing.of_accounts(work, accounts)
    debts: dict[int, list[Owed]] = defaultdict(list)
    for one in owed.of_accounts(work, accounts, hold=True):
        debts[one.bill.account_id].append(one)
    wishes = _by_customer(work, customers)
    ways = bill_ways.ways(work, [one for one in customers.values() if one.id is not None]) | letters
    return [
        Hearer(
            customer,
            sorted((one for own in theirs[id_] for one in debts[own]), key=lambda one: one.due_on),
            {own: work.policy.bills.ladder.of(standings.get(own, Standing.ORDINARY)) for own in theirs[id_]},
            wishes.get(id_),
            ways[id_],
        )
        for id_, customer in sorted(customers.items())
    ]


def _links(work: Work, customer_ids: Iterable[int]) -> Sequence[AccountLink]:
    query = select(AccountLink).where(
        col(AccountLink.customer_id).in_(list(customer_ids)), col(AccountLink.proof).in_(PROVEN)
    )
    return work.session.exec(query).all()


def _by_customer(work: Work, customer_ids: Iterable[int]) -> dict[int, Wishes]:
    query = select(Wishes).where(col(Wishes.customer_id).in_(list(customer_ids)))
    return {one.customer_id: one for one in work.session.exec(query)}
