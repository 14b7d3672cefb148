"""Delivery: what becomes of a letter, whatever the courier says."""

from typing import Any

import pytest
from sqlmodel import select

from bot.desk.button import Button
from bot.desk.customer import Customer
from bot.desk.notice import Act, MovedChat, NoticeState
from bot.desk.ticket import Ticket
from bot.service import moves, outbox
from bot.service.delivery import (
    BadMarkup,
    MaybeSent,
    Moved,
    NotDelivered,
    NotModified,
    NoTopics,
    NotSent,
    Refused,
    ThreadGone,
    Throttled,
    Unreachable,
)
from bot.service.work import Desk
from tests.databases import STAFF_CHAT, Clock
from tests.service.deliveries import customer, deliver, notice, post, posted, states, ticket

NEW_CHAT = -1009999999999


@pytest.mark.parametrize(
    ("error", "state", "attempts", "due_in"),
    [
        (NotModified(), "sent", 1, 0),
        (Throttled(7, chat_id=5), "ready", 0, 0),
        (Throttled(7), "ready", 0, 0),
        (NotSent(), "ready", 1, 1),
        (MaybeSent(), "unknown", 1, 60),
        (Refused("chat not found"), "dead", 1, 0),
        (Unreachable(), "dead", 1, 0),
        (RuntimeError("a mistake in the courier"), "unknown", 1, 60),
        (TimeoutError(), "unknown", 1, 60),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_becomes_of_a_notice(
    desk: Desk, clock: Clock, error: Exception, state: str, attempts: int, due_in: float
) -> None:
    one = post(desk, "hello")
    await deliver(desk, error)
    row = notice(desk, one)
    due = (row.due_at - clock.now).total_seconds()
    assert (row.state.value, row.attempts, due, row.lease_until) == (state, attempts, due_in, None)
    assert bool(row.error) == (state != "sent")


@pytest.mark.parametrize(("chat_id", "others_go"), [(5, True), (None, False)])
async def test_throttled_pauses_what_it_concerns(
    desk: Desk, clock: Clock, chat_id: int | None, others_go: bool
) -> None:
    post(desk, "a")
    await deliver(desk, Throttled(7, chat_id=chat_id))
    post(desk, "b", chat_id=6)
    assert [one.text for one in await deliver(desk)] == (["b"] if others_go else [])
    clock.forward(seconds=6)
    assert await deliver(desk) == []
    clock.forward(seconds=1)
    went = {one.text for one in await deliver(desk)}
    assert went == ({"a"} if others_go else {"a", "b"})


async def test_not_sent_waits_longer_each_time_and_is_never_given_up(desk: Desk, clock: Clock) -> None:
    one = post(desk, "hello")
    waits = []
    for _ in range(9):
        await deliver(desk, NotSent())
        waits.append((notice(desk, one).due_at - clock.now).total_seconds())
        clock.now = notice(desk, one).due_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    await deliver(desk)
    assert states(desk, one) == ["sent"]


async def test_unknown_that_matters_is_said_once_more_with_the_same_reference(
    desk: Desk, clock: Clock
) -> None:
    one = post(desk, "hello")
    first = await deliver(desk, MaybeSent())
    clock.forward(seconds=59)
    assert await deliver(desk) == []
    clock.forward(seconds=1)
    second = await deliver(desk)
    assert [letter.reference for letter in first] == [letter.reference for letter in second]
    assert states(desk, one) == ["sent"]


async def test_a_second_unknown_is_final_when_the_line_works_for_others(desk: Desk, clock: Clock) -> None:
    mine = ticket(desk, who := customer(desk))
    one = post(desk, "hello", customer_id=who, ticket_id=mine)
    await deliver(desk, MaybeSent())
    clock.forward(seconds=30)
    post(desk, "other", chat_id=6)
    await deliver(desk)
    clock.forward(seconds=30)
    await deliver(desk, MaybeSent("502"))
    row = notice(desk, one)
    assert (row.state, row.error) == (NoticeState.DEAD, "may have been said twice or not at all: 502")
    [told] = posted(desk, "undelivered")
    assert (told.chat_id, told.ticket_id, told.values["text"]) == (STAFF_CHAT, mine, "hello")
    for _ in range(3):
        clock.forward(hours=1)
        assert "hello" not in [letter.text for letter in await deliver(desk)]


async def test_while_the_line_is_down_what_matters_is_not_given_up(desk: Desk, clock: Clock) -> None:
    one = post(desk, "hello")
    waits = []
    for _ in range(7):
        await deliver(desk, MaybeSent())
        waits.append((notice(desk, one).due_at - clock.now).total_seconds())
        clock.now = notice(desk, one).due_at
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    await deliver(desk)
    assert states(desk, one) == ["sent"]


async def test_unknown_that_does_not_matter_is_never_said_again(desk: Desk, clock: Clock) -> None:
    one = post(desk, "how was it?", matters=False)
    await deliver(desk, MaybeSent())
    clock.forward(days=1)
    assert await deliver(desk) == []
    assert states(desk, one) == ["unknown"]


async def test_an_unknown_one_does_not_hold_up_its_stream(desk: Desk) -> None:
    one, two = post(desk, "one", stream="s"), post(desk, "two", stream="s")
    await deliver(desk, MaybeSent())
    assert [letter.text for letter in await deliver(desk)] == ["two"]
    assert states(desk, one, two) == ["unknown", "sent"]


async def test_a_customer_who_blocked_the_desk_is_left_alone_and_staff_are_told(
    desk: Desk, clock: Clock
) -> None:
    who = customer(desk)
    first, second = ticket(desk, who), ticket(desk, who)
    one = post(desk, "one", customer_id=who, ticket_id=first, stream="s")
    more = post(desk, "more", customer_id=who, ticket_id=first, stream="s")
    other = post(desk, "other", customer_id=who, ticket_id=second, stream="s")
    survey = post(desk, "survey", customer_id=who, ticket_id=second, stream="s", matters=False)
    told_before = post(desk, "told", customer_id=who, state=NoticeState.SENT)
    await deliver(desk, Unreachable("bot was blocked by the user"))
    assert states(desk, one, more, other, survey, told_before) == ["dead", *["cancelled"] * 3, "sent"]
    assert notice(desk, other).error == "unreachable: bot was blocked by the user"
    with desk() as work:
        assert work.session.get_one(Customer, who).unreachable_at == clock.now
    assert [(one.ticket_id, one.values["unreachable"]) for one in posted(desk, "undelivered")] == [
        (first, True),
        (second, True),
    ]


async def test_a_staff_group_that_is_gone_is_tried_again_and_health_says_so(desk: Desk, clock: Clock) -> None:
    one = post(desk, "card", chat_id=STAFF_CHAT)
    assert len(await deliver(desk, Unreachable("bot was kicked"))) == 1
    clock.forward(seconds=119)
    assert await deliver(desk) == []
    with desk() as work:
        assert outbox.counts(work).staff_error == "unreachable: bot was kicked"
    clock.forward(seconds=1)
    await deliver(desk)
    assert states(desk, one) == ["sent"]
    with desk() as work:
        assert outbox.counts(work).staff_error is None


async def test_bad_markup_is_said_once_more_as_plain_text(desk: Desk) -> None:
    one = post(desk, "<b>hello")
    letters = await deliver(desk, BadMarkup("can't parse entities"))
    assert [letter.plain for letter in letters] == [False, True]
    two = post(desk, "worse")
    await deliver(desk, BadMarkup("can't parse entities"), BadMarkup("still"))
    assert states(desk, one, two) == ["sent", "dead"]


async def test_a_group_that_moved_is_followed(desk: Desk) -> None:
    mine = ticket(desk, customer(desk), thread_id=4, card_message_id=50)
    with desk() as work:
        work.session.add(Button(token="t", chat_id=STAFF_CHAT, payload={}, created_at=work.now))
    one = post(desk, "words", chat_id=STAFF_CHAT, ticket_id=mine)
    await deliver(desk, Moved(NEW_CHAT))
    assert (notice(desk, one).state, notice(desk, one).attempts) == (NoticeState.READY, 0)
    [letter] = await deliver(desk)
    assert (letter.chat_id, letter.thread_id, letter.reply_to) == (NEW_CHAT, None, None)
    assert (notice(desk, one).state, notice(desk, one).chat_id) == (NoticeState.SENT, NEW_CHAT)
    with desk() as work:
        assert work.staff_chat_id == NEW_CHAT
        assert work.session.get_one(Button, "t").chat_id == NEW_CHAT
        assert [(row.old_id, row.new_id) for row in work.session.exec(select(MovedChat))] == [
            (STAFF_CHAT, NEW_CHAT)
        ]
        row = work.session.get_one(Ticket, mine)
        assert (row.thread_id, row.card_message_id) == (None, None)


async def test_a_group_that_moves_in_a_circle_is_given_up(desk: Desk) -> None:
    one = post(desk, "words", chat_id=STAFF_CHAT)
    await deliver(desk, Moved(NEW_CHAT))
    await deliver(desk, Moved(STAFF_CHAT))
    assert states(desk, one) == ["dead"]


def test_moves_are_followed_to_the_last(desk: Desk) -> None:
    with desk() as work:
        assert moves.remember(work, -1, -2)
        assert moves.remember(work, -2, -3)
        assert not moves.remember(work, -1, -2)
        assert not moves.remember(work, -5, -5)
        assert [moves.current(work.session, chat) for chat in (-1, -2, -3, 5)] == [-3, -3, -3, 5]


async def test_a_topic_that_was_deleted_is_forgotten(desk: Desk) -> None:
    mine = ticket(desk, customer(desk), thread_id=4, card_message_id=50)
    one = post(desk, "words", chat_id=STAFF_CHAT, ticket_id=mine)
    await deliver(desk, ThreadGone())
    [letter] = await deliver(desk)
    assert (letter.thread_id, letter.reply_to) == (None, 50)
    assert states(desk, one) == ["sent"]
    two = post(desk, "again", chat_id=STAFF_CHAT, ticket_id=mine)
    await deliver(desk, ThreadGone())  # though it was not said into a topic
    assert states(desk, two) == ["dead"]


async def test_a_group_without_topics_goes_on_with_a_thread_of_replies(desk: Desk, clock: Clock) -> None:
    mine = ticket(desk, customer(desk))
    staff: dict[str, Any] = {"chat_id": STAFF_CHAT, "ticket_id": mine, "stream": "t"}
    topic = post(desk, "topic", act=Act.TOPIC, **staff)
    card = post(desk, "card", kind="card", **staff)
    words = post(desk, "words", **staff)
    letters = await deliver(desk, NoTopics())
    letters += await deliver(desk)
    letters += await deliver(desk)
    assert [(one.act, one.thread_id, one.reply_to) for one in letters] == [
        (Act.TOPIC, None, None),
        (Act.SAY, None, None),
        (Act.SAY, None, 1000),
    ]
    assert states(desk, topic, card, words) == ["sent", "sent", "sent"]


def test_every_error_explains_itself() -> None:
    kinds = [
        NotSent,
        MaybeSent,
        Unreachable,
        Refused,
        BadMarkup,
        ThreadGone,
        NoTopics,
        NotModified,
        NotDelivered,
    ]
    for kind in kinds:
        assert str(kind()) == kind.__doc__
        assert str(kind("said so")) == "said so"
    assert str(Throttled(3)) == "Telegram asks to wait 3 s"
    assert "-5" in str(Moved(-5))
