"""Speaking first: what nobody asked for goes through here, so that consent, quiet hours and limits hold for all of it.

What is not said leaves a cancelled notice with the reason, so that "why did they hear nothing?" has an answer.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from bot.desk import quiet
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.wishes import MATTERS, Channel, Consent, Topic, Wishes
from bot.service import post
from bot.service.post import Key, Keys
from bot.service.work import Work

WEEK = timedelta(days=7)
LIMITED = (Topic.CARE, Topic.SURVEYS)
UNSPOKEN = (NoticeState.DEAD, NoticeState.CANCELLED)  # "not in" these: "in" the others would be read by state


class Fate(StrEnum):
    """What became of a word: on its way, put there before, or not said, and why."""

    POSTED = "posted"
    KNOWN = "known"
    NO_CONSENT = "no consent"
    UNREACHABLE = "the contact is unreachable"
    TOO_OFTEN = "said often enough this week"
    TOO_LATE = "over before it may be said"


@dataclass(frozen=True)
class Word:
    """Something to be said first to one customer, once: unique by (subject, kind, step). Who has no chat is a customer
    who is kept nowhere (``correspondents``).

    ``at``: not before this instant (now, when empty). ``expires_at``: never after it. ``danger``: at once, at any
    hour, whatever they wished. ``awake``: at once, too, but only to those who want the topic. ``asked``: they were
    promised to hear of it, so it needs no consent. ``topic`` None: an answer to what they wrote, said at least once,
    without consent, limit, or a button that ends it, outside of their quiet hours. ``bulk``: counts against the weekly
    limit, as care and surveys do.
    ``act`` EDIT with ``values["message"]`` (Telegram's id) or ``values["of"]`` (the notice's) changes what was said
    before; nobody is woken by that. ``ticket_id``: a reply to it belongs there. ``stoppable``: carries the button that
    ends the topic.
    """

    customer: Customer
    topic: Topic | None
    subject: str
    kind: str
    step: str = "1"
    template: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    keys: Keys = ()
    at: datetime | None = None
    expires_at: datetime | None = None
    danger: bool = False
    awake: bool = False
    asked: bool = False
    bulk: bool = False
    act: Act = Act.SAY
    text: str | None = None
    channel: Channel = Channel.TELEGRAM
    address: str | None = None
    broadcast_id: int | None = None
    ticket_id: int | None = None
    stoppable: bool = True


def tell(work: Work, word: Word) -> Fate:
    """Says one word. See ``tell_all``."""
    (fate,) = tell_all(work, [word])
    return fate


def tell_all(work: Work, words: Sequence[Word]) -> dict[Fate, int]:
    """Puts every word that its customer wants to hear into the outbox, for the first hour at which it may be said.

    Returns how many met which fate. A hundred or a thousand at once are cheaper than one by one.
    """
    house = _House(work, words)
    return dict(Counter(_tell(work, house, word) for word in words))


def consented(work: Work, customer: Customer, topic: Topic) -> bool:
    """Whether the customer wants to hear of the topic."""
    said = work.session.get(Consent, (customer.id, topic))
    return said.given if said and topic != Topic.SAFETY else work.policy.speaking.consent.given(topic)


def allowed_at(work: Work, customer: Customer, moment: datetime) -> datetime:
    """The first instant at or after ``moment`` outside the customer's quiet hours; UTC."""
    own = work.session.get(Wishes, customer.id) if customer.id is not None else None
    return _allowed(work, own, moment)


def mark_of(customer: Customer) -> str:
    """Who hears it, in subjects and steps: the id of a chat's customer, or ``p`` and the party's of who has no chat."""
    return str(customer.id) if customer.id is not None else f"p{customer.party_id}"


def stop_key(topic: Topic) -> Key:
    """The button that ends a topic, offered below everything the desk says first."""
    return Key(
        {"say": f"/stop_topic{json.dumps({'topic': topic})}"}, word="key_stop", values={"topic": topic}
    )


class _House:
    """What is known of the customers of these words, read at once."""

    def __init__(self, work: Work, words: Iterable[Word]) -> None:
        ids = list({word.customer.id for word in words})
        session = work.session
        consents = session.exec(select(Consent).where(col(Consent.customer_id).in_(ids)))
        self.consents = {(one.customer_id, one.topic): one.given for one in consents}
        self.wishes = {
            one.customer_id: one
            for one in session.exec(select(Wishes).where(col(Wishes.customer_id).in_(ids)))
        }
        lately = (
            select(Notice.customer_id, func.count())
            .where(
                col(Notice.customer_id).in_(ids),
                (col(Notice.topic).in_(LIMITED)) | (col(Notice.broadcast_id).is_not(None)),
                col(Notice.created_at) > work.now - WEEK,
                # Not "in": SQLite would go through everything ever sent, and not by these customers.
                col(Notice.state).not_in(UNSPOKEN),
            )
            .group_by(col(Notice.customer_id))
        )
        self.heard: Counter[int | None] = Counter(dict(session.exec(lately).all()))


def _tell(work: Work, house: _House, word: Word) -> Fate:
    due_at, refused = _moment(work, house, word), _refusal(work, house, word)
    if refused is None and word.expires_at is not None and due_at >= word.expires_at:
        refused = Fate.TOO_LATE
    keys = [*word.keys]
    if word.stoppable and word.topic not in (None, Topic.SAFETY) and word.channel == Channel.TELEGRAM:
        keys.append([stop_key(word.topic)])
    notice = Notice(
        subject=word.subject,
        kind=word.kind,
        step=word.step,
        lane=Lane.ALERT if word.danger or word.awake else Lane.BULK if word.bulk else Lane.NOTICE,
        matters=word.topic is None or word.topic in MATTERS,
        act=word.act,
        chat_id=word.customer.chat_id,
        customer_id=word.customer.id,
        party_id=word.customer.party_id if word.customer.id is None else None,
        # A matter of its own: what waits for the morning, or in a paused broadcast, holds up no answer.
        stream=f"first:{word.subject}:{word.customer.chat_id or mark_of(word.customer)}",
        language=word.customer.language,
        text=word.text,
        template=word.template or None,
        values=word.values | _at_night(work, house, word, due_at),
        topic=word.topic,
        channel=word.channel,
        address=word.address,
        broadcast_id=word.broadcast_id,
        ticket_id=word.ticket_id,
        state=NoticeState.CANCELLED if refused else NoticeState.READY,
        error=refused,
        due_at=due_at,
        expires_at=word.expires_at,
        created_at=work.now,
    )
    if not post.put(work, notice, [] if refused else keys):
        return Fate.KNOWN
    if refused is None and _counts(word):
        house.heard[word.customer.id] += 1
    return refused or Fate.POSTED


def _refusal(work: Work, house: _House, word: Word) -> Fate | None:
    customer = word.customer
    if customer.unreachable_at is not None and word.channel == Channel.TELEGRAM:
        return Fate.UNREACHABLE
    if word.danger or word.asked or word.topic in (None, Topic.SAFETY):
        return None
    default = work.policy.speaking.consent.given(word.topic)
    if not house.consents.get((customer.id or 0, word.topic), default):
        return Fate.NO_CONSENT
    wishes = house.wishes.get(customer.id or 0)
    most = (
        wishes.most_a_week if wishes and wishes.most_a_week is not None else work.policy.speaking.most_a_week
    )
    return Fate.TOO_OFTEN if _counts(word) and house.heard[customer.id] >= most else None


def _counts(word: Word) -> bool:
    return word.topic in LIMITED or word.bulk


def _moment(work: Work, house: _House, word: Word) -> datetime:
    at = max(word.at or work.now, work.now)
    if word.danger or word.awake or word.act == Act.EDIT:
        return at
    return _allowed(work, house.wishes.get(word.customer.id or 0), at)


def _at_night(work: Work, house: _House, word: Word, due_at: datetime) -> dict[str, int]:
    """Danger that is told in somebody's quiet hours says that it knows (``danger_at_night`` of chat/wording)."""
    if not word.danger or word.act != Act.SAY:
        return {}
    return {"at_night": 1} if _allowed(work, house.wishes.get(word.customer.id or 0), due_at) > due_at else {}


def _allowed(work: Work, wishes: Wishes | None, moment: datetime) -> datetime:
    hours = work.policy.speaking.quiet
    start = wishes.quiet_from if wishes and wishes.quiet_from is not None else hours.start
    end = wishes.quiet_until if wishes and wishes.quiet_until is not None else hours.end
    zone = ZoneInfo(wishes.zone) if wishes and wishes.zone else work.policy.zone
    return quiet.allowed_at(moment, zone, start, end)
