"""Broadcasts: one text to many customers. The clock plans them in pieces; delivery lets everything else go first.

A pause holds what is not on its way yet, and planning too; a stop cancels it for good.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, func, select

from bot.desk.account import Account, AccountLink
from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Notice, NoticeState
from bot.desk.party import Standing
from bot.desk.wishes import MATTERS, Consent, Topic
from bot.service import post, speaking, standing
from bot.service.speaking import Word
from bot.service.work import Work

PIECE = 300  # customers looked at in one transaction
LONGEST = 3500  # characters of a text: Telegram takes 4,096 with what stands around it
STOPPED = "the broadcast was stopped"
UNDER_WAY = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING)


class UnusableBroadcast(Exception):
    """A broadcast that cannot be made, or an order that it cannot follow."""


@dataclass(frozen=True)
class Audience:
    """Whom a broadcast is for: every condition that is not empty must hold. A site counts by any tie to an account."""

    sites: Sequence[str] = ()
    standings: Sequence[Standing] = ()
    languages: Sequence[Language] = ()


@dataclass(frozen=True)
class Reach:
    """Of the ``audience`` as it is now: who hears it, who did not agree to the topic, who cannot be reached."""

    audience: int
    hears: int
    without_consent: int
    unreachable: int


@dataclass(frozen=True)
class Progress:
    """How a broadcast stands. ``not_said`` counts by reason; ``left`` is planned and not said yet."""

    state: BroadcastState
    total: int
    planned: int
    sent: int
    left: int
    failed: Mapping[str, int] = field(default_factory=dict)
    not_said: Mapping[str, int] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Nothing more comes of it."""
        return self.state in (BroadcastState.DONE, BroadcastState.STOPPED) and self.left == 0


def reach(work: Work, topic: Topic, audience: Audience) -> Reach:
    """Counts the audience before anything is planned; the weekly limit shows only when its time comes."""
    hears = without = unreachable = seen = last = 0
    while customers := _audience(work, audience, last):
        last = customers[-1].id or 0
        chosen = _of_standing(work, customers, audience)
        refused = _refusing(work, topic, chosen)
        for one in chosen:
            seen += 1
            unreachable += one.unreachable_at is not None
            without += one.unreachable_at is None and one.id in refused
            hears += one.unreachable_at is None and one.id not in refused
    return Reach(seen, hears, without, unreachable)


def make(
    work: Work,
    topic: Topic,
    zh: str,
    en: str,
    audience: Audience,
    *,
    total: int,
    made_by: str = "",
    danger: bool = False,
    expires_at: datetime | None = None,
) -> int:
    """Makes a broadcast, which the clock plans from now on; its id. Raises ``UnusableBroadcast``.

    ``danger`` is for safety only: it is said at any hour, whatever people wished.
    """
    for language, text in (("zh", zh), ("en", en)):
        if not text.strip():
            raise UnusableBroadcast(f"the text in {language} is empty; everybody hears it in their language")
        if len(text) > LONGEST:
            raise UnusableBroadcast(
                f"the text in {language} has {len(text)} characters; write at most {LONGEST}"
            )
    if danger and topic != Topic.SAFETY:
        raise UnusableBroadcast("only safety may be said at any hour; use --topic safety with --danger")
    if expires_at is not None and expires_at <= work.now:
        raise UnusableBroadcast(f"{expires_at.isoformat()} is over; name a time that is still to come")
    made = Broadcast(
        topic=topic,
        text_zh=zh.strip(),
        text_en=en.strip(),
        audience={
            "sites": list(audience.sites),
            "standings": [one.value for one in audience.standings],
            "languages": [one.value for one in audience.languages],
        },
        total=total,
        danger=danger,
        expires_at=expires_at,
        made_by=made_by,
        made_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made.id or 0


def plan(work: Work) -> int:
    """Plans a piece of the oldest running broadcast; how many customers that were (0: nothing is left to plan).

    A task of the clock; of two processes each takes another broadcast.
    """
    query = (
        select(Broadcast)
        .where(Broadcast.state == BroadcastState.RUNNING)
        .order_by(col(Broadcast.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    broadcast = work.session.exec(query).first()
    if broadcast is None:
        return 0
    audience = _audience_of(broadcast)
    customers = _audience(work, audience, broadcast.last_customer_id)
    speaking.tell_all(work, [_word(broadcast, one) for one in _of_standing(work, customers, audience)])
    if customers:
        broadcast.last_customer_id = customers[-1].id or 0
    if len(customers) < PIECE or _late(work, broadcast):
        broadcast.state = BroadcastState.DONE
    work.session.add(broadcast)
    work.session.flush()
    return max(len(customers), 1)


def pause(work: Work, broadcast_id: int) -> Progress:
    """Holds it: nothing more is planned, and delivery leaves what waits. Raises ``UnusableBroadcast``."""
    broadcast = _held(work, broadcast_id)
    if broadcast.state == BroadcastState.STOPPED:
        raise UnusableBroadcast(f"broadcast {broadcast_id} was stopped; make a new one")
    if not progress(work, broadcast_id).over:
        broadcast.state = BroadcastState.PAUSED
        work.session.add(broadcast)
    return progress(work, broadcast_id)


def resume(work: Work, broadcast_id: int) -> Progress:
    """Goes on where it was. Raises ``UnusableBroadcast``."""
    broadcast = _held(work, broadcast_id)
    if broadcast.state == BroadcastState.STOPPED:
        raise UnusableBroadcast(f"broadcast {broadcast_id} was stopped; make a new one")
    if broadcast.state == BroadcastState.PAUSED:
        broadcast.state = BroadcastState.RUNNING
        work.session.add(broadcast)
    return progress(work, broadcast_id)


def stop(work: Work, broadcast_id: int) -> Progress:
    """Ends it for good: what is not being said this moment is cancelled. Raises ``UnusableBroadcast``."""
    broadcast = _held(work, broadcast_id)
    broadcast.state = BroadcastState.STOPPED
    work.session.add(broadcast)
    post.unsay(work, STOPPED, col(Notice.broadcast_id) == broadcast.id)
    return progress(work, broadcast_id)


def progress(work: Work, broadcast_id: int) -> Progress:
    """How it stands now. Raises ``UnusableBroadcast`` for an unknown number."""
    work.session.flush()
    broadcast = _known(work, broadcast_id)
    reason = func.coalesce(col(Notice.error), "")
    query = select(Notice.state, Notice.matters, reason, func.count()).where(
        Notice.broadcast_id == broadcast_id
    )
    rows = work.session.exec(query.group_by(col(Notice.state), col(Notice.matters), reason)).all()
    sent = left = 0
    failed, not_said = Counter[str](), Counter[str]()
    for state, matters, why, count in rows:
        if state == NoticeState.SENT:
            sent += count
        elif state in UNDER_WAY or (state == NoticeState.UNKNOWN and matters):
            left += count
        elif state == NoticeState.CANCELLED:
            not_said[why] += count
        else:
            failed[why or state] += count
    return Progress(
        state=broadcast.state,
        total=broadcast.total,
        planned=sum(row[3] for row in rows),
        sent=sent,
        left=left,
        failed=failed,
        not_said=not_said,
    )


def everything(work: Work, most: int = 30) -> list[tuple[Broadcast, Progress]]:
    """The newest broadcasts and how they stand."""
    newest = select(Broadcast).order_by(col(Broadcast.id).desc()).limit(most)
    return [(one, progress(work, one.id or 0)) for one in work.session.exec(newest).all()]


def _word(broadcast: Broadcast, customer: Customer) -> Word:
    text = broadcast.text_zh if customer.language == Language.ZH else broadcast.text_en
    return Word(
        customer=customer,
        topic=broadcast.topic,
        subject=f"broadcast:{broadcast.id}",
        kind="broadcast",
        step=str(customer.id),
        template="broadcast",
        values={"text": text},
        expires_at=broadcast.expires_at,
        danger=broadcast.danger,
        bulk=broadcast.topic not in MATTERS,
        broadcast_id=broadcast.id,
    )


def _audience(work: Work, audience: Audience, after: int) -> Sequence[Customer]:
    """The next customers by id, whatever their class. Who was erased is nobody any more."""
    where: list[ColumnElement[bool]] = [col(Customer.id) > after, col(Customer.chat_id) > 0]
    if audience.languages:
        where.append(col(Customer.language).in_(audience.languages))
    if audience.sites:
        at_site = exists().where(
            col(AccountLink.customer_id) == col(Customer.id),
            col(AccountLink.account_id) == col(Account.id),
            col(Account.site).in_(audience.sites),
        )
        where.append(at_site)
    return work.session.exec(select(Customer).where(*where).order_by(col(Customer.id)).limit(PIECE)).all()


def _of_standing(work: Work, customers: Sequence[Customer], audience: Audience) -> list[Customer]:
    if not audience.standings or not customers:
        return list(customers)
    classes = standing.of_customers(work, customers)
    return [one for one in customers if classes.get(one.id or 0, Standing.ORDINARY) in audience.standings]


def _refusing(work: Work, topic: Topic, customers: Sequence[Customer]) -> set[int | None]:
    """Who of them does not hear of the topic, by their word or by the policy's."""
    if topic == Topic.SAFETY:
        return set()
    ids = [one.id for one in customers]
    said = select(Consent.customer_id, Consent.given).where(
        col(Consent.customer_id).in_(ids), Consent.topic == topic
    )
    words: dict[int, bool] = dict(work.session.exec(said).all())
    default = work.policy.speaking.consent.given(topic)
    return {one for one in ids if not words.get(one or 0, default)}


def _late(work: Work, broadcast: Broadcast) -> bool:
    return broadcast.expires_at is not None and broadcast.expires_at <= work.now


def _audience_of(broadcast: Broadcast) -> Audience:
    kept: Mapping[str, Any] = broadcast.audience
    return Audience(
        sites=kept.get("sites", ()),
        standings=[Standing(one) for one in kept.get("standings", ())],
        languages=[Language(one) for one in kept.get("languages", ())],
    )


def _known(work: Work, broadcast_id: int) -> Broadcast:
    broadcast = work.session.get(Broadcast, broadcast_id)
    if broadcast is None:
        raise UnusableBroadcast(f"there is no broadcast {broadcast_id}; see: python -m bot broadcast list")
    return broadcast


def _held(work: Work, broadcast_id: int) -> Broadcast:
    """The broadcast as it is now: a piece of it that is being planned is finished first."""
    query = select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()
    found = work.session.exec(query.execution_options(populate_existing=True)).first()
    return found or _known(work, broadcast_id)
