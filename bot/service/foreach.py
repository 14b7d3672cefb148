"""One statement for many rows of values: PostgreSQL is given arrays, SQLite runs it row by row in the same process."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, bindparam, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine
from sqlmodel import Session


class _Parameters:
    """The columns of a row as parameters of a statement."""

    def __init__(self, columns: Mapping[str, TypeEngine[Any]]) -> None:
        for name, type_ in columns.items():
            setattr(self, name, bindparam(name, type_=type_))


class ForEach:
    """``statement`` makes it of a row whose attributes are ``columns``, ``together`` of many where that differs; both
    forms are put together once.
    """

    def __init__(
        self,
        columns: Mapping[str, TypeEngine[Any]],
        statement: Callable[[Any], Executable],
        together: Callable[[Any], Executable] | None = None,
    ) -> None:
        self.columns = tuple(columns)
        self.each = statement(_Parameters(columns))
        arrays = (bindparam(name, type_=ARRAY(type_)) for name, type_ in columns.items())
        rows = func.unnest(*arrays).table_valued(*columns).render_derived(name="given")
        self.together = (together or statement)(rows.c)


def for_each(
    session: Session, wanted: ForEach, rows: Sequence[Mapping[str, Any]], same: Mapping[str, Any]
) -> None:
    """Runs it for every row; ``same`` are parameters that all rows share."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        arrays = {name: [row[name] for row in rows] for name in wanted.columns}
        connection.execute(wanted.together, {**arrays, **same})
    else:
        connection.execute(wanted.each, [{**row, **same} for row in rows])
