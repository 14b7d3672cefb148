"""The days on which the desk cares for somebody: kept with the records they come from, one row each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from bot.desk.account import Account
from bot.desk.occasion import Occasion, OccasionKind
from bot.desk.party import Party
from bot.service import unsaid
from bot.service.local_days import today_of
from bot.service.unsaid import ids_of
from bot.service.work import Work

YEARLY = (OccasionKind.BIRTHDAY, OccasionKind.MOVED_IN)  # these come again; the others come once
LINGERS = timedelta(days=31)  # an occasion may still be spoken of so long after its day
AT_ONCE = 500  # rows in one statement

Kept = tuple[str, OccasionKind, date | None]


def keep(work: Work, subject: str, kind: OccasionKind, day: date | None) -> None:
    """Writes down that ``subject`` (``party:3``, ``account:5``, ``ticket:7``) has this day; None: it has none.

    ``day`` is the day itself (of birth, of moving in, of a contract's end), local.
    """
    keep_all(work, [(subject, kind, day)])


def keep_all(work: Work, kept: Iterable[Kept]) -> None:
    """``keep`` for many at once. Doing it again changes nothing; where a day is another one now, what was about to be
    said of the old one is not said.
    """
    today = today_of(work)
    rows: list[dict[str, Any]] = [
        {"subject": subject, "kind": kind, "next_on": day and next_day(kind, day, today)}
        for subject, kind, day in kept
    ]
    connection = work.session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = insert(Occasion)
    keeping = new.on_conflict_do_update(
        index_elements=["subject", "kind"],
        set_={"next_on": new.excluded.next_on},
        where=col(Occasion.next_on).is_distinct_from(new.excluded.next_on),
    )
    for at in range(0, len(rows), AT_ONCE):
        piece = rows[at : at + AT_ONCE]
        held = select(Occasion.subject, Occasion.kind, col(Occasion.next_on)).where(
            col(Occasion.subject).in_({row["subject"] for row in piece})
        )
        before = {(subject, kind): day for subject, kind, day in work.session.exec(held.with_for_update())}
        new_rows = [row for row in piece if _key(row) not in before]
        changed = [row for row in piece if _key(row) in before and before[_key(row)] != row["next_on"]]
        if new_rows or changed:  # row by row: one statement of so many takes longer to write than to run
            connection.execute(keeping, [*new_rows, *changed])
        unsaid.days_changed(work, [_key(row) for row in changed])


def _key(row: Mapping[str, Any]) -> tuple[str, OccasionKind]:
    return row["subject"], row["kind"]


def next_day(kind: OccasionKind, day: date, today: date) -> date:
    """The day of the occasion that rules speak of now: of yearly ones this year's until it is some weeks over."""
    if kind not in YEARLY:
        return day
    oldest = today - LINGERS
    first = 1 if kind == OccasionKind.MOVED_IN else 0  # the day of moving in is no anniversary
    year = max(day.year + first, oldest.year)
    coming = anniversary(day, year)
    return coming if coming >= oldest else anniversary(day, year + 1)


def anniversary(day: date, year: int) -> date:
    """The day in ``year``. Who was born on 29 February is congratulated on the 28th in the years without a 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def due(
    work: Work, kind: OccasionKind, today: date, most: int, *whose: ColumnElement[bool]
) -> Sequence[Occasion]:
    """The next occasions of a kind whose day has come, the longest due first; held, so that two processes do not take
    the same ones.
    """
    query = select(Occasion).where(Occasion.kind == kind, col(Occasion.next_on) <= today, *whose)
    query = query.order_by(col(Occasion.next_on), col(Occasion.id)).limit(most)
    return work.session.exec(query.with_for_update(skip_locked=True)).all()


def roll(work: Work, most: int) -> int:
    """Moves yearly occasions that are over to the next year, and forgets tickets resolved long ago; how many."""
    today = today_of(work)
    over = col(Occasion.next_on) < today - LINGERS
    query = (
        select(Occasion)
        .where(col(Occasion.kind).in_(YEARLY), over)
        .order_by(col(Occasion.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = work.session.exec(query).all()
    days = days_of(work, rows)
    for row in rows:
        day = days.get((row.subject, row.kind))
        row.next_on = next_day(row.kind, day, today) if day else None
        work.session.add(row)
    if not rows:
        work.session.exec(delete(Occasion).where(col(Occasion.kind) == OccasionKind.RESOLVED, over))
    return len(rows)


def days_of(work: Work, occasions: Sequence[Occasion]) -> Mapping[tuple[str, OccasionKind], date]:
    """The day itself of each occasion of a party or an account, from the records."""
    found: dict[tuple[str, OccasionKind], date] = {}
    named = ids_of(one.subject for one in occasions)
    parties = select(col(Party.id), col(Party.birthday)).where(col(Party.id).in_(named["party"]))
    for party_id, birthday in work.session.exec(parties):
        if birthday:
            found[f"party:{party_id}", OccasionKind.BIRTHDAY] = birthday
    for account in work.session.exec(select(Account).where(col(Account.id).in_(named["account"]))):
        days = {
            OccasionKind.MOVED_IN: account.moved_in_on,
            OccasionKind.CONTRACT_UNTIL: account.contract_until,
            OccasionKind.WARRANTY_UNTIL: account.warranty_until,
        }
        found |= {(f"account:{account.id}", kind): day for kind, day in days.items() if day}
    return found
