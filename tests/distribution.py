"""How tests are spread over several workers (``-n``): those that share a running desk stay on one.

xdist's own groups (``--dist loadgroup``) work on test ids that pytest 9.2 no longer lets anybody change: the groups are
then split without a word (pytest-xdist issue 1386), and tests look for what others did in a desk that they do not see.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/flows/", "tests/dialogue/test_live.py")


def group_of(nodeid: str) -> str:
    """Tests of one group run on one worker, in their order; most tests are a group of their own."""
    return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


class Together(LoadScopeScheduling):
    """Hands whole groups to workers, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)
