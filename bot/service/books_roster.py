"""Staff and their roster, of the company's files: who is staff, their shifts by date or by days of the week, leave."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.shift import RosterKind
from bot.service import leaves, roster, shifts
from bot.service.books_roster_rows import MIDNIGHT, RosterRow, StaffRow, Weekly
from bot.service.books_taken import Managers, Taken
from bot.service.shifts import Stretch
from bot.service.work import Work

DAY = timedelta(days=1)


def take_staff(work: Work, rows: Mapping[int, StaffRow]) -> Taken:
    """Writes members of the staff by their Telegram user id; ``rows`` by the line they stand in."""
    taken = Taken()
    for row in rows.values():
        known = work.session.exec(select(Agent).where(Agent.user_id == int(row.number))).first()
        before = known.model_dump() if known else None
        agent = roster.add(work, int(row.number), row.name, known.role if known else Role.AGENT, None)
        given = row.model_fields_set
        roster.change(
            work,
            agent.user_id,
            row.role,
            row.department,
            row.languages if "languages" in given else None,
            row.sites if "sites" in given else None,
        )
        if before is None:
            taken.added += 1
        elif before == agent.model_dump():
            taken.unchanged += 1
        else:
            taken.changed += 1
    return taken


def take_roster(work: Work, rows: Mapping[int, RosterRow]) -> Taken:
    """Plans shifts and enters leave; ``rows`` by the line they stand in. A later file's word on the same hours of a
    person replaces the former one's.
    """
    taken, staff = Taken(), Managers(work)
    found: dict[int, int] = {}
    for line, row in rows.items():
        agent_id = staff.find(taken, line, row.person, "person")
        if agent_id is not None:
            found[line] = agent_id
    for line, agent_id in found.items():  # first, so that shifts of these days in the same file stay
        if rows[line].kind == RosterKind.OFF:
            _take_off(work, taken, rows[line], agent_id)
        elif rows[line].kind == RosterKind.LEAVE:
            _take_leave(work, taken, rows[line], agent_id)
    _take_shifts(work, taken, {line: (rows[line], agent_id) for line, agent_id in found.items()})
    return taken


def _take_shifts(work: Work, taken: Taken, rows: Mapping[int, tuple[RosterRow, int]]) -> None:
    lines: dict[Stretch, int] = {}
    for line, (row, agent_id) in rows.items():
        if row.kind in (RosterKind.LEAVE, RosterKind.OFF):
            continue
        for one in _stretches(work, row, agent_id):
            if one in lines:
                taken.refuse(line, "day", "", "shift_overlaps", first=lines[one])
            lines.setdefault(one, line)
    for first, then in shifts.overlapping(lines):
        early, late = sorted((lines[first], lines[then]))
        taken.refuse(late, "day", "", "shift_overlaps", first=early)
    bad = {one.line for one in taken.mistakes}
    good = [one for one, line in lines.items() if line not in bad]
    outcomes: dict[int, set[str]] = {}
    for one, outcome in zip(good, shifts.plan_all(work, good), strict=True):
        outcomes.setdefault(lines[one], set()).add(outcome)
    for came in outcomes.values():
        word = next(one for one in ("changed", "added", "unchanged") if one in came)
        setattr(taken, word, getattr(taken, word) + 1)


def _stretches(work: Work, row: RosterRow, agent_id: int) -> Iterator[Stretch]:
    begins = row.begins if row.begins is not None else 0
    ends = row.ends if row.ends is not None else MIDNIGHT
    ends += MIDNIGHT if ends <= begins else 0
    for day in _days(work, row, agent_id):
        start, end = _instant(work, day, begins), _instant(work, day, ends)
        yield Stretch(agent_id, start, end, on_call=row.kind == RosterKind.ON_CALL)


def _days(work: Work, row: RosterRow, agent_id: int) -> Iterator[date]:
    """The local days of a row."""
    if not isinstance(row.on, Weekly):
        yield row.on
        return
    assert row.since is not None
    assert row.until is not None
    department = Category(work.session.get_one(Agent, agent_id).department or Category.SERVICE)
    calendar = work.policy.calendar(work.policy.departments.of(department).calendar)
    for count in range((row.until - row.since).days + 1):
        day = row.since + timedelta(days=count)
        if calendar.day(day).hours if row.on.workdays else day.weekday() in row.on.days:
            yield day


def _instant(work: Work, day: date, minutes: int) -> datetime:
    """By the clocks of the desk's zone; on a night when they change, the hours of the day are still those."""
    over, minute = divmod(minutes, MIDNIGHT)
    wall = time(minute // 60, minute % 60)
    return datetime.combine(day + over * DAY, wall, work.policy.zone).astimezone(work.now.tzinfo)


def _take_leave(work: Work, taken: Taken, row: RosterRow, agent_id: int) -> None:
    first = row.on if isinstance(row.on, date) else row.since
    assert first is not None
    last = row.until or first
    changed = False
    if last >= work.now.astimezone(work.policy.zone).date():  # what is over needs no new hands
        _, changed = leaves.give(work, work.session.get_one(Agent, agent_id), first, last)
    taken.added += changed
    taken.unchanged += not changed


def _take_off(work: Work, taken: Taken, row: RosterRow, agent_id: int) -> None:
    days = list(_days(work, row, agent_id))
    freed = sum(
        shifts.unplan(work, agent_id, _instant(work, one, 0), _instant(work, one, MIDNIGHT)) for one in days
    )
    taken.changed += bool(freed)
    taken.unchanged += not freed
