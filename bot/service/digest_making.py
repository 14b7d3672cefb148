"""A digest counted from the rows, each ticket as it stood at the end of its days, whenever that is asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.digest import Digest, Figures, Week, kept_of, opinion_of
from bot.desk.digest_order import Occasion, Order
from bot.desk.digest_periods import WEEK, Period, begin_of
from bot.desk.labels import Category
from bot.desk.ticket_course import Course
from bot.service import digest_facts, digest_lines, ticket_courses
from bot.service.ticket_courses import Known
from bot.service.work import Work

INSTANT = timedelta(microseconds=1)
WEEKS_BEFORE = 8  # of the trend


def digest(work: Work, order: Order, *, people: bool = False) -> Digest:
    """The digest that is wanted, until now at the latest. ``people``: with the records of the members of staff, which
    are for management only.
    """
    zone, period = work.policy.zone, order.period
    begin, end = period.instants(zone)
    end = max(min(end, order.until or work.now + INSTANT), begin + INSTANT)
    weeks = _weeks(period) if order.occasion == Occasion.WEEKLY else []
    earliest = min([period.before, *(one.first for one in weeks)])
    known = ticket_courses.since(work, begin_of(earliest, zone))
    courses = [one.course for one in known]
    before = period.instants_before(zone)
    whole = replace(
        _bare(work, known, begin, end),
        surveys=digest_facts.marks(work, begin, end),
        pledges=digest_facts.pledges(work, begin, end),
        recurring=digest_facts.recurring(work, begin, end),
        records=digest_facts.people(work, begin, end) if people else (),
        weeks=tuple(week for one in weeks for week in _week(work, courses, one, end)),
        previous=tuple(_figures(work, courses, *before).items()),
        opinion_before=opinion_of(
            [
                *digest_lines.stars_of(work, *before).values(),
                *(one.stars for one in digest_facts.marks(work, *before)),
            ]
        ),
        kept_before=kept_of(digest_facts.pledges(work, *before)),
    )
    return whole.of(order.department) if order.department else whole


def _bare(work: Work, known: Sequence[Known], begin: datetime, end: datetime) -> Digest:
    stars = digest_lines.stars_of(work, begin, end)
    mine = [one for one in known if digest_lines.belongs(one.course, begin, end, stars)]
    return Digest(begin, end, work.policy.zone, lines=tuple(digest_lines.lines(work, mine, end, stars)))


def _figures(
    work: Work, courses: Sequence[Course], begin: datetime, end: datetime
) -> dict[Category, Figures]:
    """Of every department, counted as a digest of these days would count them."""
    lines = [digest_lines.counting(one, end) for one in courses if digest_lines.belongs(one, begin, end, {})]
    return Digest(begin, end, work.policy.zone, lines=tuple(lines)).by_department()


def _weeks(period: Period) -> list[Period]:
    """The weeks of the trend, oldest first, the period's own last."""
    return [
        Period(period.first - WEEK * number, period.end - WEEK * number, period.before - WEEK * number)
        for number in range(WEEKS_BEFORE, -1, -1)
    ]


def _week(work: Work, courses: Sequence[Course], week: Period, latest: datetime) -> list[Week]:
    begin, end = week.instants(work.policy.zone)
    figures = _figures(work, courses, begin, min(end, latest))
    return [Week(week.first, category, of) for category, of in figures.items()]
