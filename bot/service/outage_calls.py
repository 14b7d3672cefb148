"""A person instead of only a text: who depends on powered medical equipment, and important customers, are called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.notice import Lane
from bot.desk.outage import Outage, OutageState, Supply
from bot.desk.party import AccountParty, Party, PartyRole, Standing
from bot.desk.task import Task, TaskKind
from bot.service import standing, tasks
from bot.service.work import Work

IMPORTANT = (Standing.VIP, Standing.KEY)
WHOM_FIRST = (PartyRole.TENANT, PartyRole.OWNER, PartyRole.PAYER)  # who lives there feels it
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Called:
    """Somebody whom a person calls, and for which of their accounts. ``why``: medical, vip or key."""

    party: Party
    account: Account
    why: str


def whom(work: Work, outage: Outage, accounts: Iterable[Account]) -> list[Called]:
    """Of these accounts: everybody with powered medical equipment when power is out, and one party of each account
    of an important customer."""
    known = {account.id or 0: account for account in accounts}
    standings = standing.of_accounts(work, known)
    query = (
        select(AccountParty, Party)
        .join(Party, col(Party.id) == col(AccountParty.party_id))
        .where(col(AccountParty.account_id).in_(list(known)))
    )
    found: dict[int, Called] = {}
    served: set[int] = set()
    pairs = work.session.exec(query).all()
    for tie, party in sorted(pairs, key=lambda pair: WHOM_FIRST.index(pair[0].role)):
        account, important = known[tie.account_id], standings[tie.account_id]
        if outage.supply == Supply.POWER and party.powered_medical:
            found[party.id or 0] = Called(party, account, "medical")
        elif important in IMPORTANT and tie.account_id not in served and party.id not in found:
            served.add(tie.account_id)
            found[party.id or 0] = Called(party, account, important.value)
    return list(found.values())


def give(work: Work, outage: Outage, called: Sequence[Called]) -> None:
    """Gives each their task, once an outage; one that stands and is not done learns what changed."""
    for one in called:
        subject = f"outage:{outage.id}/party:{one.party.id}"
        values, due_at = _values(outage, one), _deadline(work, outage, one)
        known = tasks.of_subject(work, TaskKind.CALL_ABOUT_OUTAGE, subject)
        if known is None:
            tasks.give(
                work,
                TaskKind.CALL_ABOUT_OUTAGE,
                subject,
                due_at,
                values,
                party_id=one.party.id,
                account_id=one.account.id,
                agent_id=one.account.manager_id or one.party.manager_id,
                lane=Lane.ALERT if one.why == "medical" else Lane.NOTICE,
            )
        elif known.done_at is None and values.items() - known.values.items():
            tasks.change(work, known, values)


def drop(work: Work, outage: Outage) -> None:
    """The outage is over: nobody needs to be called about it any more."""
    query = select(Task).where(
        col(Task.subject).startswith(f"outage:{outage.id}/"),
        col(Task.kind).in_((TaskKind.CALL_ABOUT_OUTAGE, TaskKind.OUTAGE_OVERDUE)),
        col(Task.done_at).is_(None),
    )
    for task in work.session.exec(query.with_for_update()).all():
        tasks.done(work, task, "no_reason")


def ask_whether_over(work: Work, outage: Outage) -> None:
    """The expected end has passed: staff say whether it is over, or enter another end."""
    assert outage.ends_at is not None
    values = {"number": outage.number, "out": outage.supply, "ends_at": outage.ends_at.isoformat()}
    tasks.give(
        work,
        TaskKind.OUTAGE_OVERDUE,
        f"outage:{outage.id}/v{outage.version}",
        work.now + timedelta(minutes=work.policy.outages.call_minutes.important),
        values | {"outage": outage.id},
    )


def _values(outage: Outage, called: Called) -> dict[str, str]:
    return {
        "out": outage.supply,
        "number": outage.number,
        "starts_at": outage.starts_at.isoformat(),
        "reason": called.why,
    }


def _deadline(work: Work, outage: Outage, called: Called) -> datetime:
    """So many minutes from now; for planned work a day before it starts is soon enough."""
    minutes = work.policy.outages.call_minutes
    soon = work.now + timedelta(minutes=minutes.medical if called.why == "medical" else minutes.important)
    return max(soon, outage.starts_at - DAY) if outage.state == OutageState.ANNOUNCED else soon
