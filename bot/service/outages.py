"""Outages as facts: published, changed, started, restored, cancelled; what customers hear follows in rounds.

A round (``OutageRound``) is one thing that all customers of the areas are told; ``outage_notices`` plans it in pieces.
Everything here holds the outage's row first, and so does the planner: a fact and a piece of planning never mix.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypedDict

from sqlmodel import col, or_, select, update

from bot.desk.account import Account
from bot.desk.notice import Notice
from bot.desk.outage import AreaKind, Outage, OutageArea, OutageKind, OutageRound, OutageState, Supply, Told
from bot.service import outage_calls, outage_tickets, post
from bot.service.once import insert_once
from bot.service.work import Work

Area = tuple[AreaKind, str]
What = Literal["added", "changed", "unchanged"]

OVER = (OutageState.RESTORED, OutageState.CANCELLED)
CARED = (
    "supply",
    "starts_at",
    "ends_at",
    "cause_zh",
    "cause_en",
)  # customers are told when one of these changes
LONGEST = timedelta(days=31)  # no outage is longer: a typing mistake in a date


class OutageError(ValueError):
    """What is wrong with an outage, and the cure."""


class OutageValues(TypedDict, total=False):
    """``number``, ``kind``, ``supply`` and ``starts_at`` (aware) are needed; ``state`` is ANNOUNCED when not given,
    of a fault STARTED."""

    number: str
    kind: OutageKind
    supply: Supply
    starts_at: datetime
    ends_at: datetime | None
    cause_zh: str
    cause_en: str
    state: OutageState


def record(work: Work, values: OutageValues, areas: Iterable[Area]) -> What:
    """Makes the outage of this number, or changes it; the same again changes nothing.

    Customers are told when something they care about changed: times, cause, supply, areas or state. Raises
    ``OutageError``.
    """
    given = _checked(work, values)
    wanted = sorted({(AreaKind(kind), name.strip()) for kind, name in areas if name.strip()})
    if not wanted:
        raise OutageError(f"outage {given['number']} names no area; write at least one, like site:云栖苑")
    state = given.pop("state")
    work.session.flush()
    row = Outage(**given, state=OutageState.ANNOUNCED, published_at=work.now).model_dump(exclude={"id"})
    added = insert_once(work.session, Outage, row)
    outage = by_number(work, given["number"])
    assert outage is not None
    if added:
        _set_areas(work, outage, wanted)
        _publish(work, outage, OutageState.RESTORED if _passed(work, outage, values) else state)
        return "added"
    changed = _change(work, outage, given, wanted, state)
    return "changed" if _move(work, outage, state) or changed else "unchanged"


def change(
    work: Work, outage: Outage, values: Mapping[str, Any], areas: Iterable[Area] | None = None
) -> bool:
    """Changes only what is given (keys of ``OutageValues``); False when nothing changed. Raises ``OutageError``."""
    given: Any = {name: getattr(outage, name) for name in ("number", "kind", "state", *CARED)} | dict(values)
    return record(work, given, areas_of(work, outage) if areas is None else areas) == "changed"


def start(work: Work, outage: Outage) -> bool:
    """It began. False when it had begun already. Raises ``OutageError`` for one that is over."""
    if outage.state in OVER:
        raise OutageError(f"outage {outage.number} is {outage.state}; give a new one a number of its own")
    return _move(work, outage, OutageState.STARTED)


def restore(work: Work, outage: Outage) -> bool:
    """It is over; whoever heard of it or reported it is told. Raises ``OutageError`` for a cancelled one."""
    return _move(work, outage, OutageState.RESTORED)


def cancel(work: Work, outage: Outage) -> bool:
    """It does not happen; whoever heard of it is told. Raises ``OutageError`` for one that began."""
    return _move(work, outage, OutageState.CANCELLED)


def by_number(work: Work, number: str) -> Outage | None:
    """The outage as it is now, held for this transaction."""
    query = select(Outage).where(Outage.number == number).with_for_update()
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def areas_of(work: Work, outage: Outage) -> list[Area]:
    areas = work.session.exec(select(OutageArea).where(OutageArea.outage_id == outage.id))
    return sorted((area.kind, area.name) for area in areas)


def everything(work: Work, *, over: bool = False, limit: int = 200) -> Sequence[Outage]:
    """Outages, the latest start first; those that are over only when wanted."""
    query = select(Outage).order_by(col(Outage.starts_at).desc()).limit(limit)
    return work.session.exec(query if over else query.where(col(Outage.state).not_in(OVER))).all()


def of_accounts(work: Work, accounts: Iterable[Account], *states: OutageState) -> Sequence[Outage]:
    """The outages in one of ``states`` whose areas hold any of these accounts, by start."""
    names = {kind: set[str]() for kind in AreaKind}
    for account in accounts:
        for kind, name in areas_around(account):
            names[kind].add(name)
    where = [
        (col(OutageArea.kind) == kind) & col(OutageArea.name).in_(some)
        for kind, some in names.items()
        if some
    ]
    if not where:
        return []
    held = select(OutageArea.outage_id).where(or_(*where))
    query = select(Outage).where(col(Outage.id).in_(held), col(Outage.state).in_(states))
    return work.session.exec(query.order_by(col(Outage.starts_at), col(Outage.id))).all()


def areas_around(account: Account) -> list[Area]:
    """The areas that an account is in."""
    pairs = (
        (AreaKind.SITE, account.site),
        (AreaKind.BUILDING, account.building),
        (AreaKind.FEEDER, account.feeder),
        (AreaKind.ACCOUNT, account.number),
    )
    return [(kind, name) for kind, name in pairs if name]


def advance(work: Work) -> int:
    """What time does to outages: a planned one starts; of one that should be over staff are asked. A task of the
    clock; returns how many."""
    query = select(Outage).where(col(Outage.next_at) <= work.now).order_by(col(Outage.next_at)).limit(50)
    due = work.session.exec(query.with_for_update(skip_locked=True)).all()
    for outage in due:
        outage.next_at = None
        work.session.add(outage)
        if outage.state == OutageState.ANNOUNCED:
            start(work, outage)
        elif outage.state == OutageState.STARTED:
            outage_calls.ask_whether_over(work, outage)
    return len(due)


def _checked(work: Work, values: OutageValues) -> dict[str, Any]:
    number = values.get("number", "").strip()
    if not number:
        raise OutageError("the outage has no number; give it the company's reference")
    missing = [name for name in ("kind", "supply", "starts_at") if values.get(name) is None]
    if missing:
        raise OutageError(f"outage {number}: {missing[0]} is missing; write it")
    starts_at, ends_at = values["starts_at"], values.get("ends_at")
    if ends_at is not None and not starts_at < ends_at <= starts_at + LONGEST:
        raise OutageError(
            f"outage {number}: it ends {ends_at:%Y-%m-%d %H:%M} and starts {starts_at:%Y-%m-%d %H:%M};"
            f" the end comes after the start, by at most {LONGEST.days} days"
        )
    if abs(starts_at - work.now) > timedelta(days=3660):
        raise OutageError(f"outage {number}: {starts_at:%Y-%m-%d} is not within ten years; mend the date")
    kind = OutageKind(values["kind"])
    usual = OutageState.STARTED if kind == OutageKind.FAULT else OutageState.ANNOUNCED
    state = OutageState(values.get("state") or usual)
    return {
        "number": number,
        "kind": kind,
        "supply": Supply(values["supply"]),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "cause_zh": values.get("cause_zh", "").strip(),
        "cause_en": values.get("cause_en", "").strip(),
        "state": usual if kind == OutageKind.FAULT and state == OutageState.ANNOUNCED else state,
    }


def _passed(work: Work, outage: Outage, values: OutageValues) -> bool:
    """Whether its end is past and nobody says that it goes on all the same."""
    said = values.get("state") not in (None, OutageState.ANNOUNCED)
    return not said and outage.ends_at is not None and outage.ends_at <= work.now


def _publish(work: Work, outage: Outage, state: OutageState) -> None:
    """A new outage: whoever it concerns hears of it, unless it is over already."""
    if state in OVER:
        ended = outage.ends_at if outage.ends_at is not None and outage.ends_at <= work.now else work.now
        _close(
            outage, OutageState.CANCELLED if state == OutageState.CANCELLED else OutageState.RESTORED, ended
        )
        return
    if outage.kind == OutageKind.FAULT:
        outage.state, outage.started_at = OutageState.STARTED, outage.starts_at
        outage.next_at = outage.ends_at
        _round(work, outage, Told.FAULT)
    elif state == OutageState.STARTED or outage.starts_at <= work.now:
        _begin(work, outage)
    else:
        _announce(work, outage)


def _announce(work: Work, outage: Outage) -> None:
    """Told of now, or so many days ahead; reminded of before it starts."""
    policy = work.policy.outages
    publish_at = max(work.now, outage.starts_at - timedelta(days=policy.publish_days))
    _round(work, outage, Told.ANNOUNCED, publish_at)
    _remind(work, outage, publish_at)
    outage.next_at = outage.starts_at


def _remind(work: Work, outage: Outage, after: datetime) -> None:
    for minutes in work.policy.outages.remind_minutes:
        at = outage.starts_at - timedelta(minutes=minutes)
        if at > after:
            _round(work, outage, Told.REMINDER, at, minutes=minutes)


def _change(
    work: Work, outage: Outage, given: Mapping[str, Any], wanted: Sequence[Area], state: OutageState
) -> bool:
    """Takes over what differs and plans what is told of it."""
    if given["kind"] != outage.kind:
        raise OutageError(f"outage {outage.number} is {outage.kind}; give the other one a number of its own")
    before = areas_of(work, outage)
    same_areas = sorted(before) == sorted(wanted)
    if same_areas and all(given[name] == getattr(outage, name) for name in CARED):
        return False
    known_to_people, old_end = announced(work, outage), outage.ends_at
    for name in CARED:
        setattr(outage, name, given[name])
    _set_areas(work, outage, wanted)
    if outage.state not in OVER and state not in OVER:
        outage.version += 1
        _hush(work, outage, "the outage was changed")
        if outage.state == OutageState.STARTED and outage.ends_at != old_end:
            outage.next_at = outage.ends_at
            outage_calls.ask_no_more(work, outage)
        _tell_change(work, outage, known_to_people, [] if same_areas else before)
    work.session.add(outage)
    return True


def _tell_change(work: Work, outage: Outage, known_to_people: bool, before: Sequence[Area]) -> None:
    if outage.kind == OutageKind.FAULT:
        _round(work, outage, Told.FAULT)
    elif outage.state == OutageState.STARTED:
        _round(work, outage, Told.CHANGED)
    elif known_to_people:
        _round(work, outage, Told.CHANGED)
        _remind(work, outage, work.now)
        outage.next_at = outage.starts_at
    else:
        _announce(work, outage)
    if before:
        _round(work, outage, Told.LEFT, areas=before)


def _move(work: Work, outage: Outage, state: OutageState) -> bool:
    """Brings the outage into a later state; an earlier one than it has is old news."""
    if state == outage.state or state == OutageState.ANNOUNCED:
        return False
    if outage.state in OVER:
        if state == OutageState.STARTED:
            return False
        raise OutageError(f"outage {outage.number} is {outage.state} and stays so; mend its state")
    if state == OutageState.CANCELLED and outage.state == OutageState.STARTED:
        raise OutageError(f"outage {outage.number} has started; it can be restored, not cancelled")
    outage.version += 1
    if state == OutageState.STARTED:
        _hush(work, outage, "the outage has started")
        _begin(work, outage)
    else:
        _hush(work, outage, f"the outage is {state}")
        _close(outage, state, work.now)
        _round(work, outage, Told.RESTORED if state == OutageState.RESTORED else Told.CANCELLED)
        outage_calls.drop(work, outage)
        if state == OutageState.RESTORED:
            outage_tickets.tell_restored(work, outage)
    work.session.add(outage)
    return True


def _begin(work: Work, outage: Outage) -> None:
    outage.state, outage.started_at = OutageState.STARTED, min(work.now, outage.starts_at)
    outage.next_at = outage.ends_at
    _round(work, outage, Told.STARTED)


def _close(outage: Outage, state: OutageState, at: datetime) -> None:
    outage.state, outage.next_at = state, None
    if state == OutageState.RESTORED:
        outage.restored_at, outage.started_at = at, outage.started_at or min(at, outage.starts_at)
    else:
        outage.cancelled_at = at


def _hush(work: Work, outage: Outage, reason: str) -> None:
    """What was to be said of the outage as it was is not said any more; rounds that were not over end.

    A fault's first message that still waits is left: what is new is written into it.
    """
    rounds = (col(OutageRound.outage_id) == outage.id) & col(OutageRound.due_at).is_not(None)
    work.session.exec(update(OutageRound).where(rounds).values(due_at=None))
    goes_on = outage.kind == OutageKind.FAULT and reason == "the outage was changed"
    if not goes_on:
        post.unsay(work, reason, col(Notice.subject) == subject_of(outage))


def announced(work: Work, outage: Outage) -> bool:
    """Whether planning of what customers hear first has begun."""
    begun = select(OutageRound.id).where(
        OutageRound.outage_id == outage.id,
        col(OutageRound.what).in_((Told.ANNOUNCED, Told.CHANGED)),
        col(OutageRound.last_account_id) > 0,
    )
    return work.session.exec(begun.limit(1)).first() is not None


def _round(
    work: Work,
    outage: Outage,
    what: Told,
    at: datetime | None = None,
    *,
    minutes: int = 0,
    areas: Sequence[Area] | None = None,
) -> None:
    areas = areas_of(work, outage) if areas is None else areas
    work.session.add(
        OutageRound(
            outage_id=outage.id or 0,
            what=what,
            version=outage.version,
            minutes=minutes,
            areas=[[kind, name] for kind, name in areas],
            due_at=at or work.now,
            made_at=work.now,
        )
    )


def _set_areas(work: Work, outage: Outage, wanted: Sequence[Area]) -> None:
    kept = set(areas_of(work, outage))
    for area in work.session.exec(select(OutageArea).where(OutageArea.outage_id == outage.id)).all():
        if (area.kind, area.name) not in wanted:
            work.session.delete(area)
    for kind, name in wanted:
        if (kind, name) not in kept:
            work.session.add(OutageArea(outage_id=outage.id or 0, kind=kind, name=name))
    work.session.flush()


def subject_of(outage: Outage) -> str:
    """What notices of the outage are about."""
    return f"outage:{outage.id}"
