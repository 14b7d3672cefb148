"""What the desk says first, on its way out: lanes, pauses, other channels, expiry, and clocks that jump."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot.desk.broadcast import Broadcast, BroadcastState
from bot.desk.customer import Customer
from bot.desk.notice import Budget, Lane, Notice, NoticeState
from bot.desk.wishes import Channel, Topic, Wishes
from bot.service import budget, outbox, speaking
from bot.service.courier import ByChannel, Delivered, Letter, NotSent, Refused, Unreachable
from bot.service.delivery import Delivery
from bot.service.settling import MOST_TRIES
from bot.service.speaking import Fate, Word
from bot.service.turnstile import Turnstile
from bot.service.work import Desk
from tests.databases import Clock
from tests.service.deliveries import ScriptedCourier, customer, deliver, notice, post, states

LEASE = timedelta(seconds=90)


def tell(desk: Desk, chat_id: int = 5, **more: Any) -> Fate:
    given = {"topic": Topic.BILLS, "subject": "bill:1", "kind": "reminder", "text": "到期"} | more
    with desk() as work:
        who = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).one()
        return speaking.tell(work, Word(who, **given))


def all_of(desk: Desk, kind: str) -> list[Notice]:
    with desk() as work:
        return list(
            work.session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.id))).all()
        )


def broadcast(desk: Desk, state: BroadcastState = BroadcastState.RUNNING) -> int:
    with desk() as work:
        row = Broadcast(topic=Topic.CARE, text_zh="好", text_en="hi", state=state, made_at=work.now)
        work.session.add(row)
        work.session.flush()
        return row.id or 0


def turn(desk: Desk, broadcast_id: int, state: BroadcastState) -> None:
    with desk() as work:
        work.session.get_one(Broadcast, broadcast_id).state = state


async def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen")


# --- broadcasts and streams ---------------------------------------------------------------------


async def test_a_paused_broadcast_rests_and_holds_up_nobody(desk: Desk, clock: Clock) -> None:
    customer(desk)
    paused, other = broadcast(desk), broadcast(desk)
    bulk: dict[str, Any] = {"lane": Lane.BULK, "matters": False}
    resting = [post(desk, f"p{n}", chat_id=100 + n, broadcast_id=paused, **bulk) for n in range(40)]
    going = post(desk, "other", chat_id=6, broadcast_id=other, **bulk)
    alone = post(desk, "alone", chat_id=7, **bulk)
    answer = post(desk, "answer", chat_id=100, stream="chat:100")
    turn(desk, paused, BroadcastState.PAUSED)
    for _ in range(4):
        await deliver(desk)
        clock.forward(seconds=1)
    assert states(desk, going, alone, answer) == ["sent"] * 3
    assert set(states(desk, *resting)) == {"ready"}
    turn(desk, paused, BroadcastState.RUNNING)
    assert await deliver(desk)
    turn(desk, paused, BroadcastState.STOPPED)
    clock.forward(seconds=1)
    assert await deliver(desk) == []


async def test_what_waits_for_the_morning_holds_up_no_answer(desk: Desk, clock: Clock) -> None:
    customer(desk)
    tell(desk, at=clock.now + timedelta(hours=2))
    tell(desk, kind="changed")  # of the same matter, and its hour has come
    answer = post(desk, "answer", stream="chat:5")
    assert {one.text for one in await deliver(desk)} == {"到期", "answer"}
    assert states(desk, answer) == ["sent"]
    assert [one.state for one in all_of(desk, "reminder")] == [NoticeState.READY]
    assert [one.state for one in all_of(desk, "changed")] == [NoticeState.SENT]


# --- what a kill can repeat ---------------------------------------------------------------------


async def test_of_what_can_wait_and_matters_one_is_in_doubt_at_a_time(desk: Desk, clock: Clock) -> None:
    gate, inside = asyncio.Event(), []

    class Slow(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            inside.append(letter.text)
            await gate.wait()
            return await super().deliver(letter)

    for number in range(3):
        post(desk, f"bill {number}", chat_id=100 + number, lane=Lane.NOTICE)
    post(desk, "answer", chat_id=200)
    looking = asyncio.create_task(Delivery(desk, Slow()).once())
    await until(lambda: len(inside) >= 2)
    await asyncio.sleep(0.05)
    assert sorted(inside) == ["answer", "bill 0"]
    with desk() as work:
        doubtful = select(Notice).where(Notice.state == NoticeState.SENDING, Notice.lane == Lane.NOTICE)
        assert len(work.session.exec(doubtful).all()) == 1
    gate.set()
    assert await looking == 2


def test_the_turnstile_lets_one_in_or_as_many_as_the_rate_needs() -> None:
    gate = Turnstile()
    assert gate.room(30, now=1.0) == 1
    assert gate.room(100_000, now=1.0) == 1000
    gate.enter({1: 0}, 30, now=1.0)
    assert (gate.room(30, now=1.02), gate.held_up(30, 1.02)) == (0, False)
    assert gate.wait(1.02, now=1.02) == pytest.approx(1 / 30 - 0.02)
    assert gate.room(30, now=1.02, leaving=[1]) == 1
    gate.leave([1], now=1.09)  # a slow line: the rate wants three on their way
    gate.enter({2: 0}, 30, now=1.09)
    assert (gate.room(30, now=1.11), gate.wait(1.11, now=1.13)) == (0, 0)
    assert (gate.room(30, now=1.13), gate.wait(1.13, now=1.13)) == (1, None)
    gate.enter({3: 0}, 30, now=1.13)
    gate.enter({4: 0}, 30, now=1.17)
    assert (gate.room(30, now=1.3), gate.held_up(30, 1.3), gate.wait(1.3, 1.3)) == (0, True, None)
    gate.leave([2, 3, 4], now=1.3)
    assert (gate.room(30, now=1.3), gate.wait(1.1, now=1.3)) == (1, None)


def test_behind_a_late_answer_the_turnstile_stays_shut() -> None:
    gate = Turnstile()
    for number in range(20):
        gate.enter({number: 0}, 30, now=float(number))
        late = 3.0 if number % 4 == 3 else 0.01
        gate.leave([number], now=number + late)
    gate.enter({99: 30.04}, 30, now=30.0)  # may go a moment later
    assert (gate.room(30, now=30.02), gate.held_up(30, 30.02)) == (0, False)
    assert (gate.room(30, now=33.0), gate.held_up(30, 33.0)) == (0, True)
    assert not gate.held_up(30, 33.0, leaving=[99])


async def test_while_an_answer_is_late_what_does_not_matter_goes_past(desk: Desk, clock: Clock) -> None:
    gate, went = asyncio.Event(), []

    class Late(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            went.append(letter.text)
            if letter.text == "bill 0":
                await gate.wait()
            return await super().deliver(letter)

    for number in range(2):
        post(desk, f"bill {number}", chat_id=100 + number, lane=Lane.NOTICE)
        post(desk, f"care {number}", chat_id=200 + number, lane=Lane.NOTICE, matters=False)
    post(desk, "broadcast", chat_id=300, lane=Lane.BULK, matters=False)
    stop = asyncio.Event()
    running = asyncio.create_task(Delivery(desk, Late()).run(stop))
    for _ in range(40):
        await asyncio.sleep(0.02)
        clock.forward(milliseconds=50)
    assert sorted(went) == ["bill 0", "broadcast", "care 0", "care 1"]
    gate.set()
    await until(lambda: "bill 1" in went)
    stop.set()
    await running


async def test_an_answer_that_comes_late_keeps_it_from_being_said_again(desk: Desk, clock: Clock) -> None:
    answers = asyncio.Event()

    class Late(ScriptedCourier):
        async def deliver(self, letter: Letter) -> Delivered:
            await answers.wait()
            return await super().deliver(letter)

    one, courier = post(desk, "one"), Late()
    delivery = Delivery(desk, courier, lease=timedelta(seconds=8))  # doubts after 2.2 s, hears on until 5.6 s
    looking = asyncio.create_task(delivery.once())
    await until(lambda: states(desk, one) == ["unknown"])
    answers.set()
    await looking
    assert (states(desk, one), courier.said) == (["sent"], ["one"])
    clock.forward(hours=1)
    assert await deliver(desk) == []


# --- the present second -------------------------------------------------------------------------


def test_what_telegram_may_hear_late_counts_until_a_second_after_its_answer(desk: Desk, clock: Clock) -> None:
    with desk() as work:
        rate = int(work.policy.delivery.per_second)
    for number in range(3 * rate):
        post(desk, f"{number}", chat_id=1000 + number)
    sent = 0
    for _ in range(40):  # a second of claims that are begun and never answered
        with desk() as work:
            sent += len(outbox.begin_all(work, outbox.claim(work, 50, LEASE).claims, LEASE))
        clock.forward(milliseconds=25)
    assert sent <= rate
    clock.forward(seconds=budget.ON_THE_WAY)
    with desk() as work:
        assert outbox.claim(work, 50, LEASE).claims


def test_a_clock_that_is_set_back_stops_nothing(desk: Desk, clock: Clock) -> None:
    for number in range(90):
        post(desk, f"{number}", chat_id=1000 + number, due_at=clock.now - timedelta(hours=2))
    with desk() as work:
        outbox.begin_all(work, outbox.claim(work, 50, LEASE).claims, LEASE)
    clock.now -= timedelta(hours=1)
    with desk() as work:
        outbox.claim(work, 50, LEASE)
    clock.forward(seconds=1)
    with desk() as work:
        assert outbox.claim(work, 50, LEASE).claims
        row = work.session.get_one(Budget, budget.ALL)
        assert row.filled_at == clock.now


# --- expiry and clocks that jump ----------------------------------------------------------------


async def test_after_a_day_asleep_what_is_too_old_is_not_said_and_nothing_twice(
    desk: Desk, clock: Clock
) -> None:
    customer(desk)
    day = clock.now.date().isoformat()
    for number in range(3):
        tell(desk, subject=f"bill:{number}", step=day, expires_at=clock.now + timedelta(hours=10))
    clock.forward(days=1)  # the desk slept
    assert tell(desk, subject="bill:0", step=day) == Fate.KNOWN
    tell(desk, subject="bill:0", step=clock.now.date().isoformat(), text="heute")
    assert await deliver(desk) == []  # what is too old is cleared away first
    assert [one.text for one in await deliver(desk)] == ["heute"]
    old = [one for one in all_of(desk, "reminder") if one.step == day]
    assert {(one.state, one.error) for one in old} == {(NoticeState.DEAD, "expired before it could be said")}


def test_what_expired_is_cleared_away_in_pieces(desk: Desk, clock: Clock) -> None:
    soon = clock.now + timedelta(minutes=1)
    with desk() as work:
        base = {"kind": "care", "lane": Lane.BULK, "language": "zh", "text": "x", "matters": False}
        for number in range(450):
            row = base | {"subject": f"s{number}", "stream": f"s{number}", "chat_id": 1000 + number}
            work.session.add(Notice(**row, due_at=work.now, created_at=work.now, expires_at=soon))
    fresh = post(desk, "fresh", chat_id=9, lane=Lane.BULK, due_at=soon + timedelta(minutes=1))
    clock.forward(minutes=5)
    claimed: list[int] = []
    for _ in range(3):
        with desk() as work:
            found = outbox.claim(work, 10, LEASE)
            claimed += [one.notice_id for one in found.claims]
            assert claimed or found.again_at == work.now
    assert claimed == [fresh]
    assert {one.state for one in all_of(desk, "care")} == {NoticeState.DEAD}


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
async def test_when_the_clocks_change_a_word_waits_for_eight_and_is_said_once(
    desk: Desk, clock: Clock, day: str
) -> None:
    """The night in Berlin in which 02:30 is left out, and the one that has it twice."""
    berlin = ZoneInfo("Europe/Berlin")
    who = customer(desk)
    with desk() as work:
        work.session.add(Wishes(customer_id=who, zone="Europe/Berlin"))
    clock.now = datetime.fromisoformat(f"{day}T00:30").replace(tzinfo=berlin)
    fates, said = [], []
    for _ in range(10 * 12):  # every five minutes for ten hours, planned and delivered
        local = clock.now.astimezone(berlin)
        fates.append(tell(desk, step=local.date().isoformat()))
        said += [(clock.now.astimezone(berlin).hour, one.text) for one in await deliver(desk)]
        clock.forward(minutes=5)
    assert fates.count(Fate.POSTED) == 1
    assert said == [(8, "到期")]


# --- e-mail and SMS -----------------------------------------------------------------------------


def by_channel(telegram: ScriptedCourier, mail: ScriptedCourier) -> ByChannel:
    return ByChannel(telegram, {Channel.EMAIL: mail, Channel.SMS: mail})


MAIL: dict[str, Any] = {"channel": Channel.EMAIL, "address": "li@example.com"}


async def test_mail_takes_nothing_of_telegrams_budget(desk: Desk, clock: Clock) -> None:
    for number in range(9):
        customer(desk, 100 + number)
        tell(desk, 100 + number, subject=f"bill:{number}", **MAIL)
    with desk() as work:
        budget.pause(work, None, timedelta(seconds=30))  # Telegram asked to wait
    telegram, mail = ScriptedCourier(), ScriptedCourier()
    delivery = Delivery(desk, by_channel(telegram, mail))
    assert [await delivery.once() for _ in range(3)] == [4, 4, 1]
    assert (len(mail.letters), telegram.letters) == (9, [])
    assert {one.address for one in mail.letters} == {"li@example.com"}


async def test_what_matters_and_cannot_be_mailed_is_said_in_telegram_once(desk: Desk, clock: Clock) -> None:
    customer(desk)
    tell(desk, template="key_stop", text=None, values={"topic": "bills"}, **MAIL)
    tell(desk, topic=Topic.SAFETY, subject="safety:1", **MAIL | {"address": None})
    telegram, mail = ScriptedCourier(), ScriptedCourier([Refused("no such mailbox"), Refused("no address")])
    delivery = Delivery(desk, by_channel(telegram, mail))
    for _ in range(5):
        await delivery.once()
        clock.forward(seconds=2)
    assert len(mail.letters) == 2
    assert [(one.values["instead_of"], one.channel) for one in telegram.letters] == [
        ("email", Channel.TELEGRAM)
    ] * 2
    first, instead = (one for one in all_of(desk, "reminder") if one.subject == "bill:1")
    assert (first.state, instead.state, instead.step) == (NoticeState.DEAD, NoticeState.SENT, "1:telegram")


async def test_care_that_cannot_be_mailed_is_not_said_elsewhere(desk: Desk, clock: Clock) -> None:
    post(desk, "care", matters=False, customer_id=customer(desk), topic=Topic.CARE, **MAIL)
    telegram, mail = ScriptedCourier(), ScriptedCourier([Refused("no")])
    await Delivery(desk, by_channel(telegram, mail)).once()
    clock.forward(hours=1)
    assert await deliver(desk) == []


async def test_a_mail_server_that_stays_away_is_given_up_for_telegram(desk: Desk, clock: Clock) -> None:
    customer(desk)
    tell(desk, **MAIL)
    telegram, mail = ScriptedCourier(), ScriptedCourier([NotSent("connection refused") for _ in range(99)])
    delivery = Delivery(desk, by_channel(telegram, mail))
    for _ in range(MOST_TRIES + 3):
        await delivery.once()
        clock.forward(minutes=1)
    assert len(mail.letters) == MOST_TRIES
    assert len(telegram.letters) == 1


async def test_who_blocked_the_desk_in_telegram_still_gets_their_mail(desk: Desk, clock: Clock) -> None:
    customer(desk)
    tell(desk)
    tell(desk, subject="bill:2", at=clock.now + timedelta(minutes=5), **MAIL)
    await deliver(desk, Unreachable("bot was blocked by the user"))
    clock.forward(minutes=5)
    mail = ScriptedCourier()
    await Delivery(desk, by_channel(ScriptedCourier(), mail)).once()
    assert len(mail.letters) == 1
    assert notice(desk, mail.letters[0].notice_id).state == NoticeState.SENT
