"""Surveys: a sample of every class is asked for stars each quarter, spread over its days; low marks get a call."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, delete, select

from bot.desk.account import PROVEN, Account, AccountLink
from bot.desk.customer import Customer
from bot.desk.language import storable
from bot.desk.notice import Notice
from bot.desk.occasion import OccasionKind, Survey
from bot.desk.party import Party, Standing
from bot.desk.policy import Policy
from bot.desk.task import TaskKind
from bot.desk.wishes import Topic
from bot.service import care_listeners as listeners
from bot.service import local_days, occasions, standing, sweeps, tasks
from bot.service.local_days import LocalDay, today_of
from bot.service.post import Key
from bot.service.speaking import UNSPOKEN, Fate, Word, tell
from bot.service.unsaid import ids_of
from bot.service.work import Work

PIECE = 300
# Planning begins so long before the policy's time of day; care's begins half an hour earlier.
AHEAD = timedelta(minutes=90)
ANSWERABLE = timedelta(days=30)  # after so long a press under an old survey counts no more
WORDS = 500  # characters of a comment on the staff's card


@dataclass(frozen=True)
class Answer:
    """Stars that a customer gave; ``low``: somebody will call, and the customer is asked what is wrong."""

    survey_id: int
    stars: int
    low: bool


@dataclass(frozen=True)
class Result:
    """What a class said: ``mean`` of 1 to 5 stars, None without an answer."""

    standing: Standing
    asked: int
    answered: int
    mean: float | None
    low: int

    @property
    def share(self) -> float:
        """Of those asked, who answered; 0 to 1."""
        return self.answered / self.asked if self.asked else 0.0


def plan(work: Work) -> int:
    """Draws this quarter's sample and asks whose day has come; how many rows it looked at (a task of the clock)."""
    return _draw(work) or _ask_due(work)


def quarter_of(day: date) -> str:
    """``2027-Q1``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def days_of(quarter: str) -> tuple[date, date]:
    """Its first day and the first day after it. Raises ``ValueError`` for anything but ``2027-Q1`` and the like."""
    year, _, number = quarter.partition("-Q")
    if not (len(year) == 4 and year.isdigit() and number in ("1", "2", "3", "4")):
        raise ValueError(f"no quarter {quarter!r}; write one like 2027-Q1")
    first = 3 * int(number) - 2
    begin = date(int(year), first, 1)
    return begin, date(begin.year + (first == 10), (first + 3) % 12, 1)


def drawn(customer_id: int, quarter: str) -> float:
    """Where a customer stands in a quarter's draw, 0 to 1: the same however often it is drawn."""
    digest = hashlib.sha256(f"{customer_id}:{quarter}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def day_for(customer_id: int, quarter: str, begun_on: date) -> date:
    """The day on which they are asked: spread over what is left of the quarter when its sample is drawn."""
    last = days_of(quarter)[1] - timedelta(days=1)
    digest = hashlib.sha256(f"day:{customer_id}:{quarter}".encode()).digest()
    return begun_on + timedelta(days=int.from_bytes(digest[:8]) % ((last - begun_on).days + 1))


def rate(work: Work, chat_id: int, survey_id: int, stars: int) -> Answer | None:
    """Records 1 to 5 stars; a second press changes the mark. None when it is not theirs, or too old."""
    survey = _theirs(work, chat_id, survey_id)
    if survey is None or not 1 <= stars <= 5:
        return None
    low = stars <= work.policy.survey.low_stars
    survey.stars, survey.answered_at = stars, work.now
    work.session.add(survey)
    if low:
        _call(work, survey)
    return Answer(survey_id, stars, low)


def comment(work: Work, chat_id: int, survey_id: int, words: str) -> bool:
    """Adds the customer's word to their mark and to the task of whoever calls. False when it is not theirs."""
    survey = _theirs(work, chat_id, survey_id)
    if survey is None or survey.stars is None:
        return False
    survey.comment = storable(words)
    work.session.add(survey)
    task = tasks.of_subject(work, TaskKind.CALL_UNHAPPY, f"survey:{survey.id}")
    if task is not None and task.done_at is None:
        tasks.change(work, task, {"words": survey.comment[:WORDS]})
    return True


def results(work: Work, quarter: str) -> list[Result]:
    """What each class said in a quarter, also of those who were asked and did not answer."""
    first, after = (LocalDay(day, work.policy.zone, True).begin for day in days_of(quarter))
    query = select(Survey).where(Survey.asked_at >= first, Survey.asked_at < after)
    asked: dict[str, list[Survey]] = {}
    for survey in work.session.exec(query):
        asked.setdefault(survey.standing, []).append(survey)
    return [_result(work, one, asked.get(one, [])) for one in Standing]


def _result(work: Work, one: Standing, asked: Sequence[Survey]) -> Result:
    marks = [survey.stars for survey in asked if survey.stars is not None]
    mean = sum(marks) / len(marks) if marks else None
    low = sum(stars <= work.policy.survey.low_stars for stars in marks)
    return Result(one, len(asked), len(marks), mean, low)


def _draw(work: Work) -> int:
    """The next customers who want surveys: who is in the sample gets a day of the quarter."""
    today = today_of(work)
    quarter = quarter_of(today)
    sweep = sweeps.hold(work, f"survey:{quarter}", today)
    if sweep is None:
        return 0
    customers = listeners.everybody(work, Topic.SURVEYS, sweep.last_id, PIECE)
    if not customers:
        sweeps.end(work, sweep)
        return 0
    classes = standing.of_customers(work, customers)
    chosen = [
        one.id or 0
        for one in customers
        if drawn(one.id or 0, quarter) < work.policy.survey.share.of(classes[one.id or 0])
    ]
    days = [(f"customer:{one}", OccasionKind.SURVEY, day_for(one, quarter, sweep.begun_on)) for one in chosen]
    occasions.keep_all(work, days)
    sweep.last_id = customers[-1].id or 0
    work.session.add(sweep)
    return len(customers)


def begins(policy: Policy, today: LocalDay) -> datetime:
    """When it is looked up who is asked that day (UTC)."""
    return max(today.at(policy.survey.at) - AHEAD, today.begin)


def _ask_due(work: Work) -> int:
    """Asks whose day has come; a day that was slept through is made up for, a quarter is not."""
    return next((seen for today in local_days.todays(work) if (seen := _ask_day(work, today))), 0)


def _ask_day(work: Work, today: LocalDay) -> int:
    """Of whoever lives in the day's zone."""
    if work.now < begins(work.policy, today):
        return 0
    theirs = local_days.of_somebody_in(work, today)
    rows = occasions.due(work, OccasionKind.SURVEY, today.date, PIECE, theirs)
    ids = ids_of(row.subject for row in rows)["customer"]
    found = work.session.exec(select(Customer).where(col(Customer.id).in_(ids))).all()
    customers = {f"customer:{one.id}": one for one in found}
    classes, tired, busy = (
        standing.of_customers(work, found),
        _asked_lately(work, ids),
        _busy(work, ids, today),
    )
    for row in rows:
        customer, day = customers.get(row.subject), row.next_on
        row.next_on = None
        if (
            customer is None
            or day is None
            or quarter_of(day) != quarter_of(today.date)
            or customer.id in tired
        ):
            pass
        elif customer.id in busy:
            row.next_on = today.date + timedelta(days=1)
        else:
            _ask(work, customer, classes[customer.id or 0], today)
        work.session.add(row)
    return len(rows)


def _ask(work: Work, customer: Customer, one: Standing, today: LocalDay) -> None:
    survey = Survey(customer_id=customer.id or 0, standing=one, asked_at=work.now)
    work.session.add(survey)
    work.session.flush()
    stars = [
        Key(
            {"say": f'/survey_stars{{"survey": {survey.id}, "stars": {count}}}'},
            word="key_stars",
            values={"stars": count},
        )
        for count in range(1, 6)
    ]
    word = Word(
        customer,
        Topic.SURVEYS,
        subject=f"survey:{customer.id}",
        kind="survey",
        step=quarter_of(today.date),
        template="survey",
        values={"desk": work.policy.desk.name.in_language(customer.language)},
        keys=[stars],
        at=today.at(work.policy.survey.at),
        expires_at=today.end,
        bulk=True,
    )
    if tell(work, word) != Fate.POSTED:
        work.session.exec(delete(Survey).where(col(Survey.id) == survey.id))


def _asked_lately(work: Work, ids: Iterable[int]) -> set[int]:
    since = work.now - timedelta(days=work.policy.survey.not_again_days)
    query = select(Survey.customer_id).where(col(Survey.customer_id).in_(ids), Survey.asked_at > since)
    return set(work.session.exec(query))


def _busy(work: Work, ids: Iterable[int], today: LocalDay) -> set[int | None]:
    """Who hears a word of care today is asked tomorrow."""
    query = select(Notice.customer_id).where(
        col(Notice.customer_id).in_(ids),
        Notice.topic == Topic.CARE,
        col(Notice.created_at) >= today.begin,
        col(Notice.state).not_in(UNSPOKEN),
    )
    return set(work.session.exec(query))


def _theirs(work: Work, chat_id: int, survey_id: int) -> Survey | None:
    """The survey, held, when this chat was asked it, and lately."""
    query: Any = (
        select(Survey)
        .join(Customer, col(Customer.id) == col(Survey.customer_id))
        .where(Survey.id == survey_id, Customer.chat_id == chat_id, Survey.asked_at > work.now - ANSWERABLE)
        .with_for_update(of=Survey)
    )
    found: Survey | None = work.session.exec(query).first() if 0 < survey_id < 2**31 else None
    return found


def _call(work: Work, survey: Survey) -> None:
    """Somebody calls: the account manager where there is one."""
    customer = work.session.get_one(Customer, survey.customer_id)
    party = work.session.get(Party, customer.party_id) if customer.party_id else None
    account = work.session.exec(
        select(Account)
        .join(AccountLink, col(AccountLink.account_id) == col(Account.id))
        .where(AccountLink.customer_id == customer.id, col(AccountLink.proof).in_(PROVEN))
        .order_by(col(Account.id))
        .limit(1)
    ).first()
    values: Mapping[str, Any] = {"stars": survey.stars, "words": ""}
    known = {} if party else {"name": customer.name, "phone": customer.phone or ""}
    given = tasks.give(
        work,
        TaskKind.CALL_UNHAPPY,
        f"survey:{survey.id}",
        work.now + timedelta(hours=work.policy.survey.call_hours),
        {**values, **known},
        party_id=party.id if party else None,
        account_id=account.id if account else None,
        agent_id=(party.manager_id if party else None) or (account.manager_id if account else None),
    )
    task = None if given else tasks.of_subject(work, TaskKind.CALL_UNHAPPY, f"survey:{survey.id}")
    if task is not None and task.done_at is None and task.values.get("stars") != survey.stars:
        tasks.change(work, task, {"stars": survey.stars})
