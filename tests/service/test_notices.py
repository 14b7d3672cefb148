"""Reading what went out: by fate, topic, time and customer; counted, and with the reason where nothing was said."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.account import AccountKind
from bot.desk.customer import Customer
from bot.desk.notice import NoticeState
from bot.desk.wishes import Topic
from bot.service import control, identity, notices, speaking
from bot.service.notices import Asked, Fate, UnknownCustomer
from bot.service.speaking import Word
from tests.builders import ANN, LI, Scene


def say(scene: Scene, topic: Topic, step: str, chat: int = LI) -> None:
    with scene.desk() as work:
        person = work.session.exec(select(Customer).where(Customer.chat_id == chat)).one()
        speaking.tell(work, Word(person, topic, f"x:{person.id}", topic.value, step, text=f"about {topic}"))


def told(scene: Scene, asked: Asked) -> list[tuple[str, Fate]]:
    with scene.glance() as work:
        return [(one.notice.step, one.fate) for one in notices.listed(work, asked, 50)]


@pytest.fixture
def lived(scene: Scene) -> Scene:
    """Two customers: one heard of a bill and did not hear of care, the other waits for an outage notice."""
    scene.write("你好")
    scene.write("hello", chat=ANN, name="Ann")
    say(scene, Topic.BILLS, "bill")
    scene.deliver()
    scene.clock.forward(hours=1)
    say(scene, Topic.CARE, "care")
    say(scene, Topic.OUTAGES, "outage", ANN)
    return scene


def test_by_fate(lived: Scene) -> None:
    assert told(lived, Asked(Fate.SENT)) == [("bill", Fate.SENT)]
    assert told(lived, Asked(Fate.DUE)) == [("outage", Fate.DUE)]
    assert told(lived, Asked(Fate.CANCELLED)) == [("care", Fate.CANCELLED)]
    assert told(lived, Asked(Fate.FAILED)) == []


def test_what_is_in_doubt_is_due_when_it_matters_and_failed_when_it_does_not(lived: Scene) -> None:
    with lived.desk() as work:
        control.consent(work, LI, Topic.CARE, True)
    say(lived, Topic.CARE, "care again")
    with lived.desk() as work:
        for line in notices.listed(work, Asked(Fate.DUE), 50):
            line.notice.state = NoticeState.UNKNOWN
            work.session.add(line.notice)
    assert told(lived, Asked(Fate.DUE)) == [("outage", Fate.DUE)]
    assert told(lived, Asked(Fate.FAILED)) == [("care again", Fate.FAILED)]


def test_by_topic_time_and_customer(lived: Scene) -> None:
    assert told(lived, Asked(topic=Topic.BILLS)) == [("bill", Fate.SENT)]
    since = lived.clock.now - timedelta(minutes=1)
    assert len(told(lived, Asked(since=since))) == 2
    assert told(lived, Asked(customer=str(ANN))) == [("outage", Fate.DUE)]


def test_a_customer_is_known_by_an_accounts_number(lived: Scene) -> None:
    lived.account("M-7", AccountKind.METER)
    with lived.desk() as work:
        identity.follow_link(work, ANN, "M-7")
    assert told(lived, Asked(customer="M-7")) == [("outage", Fate.DUE)]
    with lived.glance() as work, pytest.raises(UnknownCustomer, match="account's number"):
        notices.listed(work, Asked(customer="M-8"), 5)


def test_counted_by_kind_and_with_reasons(lived: Scene) -> None:
    with lived.glance() as work:
        assert notices.counts(work, Asked()) == {
            ("bills", "bills", Fate.SENT): 1,
            ("care", "care", Fate.CANCELLED): 1,
            ("outages", "outages", Fate.DUE): 1,
        }
        assert notices.reasons(work, Asked()) == {"no consent": 1}


def test_answers_are_left_out_where_only_what_is_said_first_is_asked_for(lived: Scene) -> None:
    lived.ticket()
    assert len(told(lived, Asked(first=True))) == 3
    assert len(told(lived, Asked())) > 3
