"""Sums of money: whole numbers of the smallest unit with their currency, never a float."""

import re
from decimal import Decimal

from babel.core import Locale
from moneyed import Currency, CurrencyDoesNotExist, Money, get_currency
from moneyed.l10n import format_money

from bot.desk.labels import Language

_CODE = re.compile(r"(?<=[A-Z])(?=\d)")  # a currency without a sign of its own stands there by its code
LOCALES = {Language.ZH: "zh_CN", Language.EN: "en_GB"}


def currency_of(code: str) -> Currency:
    """The currency of an ISO 4217 code. Raises ``ValueError`` for an unknown one."""
    try:
        return get_currency(code.strip().upper())
    except CurrencyDoesNotExist as error:
        raise ValueError(f"no such currency: {code!r}; write its ISO code, like CNY or EUR") from error


def in_smallest(amount: Decimal, code: str) -> int:
    """``amount`` in the smallest unit of the currency. Raises ``ValueError`` when it has more decimals than that."""
    units = amount * currency_of(code).sub_unit
    if units != units.to_integral_value():
        raise ValueError(f"{amount} has more decimals than {code} has; round it first")
    return int(units)


def written(smallest: int, code: str) -> str:
    """As a value of a notice (named ``…_sum``): ``12345 CNY``, in the smallest unit."""
    return f"{smallest} {code}"


def say_sum(value: str, language: Language) -> str:
    """What ``written`` wrote, as the language writes sums: ``¥123.45``, ``CN¥123.45``."""
    smallest, code = value.split()
    currency = currency_of(code)
    money = Money(Decimal(smallest) / currency.sub_unit, currency)
    said = str(format_money(money, locale=str(Locale.parse(LOCALES[language]))))
    return _CODE.sub("\u00a0", said)  # "SGD 402.92", not "SGD402.92"
