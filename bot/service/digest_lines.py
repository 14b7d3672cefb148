"""The lines of a digest: each ticket as it stood at the end of a period, with the words and names that go with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk import clocks
from bot.desk.account import Account
from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.digest import Line
from bot.desk.party import Standing
from bot.desk.policy import ROUND_THE_CLOCK, UnknownCalendar
from bot.desk.rating import Rating
from bot.desk.remark import Remark
from bot.desk.ticket import LIVE, State, number_of
from bot.desk.ticket_clock import Metric, Pause
from bot.desk.ticket_course import Course, Run
from bot.desk.transcript import Message
from bot.desk.working import NONE, Calendar, working_between
from bot.service import staffgroup, standing
from bot.service.ticket_courses import Known, pieces
from bot.service.view import shortened
from bot.service.work import Work

INSTANT = timedelta(seconds=1)  # late by no working time yet is late all the same
WORDS = 500  # characters of what the customer wrote
COUNTED = ("number", "filed_at", "kind", "category", "state", "resolved_at", "warned", "green", "stars")


@dataclass(frozen=True)
class Names:
    """What ids mean: of tickets what opened them and their class, of agents and accounts their names and sites.

    ``links``: where the topics of the staff group are; empty where Telegram has no address for them.
    """

    words: Mapping[int, str]
    agents: Mapping[int, str]
    sites: Mapping[int, str]
    standings: Mapping[int, Standing]
    links: str


def stars_of(work: Work, begin: datetime, end: datetime) -> dict[int, int]:
    """The stars that tickets were given from ``begin`` until before ``end``, the last ones of each."""
    query = select(Rating.ticket_id, Rating.stars).where(Rating.rated_at >= begin, Rating.rated_at < end)
    return dict(work.session.exec(query.order_by(col(Rating.rated_at), col(Rating.id))).all())


def counting(course: Course, end: datetime, stars: int | None = None) -> Line:
    """The ticket just before ``end`` with all that its figures need, and nothing that somebody reads."""
    state = course.state_at(end) or course.state
    return Line(
        number=number_of(course.ticket_id),
        filed_at=course.filed_at,
        kind=course.kind_at(end),
        category=course.category_at(end),
        state=state,
        resolved_at=course.resolved_before(end),
        late_by=INSTANT if course.late_at(end) else NONE,
        warned=state in LIVE and course.near_at(end),
        green=course.green_at is not None and course.green_at < end,
        stars=stars,
    )


def belongs(course: Course, begin: datetime, end: datetime, stars: Mapping[int, int]) -> bool:
    """Whether a digest from ``begin`` until before ``end`` speaks of the ticket."""
    state = course.state_at(end)
    if state is None:
        return False
    resolved = course.resolved_before(end) if state == State.RESOLVED else None
    return (
        state in LIVE
        or course.filed_at >= begin
        or (resolved is not None and resolved >= begin)
        or course.ticket_id in stars
    )


def lines(work: Work, found: Sequence[Known], end: datetime, stars: Mapping[int, int]) -> list[Line]:
    """The lines of these tickets, whole."""
    names = _names(work, found)
    pauses = _pauses(work, [one.course.ticket_id for one in found if one.course.late_at(end)])
    return [_line(work, one, end, stars, names, pauses) for one in found]


def _line(
    work: Work,
    known: Known,
    end: datetime,
    stars: Mapping[int, int],
    names: Names,
    pauses: Mapping[int, tuple[clocks.Pause, ...]],
) -> Line:
    course = known.course
    bare = counting(course, end, stars.get(course.ticket_id))
    first, last = _run(course, Metric.FIRST_RESPONSE, end), _run(course, Metric.RESOLUTION, end)
    stood = pauses.get(course.ticket_id, ())
    late = [_late_by(work, run, end, stood) for run in course.late_at(end)]
    return Line(
        **{name: getattr(bare, name) for name in COUNTED},
        late_by=max(max(late, default=NONE), bare.late_by),
        site=names.sites.get(known.account_id or 0, ""),
        owner=names.agents.get(known.owner_id or 0, ""),
        standing=names.standings.get(course.ticket_id, Standing.ORDINARY),
        first_response_due_at=first.due_at if first else None,
        first_response_at=_before(first.stopped_at if first else None, end),
        resolution_due_at=last.due_at if last else None,
        words=names.words.get(course.ticket_id, ""),
        link=f"{names.links}{known.thread_id}" if names.links and known.thread_id else "",
    )


def _run(course: Course, metric: Metric, end: datetime) -> Run | None:
    return next((run for run in reversed(course.round_at(end)) if run.metric == metric), None)


def _before(moment: datetime | None, end: datetime) -> datetime | None:
    return moment if moment is not None and moment < end else None


def _late_by(work: Work, run: Run, end: datetime, pauses: tuple[clocks.Pause, ...]) -> timedelta:
    """Working time from its breach until it stopped, or until ``end``; pauses do not count."""
    since, until = run.late_since(end), _before(run.stopped_at, end) or end
    if since is None or until <= since:
        return NONE
    calendar = _calendar(work, run.calendar)
    stood = (
        (max(one.start, since), until if one.until is None else min(one.until, until))
        for one in pauses
        if one.start < until
    )
    still = sum((working_between(calendar, start, stop) for start, stop in stood if start < stop), NONE)
    return working_between(calendar, since, until) - still


def _calendar(work: Work, name: str) -> Calendar:
    """The clock's own calendar; where policy.toml has it no more, every instant counts."""
    try:
        return work.policy.calendar(name)
    except UnknownCalendar:
        return work.policy.calendar(ROUND_THE_CLOCK)


def _pauses(work: Work, ticket_ids: Iterable[int]) -> dict[int, tuple[clocks.Pause, ...]]:
    found: dict[int, tuple[clocks.Pause, ...]] = {}
    for ids in pieces(ticket_ids):
        query = select(Pause).where(col(Pause.ticket_id).in_(ids)).order_by(col(Pause.from_at))
        for one in work.session.exec(query):
            pause = clocks.Pause(one.from_at, one.until_at, one.reason)
            found[one.ticket_id] = (*found.get(one.ticket_id, ()), pause)
    return found


def _names(work: Work, found: Sequence[Known]) -> Names:
    sites: dict[int, str] = {}
    for ids in pieces({one.account_id for one in found if one.account_id}):
        accounts = select(Account.id, Account.site).where(col(Account.id).in_(ids))
        sites |= {key or 0: site for key, site in work.session.exec(accounts)}
    agents = {key or 0: name for key, name in work.session.exec(select(Agent.id, Agent.name))}
    return Names(_words(work, found), agents, sites, _standings(work, found), staffgroup.topics(work))


def _words(work: Work, found: Sequence[Known]) -> dict[int, str]:
    """What opened each ticket: a message, or the part of one that was about something else."""
    opened = {one.message_id: one.course.ticket_id for one in found if one.message_id}
    words: dict[int, str] = {}
    for ids in pieces(opened):
        messages = select(Message.id, Message.text).where(col(Message.id).in_(ids))
        words |= {opened[key or 0]: shortened(text, WORDS) for key, text in work.session.exec(messages)}
    for tickets in pieces(one.course.ticket_id for one in found if one.message_id is None):
        remarks = select(Remark.filed_id, Remark.text).where(col(Remark.filed_id).in_(tickets))
        words |= {key or 0: shortened(text, WORDS) for key, text in work.session.exec(remarks)}
    return words


def _standings(work: Work, found: Sequence[Known]) -> dict[int, Standing]:
    """The class that counts for each ticket: its customer's, or its account's where that is stronger."""
    customers: dict[int, Standing] = {}
    for ids in pieces({one.customer_id for one in found}):
        people = work.session.exec(select(Customer).where(col(Customer.id).in_(ids))).all()
        customers |= standing.of_customers(work, people)
    accounts = standing.of_accounts(work, {one.account_id for one in found if one.account_id})
    return {
        one.course.ticket_id: standing.stronger(
            customers.get(one.customer_id, Standing.ORDINARY),
            accounts.get(one.account_id or 0, Standing.ORDINARY),
        )
        for one in found
    }
