"""The company's side of a flow: its books, and what the clock plans, beside the running desk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.policy import load
from bot.service.work import Work
from bot.store.sessions import desk as open_desk
from tests.live import Live


@contextmanager
def books(live: Live) -> Iterator[Work]:
    """One transaction on the desk's database, by the running desk's own policy: its clock finds the same due."""
    policy = load(live.folder / "policy.toml")
    desk = open_desk(live.engine, policy, live.staff.id, lambda: datetime.now(UTC))
    with desk() as work:
        yield work


def plans(live: Live, task: Callable[[Work], int]) -> None:
    """A task of the clock, piece by piece until nothing is due."""
    due = 1
    while due:
        with books(live) as work:
            due = task(work)
