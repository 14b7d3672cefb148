"""What a customer controls of what the desk says first: topics, quiet hours, zone, how often.

Consent rows are written here and nowhere else: they change by the customer's own word.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import available_timezones

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.transcript import Message
from bot.desk.wishes import Consent, Topic, Wishes
from bot.service import post, speaking
from bot.service.once import insert_once
from bot.service.work import Work

CHOSEN = (
    Topic.BILLS,
    Topic.OUTAGES,
    Topic.CARE,
    Topic.SURVEYS,
)  # of these there is consent; safety is always said
ENDED_BY_CUSTOMER = "the customer ended this topic"
LATELY = timedelta(days=3)  # a plain "stop" may be about what was said first in this time
MOST_A_WEEK = 21  # a wish for more than three a day is a slip of the finger


@dataclass(frozen=True)
class Settings:
    """What holds for one customer now. ``quiet_from`` and ``quiet_until`` are local times in ``zone``; the same time
    twice means no quiet hours. ``most_a_week`` counts care, surveys and broadcasts.
    """

    topics: dict[Topic, bool]
    quiet_from: time
    quiet_until: time
    zone: str
    most_a_week: int
    language: Language


def settings(work: Work, chat_id: int) -> Settings:
    """What the customer chose, and the policy's word where they chose nothing."""
    customer = _customer(work, chat_id)
    wishes, policy = work.session.get(Wishes, customer.id), work.policy
    hours = policy.speaking.quiet
    chosen = wishes or Wishes(customer_id=customer.id or 0)
    return Settings(
        topics={topic: speaking.consented(work, customer, topic) for topic in CHOSEN},
        quiet_from=hours.start if chosen.quiet_from is None else chosen.quiet_from,
        quiet_until=hours.end if chosen.quiet_until is None else chosen.quiet_until,
        zone=chosen.zone or policy.desk.zone,
        most_a_week=policy.speaking.most_a_week if chosen.most_a_week is None else chosen.most_a_week,
        language=customer.language,
    )


def consent(work: Work, chat_id: int, topic: Topic, given: bool) -> int:
    """The customer's word on a topic. Taken back, it ends what waits of that topic in this same transaction; returns
    how many notices that were. Raises ``ValueError`` for safety, which is always said.
    """
    if topic not in CHOSEN:
        raise ValueError(f"{topic} is always said; nobody consents to it")
    customer = _customer(work, chat_id)
    row = {"customer_id": customer.id, "topic": topic, "given": given, "changed_at": work.now}
    if not insert_once(work.session, Consent, row):
        said = work.session.get_one(
            Consent, (customer.id, topic), with_for_update=True, populate_existing=True
        )
        said.given, said.changed_at = given, work.now
        work.session.add(said)
        work.session.flush()
    return 0 if given else _unsay(work, customer, topic)


def topic_answered(work: Work, message: int) -> Topic | None:
    """The topic of what the desk said first and the message answers by Telegram's reply."""
    row = work.session.get(Message, message)
    if row is None or row.reply_to is None:
        return None
    said = select(Notice.topic).where(
        Notice.chat_id == row.chat_id, Notice.message_id == row.reply_to, col(Notice.topic).is_not(None)
    )
    found = work.session.exec(said.limit(1)).first()
    return Topic(found) if found else None


def topic_said_last(work: Work, chat_id: int) -> Topic | None:
    """The topic of what the desk said first to the chat lately, if it did."""
    said = (
        select(Notice.topic)
        .where(
            Notice.chat_id == chat_id,
            Notice.state == NoticeState.SENT,
            col(Notice.topic).in_(CHOSEN),
            col(Notice.sent_at) > work.now - LATELY,
        )
        .order_by(col(Notice.sent_at).desc(), col(Notice.id).desc())
    )
    found = work.session.exec(said.limit(1)).first()
    return Topic(found) if found else None


def set_quiet_hours(work: Work, chat_id: int, hours: tuple[time, time] | None) -> None:
    """Nothing is said first between these local times; None: as the desk has it. What waits is moved behind them."""
    wishes = _wishes(work, chat_id)
    wishes.quiet_from, wishes.quiet_until = hours or (None, None)
    _move_pending(work, wishes)


def set_zone(work: Work, chat_id: int, zone: str | None) -> None:
    """The customer's zone (IANA name); None: the desk's. Raises ``ValueError`` for an unknown one."""
    if zone is not None and zone not in available_timezones():
        raise ValueError(f"no such time zone: {zone!r}; write one like Asia/Shanghai or Europe/Berlin")
    wishes = _wishes(work, chat_id)
    wishes.zone = zone
    _move_pending(work, wishes)


def set_most_a_week(work: Work, chat_id: int, count: int | None) -> None:
    """At most so many greetings, tips, surveys and broadcasts in seven days (1 to 21); None: as the desk has it.
    Raises ``ValueError`` for another number.
    """
    if count is not None and not 1 <= count <= MOST_A_WEEK:
        raise ValueError(
            f"at most {count} a week is no such wish; choose 1 to {MOST_A_WEEK}, or end the topics"
        )
    wishes = _wishes(work, chat_id)
    wishes.most_a_week = count
    work.session.add(wishes)


def _customer(work: Work, chat_id: int) -> Customer:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()


def _wishes(work: Work, chat_id: int) -> Wishes:
    customer = _customer(work, chat_id)
    insert_once(work.session, Wishes, {"customer_id": customer.id})
    return work.session.get_one(Wishes, customer.id)


def _unsay(work: Work, customer: Customer, topic: Topic) -> int:
    """What is being said this very moment arrives; everything that waits does not, nor a second try of it."""
    theirs = (col(Notice.customer_id) == customer.id, col(Notice.topic) == topic)
    return post.unsay(work, ENDED_BY_CUSTOMER, *theirs)


def _move_pending(work: Work, wishes: Wishes) -> None:
    """What waits keeps to the new hours; what would be over by then is not said. Danger waits for nothing."""
    work.session.add(wishes)
    work.session.flush()
    customer = work.session.get_one(Customer, wishes.customer_id)
    waiting = select(Notice).where(
        Notice.customer_id == customer.id,
        Notice.state == NoticeState.READY,
        col(Notice.topic).in_(CHOSEN),
        Notice.lane != Lane.ALERT,
        Notice.act == Act.SAY,  # a change of what was said wakes nobody
    )
    for notice in work.session.exec(waiting).all():
        _wait(work, notice, speaking.allowed_at(work, customer, max(notice.due_at, work.now)))


def _wait(work: Work, notice: Notice, until: datetime) -> None:
    if notice.expires_at is not None and until >= notice.expires_at:
        notice.state, notice.error = NoticeState.CANCELLED, speaking.Fate.TOO_LATE
    else:
        notice.due_at = until
    work.session.add(notice)
