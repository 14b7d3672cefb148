"""Care, day by day: what the rules of the policy say today, to whom, at most one word a day to each customer.

A day is a sweep over the rules, the most personal ones first, and in each over what is due, in pieces. One process at
a time works on a day; who was cared for today is therefore known. What was said is kept by (subject, kind, step) with
the day it belongs to, so that a day that is begun anew says nothing twice. Customers in other zones than the desk's
have their days planned by themselves, each zone's when it comes there: it may be another date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.care_text import filled
from bot.desk.notice import Notice
from bot.desk.policy import Policy
from bot.desk.policy_care import HolidayRule, OccasionRule, ResolvedRule, Rule, SeasonRule
from bot.desk.wishes import Topic
from bot.service import aftercare, contracts, local_days, occasions, sweeps
from bot.service import care_listeners as listeners
from bot.service.care_listeners import Listener
from bot.service.local_days import LocalDay
from bot.service.post import Key, Keys
from bot.service.speaking import UNSPOKEN, Fate, Word, tell_all
from bot.service.sweeps import Sweep
from bot.service.work import Work

PIECE = 300  # occasions or customers in one transaction
AHEAD = timedelta(hours=2)  # planning begins so long before the policy's time of day
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Part:
    """A rule on a day: ``day`` is the holiday it belongs to, ``offset`` how many days after its moment it speaks."""

    rule: Rule
    offset: int
    day: date

    @property
    def name(self) -> str:
        return f"{self.rule.name}:{self.offset}"

    @property
    def topic(self) -> Topic:
        return Topic.SAFETY if getattr(self.rule, "safety", False) else Topic.CARE

    @property
    def kind(self) -> str:
        return f"care_{self.rule.name}"

    def step(self, listener: Listener) -> str:
        day = listener.occasion.next_on if listener.occasion else self.day
        return f"{day}:{self.offset}"


def plan(work: Work) -> int:
    """Plans a piece of today's care; how many rows it looked at, 0 when the day is done (a task of the clock)."""
    return next((seen for today in local_days.todays(work) if (seen := _plan_day(work, today))), 0)


def begins(policy: Policy, today: LocalDay) -> datetime:
    """When the day's care is planned (UTC): before its surveys are, which leave out whoever hears of care."""
    return max(today.at(min(policy.care.at, policy.survey.at)) - AHEAD, today.begin)


def _plan_day(work: Work, today: LocalDay) -> int:
    if work.now < begins(work.policy, today):
        return 0
    name = f"care:{today.date}" if today.desk else f"care:{today.date}:{today.zone.key}"
    sweep = sweeps.hold(work, name, today.date)
    if sweep is None:
        return 0
    if not sweep.part and (rolled := occasions.roll(work, PIECE)):
        return rolled
    parts = parts_of(work.policy.care.most_personal_first(), today.date)
    for part in sweeps.rest(sweep, parts):
        seen = _piece(work, part, sweep, today)
        if seen:
            return seen
    sweeps.end(work, sweep)
    return 0


def parts_of(rules: Iterable[Rule], today: date) -> list[Part]:
    """What the rules may say today, in their order; visits are planned by themselves."""
    return [part for rule in rules for part in _parts(rule, today)]


def _parts(rule: Rule, today: date) -> Iterator[Part]:
    if isinstance(rule, OccasionRule | ResolvedRule):
        yield from (Part(rule, offset, today) for offset in rule.days)
    elif isinstance(rule, HolidayRule):
        yield from (Part(rule, offset, feast) for offset, feast in rule.speaks_on(today))
    elif isinstance(rule, SeasonRule) and rule.speaks_on(today):
        yield Part(rule, 0, today)


def _piece(work: Work, part: Part, sweep: Sweep, today: LocalDay) -> int:
    """The next rows of a part; how many there were."""
    if isinstance(part.rule, OccasionRule | ResolvedRule):
        rows = listeners.due(work, part.rule, part.offset, today.date, sweep.last_id, PIECE)
        if isinstance(part.rule, ResolvedRule):
            heard = listeners.of_tickets(work, rows, part.rule)
        else:
            heard = listeners.of_occasions(work, rows)
            if today.desk:  # whoever calls works there
                contracts.call_about(work, part.rule, rows)
        ids: Sequence[int | None] = [row.id for row in rows]
    else:
        customers = listeners.everybody(work, part.topic, sweep.last_id, PIECE, today)
        heard = [Listener(one) for one in customers]
        ids = [one.id for one in customers]
    if ids:
        sweep.last_id = ids[-1] or 0
        work.session.add(sweep)
        _tell(work, part, heard, today)
    return len(ids)


def _tell(work: Work, part: Part, heard: Sequence[Listener], today: LocalDay) -> dict[Fate, int]:
    theirs = _of_the_day(work, heard, today)
    fresh = _not_said_before(work, part, listeners.fitting(work, part.rule.audience, theirs))
    chosen = _within_limits(work, part, _once_a_day(work, part, fresh, today), today)
    return tell_all(work, [_word(work, part, one, today) for one in chosen])


def _of_the_day(work: Work, heard: Sequence[Listener], today: LocalDay) -> list[Listener]:
    """Those who live in the zone of the day."""
    zones = local_days.zones_of(work, {one.customer.id for one in heard})
    return [one for one in heard if zones.get(one.customer.id or 0, work.policy.zone).key == today.zone.key]


def _word(work: Work, part: Part, one: Listener, today: LocalDay) -> Word:
    given: dict[str, Any] = {
        "customer": one.customer,
        "topic": part.topic,
        "subject": one.subject,
        "kind": part.kind,
        "step": part.step(one),
        "at": today.at(work.policy.care.at),
        "expires_at": today.end,
        "bulk": True,
    }
    if isinstance(part.rule, ResolvedRule):
        return Word(**given, **aftercare.question(work, one))
    assert isinstance(part.rule, OccasionRule | HolidayRule | SeasonRule)
    language = one.customer.language
    values = _values(work, part, one, today.date)
    text = filled(part.rule.text(language), language, today.date, values)
    return Word(**given, text=text, values={"rule": part.rule.name}, keys=_keys(part.rule, one))


def _values(work: Work, part: Part, one: Listener, today: date) -> dict[str, Any]:
    """The fields of a text (``FIELDS`` of the policy)."""
    language = one.customer.language
    name = one.party.name if one.party else one.customer.name
    day = one.occasion.next_on if one.occasion and one.occasion.next_on else part.day
    values: dict[str, Any] = {
        "name": name or work.policy.care.nameless.in_language(language),
        "desk": work.policy.desk.name.in_language(language),
        "date": day,
    }
    if one.account is not None:
        moved_in = one.account.moved_in_on
        values |= {
            "account": one.account.number,
            "address": one.account.address,
            "site": one.account.site,
            "days": abs((day - today).days),
            "years": day.year - moved_in.year if moved_in else 0,
        }
    return values


def _keys(rule: OccasionRule | HolidayRule | SeasonRule, one: Listener) -> Keys:
    if isinstance(rule, OccasionRule) and rule.button == "extend" and one.account is not None:
        return [[Key({"say": f'/extend_contract{{"account": {one.account.id}}}'}, word="key_extend")]]
    return []


def _not_said_before(work: Work, part: Part, heard: Sequence[Listener]) -> list[Listener]:
    """Days of grace come back to what was said on the day itself."""
    query = select(Notice.subject, Notice.step).where(
        Notice.kind == part.kind, col(Notice.subject).in_({one.subject for one in heard})
    )
    known = set(work.session.exec(query).all())
    return [one for one in heard if (one.subject, part.step(one)) not in known]


def _once_a_day(work: Work, part: Part, heard: Sequence[Listener], today: LocalDay) -> list[Listener]:
    """One word of care a day to each customer, whatever it is about; safety is said besides."""
    if part.topic == Topic.SAFETY:
        return list(heard)
    query = select(Notice.customer_id).where(
        col(Notice.customer_id).in_({one.customer.id for one in heard}),
        Notice.topic == Topic.CARE,
        col(Notice.created_at) >= today.begin,
        col(Notice.state).not_in(UNSPOKEN),
    )
    cared_for = set(work.session.exec(query))
    chosen = []
    for one in heard:
        if one.customer.id not in cared_for:
            cared_for.add(one.customer.id)
            chosen.append(one)
    return chosen


def _within_limits(work: Work, part: Part, heard: Sequence[Listener], today: LocalDay) -> list[Listener]:
    """Not more often in a calendar year than the rule says, nor too soon after the last time."""
    if isinstance(part.rule, ResolvedRule | OccasionRule) and not heard:
        return []
    most = getattr(part.rule, "at_most_a_year", None)
    apart = getattr(part.rule, "not_again_days", 1)
    if most is None or (most >= YEAR.days and apart <= 1):
        return list(heard)
    query = select(Notice.customer_id, Notice.created_at).where(
        col(Notice.customer_id).in_({one.customer.id for one in heard}),
        Notice.topic == part.topic,
        Notice.kind == part.kind,
        col(Notice.created_at) > work.now - max(YEAR, timedelta(days=apart)),
        col(Notice.state).not_in(UNSPOKEN),
    )
    days: dict[int | None, list[date]] = {}
    for customer_id, at in work.session.exec(query):
        days.setdefault(customer_id, []).append(at.astimezone(today.zone).date())

    def allowed(one: Listener) -> bool:
        said = days.get(one.customer.id, [])
        this_year = sum(day.year == today.date.year for day in said)
        return this_year < most and all((today.date - day).days >= apart for day in said)

    return [one for one in heard if allowed(one)]
