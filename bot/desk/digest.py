"""What goes back to the company: the matters of a period, and the figures that are drawn from them.

Every figure is counted from the lines that a digest holds, so that whoever doubts one can be shown the tickets.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.desk.finding import FindingState
from bot.desk.labels import Category, Kind
from bot.desk.party import Standing
from bot.desk.promise import PromiseState
from bot.desk.ticket import LIVE, State

BEST_STARS = 5
PROMOTES_FROM, DETRACTS_TO = 5, 3  # stars, as 9-10 and 0-6 of the eleven steps of a net promoter score
FEWEST_MARKS = 5  # a percentage of fewer would say more than they do

Key = TypeVar("Key")


@dataclass(frozen=True)
class Line:
    """One ticket as it stood at the end of the period.

    ``late_by``: working time by which the worst of its clocks was overrun until then: of an open ticket one that still
    ran, of a closed one any since it was last opened; zero: none was. ``warned``: a running clock is near its end.
    ``stars``: given within the period. ``green``: it goes through the green channel. Every time is aware.
    """

    number: str
    filed_at: datetime
    kind: Kind
    category: Category
    state: State
    site: str = ""
    owner: str = ""
    standing: Standing = Standing.ORDINARY
    first_response_due_at: datetime | None = None
    first_response_at: datetime | None = None
    resolution_due_at: datetime | None = None
    resolved_at: datetime | None = None
    late_by: timedelta = timedelta()
    warned: bool = False
    green: bool = False
    stars: int | None = None
    words: str = ""
    link: str = ""  # of its topic in the staff group


@dataclass(frozen=True)
class Mark:
    """Stars (1 to 5) of the periodic survey: of a customer, not of a ticket."""

    standing: Standing
    stars: int
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class Pledge:
    """A promise that was due within the period, or still waits at its end (``PromiseState.MADE``)."""

    number: str  # of its ticket
    category: Category
    owner: str
    words: str
    due_at: datetime
    state: PromiseState


@dataclass(frozen=True)
class Recurring:
    """What came up again and again: the tickets behind a finding, and what the department says to it."""

    category: Category
    site: str
    numbers: tuple[str, ...]
    state: FindingState
    plan: str = ""


@dataclass(frozen=True)
class Record:
    """What one member of staff did in the period, in tickets."""

    name: str
    handled: int = 0
    late: int = 0
    transferred: int = 0
    praised: int = 0


@dataclass(frozen=True)
class Figures:
    """Tickets: ``filed`` and ``resolved`` within the period; ``open``, and of those ``warned`` and ``late``, at its
    end; ``resolved_late`` of those resolved.
    """

    filed: int = 0
    open: int = 0
    warned: int = 0
    late: int = 0
    resolved: int = 0
    resolved_late: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))

    @property
    def on_time(self) -> int:
        """Open tickets with no clock late or near its end."""
        return self.open - self.warned - self.late


@dataclass(frozen=True)
class Week:
    """One department's figures of the week (or day) that began on a local date; older ones are kept as figures only."""

    begin: date
    category: Category
    figures: Figures


@dataclass(frozen=True)
class Opinion:
    """How many gave one star, two … five."""

    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def marks(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """1 to 5 stars; None without a mark."""
        if not self.marks:
            return None
        return sum(stars * count for stars, count in enumerate(self.counts, 1)) / self.marks

    @property
    def net(self) -> int | None:
        """Percent of five stars less percent of three and fewer, -100 to 100: like a net promoter score. None with
        fewer than ``FEWEST_MARKS``.
        """
        if self.marks < FEWEST_MARKS:
            return None
        promoters, detractors = sum(self.counts[PROMOTES_FROM - 1 :]), sum(self.counts[:DETRACTS_TO])
        return round(100 * (promoters - detractors) / self.marks)


@dataclass(frozen=True)
class Kept:
    """Promises by what became of them."""

    kept: int = 0
    broken: int = 0
    waiting: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.kept + other.kept, self.broken + other.broken, self.waiting + other.waiting)

    @property
    def total(self) -> int:
        return self.kept + self.broken + self.waiting

    @property
    def percent(self) -> int | None:
        """Of those that ended, how many were kept; None when none has ended."""
        ended = self.kept + self.broken
        return round(100 * self.kept / ended) if ended else None


@dataclass(frozen=True)
class Digest:
    """A period from ``begin`` (included) to ``end`` (not included), aware; ``zone`` is the one people read it in.

    ``lines``: every ticket that was filed, resolved or rated in the period or was open at its end. ``weeks``: those
    before it and this one, oldest first, for the trend. ``previous``: the period before, by department. ``departments``
    are the ones it speaks of. ``opinion_before`` and ``kept_before`` are of the period before; None: not known.
    """

    begin: datetime
    end: datetime
    zone: ZoneInfo
    lines: tuple[Line, ...] = ()
    surveys: tuple[Mark, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    records: tuple[Record, ...] = ()
    weeks: tuple[Week, ...] = ()
    previous: tuple[tuple[Category, Figures], ...] = ()
    departments: tuple[Category, ...] = tuple(Category)
    opinion_before: Opinion | None = None
    kept_before: Kept | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local day, both included."""
        last = (self.end - timedelta(microseconds=1)).astimezone(self.zone)
        return self.begin.astimezone(self.zone).date(), last.date()

    def of(self, department: Category) -> "Digest":
        """Its part for one department. Surveys and people's records belong to none and stay with management."""
        return replace(
            self,
            lines=tuple(one for one in self.lines if one.category == department),
            pledges=tuple(one for one in self.pledges if one.category == department),
            recurring=tuple(one for one in self.recurring if one.category == department),
            weeks=tuple(one for one in self.weeks if one.category == department),
            previous=tuple(one for one in self.previous if one[0] == department),
            surveys=(),
            records=(),
            departments=(department,),
            opinion_before=None,
            kept_before=None,
        )

    def counted(self, line: Line) -> Figures:
        """What one ticket adds to the figures: ones and zeros."""
        live = line.state in LIVE
        resolved = line.state == State.RESOLVED and self._within(line.resolved_at)
        late = line.late_by > timedelta()
        return Figures(
            filed=int(self._within(line.filed_at)),
            open=int(live),
            warned=int(live and line.warned and not late),
            late=int(live and late),
            resolved=int(resolved),
            resolved_late=int(resolved and late),
        )

    def figures(self) -> Figures:
        """Of all lines."""
        return sum((self.counted(line) for line in self.lines), Figures())

    def green(self) -> Figures:
        """Of what goes through the green channel."""
        return sum((self.counted(line) for line in self.lines if line.green), Figures())

    def by_department(self) -> dict[Category, Figures]:
        """Each department of the digest, also one without a ticket."""
        found = self._by(lambda line: line.category)
        return {one: found.get(one, Figures()) for one in self.departments}

    def by_kind(self) -> dict[Kind, Figures]:
        """Each kind, also one without a ticket."""
        found = self._by(lambda line: line.kind)
        return {one: found.get(one, Figures()) for one in Kind}

    def by_site(self) -> dict[str, Figures]:
        """Sites by open tickets, most first; "" holds the tickets of no known site and comes last."""
        found = self._by(lambda line: line.site)
        return dict(sorted(found.items(), key=lambda one: (not one[0], -one[1].open, -one[1].late, one[0])))

    def before(self) -> Figures | None:
        """The period before; None when it is not known."""
        return sum((figures for _, figures in self.previous), Figures()) if self.previous else None

    def trend(self) -> list[tuple[date, Figures]]:
        """The figures of each week, over all departments, oldest first."""
        found: dict[date, Figures] = {}
        for week in self.weeks:
            found[week.begin] = found.get(week.begin, Figures()) + week.figures
        return sorted(found.items())

    def opinion(self) -> Opinion:
        """Of everybody who gave stars, to a ticket or in a survey."""
        return opinion_of(stars for _, stars in self._stars())

    def opinions(self) -> dict[Standing, Opinion]:
        """By class of customer; only classes of which somebody gave stars."""
        return {
            one: opinion_of(stars for standing, stars in self._stars() if standing == one)
            for one in Standing
            if any(standing == one for standing, _ in self._stars())
        }

    def promises(self) -> dict[Category, Kept]:
        """Each department of the digest, also one without a promise."""
        return {
            one: kept_of(pledge for pledge in self.pledges if pledge.category == one)
            for one in self.departments
        }

    def _by(self, key: Callable[[Line], Key]) -> dict[Key, Figures]:
        found: dict[Key, Figures] = {}
        for line in self.lines:
            found[key(line)] = found.get(key(line), Figures()) + self.counted(line)
        return found

    def _within(self, moment: datetime | None) -> bool:
        return moment is not None and self.begin <= moment < self.end

    def _stars(self) -> list[tuple[Standing, int]]:
        tickets = [(line.standing, line.stars) for line in self.lines if line.stars is not None]
        return tickets + [(mark.standing, mark.stars) for mark in self.surveys]


def opinion_of(stars: Iterable[int]) -> Opinion:
    """Of these marks, 1 to 5 each."""
    found = Counter(stars)
    one, two, three, four, five = (found[number] for number in range(1, BEST_STARS + 1))
    return Opinion((one, two, three, four, five))


def kept_of(pledges: Iterable[Pledge]) -> Kept:
    """What became of these promises."""
    found = Counter(pledge.state for pledge in pledges)
    return Kept(found[PromiseState.KEPT], found[PromiseState.BROKEN], found[PromiseState.MADE])
