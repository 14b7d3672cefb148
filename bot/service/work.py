"""What every use case works with: one transaction, the time, and the company's policy."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, SQLModel

from bot.desk.policy import Policy


@dataclass(frozen=True)
class Work:
    """One transaction: committed when its ``with`` block ends, rolled back when it raises.

    ``now`` is an aware instant, fixed for the whole transaction. ``staff_chat_id`` is the staff group's Telegram id.
    """

    session: Session
    policy: Policy
    staff_chat_id: int
    now: datetime


Desk = Callable[[], AbstractContextManager[Work]]
"""Opens a ``Work``: ``with desk() as work: tickets.withdraw(work, …)``."""


def write_first(work: Work, noun: type[SQLModel]) -> None:
    """Writes what is not written yet, if rows of ``noun`` are among it: what is asked next reads no others, and changes
    of others can be written together later.
    """
    session = work.session
    if any(isinstance(one, noun) for one in (*session.new, *session.dirty, *session.deleted)):
        session.flush()


class StoreAway(Exception):
    """The database cannot be used now; nothing of this transaction was kept, and it can be tried again."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)
