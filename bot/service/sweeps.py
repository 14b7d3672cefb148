"""Sweeps: one worker at a time goes through many rows in pieces, and whoever comes next goes on from there."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from sqlmodel import col, delete, select

from bot.desk.sweep import Sweep
from bot.service.once import insert_once
from bot.service.work import Work

KEPT = timedelta(days=200)  # how long it is remembered that a sweep was made


class Named(Protocol):
    @property
    def name(self) -> str: ...


Some = TypeVar("Some", bound=Named)


def hold(work: Work, name: str, today: date) -> Sweep | None:
    """The sweep of this name, begun today if it is new, held; None when it is done or somebody else works on it."""
    known = work.session.get(Sweep, name)
    if known is not None and known.done_at is not None:
        return None
    if known is None:
        insert_once(work.session, Sweep, Sweep(name=name, begun_on=today).model_dump())
    query = (
        select(Sweep)
        .where(Sweep.name == name, col(Sweep.done_at).is_(None))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return work.session.exec(query).first()


def rest(sweep: Sweep, parts: Sequence[Some]) -> Iterator[Some]:
    """The parts that are not done yet, the one it is at first; a part that is gone from the policy begins anew."""
    names = [part.name for part in parts]
    begin = names.index(sweep.part) if sweep.part in names else 0
    for part in parts[begin:]:
        if part.name != sweep.part:
            sweep.part, sweep.last_id = part.name, 0
        yield part


def end(work: Work, sweep: Sweep) -> None:
    """The sweep is done; those of long ago are forgotten."""
    sweep.done_at = work.now
    work.session.add(sweep)
    work.session.exec(delete(Sweep).where(col(Sweep.begun_on) < sweep.begun_on - KEPT))


__all__ = ["Sweep", "end", "hold", "rest"]
