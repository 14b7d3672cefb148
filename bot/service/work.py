"""What every use case works with: one transaction, the time, and the company's policy."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, inspect
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk.policy import Policy
from bot.desk.ticket import Ticket


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


@contextmanager
def at_hand(work: Work, noun: type[SQLModel], ids: Iterable[int | None]) -> Iterator[None]:
    """Reads these rows together and holds them for the block, in which ``Session.get`` has them at hand."""
    known = {one for one in ids if one is not None}
    with work.session.no_autoflush:
        held = work.session.exec(_of_ids(noun), params={"ids": list(known)}).all() if known else ()
    yield
    del held


@cache
def _of_ids(noun: type[SQLModel]) -> SelectOfScalar[SQLModel]:
    (key,) = inspect(noun).primary_key
    return select(noun).where(key.in_(bindparam("ids", expanding=True)))


def write_first(work: Work, *nouns: type[SQLModel], tickets: Collection[int] | None = None) -> None:
    """Writes what is not written yet, if rows of ``nouns`` are among it, and of these tickets (ids) where they are
    given: what is asked next reads no others, and changes of others can be written together later.
    """
    session = work.session
    unwritten = (one for one in (*session.new, *session.dirty, *session.deleted) if isinstance(one, nouns))
    if any(tickets is None or _ticket_of(one) in tickets for one in unwritten):
        session.flush()


def _ticket_of(row: Any) -> int | None:
    """The id of the ticket that it is, or belongs to."""
    found: int | None = row.id if isinstance(row, Ticket) else row.ticket_id
    return found


class StoreAway(Exception):
    """The database cannot be used now; nothing of this transaction was kept, and it can be tried again."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)
