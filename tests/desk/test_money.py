"""Sums: exact, and written as each language does."""

from decimal import Decimal

import pytest

from bot.desk.labels import Language
from bot.desk.money import in_smallest, say_sum, written


def test_sums_are_written_as_the_language_does() -> None:
    assert say_sum(written(12345, "CNY"), Language.ZH) == "¥123.45"
    assert say_sum(written(12345, "CNY"), Language.EN) == "CN¥123.45"
    assert say_sum(written(5000, "JPY"), Language.EN) == "JP¥5,000"
    assert say_sum(written(123456789, "SGD"), Language.ZH) == "SGD\u00a01,234,567.89"


def test_sums_are_exact() -> None:
    assert in_smallest(Decimal("0.1") + Decimal("0.2"), "CNY") == 30
    assert in_smallest(Decimal("1.234"), "KWD") == 1234
    with pytest.raises(ValueError, match="more decimals than CNY has"):
        in_smallest(Decimal("1.005"), "CNY")
    with pytest.raises(ValueError, match="no such currency: 'RMB'"):
        in_smallest(Decimal("1"), "RMB")
