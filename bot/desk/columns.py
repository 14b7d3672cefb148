"""How labels are kept in the database: as the words themselves, so that a new label needs no new column type."""

from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Enum, Integer
from sqlalchemy.types import TypeDecorator

LONGEST = 32  # characters of a label


def labelled(labels: type[StrEnum]) -> Any:
    """A column type that keeps the value of each label (``complaint``) as text, on every database alike."""
    return Enum(
        labels,
        native_enum=False,
        create_constraint=False,
        length=LONGEST,
        values_callable=lambda members: [member.value for member in members],
    )


def ranked(ranks: type[IntEnum]) -> Any:
    """A column type that keeps ranks as their numbers, so that the database sorts them as they are meant."""
    return _Ranked(ranks)


class _Ranked(TypeDecorator[IntEnum]):
    impl = Integer
    cache_ok = True

    def __init__(self, ranks: type[IntEnum]) -> None:
        super().__init__()
        self.ranks = ranks

    def process_bind_param(self, value: IntEnum | int | None, dialect: Any) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Any) -> IntEnum | None:
        return None if value is None else self.ranks(value)
