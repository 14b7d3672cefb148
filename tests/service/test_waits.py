"""Waits for the customer that end although neither they nor staff ended them: urgent by now, or waited the longest."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.desk.escalation import Escalation, Rung
from bot.desk.policy import Policy
from bot.desk.ticket import Move
from bot.desk.ticket_clock import ClockState, Metric, Pause
from bot.desk.transcript import Author
from bot.service import escalations, history, waits, watch
from tests.builders import Scene
from tests.service.colleagues import id_of
from tests.service.test_watch import clock, happens, steps, sweep

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
END = Metric.RESOLUTION


@pytest.fixture
def agent(scene: Scene) -> int:
    return scene.agent()


@pytest.fixture
def complaint(scene: Scene, agent: int) -> int:
    ticket = scene.ticket()
    scene.take(agent, ticket)
    return ticket


def wait(scene: Scene, ticket: int, agent: int) -> datetime:
    """Staff wait for the customer from now on; until when at most."""
    number = id_of(scene, agent)
    happens(scene, ticket, watch.answered)
    happens(scene, ticket, lambda work, held: watch.wait_for_customer(work, held, number))
    return scene.clock.now + WEEK


def over(scene: Scene) -> None:
    with scene.desk() as work:
        waits.sweep(work)
    sweep(scene)


def test_it_ends_when_staff_mark_the_ticket_urgent(scene: Scene, agent: int, complaint: int) -> None:
    wait(scene, complaint, agent)
    since = scene.clock.now
    scene.clock.forward(hours=2)
    scene.press(agent, "urgent", complaint)
    (pause,) = scene.all(Pause)
    assert pause.until_at == scene.clock.now
    end = clock(scene, complaint, END)
    assert (end.state, end.due_at) == (ClockState.RUNNING, scene.clock.now + 8 * HOUR)
    (told,) = scene.notices("told", template="told_waits_no_more")
    assert (told.values["to"], told.values["waits_at"]) == ("王强", since.isoformat())
    went_on = [one for one in scene.history(complaint) if one.move == Move.GOES_ON]
    assert [(one.author, one.reason) for one in went_on] == [(Author.DESK, "urgent")]


def test_it_lasts_a_week_at_most_and_ends_at_its_own_moment(scene: Scene, agent: int, complaint: int) -> None:
    filed = scene.clock.now
    scene.clock.forward(hours=1)
    until = wait(scene, complaint, agent)
    scene.clock.now = until - timedelta(seconds=1)
    over(scene)
    assert clock(scene, complaint, END).state == ClockState.PAUSED
    scene.clock.now = until + 3 * HOUR  # nobody looked meanwhile
    over(scene)
    over(scene)
    end = clock(scene, complaint, END)
    assert (end.state, end.due_at) == (ClockState.RUNNING, filed + timedelta(days=3) + WEEK)
    (event,) = (one for one in scene.history(complaint) if one.move == Move.GOES_ON)
    assert (event.author, event.after, event.reason) == (Author.DESK, until.isoformat(), "waited the longest")
    assert not [one for one in scene.all_notices(complaint) if one.kind == "card_edit"][-1].values["waits_at"]


def test_whoever_holds_it_hears_so_once_by_day(scene: Scene, agent: int, complaint: int) -> None:
    until = wait(scene, complaint, agent)
    scene.clock.now = until + HOUR / 2
    over(scene)
    (row,) = (one for one in scene.all(Escalation) if one.subject.startswith("wait:"))
    assert (row.rung, row.fired_at, row.noticed_at) == (Rung.OWNER, until, scene.clock.now)
    for _ in range(2):
        scene.clock.forward(hours=15)
        while True:
            with scene.desk() as work:
                if not escalations.say(work):
                    break
    (digest,) = scene.notices("ladder")
    assert (digest.values["name"], [one["late"] for one in digest.values["items"]]) == ("王强", ["wait"])


def test_nobody_hears_of_it_once_the_customer_wrote_and_staff_wait_again(
    scene: Scene, agent: int, complaint: int
) -> None:
    scene.clock.now = wait(scene, complaint, agent) + HOUR / 2
    over(scene)
    wait(scene, complaint, agent)
    scene.clock.forward(hours=15)
    with scene.desk() as work:
        escalations.say(work)
    assert not scene.notices("ladder")


@pytest.mark.parametrize("swept", [True, False])
def test_what_comes_due_after_it_does_so_whether_or_not_somebody_looked(
    scene: Scene, agent: int, complaint: int, swept: bool
) -> None:
    filed = scene.clock.now
    until = wait(scene, complaint, agent)
    scene.clock.now = until + timedelta(days=4, hours=1)
    if swept:
        over(scene)
    happens(scene, complaint, watch.customer_spoke)
    due = filed + timedelta(days=3) + WEEK
    end = clock(scene, complaint, END)
    assert (end.state, end.breached_at) == (ClockState.BREACHED, due)
    climbed = [(at - due) / HOUR for step, _, at in steps(scene, end.id) if step]
    assert climbed == [0, 1, 4, 24]
    (pause,) = scene.all(Pause)
    assert pause.until_at == until


def test_a_company_may_wait_for_ever(scene: Scene, agent: int, complaint: int, policy: Policy) -> None:
    endless = policy.waiting.model_copy(update={"longest_days": 0})
    number = id_of(scene, agent)
    with scene.desk() as work:
        patient = replace(work, policy=policy.model_copy(update={"waiting": endless}))
        watch.wait_for_customer(patient, history.held(work, complaint), number)
    scene.clock.forward(hours=24 * 400)
    over(scene)
    assert clock(scene, complaint, END).state == ClockState.PAUSED
