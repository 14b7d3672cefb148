"""Who may hear a rule of care on a day: read in pieces, by what is due or by the customers who want to hear of care."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists
from sqlmodel import col, select

from bot.desk.account import Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.occasion import Occasion
from bot.desk.party import AccountParty, Party
from bot.desk.policy_care import Audience, OccasionRule, ResolvedRule
from bot.desk.ticket import State, Ticket
from bot.desk.wishes import Consent, Topic
from bot.service import audience as tied
from bot.service import local_days, standing
from bot.service.local_days import LocalDay
from bot.service.unsaid import ids_of
from bot.service.work import Work


@dataclass(frozen=True)
class Listener:
    """A customer and what it is about: of an occasion the row, and the party, account or ticket it is of."""

    customer: Customer
    occasion: Occasion | None = None
    party: Party | None = None
    account: Account | None = None
    ticket: Ticket | None = None

    @property
    def subject(self) -> str:
        about = f":{self.occasion.subject}" if self.occasion else ""
        return f"care:{self.customer.id}{about}"


def due(
    work: Work, rule: OccasionRule | ResolvedRule, offset: int, today: date, after: int, most: int
) -> Sequence[Occasion]:
    """The next occasions of a rule, by id, of which ``offset`` days after their day (or a little later) are today."""
    last = today - timedelta(days=offset)
    query = select(Occasion).where(
        Occasion.kind == rule.occasion,
        col(Occasion.next_on).between(last - timedelta(days=rule.grace_days), last),
        col(Occasion.id) > after,
    )
    return work.session.exec(query.order_by(col(Occasion.id)).limit(most)).all()


def of_occasions(work: Work, occasions: Sequence[Occasion]) -> list[Listener]:
    """The chats that these occasions concern: only proven ones, for they tell what is personal."""
    named = ids_of(one.subject for one in occasions)
    of = {one.subject: one for one in occasions}
    found: list[Listener] = []
    parties: Any = (
        select(Customer, Party)
        .join(Party, col(Party.id) == col(Customer.party_id))
        .where(col(Party.id).in_(named["party"]))
        .order_by(col(Customer.id))
    )
    for customer, party in work.session.exec(parties):
        found.append(Listener(customer, of[f"party:{party.id}"], party=party))
    accounts = work.session.exec(select(Account).where(col(Account.id).in_(named["account"])))
    by_id = {account.id: account for account in accounts}
    for customer, account_id in tied.chats_of(work, named["account"], proven=True):
        found.append(Listener(customer, of[f"account:{account_id}"], account=by_id[account_id]))
    return found


def of_tickets(work: Work, occasions: Sequence[Occasion], rule: ResolvedRule) -> list[Listener]:
    """The customers of tickets that are still resolved, as they were on the day of the occasion."""
    of = {one.subject: one for one in occasions}
    tickets: Any = (
        select(Customer, Ticket)
        .join(Ticket, col(Ticket.customer_id) == col(Customer.id))
        .where(
            col(Ticket.id).in_(ids_of(of)["ticket"]),
            Ticket.state == State.RESOLVED,
            col(Ticket.kind).in_(rule.kinds),
        )
        .order_by(col(Ticket.id))
    )
    return [
        Listener(customer, of[f"ticket:{ticket.id}"], ticket=ticket)
        for customer, ticket in work.session.exec(tickets)
    ]


def everybody(
    work: Work, topic: Topic, after: int, most: int, day: LocalDay | None = None
) -> Sequence[Customer]:
    """The next customers, by id, who can be reached and want to hear of the topic; of a local day those who live in
    its zone.
    """
    query = select(Customer).where(col(Customer.id) > after, col(Customer.unreachable_at).is_(None))
    if day is not None:
        query = query.where(local_days.lives_in(work, day))
    if topic != Topic.SAFETY:
        said = (col(Consent.customer_id) == col(Customer.id)) & (col(Consent.topic) == topic)
        if work.policy.speaking.consent.given(topic):
            query = query.where(~exists().where(said, col(Consent.given).is_(False)))
        else:
            query = query.join(Consent, said).where(col(Consent.given).is_(True))
    return work.session.exec(query.order_by(col(Customer.id)).limit(most)).all()


def fitting(work: Work, audience: Audience, listeners: Sequence[Listener]) -> list[Listener]:
    """Those whom a rule is for. Of an account's occasion, that account counts; else any account of theirs."""
    found = [one for one in listeners if audience.language in (None, one.customer.language)]
    if audience.standing and found:
        classes = standing.of_customers(work, [one.customer for one in found])
        found = [one for one in found if classes[one.customer.id or 0] in audience.standing]
    if (audience.site or audience.account) and found:
        homes = _homes(work, found)
        found = [one for one in found if _at_home(audience, homes[one.customer.id or 0], one.account)]
    if audience.role and found:
        roles = _roles(work, found)
        found = [
            one
            for one in found
            if any(
                tie.role in audience.role and (one.account is None or tie.account_id == one.account.id)
                for tie in roles[one.customer.party_id or 0]
            )
        ]
    return found


def _homes(work: Work, listeners: Sequence[Listener]) -> dict[int, list[Account]]:
    found: dict[int, list[Account]] = defaultdict(list)
    query: Any = (
        select(col(AccountLink.customer_id), Account)
        .join(Account, col(Account.id) == col(AccountLink.account_id))
        .where(col(AccountLink.customer_id).in_({one.customer.id for one in listeners}))
    )
    for customer_id, account in work.session.exec(query):
        found[customer_id].append(account)
    return found


def _at_home(audience: Audience, homes: Sequence[Account], about: Account | None) -> bool:
    return any(
        (not audience.site or home.site in audience.site)
        and (not audience.account or home.kind in audience.account)
        for home in homes
        if about is None or home.id == about.id
    )


def _roles(work: Work, listeners: Sequence[Listener]) -> dict[int, list[AccountParty]]:
    found: dict[int, list[AccountParty]] = defaultdict(list)
    party_ids = {one.customer.party_id for one in listeners if one.customer.party_id}
    for tie in work.session.exec(select(AccountParty).where(col(AccountParty.party_id).in_(party_ids))):
        found[tie.party_id].append(tie)
    return found
