"""Outages of the company's books; who is told what of them is ``outages``' to know."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.outage import AreaKind, Outage, OutageState
from bot.service import outages
from bot.service.books_rows import OutageRow
from bot.service.books_taken import Taken
from bot.service.outages import OVER, Area, OutageError, OutageValues
from bot.service.work import Work

NAMED = {
    AreaKind.SITE: Account.site,
    AreaKind.BUILDING: Account.building,
    AreaKind.FEEDER: Account.feeder,
    AreaKind.ACCOUNT: Account.number,
}
FARTHEST = timedelta(days=3650)
KEPT = ("ends_at", "cause_zh", "cause_en", "state")  # what a file need not have


def take_outages(work: Work, rows: Mapping[int, OutageRow]) -> Taken:
    """Writes outages by their number; ``rows`` by the line they stand in."""
    taken = Taken()
    numbers = [row.number for row in rows.values()]
    known = {
        one.number: one for one in work.session.exec(select(Outage).where(col(Outage.number).in_(numbers)))
    }
    inhabited = _inhabited(work, (area for row in rows.values() for area in row.areas))
    for line, row in rows.items():
        before = len(taken.mistakes)
        for kind, name in row.areas:
            if (kind, name) not in inhabited:
                taken.refuse(line, "areas", f"{kind}:{name}", "unknown_area")
        _weigh(work, taken, line, row, known.get(row.number))
        if len(taken.mistakes) == before:
            _record(work, taken, line, row, known.get(row.number))
    return taken


def _inhabited(work: Work, areas: Iterable[Area]) -> set[Area]:
    """Those of the areas that an account is in."""
    names: dict[AreaKind, set[str]] = {kind: set() for kind in AreaKind}
    for kind, name in areas:
        names[kind].add(name)
    found: set[Area] = set()
    for kind, some in names.items():
        column = col(NAMED[kind])
        if some:
            query = select(column).where(column.in_(some)).distinct()
            found |= {(kind, name) for name in work.session.exec(query)}
    return found


def _weigh(work: Work, taken: Taken, line: int, row: OutageRow, known: Outage | None) -> None:
    """Notes what cannot be of an outage, also beside what is known of it."""
    if row.ends_at is not None and row.ends_at - row.starts_at > outages.LONGEST:
        taken.refuse(line, "to", row.ends_at.isoformat(), "outage_too_long", days=outages.LONGEST.days)
    if abs(row.starts_at - work.now) > FARTHEST:
        taken.refuse(line, "from", row.starts_at.isoformat(), "outage_too_far")
    if known is None:
        return
    if known.kind != row.kind:
        taken.refuse(line, "kind", row.kind, "outage_other_kind")
    elif known.state in OVER and row.state in OVER and row.state != known.state:
        taken.refuse(line, "state", row.state, "outage_is_over")
    elif known.state == OutageState.STARTED and row.state == OutageState.CANCELLED:
        taken.refuse(line, "state", row.state, "outage_has_started")


def _record(work: Work, taken: Taken, line: int, row: OutageRow, known: Outage | None) -> None:
    values = OutageValues(
        number=row.number,
        kind=row.kind,
        supply=row.supply,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cause_zh=row.cause_zh,
        cause_en=row.cause_en,
    )
    if row.state is not None:
        values["state"] = row.state
    for name in KEPT if known is not None else ():
        if name not in row.model_fields_set or (getattr(row, name) is None and name == "state"):
            values[name] = getattr(known, name)  # type: ignore[literal-required]
    try:
        with work.session.begin_nested():
            outcome = outages.record(work, values, row.areas)
    except OutageError as error:
        taken.refuse(line, "", row.number, "outage_refused", why=str(error))
    else:
        setattr(taken, outcome, getattr(taken, outcome) + 1)
