"""Alembic's way in: runs the revisions on the connection that bot/store/migrate.py opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlalchemy.types import TypeDecorator

from bot.store.tables import metadata


def plain_types(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """A revision must not change with the house's code, so it names the plain types below the desk's own."""
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=plain_types,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
