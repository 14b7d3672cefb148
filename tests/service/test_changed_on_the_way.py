"""What is being said while its customer decides otherwise: once more, it is said as was decided, or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.desk.account import AccountLink
from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Notice, NoticeState
from bot.desk.occasion import OccasionKind
from bot.desk.ticket import Ticket
from bot.desk.wishes import Channel, Topic
from bot.service import broadcasts, control, identity, outbox, post, settling, speaking, unsaid
from bot.service.courier import MaybeSent, NotSent, Refused, Throttled
from bot.service.settling import Sending
from bot.service.speaking import Word
from bot.service.work import Work
from tests.builders import LI, Scene

LEASE = timedelta(seconds=60)
COMES_BACK = {
    "throttled": Throttled(LI, 30),
    "not sent": NotSent("connect failed"),
    "in doubt": MaybeSent("the line broke"),
    "desk died": None,
}


def on_its_way(scene: Scene, topic: Topic = Topic.BILLS, kind: str = "reminder", **more: object) -> Sending:
    """Something that the desk says first has just been handed to the courier."""
    scene.write("你好")
    with scene.desk() as work:
        word = {"subject": "bills:1", "values": {"topic": "bills"}, "template": "key_stop"} | more
        speaking.tell(work, Word(identity.customer_at(work, LI), topic, kind=kind, **word))  # type: ignore[arg-type]
    with scene.desk() as work:
        claims = outbox.claim(work, 10, LEASE).claims
        (sending,) = outbox.begin_all(work, claims, LEASE)
    return sending


def come_back(scene: Scene, sending: Sending, error: settling.NotDelivered | None) -> None:
    """It did not arrive, or nobody knows; ``None``: whoever was sending it died."""
    with scene.desk() as work:
        if error is not None:
            settling.failed(work, sending, error)
            return
    scene.clock.now += 2 * LEASE
    with scene.desk() as work:
        outbox.revive(work)


def the_notice(scene: Scene, kind: str = "reminder") -> Notice:
    (notice,) = scene.notices(kind)
    return notice


def again(scene: Scene) -> list[Sending]:
    scene.clock.now += timedelta(minutes=5)
    with scene.desk() as work:
        return outbox.begin_all(work, outbox.claim(work, 10, LEASE).claims, LEASE)


back = pytest.mark.parametrize("error", COMES_BACK.values(), ids=COMES_BACK)
moment = pytest.mark.parametrize("decided", ["on its way", "back"])


def while_it_goes(
    scene: Scene,
    sending: Sending,
    error: settling.NotDelivered | None,
    decided: str,
    decide: Callable[[Work], object],
) -> None:
    """``decide`` while it is on its way, or once it has come back."""
    if decided == "back":
        come_back(scene, sending, error)
    with scene.desk() as work:
        decide(work)
    if decided == "on its way":
        come_back(scene, sending, error)


@back
@moment
def test_said_once_more_it_is_in_the_language_chosen_meanwhile(
    scene: Scene, error: settling.NotDelivered | None, decided: str
) -> None:
    sending = on_its_way(scene)
    assert sending.letter.language == Language.ZH
    while_it_goes(
        scene, sending, error, decided, lambda work: identity.choose_language(work, LI, Language.EN)
    )
    (second,) = again(scene)
    assert (second.letter.reference, second.letter.language) == (sending.letter.reference, Language.EN)


@back
@moment
def test_of_a_topic_that_was_ended_meanwhile_nothing_is_said_once_more(
    scene: Scene, error: settling.NotDelivered | None, decided: str
) -> None:
    sending = on_its_way(scene)
    while_it_goes(
        scene, sending, error, decided, lambda work: control.consent(work, LI, Topic.BILLS, given=False)
    )
    notice = the_notice(scene)
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, control.ENDED_BY_CUSTOMER)
    assert again(scene) == []


def test_what_cannot_be_said_once_more_is_left_as_it_is(scene: Scene) -> None:
    """Care that is in doubt is not said again anyway; that it is in doubt stays known."""
    with scene.desk() as work:
        work.session.add(Customer(chat_id=LI, name="Li", created_at=work.now))
    with scene.desk() as work:
        control.consent(work, LI, Topic.CARE, given=True)
    sending = on_its_way(scene, Topic.CARE)
    with scene.desk() as work:
        assert control.consent(work, LI, Topic.CARE, given=False) == 0
    come_back(scene, sending, MaybeSent("the line broke"))
    assert the_notice(scene).state == NoticeState.UNKNOWN


@pytest.mark.parametrize("error", [Throttled(LI, 30), NotSent("connect failed")])
def test_care_whose_day_was_put_right_meanwhile_is_not_said(
    scene: Scene, error: settling.NotDelivered
) -> None:
    (rule, *_) = _contract_rules(scene)
    scene.write("你好")
    scene.account("12345", phone="+8613800000000")
    with scene.desk() as work:
        control.consent(work, LI, Topic.CARE, given=True)
        assert identity.share_contact(work, LI, "+8613800000000", LI)
        link = work.session.exec(select(AccountLink)).one()
        customer, account = link.customer_id, link.account_id
    sending = on_its_way(scene, Topic.CARE, rule, subject=f"care:{customer}:account:{account}")
    with scene.desk() as work:
        unsaid.days_changed(work, [(f"account:{account}", OccasionKind.CONTRACT_UNTIL)])
    come_back(scene, sending, error)
    notice = the_notice(scene, rule)
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "the day it was about has changed")


def _contract_rules(scene: Scene) -> list[str]:
    with scene.desk() as work:
        rules = work.policy.care.rules
        return [f"care_{one.name}" for one in rules if one.moment == OccasionKind.CONTRACT_UNTIL.value]


@back
def test_what_comes_back_after_its_broadcast_was_stopped_is_over(
    scene: Scene, error: settling.NotDelivered | None
) -> None:
    with scene.desk() as work:
        row = Broadcast(
            topic=Topic.SAFETY, text_zh="好", text_en="hi", state=BroadcastState.DONE, made_at=work.now
        )
        work.session.add(row)
        work.session.flush()
        number = row.id or 0
    sending = on_its_way(scene, Topic.SAFETY, "broadcast", subject="broadcast:1", broadcast_id=number)
    with scene.desk() as work:
        broadcasts.stop(work, number)
    come_back(scene, sending, error)
    with scene.desk() as work:
        done = broadcasts.progress(work, number)
    assert (done.left, done.over, dict(done.not_said)) == (0, True, {broadcasts.STOPPED: 1})


def test_a_language_chosen_after_new_values_keeps_them_and_the_other_way_round(scene: Scene) -> None:
    sending = on_its_way(scene)
    with scene.desk() as work:
        notice = work.session.exec(select(Notice).where(col(Notice.kind) == "reminder")).one()
        post.rewrite_coming(work, notice, {"topic": "care"})
    with scene.desk() as work:
        identity.choose_language(work, LI, Language.EN)
    with scene.desk() as work:
        notice = work.session.exec(select(Notice).where(col(Notice.kind) == "reminder")).one()
        post.rewrite_coming(work, notice, {"topic": "outages"})
    come_back(scene, sending, NotSent("connect failed"))
    (second,) = again(scene)
    assert (second.letter.values, second.letter.language) == ({"topic": "outages"}, Language.EN)


def test_a_language_chosen_last_counts_however_often_it_comes_back(scene: Scene) -> None:
    sending = on_its_way(scene)
    for language in (Language.EN, Language.ZH):
        with scene.desk() as work:
            identity.choose_language(work, LI, language)
        come_back(scene, sending, NotSent("connect failed"))
        (sending,) = again(scene)
        assert sending.letter.language == language
    come_back(scene, sending, NotSent("connect failed"))
    (last,) = again(scene)
    assert (last.letter.language, last.letter.values) == (Language.ZH, {"topic": "bills"})


def test_new_words_take_back_that_nothing_was_to_be_said(scene: Scene) -> None:
    """A bill is paid, and open again, while its reminder is on its way."""
    sending = on_its_way(scene)
    with scene.desk() as work:
        notice = work.session.exec(select(Notice).where(col(Notice.kind) == "reminder")).one()
        post.unsay(work, "paid", col(Notice.kind) == "reminder")
    with scene.desk() as work:
        notice = work.session.exec(select(Notice).where(col(Notice.kind) == "reminder")).one()
        post.rewrite_coming(work, notice, {"topic": "care"})
    come_back(scene, sending, NotSent("connect failed"))
    (second,) = again(scene)
    assert second.letter.values == {"topic": "care"}


def test_an_email_that_fails_is_said_in_telegram_in_the_language_chosen_meanwhile(scene: Scene) -> None:
    sending = on_its_way(scene, channel=Channel.EMAIL, address="li@example.com")
    with scene.desk() as work:
        identity.choose_language(work, LI, Language.EN)
    come_back(scene, sending, Refused("no such mailbox"))
    (instead,) = again(scene)
    assert (instead.letter.channel, instead.letter.language) == (Channel.TELEGRAM, Language.EN)


def test_who_ended_the_topic_hears_nothing_in_telegram_instead(scene: Scene) -> None:
    sending = on_its_way(scene, channel=Channel.EMAIL, address="li@example.com")
    with scene.desk() as work:
        control.consent(work, LI, Topic.BILLS, given=False)
    come_back(scene, sending, Refused("no such mailbox"))
    assert again(scene) == []


@back
def test_a_card_is_not_set_back_by_a_change_that_came_back_after_a_newer_one(
    scene: Scene, error: settling.NotDelivered | None
) -> None:
    ticket = scene.ticket()
    scene.deliver()
    with scene.desk() as work:
        work.session.get_one(Ticket, ticket).card_message_id = 41
    agent = scene.agent()
    scene.take(agent, ticket)
    with scene.desk() as work:
        going = outbox.begin_all(work, outbox.claim(work, 10, LEASE).claims, LEASE)
    (sending,) = [one for one in going if one.letter.kind == "card_edit"]
    scene.resolve(agent, ticket)
    come_back(scene, sending, error)
    older, newer = scene.notices("card_edit")
    assert (older.state, newer.state) == (NoticeState.CANCELLED, NoticeState.READY)
