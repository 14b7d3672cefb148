"""Inserting a row once, whoever comes first: the ground of everything that must not happen twice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_once(session: Session, noun: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Inserts a row of ``noun`` unless one with the same unique key exists; True when this call inserted it.

    When another process is just inserting the same key, this waits for its commit or rollback.
    """
    table: Table = noun.__table__  # type: ignore[attr-defined]
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(statement).first() is not None
