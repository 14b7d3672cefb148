"""An emulator and a real python-telegram-bot Bot that talks to it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.world import Chat


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(seed=7, webhook_backoff=(0.02, 0.1)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(telegram: Emulator) -> AsyncIterator[Bot]:
    async with ptb_bot(telegram) as ready:
        yield ready


@pytest.fixture
def li(telegram: Emulator) -> Person:
    """A customer who has pressed Start."""
    person = telegram.user(first_name="Li", username="li_wei")
    person.starts()
    return person


@pytest.fixture
def agent(telegram: Emulator) -> Person:
    return telegram.user(first_name="Chen")


@pytest.fixture
def staff(telegram: Emulator, agent: Person) -> Chat:
    """A forum whose administrator the bot is."""
    return telegram.group("Staff", members=[agent])


def ptb_bot(telegram: Emulator, read_timeout: float = 5.0) -> Bot:
    """A Bot for this emulator, not initialised."""
    request = HTTPXRequest(connection_pool_size=16, read_timeout=read_timeout)
    return Bot(
        telegram.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url, request=request
    )
