"""Tickets that are put off: until when and why, what ends it, and that the clocks go on."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.labels import Hazard, Kind
from bot.desk.ticket import Move, State, Ticket
from bot.desk.ticket_clock import TicketClock
from bot.service import snoozing, tickets, waking
from bot.service.verdict import Verdict
from tests.builders import LI, Scene

MONDAY = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
TUESDAY_NINE = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


@pytest.fixture
def wang(scene: Scene) -> int:
    scene.clock.now = MONDAY
    return scene.agent("王强")


@pytest.fixture
def ticket(scene: Scene, wang: int) -> int:
    number = scene.ticket("阳台漏水")
    scene.take(wang, number)
    return number


def type_snooze(scene: Scene, user: int, ticket: int, words: str) -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return snoozing.by_hand(work, agent, work.session.get_one(Ticket, ticket), words)


def wake(scene: Scene) -> int:
    with scene.desk() as work:
        return waking.wake(work)


@pytest.mark.parametrize(
    "words", ["明天 9:00 等配件", "tomorrow 9:00 等配件", "等配件 明天上午9点", "tomorrow at 9am, 等配件"]
)
def test_until_when_and_why_in_either_language(scene: Scene, wang: int, ticket: int, words: str) -> None:
    verdict = type_snooze(scene, wang, ticket, words)
    assert (verdict.word, verdict.more["until_at"]) == ("snoozed", TUESDAY_NINE.isoformat())
    found = scene.get(ticket)
    assert (found.snoozed_until, found.snooze_reason) == (TUESDAY_NINE, "等配件")
    last = scene.history(ticket)[-1]
    assert (last.move, last.after, last.reason) == (Move.SNOOZED, TUESDAY_NINE.isoformat(), "等配件")
    shown = scene.notices("card_edit")[-1].values
    assert (shown["snoozed_at"], shown["snooze_reason"]) == (TUESDAY_NINE.isoformat(), "等配件")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("等配件", "snooze_no_time"),
        ("明天 9:00", "snooze_why"),
        ("明天 9:00 //", "snooze_why"),
        ("tomorrow 9:00 …", "snooze_why"),
        ("2026-09-01 等配件", "snooze_too_far"),
        ("2190-01-01 10:00 等配件", "snooze_too_far"),
        ("昨天", "snooze_past"),
        ("yesterday waiting for the part", "snooze_past"),
        ("昨天15:00 等配件", "snooze_past"),
        ("last Friday 15:00 waiting for the part", "snooze_past"),
        ("today 8:00 waiting for the part", "snooze_past"),
        ("Sunday March 1 15:00 waiting for the part", "snooze_unread"),
        ("明年 10:00 等配件", "snooze_unread"),
        ("off", "snooze_none"),
    ],
)
def test_what_cannot_be_is_said(scene: Scene, wang: int, ticket: int, words: str, verdict: str) -> None:
    assert type_snooze(scene, wang, ticket, words).word == verdict
    assert scene.get(ticket).snoozed_until is None


def test_danger_and_others_tickets_are_not_put_off(scene: Scene, wang: int, ticket: int) -> None:
    assert type_snooze(scene, scene.agent("赵敏"), ticket, "明天 9:00 等配件").word == "not_yours"
    urgent = scene.ticket("闻到煤气味", hazard=Hazard.GAS)
    assert type_snooze(scene, wang, urgent, "明天 9:00 等配件").word == "snooze_urgent"


def test_by_buttons_a_time_and_then_a_reason(scene: Scene, wang: int, ticket: int) -> None:
    scene.press(wang, "more", ticket)
    scene.press(wang, "snooze", ticket)
    times = [one for one in scene.payloads(scene.notices("card_edit")[-1]) if one["do"] == "snooze_until"]
    assert times[0]["until"] == datetime(2026, 3, 10, 0, 30, tzinfo=UTC).isoformat(), "when they open"
    assert scene.press(wang, "snooze_until", ticket, until=times[0]["until"]).word == "snooze_choose_why"
    reasons = [one for one in scene.payloads(scene.notices("card_edit")[-1]) if one["do"] == "snooze_for"]
    assert len(reasons) == 4
    given = {name: reasons[0][name] for name in ("until", "reason")}
    assert scene.press(wang, "snooze_for", ticket, **given).word == "snoozed"
    assert scene.get(ticket).snooze_reason == "snooze_part"


def test_it_ends_by_itself_once_and_calls_whoever_holds_it(scene: Scene, wang: int, ticket: int) -> None:
    type_snooze(scene, wang, ticket, "明天 9:00 等配件")
    scene.clock.now = TUESDAY_NINE - timedelta(seconds=1)
    assert wake(scene) == 0
    scene.clock.now = TUESDAY_NINE + timedelta(hours=1)
    assert wake(scene) == 1
    assert wake(scene) == 0
    (told,) = [one for one in scene.notices("told") if one.template == "told_woken_over"]
    assert (told.values["to"], told.values["until_at"]) == ("王强", TUESDAY_NINE.isoformat())
    last = scene.history(ticket)[-1]
    assert (last.move, last.before, last.reason) == (Move.SNOOZED, TUESDAY_NINE.isoformat(), "over")
    assert scene.notices("card_edit")[-1].values["snoozed_at"] == ""


def test_it_ends_when_the_customer_writes(scene: Scene, wang: int, ticket: int) -> None:
    scene.answer(wang, ticket, "我们在等配件")
    scene.deliver()
    (said,) = scene.notices("answer")
    type_snooze(scene, wang, ticket, "明天 9:00 等配件")
    scene.matter("还没到吗", kind=Kind.INQUIRY, reply_to=said.message_id)
    assert scene.get(ticket).snoozed_until is None
    assert scene.notices("told")[-1].template == "told_woken_customer"
    assert wake(scene) == 0


def test_it_ends_when_it_becomes_urgent_or_by_hand(scene: Scene, wang: int, ticket: int) -> None:
    type_snooze(scene, wang, ticket, "明天 9:00 等配件")
    assert scene.press(wang, "wake", ticket).word == "snooze_ended"
    assert scene.press(wang, "wake", ticket).word == "snooze_none"
    type_snooze(scene, wang, ticket, "明天 9:00 等配件")
    scene.press(wang, "urgent", ticket)
    assert scene.get(ticket).snoozed_until is None
    assert [one.template for one in scene.notices("told")].count("told_woken_urgent") == 1


def test_a_closed_ticket_reminds_of_nothing(scene: Scene, wang: int, ticket: int) -> None:
    type_snooze(scene, wang, ticket, "明天 9:00 等配件")
    scene.resolve(wang, ticket)
    assert scene.get(ticket).snoozed_until is None
    assert type_snooze(scene, wang, ticket, "明天 9:00 等配件").word == "is_resolved"
    other = scene.ticket("门铃坏了")
    type_snooze(scene, wang, other, "明天 9:00 等配件")
    with scene.desk() as work:
        tickets.withdraw(work, LI, other)
    assert (scene.get(other).snoozed_until, scene.get(other).state) == (None, State.WITHDRAWN)


def test_the_clocks_go_on(scene: Scene, wang: int, ticket: int) -> None:
    before = [(one.metric, one.due_at, one.next_at) for one in scene.all(TicketClock)]
    type_snooze(scene, wang, ticket, "明天 9:00 等配件")
    assert [(one.metric, one.due_at, one.next_at) for one in scene.all(TicketClock)] == before
