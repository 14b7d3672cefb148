"""Fixtures for tests of the actions: a real database, the real words, and one conversation."""

from collections.abc import Callable
from typing import Any

import pytest

from bot import wiring
from bot.service.work import Desk
from tests.actions.stage import Stage, words
from tests.builders import Scene
from tests.databases import Clock


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def stage(desk: Desk, glance: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A conversation with the desk, in Chinese unless the customer writes English."""
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    return Stage(Scene(desk, glance, clock))


@pytest.fixture
def word() -> Callable[..., Any]:
    """The text of a response, to compare with."""
    return words
