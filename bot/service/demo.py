"""The demo company: accounts to try the desk with."""

from collections.abc import Iterable, Mapping

from sqlmodel import select

from bot.desk.account import Account
from bot.service.work import Work


def seed(work: Work, accounts: Iterable[Mapping[str, str]]) -> tuple[int, int]:
    """Adds the accounts that are not there yet; returns how many were added and how many were known."""
    added = known = 0
    for row in accounts:
        if work.session.exec(select(Account).where(Account.number == row["number"])).first():
            known += 1
            continue
        work.session.add(Account.model_validate(row))
        added += 1
    return added, known
