"""Words of care whose reason ended before they were said: a contract was prolonged, a birthday put right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import col, select

from bot.desk.account import AccountLink
from bot.desk.customer import Customer
from bot.desk.notice import Notice
from bot.desk.occasion import OccasionKind
from bot.desk.task import Task, TaskKind
from bot.service import post, tasks
from bot.service.work import Work


def days_changed(work: Work, changed: Sequence[tuple[str, OccasionKind]]) -> None:
    """What waits to be said of these occasions is cancelled, and nobody has to call about them any more."""
    by_kind: dict[OccasionKind, list[str]] = defaultdict(list)
    for subject, kind in changed:
        by_kind[kind].append(subject)
    for kind, subjects in by_kind.items():
        rules = [f"care_{rule.name}" for rule in work.policy.care.rules if rule.moment == kind.value]
        named = ids_of(subjects)
        heard = [*_of_parties(work, named["party"]), *_of_accounts(work, named["account"])]
        if rules and heard:
            theirs = (col(Notice.subject).in_(heard), col(Notice.kind).in_(rules))
            post.unsay(work, "the day it was about has changed", *theirs)
        if kind == OccasionKind.CONTRACT_UNTIL:
            _nobody_calls(work, named["account"])


def ids_of(subjects: Iterable[str]) -> Mapping[str, list[int]]:
    """The ids that are named, by what they are of: ``party:3`` and ``party:4`` are 3 and 4 of ``party``."""
    found: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        noun, _, number = subject.partition(":")
        found[noun].append(int(number))
    return found


def _of_parties(work: Work, party_ids: Sequence[int]) -> list[str]:
    """The subjects under which chats hear of these parties' days."""
    if not party_ids:
        return []
    query = select(Customer.id, col(Customer.party_id)).where(col(Customer.party_id).in_(party_ids))
    return [f"care:{customer_id}:party:{party_id}" for customer_id, party_id in work.session.exec(query)]


def _of_accounts(work: Work, account_ids: Sequence[int]) -> list[str]:
    if not account_ids:
        return []
    query = select(AccountLink.customer_id, AccountLink.account_id).where(
        col(AccountLink.account_id).in_(account_ids)
    )
    return [
        f"care:{customer_id}:account:{account_id}" for customer_id, account_id in work.session.exec(query)
    ]


def _nobody_calls(work: Work, account_ids: Sequence[int]) -> None:
    query = select(Task).where(
        Task.kind == TaskKind.CONTRACT_ENDS,
        col(Task.done_at).is_(None),
        col(Task.account_id).in_(account_ids),
    )
    for task in work.session.exec(query).all():
        tasks.done(work, task, "no_reason")
