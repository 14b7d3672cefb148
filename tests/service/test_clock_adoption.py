"""Tickets older than their clocks, and calendars that were changed: marked as they were, and nobody is called."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, delete, select

from bot.desk.escalation import Escalation
from bot.desk.labels import Kind
from bot.desk.policy import Policy
from bot.desk.policy_calendars import CalendarPart
from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import ClockState, Metric, TicketClock
from bot.service import clock_adoption, clock_sweep
from bot.service.work import Work
from tests.builders import Scene

HOUR = timedelta(hours=1)
ALWAYS = CalendarPart.model_validate({"hours": {"mon-sun": ["00:00-24:00"]}})
FIRST, NEXT, END = Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.RESOLUTION


def forget_clocks(scene: Scene) -> None:
    """As it was before there were any."""
    with scene.desk() as work:
        for noun in (TicketClock, Escalation):
            work.session.exec(delete(noun))


def adopt(scene: Scene) -> int:
    found = 0
    while True:
        with scene.desk() as work:
            piece = clock_adoption.sweep(work)
        if not piece:
            return found
        found += piece


def clocks(scene: Scene, ticket: int) -> dict[Metric, TicketClock]:
    return {one.metric: one for one in scene.all(TicketClock, ticket_id=ticket)}


def due_of(scene: Scene, ticket: int) -> datetime:
    return scene.get(ticket).due_at


def test_an_old_ticket_keeps_the_promise_that_was_told(scene: Scene) -> None:
    ticket = scene.ticket(kind=Kind.INQUIRY)
    told = scene.clock.now + 7 * HOUR
    with scene.desk() as work:
        work.session.get_one(Ticket, ticket).due_at = told
    forget_clocks(scene)
    filed = scene.clock.now
    scene.clock.forward(hours=1)
    assert adopt(scene) == 1
    found = clocks(scene, ticket)
    assert (found[FIRST].due_at, due_of(scene, ticket)) == (told, told)
    assert (found[END].started_at, found[END].state) == (filed, ClockState.RUNNING)
    assert adopt(scene) == 0
    assert len(scene.all(TicketClock)) == 2


def test_what_was_late_before_is_marked_and_calls_nobody(scene: Scene) -> None:
    ticket, filed = scene.ticket(), scene.clock.now
    events = len(scene.history(ticket))
    forget_clocks(scene)
    scene.clock.forward(hours=4, minutes=30)
    adopt(scene)
    first = clocks(scene, ticket)[FIRST]
    assert (first.warned_at, first.breached_at) == (filed + 3 * HOUR, filed + 4 * HOUR)
    with scene.desk() as work:
        assert clock_sweep.sweep(work) == 0
    assert not scene.all(Escalation)
    assert len(scene.history(ticket)) == events
    scene.clock.forward(minutes=30)
    with scene.desk() as work:
        clock_sweep.sweep(work)
    assert [(one.step, one.fired_at) for one in scene.all(Escalation)] == [(2, filed + 5 * HOUR)]


def test_a_word_in_an_old_ticket_adopts_it_first(scene: Scene) -> None:
    ticket, agent = scene.ticket(), scene.agent()
    scene.answer(agent, ticket, "几楼？")
    forget_clocks(scene)
    scene.clock.forward(minutes=5)
    scene.matter("三楼，还在漏")
    found = clocks(scene, ticket)
    assert set(found) == {NEXT, END}
    assert found[NEXT].started_at == scene.clock.now
    assert adopt(scene) == 0


def test_unanswered_words_of_an_old_ticket_are_owed_since_they_were_written(scene: Scene) -> None:
    ticket, agent = scene.ticket(), scene.agent()
    scene.answer(agent, ticket, "几楼？")
    scene.clock.forward(minutes=5)
    scene.matter("谢谢")
    spoke = scene.clock.forward(minutes=5)
    scene.matter("三楼，还在漏")
    scene.clock.forward(minutes=5)
    scene.matter("厨房也漏了")
    forget_clocks(scene)
    adopt(scene)
    assert clocks(scene, ticket)[NEXT].started_at == spoke


def test_closed_ones_need_no_clocks(scene: Scene) -> None:
    scene.resolved()
    forget_clocks(scene)
    assert adopt(scene) == 0
    assert not scene.all(TicketClock)


def test_more_than_a_piece(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_adoption, "PIECE", 2)
    tickets = [scene.ticket(f"灯坏了 {chat}", chat=chat) for chat in range(6001, 6006)]
    forget_clocks(scene)
    assert adopt(scene) == 5
    with scene.desk() as work:
        owners = work.session.exec(select(TicketClock.ticket_id).order_by(col(TicketClock.ticket_id))).all()
    assert sorted(set(owners)) == tickets


def with_calendars(work: Work, **calendars: CalendarPart) -> Work:
    """The work with other calendars of these names; one that is not given is gone."""
    return replace(work, policy=work.policy.model_copy(update={"calendars": calendars}))


def test_clocks_follow_a_changed_calendar_and_what_was_late_stays_so(scene: Scene, policy: Policy) -> None:
    # Monday 17:30 in Shanghai: repairs work until 18:00, an inquiry has four hours.
    inquiry, late = scene.ticket("多久能修", kind=Kind.INQUIRY), scene.ticket("门铃不响", chat=5002)
    filed = scene.clock.now
    with scene.desk() as work:
        assert clock_adoption.follow_calendars(work) == 3 + 1
    with scene.desk() as work:
        assert clock_adoption.follow_calendars(work) == 0
    scene.clock.forward(hours=5)
    with scene.desk() as work:
        clock_sweep.sweep(work)
    assert clocks(scene, inquiry)[FIRST].due_at == filed + 18.5 * HOUR
    with scene.desk() as work:
        changed = with_calendars(work, office=policy.calendars["office"], site=ALWAYS)
        assert clock_adoption.follow_calendars(changed) == 4
    first = clocks(scene, inquiry)[FIRST]
    assert (first.due_at, due_of(scene, inquiry)) == (filed + 4 * HOUR, filed + 4 * HOUR)
    assert clocks(scene, late)[FIRST].breached_at == filed + 4 * HOUR


def test_a_calendar_that_is_gone_is_replaced_by_what_such_matters_have_now(scene: Scene) -> None:
    inquiry, filed = scene.ticket("多久能修", kind=Kind.INQUIRY), scene.clock.now
    with scene.desk() as work:
        clock = work.session.exec(select(TicketClock).where(TicketClock.metric == FIRST)).one()
        clock.calendar = "of_last_year"
        work.session.add(clock)
    scene.answer(scene.agent(), inquiry, "明天上午")
    assert clocks(scene, inquiry)[FIRST].due_at == filed + 18.5 * HOUR
    assert clocks(scene, inquiry)[FIRST].state == ClockState.MET
