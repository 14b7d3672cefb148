"""What taking rows over has in common: the outcome, who manages, and writing many rows at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select

from bot.desk.agent import Agent
from bot.service.books_rows import Bad
from bot.service.work import Work


@dataclass
class Taken:
    """How many rows were added, changed and as before; and what the records say against the others."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    mistakes: list[Bad] = field(default_factory=list)

    def refuse(self, line: int, column: str, value: str, reason: str, **more: Any) -> None:
        self.mistakes.append(Bad(line, column, value, reason, more))


class Managers:
    """Members of the staff as the books name them: by Telegram user id, or by a name that only one of the staff has."""

    def __init__(self, work: Work) -> None:
        staff = work.session.exec(select(Agent).where(col(Agent.active))).all()
        self._ids = {str(one.user_id): one.id for one in staff}
        self._names: dict[str, list[int | None]] = {}
        for one in staff:
            self._names.setdefault(one.name.casefold(), []).append(one.id)

    def find(self, taken: Taken, line: int, named: str, column: str = "manager") -> int | None:
        """Their id; None without one, and where the name is nobody's or that of several, which is noted."""
        if not named:
            return None
        found = [self._ids[named]] if named in self._ids else self._names.get(named.casefold(), [])
        if len(found) == 1:
            return found[0]
        taken.refuse(line, column, named, "several_managers" if found else "unknown_manager")
        return None


def insert_all(work: Work, noun: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts many rows at once; one whose key another process has just inserted is left to that."""
    if not rows:
        return
    work.session.flush()
    table: Table = noun.__table__  # type: ignore[attr-defined]
    connection = work.session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])


def differing(noun: SQLModel, values: Mapping[str, Any]) -> bool:
    """Gives ``noun`` these values; whether any was another before."""
    changed = [name for name, value in values.items() if getattr(noun, name) != value]
    for name in changed:
        setattr(noun, name, values[name])
    return bool(changed)


def ids_by_number(work: Work, noun: type[Any], numbers: Iterable[str]) -> dict[str, int]:
    """The ids of rows of ``noun`` by their numbers; what is not there is left out."""
    wanted = list(set(numbers))
    if not wanted:
        return {}
    query = select(noun.number, noun.id).where(col(noun.number).in_(wanted))
    return dict(work.session.exec(query).all())
