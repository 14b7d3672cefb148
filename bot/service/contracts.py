"""Contracts that end: account managers call those who matter most, and whoever wants to go on says so by a button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from bot.desk.account import PROVEN, Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.occasion import Occasion
from bot.desk.party import AccountParty
from bot.desk.policy_care import OccasionRule
from bot.desk.task import TaskKind
from bot.desk.ticket import LIVE, Ticket
from bot.service import filing, staffroom, standing, tasks
from bot.service.unsaid import ids_of
from bot.service.view import TicketView, view
from bot.service.work import Work

TO_CALL = timedelta(days=14)


@dataclass(frozen=True)
class Extension:
    """What came of "extend": a ticket, ``new`` or filed before, for the account of this number."""

    ticket: TicketView
    account: str
    new: bool


def call_about(work: Work, rule: OccasionRule, rows: Sequence[Occasion]) -> None:
    """Gives the account managers of the rule's classes a call to make; once per account and end of its contract."""
    if not rule.task_for:
        return
    ids = ids_of(row.subject for row in rows)["account"]
    classes = standing.of_accounts(work, ids)
    chosen = [account_id for account_id in ids if classes[account_id] in rule.task_for]
    for account in work.session.exec(select(Account).where(col(Account.id).in_(chosen))).all():
        if account.contract_until is None:
            continue
        party = select(AccountParty.party_id).where(AccountParty.account_id == account.id)
        tasks.give(
            work,
            TaskKind.CONTRACT_ENDS,
            f"account:{account.id}:{account.contract_until}",
            work.now + TO_CALL,
            {"until_on": account.contract_until.isoformat()},
            party_id=work.session.exec(party.order_by(col(AccountParty.id)).limit(1)).first(),
            account_id=account.id,
            agent_id=account.manager_id,
        )


def extend(work: Work, chat_id: int, account_id: int) -> Extension | None:
    """The customer wants the contract to go on: an inquiry for the sales team, once. None when it is not theirs."""
    found = _theirs(work, chat_id, account_id)
    if found is None:
        return None
    account, customer = found
    place = f"{account.number} → {account.contract_until or ''}".rstrip(" →")
    asked = select(Ticket).where(
        Ticket.customer_id == customer.id,
        Ticket.account_id == account.id,
        Ticket.category == Category.SALES_PROMISE,
        Ticket.place == place,
        col(Ticket.state).in_(LIVE),
    )
    known = work.session.exec(asked.limit(1)).first()
    if known is not None:
        return Extension(view(work, known, customer.language), account.number, False)
    ticket = filing.open_ticket(work, customer, None, Kind.INQUIRY, Category.SALES_PROMISE)
    ticket.account_id, ticket.place = account.id, place
    work.session.add(ticket)
    until_on = account.contract_until.isoformat() if account.contract_until else ""
    staffroom.tell(work, ticket, "extend", account=account.number, until_on=until_on)
    staffroom.refresh_card(work, ticket)
    return Extension(view(work, ticket, customer.language), account.number, True)


def _theirs(work: Work, chat_id: int, account_id: int) -> tuple[Account, Customer] | None:
    """The account when it is proven to be this chat's; its row of the customer is held, so that two presses make one
    ticket.
    """
    if not 0 < account_id < 2**31:
        return None
    query = (
        select(Customer)
        .join(AccountLink, col(AccountLink.customer_id) == col(Customer.id))
        .where(
            Customer.chat_id == chat_id,
            AccountLink.account_id == account_id,
            col(AccountLink.proof).in_(PROVEN),
        )
        .with_for_update(of=Customer)
    )
    customer = work.session.exec(query).first()
    account = work.session.get(Account, account_id) if customer else None
    return (account, customer) if account and customer else None
