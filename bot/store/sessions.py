"""Opens units of work: one transaction each, with the time and the company's policy."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from bot.desk.policy import Policy
from bot.service import moves
from bot.service.work import Desk, StoreAway, Work
from bot.store import tables
from bot.store.engine import PATIENCE, told_plainly

METADATA = tables.metadata  # whole in every process: a noun that refers to another is written only beside it


def desk(
    engine: Engine, policy: Policy, staff_chat_id: int, now: Callable[[], datetime], *, reading: bool = False
) -> Desk:
    """What opens a ``Work`` on ``engine``. ``now`` gives an aware instant; it is asked once per transaction.

    ``staff_chat_id`` may be the group's number before it became a supergroup; the ``Work`` has the present
    one. ``reading``: transactions that only look and so wait for nobody; a write in one fails. The block
    raises ``StoreAway`` when the database cannot be used now: nothing of it was kept, and it can be tried
    again (only of a connection lost in the very commit nobody knows).
    """
    bound = engine.execution_options(reading=True, postgresql_readonly=True) if reading else engine
    line = threading.Lock() if engine.dialect.name == "sqlite" and not reading else None

    @contextmanager
    def open_work() -> Iterator[Work]:
        in_line = _in_line(line) if line else nullcontext()
        with (
            in_line,
            told_plainly(engine),
            Session(bound, expire_on_commit=False) as session,
            session.begin(),
        ):
            # This first statement waits for SQLite's write lock, so that ``now`` is read after the wait.
            staff_now = moves.current(session, staff_chat_id)
            yield Work(session, policy, staff_now, now())

    return open_work


@contextmanager
def _in_line(line: threading.Lock) -> Iterator[None]:
    """SQLite lets one write and has the others ask again after naps of up to 100 ms. A process's own threads stand in
    line here and go on at once.
    """
    if not line.acquire(timeout=PATIENCE):
        raise StoreAway("another transaction of this process takes too long; try again")
    try:
        yield
    finally:
        line.release()
