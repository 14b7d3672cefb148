"""A month of a company, made up from a seed: who works when, which tickets come, and what people do with them.

Everything happens at whole minutes, counted from ``BEGIN``, a Monday at midnight in Shanghai. The month has the public
holidays of the autumn of 2026 in it (three days in September, a week in October) and their two make-up days.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

BEGIN = datetime(2026, 9, 13, 16, 0, tzinfo=UTC)  # Monday the 14th, 0:00 in Shanghai
DAY = 24 * 60
DAYS = 31
HOLIDAYS = {11, 12, 13, *range(17, 24)}  # days of the month, from 0: 25–27 September, 1–7 October
DEPARTMENTS = ("design", "quality", "sales_promise", "service")
KINDS = ("complaint", "inquiry", "suggestion", "praise")
STANDINGS = ("ordinary", "vip", "key", "credit_risk")
EARLY, LATE, NIGHT = (8 * 60, 16 * 60), (14 * 60, 22 * 60), (22 * 60, 32 * 60)  # of a day


@dataclass(frozen=True)
class Turn:
    """A shift: minutes from ``begin`` until before ``end``."""

    begin: int
    end: int
    on_call: bool = False


@dataclass(frozen=True)
class Person:
    """``away``: the first and the last day of leave, counted from 0."""

    name: str
    role: str
    department: str | None
    languages: tuple[str, ...]
    turns: tuple[Turn, ...]
    away: tuple[int, int] | None = None


@dataclass(frozen=True)
class Deed:
    """``what``: take, answer, spoke, wait, go_on, urgent, calm, offer, accept, decline, resolve, reopen, withdraw, or
    ``kind`` and ``category``, which are corrected to ``label``.

    ``person`` takes the ticket, or is offered it (an index).
    """

    minute: int
    what: str
    person: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Course:
    """A ticket from its filing on; no two of its deeds are in the same minute."""

    kind: str
    category: str
    language: str
    urgent: bool
    standing: str  # the customer's class
    filed: int
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Month:
    people: tuple[Person, ...]
    courses: tuple[Course, ...]
    minutes: int


@dataclass
class _Writer:
    """Writes one ticket's course, deed by deed."""

    chance: random.Random
    now: int
    last: int
    staff: Sequence[int]
    deeds: list[Deed] = field(default_factory=list)

    def then(self, what: str, typically: int, person: int | None = None, label: str = "") -> None:
        """It happens after some time, which is ``typically`` so many minutes, and now and then ten times that."""
        self.now += max(int(typically * self.chance.lognormvariate(0, 1.2)), 1)
        if self.now < self.last:
            self.deeds.append(Deed(self.now, what, person, label))

    def anybody(self) -> int:
        return self.chance.choice(self.staff)

    def likely(self, share: float) -> bool:
        return self.chance.random() < share


def month(seed: int, people: int = 50, tickets: int = 5000, days: int = DAYS) -> Month:
    """``tickets`` are filed on the first three quarters of the ``days``, so that silence has time to climb."""
    chance = random.Random(seed)
    staff = tuple(_people(chance, people, days))
    filed = sorted(_filed(chance, max(days * 3 // 4, 1)) for _ in range(tickets))
    return Month(staff, tuple(_course(chance, staff, minute, days * DAY) for minute in filed), days * DAY)


def _people(chance: random.Random, number: int, days: int) -> Iterator[Person]:
    """Of each department one head, a lead for each half of the day, and agents; two people are the management."""
    for index in range(number):
        department = DEPARTMENTS[index % len(DEPARTMENTS)]
        rank = index // len(DEPARTMENTS)
        role = "head" if rank == 0 else "lead" if rank < 3 else "agent"
        name = f"{role} {index:03d}"
        languages = chance.choice(((), ("zh",), ("zh", "en")))
        first = chance.randrange(days)
        away = (first, first + chance.randrange(1, 5)) if chance.random() < 0.3 else None
        if index >= number - 2:
            yield Person(f"manager {index:03d}", "manager", None, (), (), away)
        else:
            turns = tuple(_turns(chance, role, rank, index, days))
            yield Person(name, role, department, languages, turns, away)


def _turns(chance: random.Random, role: str, rank: int, index: int, days: int) -> Iterator[Turn]:
    if role == "head":
        return
    for day in range(days):
        hours = EARLY if rank % 2 else LATE
        free = day % 7 in (index % 7, (index + 3) % 7) or (day in HOLIDAYS and chance.random() < 0.7)
        if not free:
            yield Turn(day * DAY + hours[0], day * DAY + hours[1])
        if role == "lead" and day % 8 == index % 8:
            yield Turn(day * DAY + NIGHT[0], day * DAY + NIGHT[1], on_call=True)


def _filed(chance: random.Random, days: int) -> int:
    hour = chance.choices((chance.uniform(8, 20), chance.uniform(0, 24)), (0.85, 0.15))[0]
    return chance.randrange(days) * DAY + int(hour * 60)


def _course(chance: random.Random, people: Sequence[Person], filed: int, last: int) -> Course:
    category = chance.choices(DEPARTMENTS, (2, 5, 2, 4))[0]
    kind = chance.choices(KINDS, (10, 6, 2, 2))[0]
    staff = [
        index
        for index, one in enumerate(people)
        if one.department == category and one.role in ("agent", "lead")
    ]
    course = _Writer(chance, filed, last, staff)
    urgent = course.likely(0.04)
    _write(course, urgent)
    language = "en" if course.likely(0.2) else "zh"
    standing = chance.choices(STANDINGS, (88, 6, 4, 2))[0]
    return Course(kind, category, language, urgent, standing, filed, tuple(course.deeds))


def _write(course: _Writer, urgent: bool) -> None:
    if course.likely(0.05):  # nobody ever looks at it
        if course.likely(0.5):
            course.then("spoke", 600)
        return
    if course.likely(0.05):
        _relabel(course)
    course.then("take", 5 if urgent else 30, course.anybody())
    if urgent and course.likely(0.2):
        course.then("calm", 20)
    if course.likely(0.95):
        course.then("answer", 5 if urgent else 30)
    for _ in range(course.chance.choices((0, 1, 2), (6, 3, 1))[0]):
        _talk(course)
    if course.likely(0.03):
        course.then("withdraw", 300)
    elif course.likely(0.96):
        course.then("resolve", 500)
        if course.likely(0.05):
            course.then("reopen", 1000)
            course.then("answer", 60)
            course.then("resolve", 500)


def _talk(course: _Writer) -> None:
    """Something between the first answer and the end."""
    what = course.chance.choices(("spoke", "wait", "urgent", "offer", "relabel"), (6, 4, 1, 3, 1))[0]
    match what:
        case "spoke":
            course.then("spoke", 200)
            if course.likely(0.9):
                course.then("answer", 60)
        case "wait":
            course.then("wait", 60)
            course.then(course.chance.choice(("spoke", "go_on")), 700)
        case "urgent":
            course.then("urgent", 120)
            if course.likely(0.5):
                course.then("answer", 10)
            if course.likely(0.3):
                course.then("calm", 60)
        case "relabel":
            _relabel(course)
        case "offer":
            receiver = course.anybody()
            course.then("offer", 60, receiver)
            answer = course.chance.choices(("accept", "decline", ""), (6, 1, 3))[0]
            if answer:
                course.then(answer, 25, receiver)


def _relabel(course: _Writer) -> None:
    """Somebody corrects what kind it is of, or whose it is; it may be what it was."""
    what, labels = course.chance.choice((("kind", KINDS), ("category", DEPARTMENTS)))
    course.then(what, 60, label=course.chance.choice(labels))
