"""Inserting a row once, whoever comes first: the ground of everything that must not happen twice."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_once(session: Session, noun: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Inserts a row of ``noun`` unless one with the same unique key exists; True when this call inserted it.

    When another process is just inserting the same key, this waits for its commit or rollback.
    """
    connection = session.connection()
    return connection.execute(_statement(noun, connection.dialect.name), dict(values)).first() is not None


@cache
def _statement(noun: type[SQLModel], dialect: str) -> Executable:
    table: Table = noun.__table__  # type: ignore[attr-defined]
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
