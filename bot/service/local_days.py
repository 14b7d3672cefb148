"""Local days: the desk's, and those of customers who live in a zone of their own, where the date is another one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, exists, literal
from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.occasion import Occasion
from bot.desk.wishes import Wishes
from bot.service.work import Work

MIDNIGHT = time(0)


@dataclass(frozen=True)
class LocalDay:
    """A date in a zone; ``desk``: it is the zone of the desk, where everybody lives who named no other."""

    date: date
    zone: ZoneInfo
    desk: bool

    def at(self, wall: time) -> datetime:
        """The instant (UTC) at which clocks there show ``wall``."""
        return datetime.combine(self.date, wall, self.zone).astimezone(UTC)

    @property
    def begin(self) -> datetime:
        return self.at(MIDNIGHT)

    @property
    def end(self) -> datetime:
        """The first instant of the next day; UTC."""
        return datetime.combine(self.date + timedelta(days=1), MIDNIGHT, self.zone).astimezone(UTC)


def today_of(work: Work) -> date:
    """The local date in the desk's zone."""
    return work.now.astimezone(work.policy.zone).date()


def todays(work: Work) -> Iterator[LocalDay]:
    """What day it is now in each zone that customers live in; the desk's first, the others are read when it is
    through.
    """
    desk = work.policy.zone
    yield LocalDay(today_of(work), desk, True)
    for zone in zones(work):
        yield LocalDay(work.now.astimezone(zone).date(), zone, False)


def zones(work: Work) -> list[ZoneInfo]:
    """The zones that customers set for themselves, but the desk's; by name."""
    query = select(col(Wishes.zone)).where(_elsewhere(work)).distinct()
    return [ZoneInfo(zone) for zone in sorted(zone for zone in work.session.exec(query) if zone)]


def zones_of(work: Work, customer_ids: Iterable[int | None]) -> dict[int, ZoneInfo]:
    """The zones of those of them who live in another one than the desk's."""
    query = select(Wishes.customer_id, Wishes.zone).where(
        col(Wishes.customer_id).in_(list(customer_ids)), _elsewhere(work)
    )
    return {customer_id: ZoneInfo(zone) for customer_id, zone in work.session.exec(query) if zone}


def lives_in(work: Work, day: LocalDay) -> ColumnElement[bool]:
    """Of customers: those who live in the day's zone."""
    if day.desk:
        return ~exists().where(col(Wishes.customer_id) == col(Customer.id), _elsewhere(work))
    # Not "exists": there are few of them, and everybody would be looked at to find them.
    return col(Customer.id).in_(select(Wishes.customer_id).where(col(Wishes.zone) == day.zone.key))


def of_somebody_in(work: Work, day: LocalDay) -> ColumnElement[bool]:
    """Of the occasions of customers (``customer:3``): those of whoever lives in the day's zone."""
    subjects = select(literal("customer:") + cast(col(Wishes.customer_id), String))
    if day.desk:
        return col(Occasion.subject).not_in(subjects.where(_elsewhere(work)))
    return col(Occasion.subject).in_(subjects.where(col(Wishes.zone) == day.zone.key))


def _elsewhere(work: Work) -> ColumnElement[bool]:
    return col(Wishes.zone).is_not(None) & (col(Wishes.zone) != work.policy.desk.zone)
