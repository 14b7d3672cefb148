"""The company's side of a flow: its books, and what the clock plans, beside the running desk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time

from bot.policy import load
from bot.service.work import Work
from bot.store.sessions import desk as open_desk
from tests.live import Live


@contextmanager
def books(live: Live) -> Iterator[Work]:
    """One transaction on the desk's database, at an hour at which bills, care and surveys are said at once."""
    policy = load(live.folder / "policy.toml")
    at_once = {
        name: getattr(policy, name).model_copy(update={"at": time(0)}) for name in ("bills", "care", "survey")
    }
    desk = open_desk(live.engine, policy.model_copy(update=at_once), live.staff.id, lambda: datetime.now(UTC))
    with desk() as work:
        yield work


def plans(live: Live, task: Callable[[Work], int]) -> None:
    """A task of the clock, piece by piece until nothing is due."""
    due = 1
    while due:
        with books(live) as work:
            due = task(work)
