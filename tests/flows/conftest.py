"""One desk for all flows: starting it costs as long as twenty tests."""

from collections.abc import Callable, Iterator

import pytest

from tests.flows.talk import Talk
from tests.live import Live, live_desk

# The staff group's real budget is fifteen posts a minute; what must wait for it has a test of its own.
BRISK = {
    "per_second": 500,
    "per_chat_burst": 100,
    "group_per_minute": 30000,
    "group_burst": 500,
    "unknown_retry_seconds": 1,
    "album_wait_seconds": 0.5,
    "delayed_after_seconds": 2,
}


@pytest.fixture(scope="session")
def shared_live() -> Iterator[Live]:
    with live_desk(policy=BRISK) as live:
        yield live


@pytest.fixture
def live(shared_live: Live) -> Iterator[Live]:
    """The shared desk; whatever went wrong on purpose works again afterwards."""
    yield shared_live
    shared_live.telegram.clear_faults()


@pytest.fixture
def meet(live: Live) -> Callable[..., Talk]:
    """A customer nobody has seen before, in ``zh`` or ``en``."""
    return lambda language="zh", name="": Talk.begun(live, language, name)
