"""The outbox as the use cases see it: once per key, with the fact, behind buttons that cannot be guessed."""

from collections.abc import Sequence

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from bot.desk.button import Button
from bot.desk.customer import Customer
from bot.desk.notice import Lane, MovedChat, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.service import post
from bot.service.marks import CHANGED
from bot.service.post import Key
from bot.service.work import Work
from tests.builders import ANN, LI, Scene
from tests.databases import STAFF_CHAT

KEYS = [
    [Key({"say": "/a"}, text="A"), Key({"say": "/b"}, word="key_b", values={"n": 1})],
    [Key({"say": "/c"}, word="c")],
]


def test_the_same_key_is_posted_once(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        assert say(work, "一")
        assert not say(work, "二")
        assert say(work, "三", step="2")
    with scene.desk() as work:
        assert not say(work, "四")
    assert [one.text for one in scene.notices("greeting")] == ["一", "三"]
    assert len(buttons(scene)) == 6  # nothing is offered for what was not posted


def test_nothing_is_posted_when_the_fact_is_rolled_back(scene: Scene) -> None:
    scene.write("你好")

    def fact(work: Work) -> None:
        say(work, "一")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), scene.desk() as work:
        fact(work)
    assert scene.notices("greeting") == []
    assert buttons(scene) == []


def test_a_refused_notice_does_not_pass_for_a_posted_one(scene: Scene) -> None:
    scene.write("你好")
    nobody = Customer(id=10**6, chat_id=ANN, created_at=scene.clock.now)
    with scene.desk() as work, pytest.raises(IntegrityError):
        post.to_customer(work, nobody, "x", "greeting", text="一")


def test_a_button_means_something_only_in_its_chat(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        say(work, "一")
    (notice,) = scene.notices("greeting")
    assert [[key.get("text") or key["word"] for key in row] for row in notice.buttons] == [
        ["A", "key_b"],
        ["c"],
    ]
    tokens = [key["token"] for row in notice.buttons for key in row]
    assert len({*tokens}) == 3
    assert {len(one) for one in tokens} == {22}
    with scene.glance() as work:
        assert [post.pressed(work, one, LI) for one in tokens] == [{"say": one} for one in ("/a", "/b", "/c")]
        assert [post.pressed(work, one, ANN) for one in tokens] == [None] * 3
        assert [post.pressed(work, one, STAFF_CHAT) for one in tokens] == [None] * 3


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 22, "a" * 5000, "\x00" * 22, "\ud800" * 22, "' OR 1=1 --", '/rate{"stars":5}']
)
def test_a_guess_is_nothing(scene: Scene, token: str) -> None:
    with scene.glance() as work:
        assert post.pressed(work, token, LI) is None


def test_a_group_that_moved_keeps_its_buttons(scene: Scene) -> None:
    ticket, moved = scene.ticket(), STAFF_CHAT - 5
    (card,) = scene.notices("card", ticket_id=ticket)
    token = card.buttons[0][0]["token"]
    with scene.desk() as work:
        assert post.pressed(work, token, moved) is None
        work.session.add(MovedChat(old_id=STAFF_CHAT, new_id=moved, moved_at=work.now))
    with scene.desk() as work:
        assert post.pressed(work, token, moved) == {"do": "take", "ticket": ticket}
        assert post.pressed(work, token, STAFF_CHAT) == {"do": "take", "ticket": ticket}


def test_lanes_and_streams(scene: Scene) -> None:
    calm = scene.ticket("漏水")
    with scene.desk() as work:
        ticket = work.session.get_one(Ticket, calm)
        post.to_staff(work, ticket, "a")
        ticket.urgent = True
        post.to_staff(work, ticket, "b")
        post.to_staff(work, None, "c")
        post.to_staff(work, ticket, "d", lane=Lane.BULK)
    found = {
        one.kind: (one.lane, one.stream, one.ticket_id) for one in scene.all(Notice) if one.kind in "abcd"
    }
    stream = f"ticket:{calm}"
    assert found == {
        "a": (Lane.NOTICE, stream, calm),
        "b": (Lane.ALERT, stream, calm),
        "c": (Lane.NOTICE, "staff", None),
        "d": (Lane.BULK, stream, calm),
    }


def say(work: Work, text: str, step: str = "1") -> bool:
    customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
    return post.to_customer(work, customer, "x", "greeting", step=step, text=text, keys=KEYS)


def buttons(scene: Scene) -> Sequence[Button]:
    with scene.glance() as work:
        return work.session.exec(select(Button)).all()


def test_a_button_that_opens_a_page_needs_no_token(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        customer = work.session.exec(select(Customer)).one()
        key = Key({}, word="key_pay", values={"amount_sum": "1 CNY"}, url="https://pay.example.com/1")
        post.to_customer(work, customer, "x", "greeting", text="一", keys=[[key]])
    (notice,) = scene.notices("greeting")
    assert notice.buttons == [
        [{"url": "https://pay.example.com/1", "word": "key_pay", "values": {"amount_sum": "1 CNY"}}]
    ]
    assert buttons(scene) == []


@pytest.mark.parametrize("state", NoticeState)
def test_only_what_is_not_being_sent_can_be_rewritten_or_taken_back(scene: Scene, state: NoticeState) -> None:
    scene.write("你好")
    with scene.desk() as work:
        say(work, "一")
        notice = work.session.exec(select(Notice)).one()
        notice.state = state
        work.session.add(notice)
        work.session.flush()
        pending = state in (NoticeState.READY, NoticeState.CLAIMED)
        assert post.rewrite(work, notice, {"n": 2}, KEYS) == pending
        waiting = pending or state == NoticeState.UNKNOWN  # in doubt, it would be said once more
        assert post.unsay(work, "it is over", col(Notice.id) == notice.id) == waiting
    (notice,) = scene.notices("greeting")
    values = {"n": 2} if pending else {}
    if state == NoticeState.SENDING:  # should it come back without having arrived
        values = {CHANGED: {"error": "it is over"}}
    expected = (NoticeState.CANCELLED, "it is over", values) if waiting else (state, None, values)
    assert (notice.state, notice.error, notice.values) == expected
