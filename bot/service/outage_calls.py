"""A person instead of only a text: who depends on powered medical equipment, and important customers, are called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk.account import Account
from bot.desk.notice import Lane
from bot.desk.outage import Outage, OutageKind, OutageState, Supply
from bot.desk.party import AccountParty, Party, PartyRole, Standing
from bot.desk.task import Task, TaskKind
from bot.service import standing, tasks
from bot.service.work import Work

IMPORTANT = (Standing.VIP, Standing.KEY)
WHOM_FIRST = (PartyRole.TENANT, PartyRole.OWNER, PartyRole.PAYER)  # who lives there feels it
DAY = timedelta(days=1)
LEFT, NEW_END = "left_area", "new_end"  # why a task needs nobody any more (``task_outcome_`` of chat/wording)


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
    """Gives each their task, once an outage; one that stands learns what changed.

    Planned work at another time is told anew: who was called of the old one is to be called once more.
    """
    for one in called:
        known = tasks.of_subject(work, TaskKind.CALL_ABOUT_OUTAGE, _subject(outage, one.party.id))
        if known is None:
            _give_first(work, outage, one)
        elif known.done_at is None:
            _bring_up_to_date(work, outage, one, known)
        elif known.outcome == LEFT or (outage.kind == OutageKind.PLANNED and _moved(outage, known)):
            values = _values(outage, one) | _about(known, one.account)
            tasks.reopen(work, known, values, _deadline(work, outage, one), lane=_lane(one))


def leave(work: Work, outage: Outage, gone: Iterable[Account], still_in: Iterable[Account]) -> None:
    """Accounts that are out of the area: who was to be called about them need not be.

    Unless for another account of theirs, one of ``still_in`` (which are the accounts of the same parties).
    """
    staying = {one.party.id: one for one in whom(work, outage, still_in)}
    query = _open_tasks(outage, TaskKind.CALL_ABOUT_OUTAGE).where(
        col(Task.account_id).in_([account.id for account in gone])
    )
    for task in work.session.exec(query.with_for_update()).all():
        other = staying.get(task.party_id)
        if other is None:
            tasks.done(work, task, LEFT)
        else:
            tasks.change(work, task, _values(outage, other) | _about(task, other.account))


def drop(work: Work, outage: Outage) -> None:
    """The outage is over: nobody needs to be called about it any more, or asked whether it is."""
    query = _open_tasks(outage, TaskKind.CALL_ABOUT_OUTAGE, TaskKind.OUTAGE_OVERDUE)
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


def ask_no_more(work: Work, outage: Outage) -> None:
    """Another end is expected: whether it was over by the old one is no question any more."""
    for task in work.session.exec(_open_tasks(outage, TaskKind.OUTAGE_OVERDUE).with_for_update()).all():
        tasks.done(work, task, NEW_END)


def _give_first(work: Work, outage: Outage, one: Called) -> None:
    tasks.give(
        work,
        TaskKind.CALL_ABOUT_OUTAGE,
        _subject(outage, one.party.id),
        _deadline(work, outage, one),
        _values(outage, one),
        party_id=one.party.id,
        account_id=one.account.id,
        agent_id=one.account.manager_id or one.party.manager_id,
        lane=_lane(one),
    )


def _bring_up_to_date(work: Work, outage: Outage, one: Called, task: Task) -> None:
    """The card says what holds now. Another start is another deadline; else none is put off by what is new."""
    values, due_at = _values(outage, one), _deadline(work, outage, one)
    announced = outage.state == OutageState.ANNOUNCED
    if not announced or task.values.get("starts_at") == values["starts_at"]:
        due_at = min(task.due_at, due_at)
    if due_at != task.due_at or values.items() - task.values.items():
        tasks.change(work, task, values, due_at)


def _open_tasks(outage: Outage, *kinds: TaskKind) -> SelectOfScalar[Task]:
    return select(Task).where(
        col(Task.subject).startswith(f"outage:{outage.id}/"),
        col(Task.kind).in_(kinds),
        col(Task.done_at).is_(None),
    )


def _moved(outage: Outage, task: Task) -> bool:
    """Whether the outage is at another time than the task told of; an older desk kept no end."""
    told = (task.values.get("starts_at"), task.values.get("ends_at", _end(outage)))
    return told != (outage.starts_at.isoformat(), _end(outage))


def _values(outage: Outage, called: Called) -> dict[str, str]:
    return {
        "out": outage.supply,
        "number": outage.number,
        "starts_at": outage.starts_at.isoformat(),
        "ends_at": _end(outage),
        "reason": called.why,
    }


def _about(task: Task, account: Account) -> dict[str, str]:
    """The task is about this account from now on."""
    task.account_id = account.id
    return {"account": account.number}


def _end(outage: Outage) -> str:
    return outage.ends_at.isoformat() if outage.ends_at else ""


def _lane(called: Called) -> Lane:
    return Lane.ALERT if called.why == "medical" else Lane.NOTICE


def _subject(outage: Outage, party_id: int | None) -> str:
    return f"outage:{outage.id}/party:{party_id}"


def _deadline(work: Work, outage: Outage, called: Called) -> datetime:
    """So many minutes from now; for planned work a day before it starts is soon enough."""
    minutes = work.policy.outages.call_minutes
    soon = work.now + timedelta(minutes=minutes.medical if called.why == "medical" else minutes.important)
    return max(soon, outage.starts_at - DAY) if outage.state == OutageState.ANNOUNCED else soon
