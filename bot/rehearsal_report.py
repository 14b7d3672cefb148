"""What a rehearsal shows: what went out by month, topic and kind, what did not and why, and which rules were broken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from bot.desk import quiet
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.party import Party
from bot.desk.wishes import Topic, Wishes
from bot.service.work import Work

WEEK = timedelta(days=7)
LIMITED = (Topic.CARE, Topic.SURVEYS)
REMINDERS = "reminder"  # the kind of which one customer hears at most one a day

Kind = tuple[str, str]  # topic and kind


@dataclass
class Report:
    """``said`` by month ("2027-02") and kind; ``to`` the customers of each kind; ``not_said`` by kind and reason.

    ``breaches`` has examples by rule (``rehearsal_rule_…`` of chat/wording says which); without any is what everybody
    hopes for.
    """

    said: dict[str, Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    to: dict[Kind, set[int]] = field(default_factory=lambda: defaultdict(set))
    not_said: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    customers: Counter[str] = field(default_factory=Counter)
    breaches: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.days.values())


def report(work: Work, begin: datetime, end: datetime) -> Report:
    """Of what the desk said first between two instants."""
    found = Report()
    zone = work.policy.zone
    names = {one.id: one.name or str(one.chat_id) for one in work.session.exec(select(Customer)).all()}
    names |= {-(one.id or 0): one.name for one in work.session.exec(select(Party)).all()}
    wishes = {one.customer_id: one for one in work.session.exec(select(Wishes)).all()}
    spoken = _between(work, begin, end)
    sent = [one for one in spoken if one.state == NoticeState.SENT]
    for one in sent:
        local, kind = (one.sent_at or one.due_at).astimezone(zone), _kind(one)
        found.said[f"{local:%Y-%m}"][kind] += 1
        found.to[kind].add(_hearer(one))
        found.hours[local.hour] += 1
        found.days[local.date()] += 1
        found.customers[names.get(_hearer(one), "?")] += 1
    for one in spoken:
        if one.state in (NoticeState.CANCELLED, NoticeState.DEAD):
            found.not_said[(_kind(one), one.error or "no reason kept")] += 1
    rules = {
        "two_a_day": _twice_a_day(work, sent),
        "quiet_hours": _in_quiet_hours(work, sent, wishes),
        "twice": _twice_the_same(sent),
        "too_often": _too_often(work, sent, wishes),
    }
    found.breaches = {
        rule: [f"{names.get(_hearer(one), '?')}: {one.subject} {one.kind} {one.step}" for one in broken]
        for rule, broken in rules.items()
    }
    return found


def on_day(work: Work, day: date) -> Sequence[Notice]:
    """What goes out first on a local day of the desk, in order."""
    zone = work.policy.zone
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    found = _between(work, begin, begin + timedelta(days=1))
    return [one for one in found if one.state == NoticeState.SENT]


def _between(work: Work, begin: datetime, end: datetime) -> list[Notice]:
    """What was said first in that time, or was to be made in it and not said."""
    silent = (NoticeState.CANCELLED, NoticeState.DEAD)
    query = (
        select(Notice)
        .where(
            col(Notice.topic).is_not(None),
            or_(
                col(Notice.sent_at).between(begin, end),
                col(Notice.state).in_(silent) & col(Notice.due_at).between(begin, end),
            ),
        )
        .order_by(col(Notice.sent_at), col(Notice.due_at), col(Notice.id))
    )
    return list(work.session.exec(query).all())


def _hearer(one: Notice) -> int:
    """The customer's id; of who has no chat the party's, negative."""
    return one.customer_id or -(one.party_id or 0)


def _kind(one: Notice) -> Kind:
    return (str(one.topic), one.kind)


def _twice_a_day(work: Work, sent: Iterable[Notice]) -> list[Notice]:
    heard: set[tuple[int | None, int | None, date]] = set()
    broken = []
    for one in sent:
        if one.kind == REMINDERS and one.act == Act.SAY and one.sent_at is not None:
            # The day is the desk's: its books and its reminders go by it.
            key = (one.customer_id, one.party_id, one.sent_at.astimezone(work.policy.zone).date())
            if key in heard:
                broken.append(one)
            heard.add(key)
    return broken


def _in_quiet_hours(work: Work, sent: Iterable[Notice], wishes: dict[int, Wishes]) -> list[Notice]:
    """Danger and news of a fault (lane ALERT) come at any hour on purpose; an edit wakes nobody."""
    hours = work.policy.speaking.quiet
    broken = []
    for one in sent:
        own = wishes.get(one.customer_id or 0)
        start = own.quiet_from if own and own.quiet_from is not None else hours.start
        end = own.quiet_until if own and own.quiet_until is not None else hours.end
        zone = ZoneInfo(own.zone) if own and own.zone else work.policy.zone
        loud = one.act == Act.SAY and one.lane != Lane.ALERT and one.sent_at is not None
        if loud and quiet.allowed_at(one.sent_at or one.due_at, zone, start, end) > (
            one.sent_at or one.due_at
        ):
            broken.append(one)
    return broken


def _twice_the_same(sent: Iterable[Notice]) -> list[Notice]:
    """The same words to the same customer on the same day, by whatever way they came about."""
    heard: set[tuple[object, ...]] = set()
    broken = []
    for one in sent:
        words = (one.text, one.template, repr(sorted(one.values.items(), key=lambda item: item[0])))
        key = (
            one.customer_id,
            one.party_id,
            one.channel,
            one.act,
            *words,
            (one.sent_at or one.due_at).date(),
        )
        if key in heard:
            broken.append(one)
        heard.add(key)
    return broken


def _too_often(work: Work, sent: Iterable[Notice], wishes: dict[int, Wishes]) -> list[Notice]:
    """Care, surveys and broadcasts of those that can wait, counted by when they were made, as the limit counts them."""
    made: dict[int | None, list[datetime]] = defaultdict(list)
    broken = []
    limited = [one for one in sent if one.topic in LIMITED or one.lane == Lane.BULK]
    for one in sorted(limited, key=lambda notice: notice.created_at):
        own = wishes.get(one.customer_id or 0)
        most = own.most_a_week if own and own.most_a_week is not None else work.policy.speaking.most_a_week
        lately = [at for at in made[one.customer_id] if at > one.created_at - WEEK]
        made[one.customer_id] = [*lately, one.created_at]
        if len(lately) >= most:
            broken.append(one)
    return broken
