"""Who may send what: states, leases, streams and lanes."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.notice import Act, Lane, NoticeState
from bot.desk.ticket import Ticket
from bot.service import outbox, settling
from bot.service.courier import Delivered, MaybeSent
from bot.service.outbox import Claim
from bot.service.settling import Sending
from bot.service.work import Desk
from tests.databases import STAFF_CHAT, Clock
from tests.service.deliveries import customer, notice, post, states, ticket

LEASE = timedelta(seconds=90)


def claim(desk: Desk, limit: int = 10) -> list[Claim]:
    with desk() as work:
        return outbox.claim(work, limit, LEASE).claims


def claimed(desk: Desk, limit: int = 10) -> list[int]:
    return [one.notice_id for one in claim(desk, limit)]


def begin(desk: Desk, one: Claim) -> Sending | None:
    with desk() as work:
        return outbox.begin(work, one, LEASE)


def send(desk: Desk, one: Claim, delivered: Delivered) -> None:
    sending = begin(desk, one)
    assert sending is not None
    with desk() as work:
        settling.sent(work, sending, delivered)


def test_the_states_of_a_notice_that_arrives(desk: Desk) -> None:
    one = post(desk, "hello")
    [mine] = claim(desk)
    assert states(desk, one) == ["claimed"]
    sending = begin(desk, mine)
    assert sending is not None
    assert states(desk, one) == ["sending"]
    assert (sending.letter.text, sending.letter.chat_id, sending.letter.reference) == (
        "hello",
        5,
        "test:hello:reply:1",
    )
    with desk() as work:
        settling.sent(work, sending, Delivered(message_id=77))
    row = notice(desk, one)
    assert (row.state, row.message_id, row.sent_at, row.attempts) == (NoticeState.SENT, 77, row.due_at, 1)
    assert row.lease_until is None
    assert claimed(desk) == []


def test_lanes_then_due_then_number(desk: Desk, clock: Clock) -> None:
    bulk = post(desk, "bulk", chat_id=1, lane=Lane.BULK)
    clock.forward(seconds=1)
    late = post(desk, "late", chat_id=2)
    early = post(desk, "early", chat_id=3, due_at=clock.now - timedelta(seconds=1))
    fact = post(desk, "fact", chat_id=4, lane=Lane.NOTICE)
    alert = post(desk, "alert", chat_id=5, lane=Lane.ALERT)
    order = []
    for _ in range(5):
        order += claimed(desk, limit=1)
        clock.forward(seconds=1)
    assert order == [alert, early, late, fact, bulk]


def test_what_is_not_due_waits(desk: Desk, clock: Clock) -> None:
    one = post(desk, "later", due_at=clock.now + timedelta(seconds=30))
    with desk() as work:
        found = outbox.claim(work, 5, LEASE)
        assert (found.claims, found.again_at) == ([], clock.now + timedelta(seconds=30))
    clock.forward(seconds=30)
    assert claimed(desk) == [one]


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        ("ready", True),
        ("claimed", True),
        ("sending", True),
        ("unknown", False),
        ("sent", False),
        ("dead", False),
        ("cancelled", False),
    ],
)
def test_a_stream_keeps_its_order(desk: Desk, clock: Clock, state: str, holds: bool) -> None:
    later = clock.now + timedelta(hours=1)
    post(desk, "first", stream="s", state=NoticeState(state), due_at=later, lease_until=later)
    second = post(desk, "second", stream="s")
    assert claimed(desk) == ([] if holds else [second])


def test_a_claim_that_ends_is_ready_again(desk: Desk, clock: Clock) -> None:
    one = post(desk, "hello")
    [lost] = claim(desk)
    clock.forward(seconds=89)
    assert claimed(desk) == []
    clock.forward(seconds=1)
    [mine] = claim(desk)
    assert mine.notice_id == one
    assert begin(desk, lost) is None  # the one who was slow
    assert begin(desk, mine) is not None
    assert notice(desk, one).attempts == 0


def test_a_kill_while_sending_is_unknown_and_said_once_more(desk: Desk, clock: Clock) -> None:
    one = post(desk, "hello")
    [first] = claim(desk)
    assert begin(desk, first) is not None
    clock.forward(seconds=90)
    assert claimed(desk) == []
    assert states(desk, one) == ["unknown"]
    clock.forward(seconds=59)
    assert claimed(desk) == []
    clock.forward(seconds=1)
    assert claimed(desk) == [one]


def test_what_matters_outlives_any_run_of_kills(desk: Desk, clock: Clock) -> None:
    one = post(desk, "hello")
    for death in range(5):
        [mine] = claim(desk)
        assert mine.notice_id == one
        assert begin(desk, mine) is not None
        clock.forward(seconds=90)
        other = post(desk, f"another {death}")  # the line itself works meanwhile
        send(desk, claim(desk)[0], Delivered(message_id=other))
        clock.forward(seconds=60)
    [mine] = claim(desk)
    send(desk, mine, Delivered(message_id=7))
    assert states(desk, one) == ["sent"]


def test_what_the_desk_dies_over_is_given_up_at_last(desk: Desk, clock: Clock) -> None:
    one = post(desk, "hello", attempts=settling.MOST_DEATHS - 1)
    [mine] = claim(desk)
    assert begin(desk, mine) is not None
    clock.forward(seconds=90)
    assert claimed(desk) == []
    assert states(desk, one) == ["dead"]


def test_a_kill_while_sending_what_does_not_matter_is_never_said_again(desk: Desk, clock: Clock) -> None:
    one = post(desk, "care", matters=False)
    [first] = claim(desk)
    begin(desk, first)
    for _ in range(5):
        clock.forward(hours=1)
        assert claimed(desk) == []
    assert states(desk, one) == ["unknown"]


def test_a_late_success_is_the_truth_and_a_late_failure_is_nothing(desk: Desk, clock: Clock) -> None:
    arrived, failed = post(desk, "arrived"), post(desk, "failed")
    sendings = [begin(desk, one) for one in claim(desk)]
    clock.forward(seconds=90)
    claim(desk)
    assert states(desk, arrived, failed) == ["unknown", "unknown"]
    assert sendings[0] is not None
    assert sendings[1] is not None
    with desk() as work:
        settling.sent(work, sendings[0], Delivered(message_id=1))
        settling.failed(work, sendings[1], MaybeSent())
    assert states(desk, arrived, failed) == ["sent", "unknown"]
    assert notice(desk, failed).attempts == 1  # counted once


def test_a_notice_that_expired_is_not_said(desk: Desk, clock: Clock) -> None:
    one = post(desk, "today only", expires_at=clock.now + timedelta(minutes=5))
    clock.forward(minutes=5)
    assert claimed(desk) == []
    row = notice(desk, one)
    assert (row.state, row.error) == (NoticeState.DEAD, "expired before it could be said")


def staff(desk: Desk, ticket_id: int, text: str, **more: Any) -> int:
    return post(desk, text, chat_id=STAFF_CHAT, ticket_id=ticket_id, stream=f"ticket:{ticket_id}", **more)


def test_a_topic_and_its_card_are_known_to_what_follows(desk: Desk, clock: Clock) -> None:
    mine = ticket(desk, customer(desk))
    staff(desk, mine, "topic", act=Act.TOPIC)
    staff(desk, mine, "card", kind="card")
    staff(desk, mine, "words")
    staff(desk, mine, "edit", kind="card_edit", act=Act.EDIT)
    send(desk, claim(desk)[0], Delivered(thread_id=9))
    send(desk, claim(desk)[0], Delivered(message_id=50))
    with desk() as work:
        row = work.session.get_one(Ticket, mine)
        assert (row.thread_id, row.card_message_id) == (9, 50)
    found = []
    for _ in range(2):
        clock.forward(seconds=10)
        sending = begin(desk, claim(desk)[0])
        assert sending is not None
        found.append(
            (sending.letter.act, sending.letter.thread_id, sending.letter.message_id, sending.letter.reply_to)
        )
        with desk() as work:
            settling.sent(work, sending, Delivered(message_id=51))
    assert found == [(Act.SAY, 9, None, None), (Act.EDIT, 9, 50, None)]
    with desk() as work:
        assert work.session.get_one(Ticket, mine).card_message_id == 50


def test_a_card_waits_for_a_topic_in_doubt_so_that_it_does_not_land_outside(desk: Desk, clock: Clock) -> None:
    mine = ticket(desk, customer(desk))
    again = clock.now + timedelta(seconds=60)
    topic = staff(desk, mine, "topic", act=Act.TOPIC, state=NoticeState.UNKNOWN, due_at=again)
    card = staff(desk, mine, "card", kind="card")
    assert claimed(desk) == []
    clock.forward(seconds=60)
    [one] = claim(desk)
    assert one.notice_id == topic
    send(desk, one, Delivered(thread_id=9))
    assert claimed(desk) == [card]


def test_a_card_in_doubt_is_not_said_again_once_a_newer_one_stands(desk: Desk, clock: Clock) -> None:
    writer = customer(desk)
    mine = ticket(desk, writer, thread_id=9, card_message_id=51)
    staff(desk, mine, "card", kind="card", state=NoticeState.UNKNOWN, due_at=clock.now)
    other = ticket(desk, writer, thread_id=10)
    again = staff(desk, other, "another card", kind="card", state=NoticeState.UNKNOWN, due_at=clock.now)
    assert claimed(desk) == [again]


def test_without_topics_words_hang_below_the_card(desk: Desk) -> None:
    mine = ticket(desk, customer(desk), card_message_id=50)
    staff(desk, mine, "words")
    [one] = claim(desk)
    sending = begin(desk, one)
    assert sending is not None
    assert (sending.letter.thread_id, sending.letter.reply_to) == (None, 50)


@pytest.mark.parametrize("act", [Act.RENAME, Act.CLOSE, Act.REOPEN])
def test_what_is_done_to_a_topic_needs_one(desk: Desk, act: Act) -> None:
    mine = ticket(desk, customer(desk))
    one = staff(desk, mine, "topic", act=act)
    [first] = claim(desk)
    assert begin(desk, first) is None
    assert (notice(desk, one).state, notice(desk, one).error) == (
        NoticeState.CANCELLED,
        "the ticket has no topic",
    )


def test_an_edit_of_a_card_that_is_unknown_is_a_new_card(desk: Desk) -> None:
    mine = ticket(desk, customer(desk))
    staff(desk, mine, "edit", kind="card_edit", act=Act.EDIT)
    send(desk, claim(desk)[0], Delivered(message_id=60))
    with desk() as work:
        assert work.session.get_one(Ticket, mine).card_message_id == 60


def test_an_edit_of_a_named_message_is_that_message(desk: Desk) -> None:
    mine = ticket(desk, customer(desk), card_message_id=50)
    post(desk, "better", ticket_id=mine, act=Act.EDIT, values={"message": 33})
    sending = begin(desk, claim(desk)[0])
    assert sending is not None
    assert (sending.letter.act, sending.letter.message_id, sending.letter.thread_id) == (Act.EDIT, 33, None)


def test_the_outbox_at_a_glance(desk: Desk, clock: Clock) -> None:
    start = clock.now
    post(desk, "ready")
    for state in ("claimed", "sending", "unknown", "dead", "sent", "cancelled"):
        post(desk, state, state=NoticeState(state), lease_until=clock.now + LEASE)
    clock.forward(seconds=5)
    with desk() as work:
        assert outbox.counts(work) == outbox.Counts(
            ready=1, in_hand=2, unknown=1, dead=1, oldest=start, staff_error=None, paused={}
        )


def test_the_signature_tells_of_what_was_posted(desk: Desk) -> None:
    def signature() -> object:
        with desk() as work:
            return outbox.signature(work)

    seen = [signature()]
    for text in ("a", "b"):
        post(desk, text)
        seen.append(signature())
    assert len(set(seen)) == 3
    assert signature() == seen[-1]
