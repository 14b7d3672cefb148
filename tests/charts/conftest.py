"""The desk's own words, for pictures and workbooks."""

import pytest

from bot.chat.words import Words
from tests.charts import digests


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(digests.ZONE, lambda: digests.END)
