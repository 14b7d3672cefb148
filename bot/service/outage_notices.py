"""What customers are told of outages, planned in pieces of some accounts: one message per customer, whatever they have.

A word about an outage is a notice of subject ``outage:<id>``, kind ``outage_<what>`` and step
``<customer>:v<version>``, with the minutes behind it for a reminder: nobody hears the same thing of one version twice.
Who has no chat is written to, where the policy says so: a fault's first word and its end, and all of planned work.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk import quiet
from bot.desk.account import PROVEN, Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.language import say_list
from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.outage import AreaKind, Outage, OutageKind, OutageRound, OutageState, Supply, SupplyReport, Told
from bot.desk.party import AccountParty, Party
from bot.desk.wishes import Topic
from bot.service import (
    audience,
    bill_ways,
    correspondents,
    outage_calls,
    outage_joins,
    outages,
    post,
    speaking,
)
from bot.service.outages import Area
from bot.service.post import Key, Way
from bot.service.speaking import UNSPOKEN, Word
from bot.service.work import Work

PIECE = 200  # accounts per transaction
NEWS = timedelta(days=1)  # that something is over, changed or cancelled is worth telling for so long
AWAKE = timedelta(hours=1)  # who reported so lately is awake
SAID = (NoticeState.SENDING, NoticeState.SENT, NoticeState.UNKNOWN)
MOST_NAMED = 5  # accounts named in a message


@dataclass(frozen=True)
class Neighbour:
    """A customer whom a round reaches, what they heard of the outage, oldest first, and which accounts it is about.

    ``way``: how they are reached.
    """

    customer: Customer
    accounts: Sequence[str]
    heard: Sequence[Notice]
    medical: bool
    reported_at: datetime | None
    way: Way = bill_ways.TELEGRAM


def plan(work: Work) -> int:
    """Plans a piece of the round that is due for the longest time; how many accounts. A task of the clock."""
    ids = select(OutageRound.id, OutageRound.outage_id).where(col(OutageRound.due_at) <= work.now)
    for round_id, outage_id in work.session.exec(
        ids.order_by(col(OutageRound.due_at), col(OutageRound.id)).limit(20)
    ):
        held = select(Outage).where(Outage.id == outage_id).with_for_update(skip_locked=True)
        outage = work.session.exec(held.execution_options(populate_existing=True)).first()
        told = work.session.get(OutageRound, round_id, populate_existing=True) if outage else None
        if outage is None or told is None or told.due_at is None:
            continue  # another process plans it, or it ended meanwhile
        return _piece(work, outage, told)
    return 0


def _piece(work: Work, outage: Outage, told: OutageRound) -> int:
    areas = [(AreaKind(kind), name) for kind, name in told.areas]
    accounts = _next_accounts(work, areas, told.last_account_id)
    if not accounts:
        told.due_at = None
        work.session.add(told)
        return 1
    if outage.state == OutageState.STARTED and told.what != Told.LEFT:
        outage_joins.gather(work, outage, accounts)
    neighbours = [
        *neighbours_of(work, outage, accounts, areas),
        *_written_to(work, outage, accounts, areas),
    ]
    words = [word for one in neighbours for word in words_for(work, outage, told, one)]
    speaking.tell_all(work, words)
    if told.what in (Told.ANNOUNCED, Told.CHANGED, Told.STARTED, Told.FAULT):
        outage_calls.give(work, outage, outage_calls.whom(work, outage, accounts))
    elif told.what == Told.LEFT:
        _call_no_more(work, outage, accounts)
    told.last_account_id = accounts[-1].id or 0
    work.session.add(told)
    return len(accounts)


def _call_no_more(work: Work, outage: Outage, accounts: Sequence[Account]) -> None:
    """Who was to be called about an account that is out of it, and about no other one, is not called."""
    areas = outages.areas_of(work, outage)
    gone = [account for account in accounts if not set(areas) & set(outages.areas_around(account))]
    parties = select(AccountParty.party_id).where(
        col(AccountParty.account_id).in_([account.id for account in gone])
    )
    still_in = (
        select(Account)
        .join(AccountParty, col(AccountParty.account_id) == col(Account.id))
        .where(col(AccountParty.party_id).in_(parties), audience.within(areas))
        .distinct()
    )
    outage_calls.leave(work, outage, gone, work.session.exec(still_in).all())


def _next_accounts(work: Work, areas: Iterable[Area], after: int) -> Sequence[Account]:
    query = select(Account).where(audience.within(areas), col(Account.id) > after)
    return work.session.exec(query.order_by(col(Account.id)).limit(PIECE)).all()


def neighbours_of(
    work: Work, outage: Outage, accounts: Sequence[Account], areas: Sequence[Area]
) -> list[Neighbour]:
    """The customers of these accounts, with all their accounts in the areas."""
    ids = [account.id for account in accounts]
    here = set(work.session.exec(select(AccountLink.customer_id).where(col(AccountLink.account_id).in_(ids))))
    query = (
        select(Customer, Account, AccountLink)
        .join(AccountLink, col(AccountLink.customer_id) == col(Customer.id))
        .join(Account, col(Account.id) == col(AccountLink.account_id))
        .where(col(Customer.id).in_(here), audience.within(areas))
        .order_by(col(Customer.id), col(Account.id))
    )
    rows = work.session.exec(query).all()
    customers = {customer.id or 0: customer for customer, _, _ in rows}
    heard, reports = _heard(work, outage, customers), _reports(work, outage, customers)
    medical = _medical(work, outage, [(customer, link) for customer, _, link in rows])
    return [
        Neighbour(
            customer,
            [account.number for owner, account, _ in rows if owner.id == number],
            heard[number],
            number in medical,
            reports.get(number),
        )
        for number, customer in customers.items()
    ]


def _written_to(
    work: Work, outage: Outage, accounts: Sequence[Account], areas: Sequence[Area]
) -> list[Neighbour]:
    """Who has no chat, with all their accounts in the areas."""
    ids, within = [account.id or 0 for account in accounts], audience.within(areas)
    found = correspondents.of_accounts(work, ids, correspondents.WHO_LIVES_THERE, within)
    query = select(Notice).where(
        col(Notice.party_id).in_([one.party.id for one in found]),
        Notice.subject == outages.subject_of(outage),
        col(Notice.state).not_in(UNSPOKEN),
    )
    heard: dict[int | None, list[Notice]] = defaultdict(list)
    for notice in work.session.exec(query.order_by(col(Notice.id))) if found else ():
        heard[notice.party_id].append(notice)
    return [
        Neighbour(
            one.customer,
            [account.number for account in one.accounts],
            heard[one.party.id],
            outage.supply == Supply.POWER and one.party.powered_medical,
            None,
            one.way,
        )
        for one in found
    ]


def _heard(work: Work, outage: Outage, customers: Iterable[int]) -> dict[int, list[Notice]]:
    """What each heard of this outage. The subject is looked at here: by it a database would read what all heard."""
    found: dict[int, list[Notice]] = defaultdict(list)
    query = select(Notice).where(
        col(Notice.customer_id).in_(list(customers)),
        col(Notice.topic).in_((Topic.OUTAGES, Topic.SAFETY)),
        col(Notice.created_at) >= (outage.published_at or outage.starts_at),
        col(Notice.state).not_in(UNSPOKEN),
    )
    for notice in sorted(work.session.exec(query), key=lambda one: one.id or 0):
        if notice.subject == outages.subject_of(outage):
            found[notice.customer_id or 0].append(notice)
    return found


def _reports(work: Work, outage: Outage, customers: Iterable[int]) -> dict[int, datetime]:
    query = select(SupplyReport.customer_id, SupplyReport.reported_at).where(
        SupplyReport.outage_id == outage.id, col(SupplyReport.customer_id).in_(list(customers))
    )
    return dict(work.session.exec(query.order_by(col(SupplyReport.reported_at))).all())


def _medical(work: Work, outage: Outage, ties: Iterable[tuple[Customer, AccountLink]]) -> set[int]:
    """Customers who depend on powered medical equipment, or are proven to live with somebody who does."""
    if outage.supply != Supply.POWER:
        return set()
    parties: dict[int, set[int]] = defaultdict(set)
    known = [(customer, link) for customer, link in ties]
    query = (
        select(AccountParty.account_id, AccountParty.party_id)
        .join(Party)
        .where(
            col(AccountParty.account_id).in_({link.account_id for _, link in known}),
            col(Party.powered_medical),
        )
    )
    for account_id, party_id in work.session.exec(query):
        parties[account_id].add(party_id)
    return {
        customer.id or 0
        for customer, link in known
        if customer.party_id in parties[link.account_id]
        or (link.proof in PROVEN and parties[link.account_id])
    }


def words_for(work: Work, outage: Outage, told: OutageRound, one: Neighbour) -> list[Word]:
    """What a round says to one customer: nothing when they heard this version already, or have nothing to unlearn."""
    said = [notice for notice in one.heard if notice.state in SAID]
    if any(
        _version(notice) == (told.version, told.minutes) for notice in one.heard if told.what != Told.FAULT
    ):
        return []
    match told.what:
        case Told.REMINDER if _needless(work, outage, told, one):
            return []
        case Told.LEFT:
            return _left(work, outage, told, one, said)
        case Told.RESTORED:
            return _restored(work, outage, told, one, said)
        case Told.CANCELLED:
            return [_word(work, outage, told, one)] if said else []
        case Told.CHANGED if not said:
            return [_word(work, outage, told, one, first_word(outage))]
        case Told.FAULT:
            return _fault(work, outage, told, one)
    return [_word(work, outage, told, one)]


def first_word(outage: Outage) -> Told:
    """What somebody is told of the outage who has heard nothing of it."""
    if outage.kind == OutageKind.FAULT:
        return Told.FAULT
    return Told.STARTED if outage.state == OutageState.STARTED else Told.ANNOUNCED


def _needless(work: Work, outage: Outage, told: OutageRound, one: Neighbour) -> bool:
    """Whether a reminder would come together with another word of this version: one that waits, or a later one."""
    waits = any(
        _version(notice)[0] == told.version and notice.state not in SAID and notice.act == Act.SAY
        for notice in one.heard
    )
    shorter = (minutes for minutes in work.policy.outages.remind_minutes if minutes < told.minutes)
    return waits or any(outage.starts_at - timedelta(minutes=minutes) <= work.now for minutes in shorter)


def _left(
    work: Work, outage: Outage, told: OutageRound, one: Neighbour, said: Sequence[Notice]
) -> list[Word]:
    """Who is out of it is told so; who has not heard of it yet hears nothing."""
    links = select(Account).join(AccountLink).where(AccountLink.customer_id == one.customer.id)
    mine = (col(Notice.subject) == outages.subject_of(outage), col(Notice.customer_id) == one.customer.id)
    if one.customer.id is None:
        links = select(Account).join(AccountParty).where(AccountParty.party_id == one.customer.party_id)
        mine = (mine[0], col(Notice.party_id) == one.customer.party_id)
    here = set(outages.areas_of(work, outage))
    if any(here & set(outages.areas_around(account)) for account in work.session.exec(links)):
        return []
    post.unsay(work, "the outage no longer concerns this customer", *mine)
    return [_word(work, outage, told, one)] if said else []


def _restored(
    work: Work, outage: Outage, told: OutageRound, one: Neighbour, said: Sequence[Notice]
) -> list[Word]:
    """A new message, so that people notice; a fault's own message says that it is over, too."""
    words = []
    written = one.way != bill_ways.TELEGRAM
    if outage.kind == OutageKind.FAULT and said and not written:
        values = values_of(work, outage, Told.FAULT, one) | {"of": _last(said), "over": 1}
        words.append(
            replace(_word(work, outage, told, one, Told.FAULT), act=Act.EDIT, values=values, keys=())
        )
    if said or one.reported_at:
        again = Key({"say": f'/still_out{{"outage": {outage.id}}}'}, word="key_still_out")
        words.append(replace(_word(work, outage, told, one), keys=() if written else [[again]]))
    return words


def _fault(work: Work, outage: Outage, told: OutageRound, one: Neighbour) -> list[Word]:
    """What is new of a fault goes into the message that the customer has, or into the one that still waits."""
    if not one.heard:
        return [_word(work, outage, told, one)]
    if any(_version(notice) == (told.version, 0) for notice in one.heard):
        return []
    last, written = one.heard[-1], one.way != bill_ways.TELEGRAM
    values = values_of(work, outage, Told.FAULT, one)
    stop = [] if one.medical or written else [[speaking.stop_key(Topic.OUTAGES)]]
    if last.act == Act.SAY and post.rewrite(work, last, last.values | values, stop):
        last.expires_at = _expires_at(work, outage, Told.FAULT)
        work.session.add(last)
        return []
    if written:
        return []  # a letter that was sent cannot be changed
    return [replace(_word(work, outage, told, one), act=Act.EDIT, values=values | {"of": _last(one.heard)})]


def _last(notices: Sequence[Notice]) -> int:
    """The newest of the notices that Telegram has a message of; else the newest, whose message comes first."""
    known = [notice for notice in notices if notice.message_id is not None]
    return (known or notices)[-1].id or 0


def _word(work: Work, outage: Outage, told: OutageRound, one: Neighbour, what: Told | None = None) -> Word:
    what = what or told.what
    step = f"{speaking.mark_of(one.customer)}:v{told.version}" + (f":{told.minutes}" if told.minutes else "")
    danger, awake = _at_any_hour(work, outage, what, one)
    values = values_of(work, outage, what, one)
    if awake and not danger and speaking.allowed_at(work, one.customer, work.now) > work.now:
        values["resting"] = 1
    return Word(
        customer=one.customer,
        topic=Topic.SAFETY if one.medical else Topic.OUTAGES,
        subject=outages.subject_of(outage),
        kind=f"outage_{what}",
        step=step,
        template="outage",
        values=values,
        expires_at=_expires_at(work, outage, what),
        danger=danger,
        awake=awake,
        asked=one.reported_at is not None,
        channel=one.way[0],
        address=one.way[1],
    )


def _at_any_hour(work: Work, outage: Outage, what: Told, one: Neighbour) -> tuple[bool, bool]:
    """Whether it is danger for this customer, and whether it is said at once although they may have quiet hours."""
    policy, late = work.policy.outages, False
    awake = one.reported_at is not None and work.now - one.reported_at <= AWAKE
    if what == Told.FAULT:
        hours = policy.fault_hours
        local = work.now.astimezone(work.policy.zone)
        return one.medical, awake or quiet.within(local.time(), hours.start, hours.end)
    if what == Told.RESTORED:
        return False, awake
    if what in (Told.CHANGED, Told.CANCELLED):
        left = outage.starts_at - work.now
        late = timedelta() < left <= timedelta(minutes=policy.late_change_minutes)
    return one.medical and what in (Told.CHANGED, Told.STARTED) and late, late


def _expires_at(work: Work, outage: Outage, what: Told) -> datetime | None:
    """Of what is planned: its start, then its end. A fault is told until it is over, whatever end was expected."""
    if what in (Told.ANNOUNCED, Told.REMINDER):
        return outage.starts_at
    if what in (Told.CHANGED, Told.STARTED):
        return outage.ends_at or work.now + NEWS
    if what == Told.FAULT:
        return None
    return work.now + NEWS


def values_of(work: Work, outage: Outage, what: Told, one: Neighbour) -> dict[str, Any]:
    """Everything a message about the outage says."""
    chinese = one.customer.language == Language.ZH
    return {
        "told": what,
        "number": outage.number,
        "planned": outage.kind == OutageKind.PLANNED,
        "out": outage.supply,
        "accounts": say_list(one.accounts[:MOST_NAMED], one.customer.language),
        "more": max(len(one.accounts) - MOST_NAMED, 0),
        "cause": outage.cause_zh if chinese else outage.cause_en,
        "starts_at": outage.starts_at.isoformat(),
        "ends_at": outage.ends_at.isoformat() if outage.ends_at else "",
        "restored_at": outage.restored_at.isoformat() if outage.restored_at else "",
    }


def _version(notice: Notice) -> tuple[int, int]:
    """The version and the minutes of a step ``<customer>:v<version>[:<minutes>]``."""
    _, version, *minutes = notice.step.split(":")
    return int(version[1:]), int(minutes[0]) if minutes else 0
