"""One desk for all flows: starting it costs as long as twenty tests."""

from collections.abc import Callable, Iterator

import pytest

from tests.flows.talk import Talk
from tests.live import BRISK, Live, live_desk


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
