"""The clocks of tickets: what starts and stops them, pauses, other labels, and true moments whoever looks when."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.desk.escalation import Escalation, Rung
from bot.desk.labels import Hazard, Kind
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.desk.ticket_clock import ClockState, Metric, TicketClock
from bot.desk.transcript import Author
from bot.service import changes, clock_steps, clock_sweep, history, watch
from bot.service.work import Desk, Work
from tests.builders import Scene
from tests.databases import Clock

HOUR = timedelta(hours=1)
FIRST, NEXT, END = Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.RESOLUTION


def happens(scene: Scene, ticket: int, what: Callable[[Work, Ticket], object]) -> None:
    with scene.desk() as work:
        what(work, history.held(work, ticket))


def clock(scene: Scene, ticket: int, metric: Metric, number: int = 1) -> TicketClock:
    with scene.desk() as work:
        query = select(TicketClock).where(
            TicketClock.ticket_id == ticket, TicketClock.metric == metric, TicketClock.number == number
        )
        return work.session.exec(query).one()


def sweep(scene: Scene) -> int:
    found = 0
    while True:
        with scene.desk() as work:
            piece = clock_sweep.sweep(work)
        if not piece:
            return found
        found += piece


def steps(scene: Scene, clock_id: int | None) -> list[tuple[int, Rung, datetime]]:
    with scene.desk() as work:
        query = (
            select(Escalation).where(Escalation.subject == f"clock:{clock_id}").order_by(col(Escalation.step))
        )
        return [(one.step, one.rung, one.fired_at) for one in work.session.exec(query)]


@pytest.fixture
def complaint(scene: Scene) -> int:
    """A complaint, whose clocks run around the clock: answered in 4 hours, done in 72."""
    return scene.ticket()


def test_filing_starts_two_clocks_and_the_promise_is_the_first(scene: Scene, complaint: int) -> None:
    first, end = clock(scene, complaint, FIRST), clock(scene, complaint, END)
    assert (first.state, first.due_at) == (ClockState.RUNNING, scene.clock.now + 4 * HOUR)
    assert first.next_at == first.warn_at == scene.clock.now + 3 * HOUR
    assert end.due_at == scene.clock.now + 72 * HOUR
    with scene.desk() as work:
        assert work.session.get_one(Ticket, complaint).due_at == first.due_at


def test_an_answer_in_time_meets_it(scene: Scene, complaint: int) -> None:
    scene.clock.forward(hours=2)
    scene.answer(scene.agent(), complaint, "马上来")
    first = clock(scene, complaint, FIRST)
    assert (first.state, first.stopped_at, first.breached_at) == (ClockState.MET, scene.clock.now, None)
    assert first.next_at is None
    assert clock(scene, complaint, END).state == ClockState.RUNNING


def test_a_note_to_colleagues_meets_nothing(scene: Scene, complaint: int) -> None:
    scene.answer(scene.agent(), complaint, "// 谁认识这户？")
    assert clock(scene, complaint, FIRST).stopped_at is None


def test_the_moments_are_the_true_ones_however_late_the_sweep_is(scene: Scene, complaint: int) -> None:
    filed = scene.clock.now
    scene.clock.forward(hours=6)
    assert sweep(scene) == 1
    first = clock(scene, complaint, FIRST)
    assert (first.warned_at, first.breached_at) == (filed + 3 * HOUR, filed + 4 * HOUR)
    assert steps(scene, first.id) == [
        (0, Rung.OWNER, filed + 3 * HOUR),
        (1, Rung.OWNER, filed + 4 * HOUR),
        (2, Rung.SHIFT_LEAD, filed + 5 * HOUR),
    ]
    assert sweep(scene) == 0


def test_nothing_differs_when_no_sweep_came_before_the_answer(scene: Scene) -> None:
    swept, unswept, agent = scene.ticket(), scene.ticket("电梯坏了", chat=5002), scene.agent()
    scene.clock.forward(hours=5, minutes=30)
    happens(scene, swept, lambda work, ticket: clock_sweep.sweep(work) and None)
    scene.answer(agent, swept, "来了")
    scene.answer(agent, unswept, "来了")
    one, other = clock(scene, swept, FIRST), clock(scene, unswept, FIRST)
    assert one.breached_at == other.breached_at
    assert other.state == ClockState.BREACHED
    assert steps(scene, one.id) == steps(scene, other.id)


def test_the_customers_next_word_is_owed_an_answer_once(scene: Scene, complaint: int) -> None:
    agent = scene.agent()
    scene.answer(agent, complaint, "请问哪一层？")
    scene.clock.forward(minutes=10)
    spoke = scene.clock.now
    happens(scene, complaint, watch.customer_spoke)
    scene.clock.forward(minutes=10)
    happens(scene, complaint, watch.customer_spoke)
    assert clock(scene, complaint, NEXT).started_at == spoke
    scene.answer(agent, complaint, "收到")
    assert clock(scene, complaint, NEXT).state == ClockState.MET
    happens(scene, complaint, watch.customer_spoke)
    assert clock(scene, complaint, NEXT, 2).state == ClockState.RUNNING


def test_waiting_for_the_customer_shifts_what_is_owed(scene: Scene, complaint: int) -> None:
    filed = scene.clock.now
    scene.answer(scene.agent(), complaint, "请拍一张照片")
    happens(
        scene, complaint, lambda work, ticket: watch.wait_for_customer(work, ticket, ticket.owner_id or 0)
    )
    paused = clock(scene, complaint, END)
    assert (paused.state, paused.due_at, paused.next_at) == (ClockState.PAUSED, None, None)
    scene.clock.forward(hours=30)
    assert sweep(scene) == 0
    happens(scene, complaint, watch.customer_spoke)
    assert clock(scene, complaint, END).due_at == filed + 102 * HOUR


def test_another_kind_counts_from_the_start_and_a_broken_promise_stays_broken(scene: Scene) -> None:
    inquiry = scene.ticket("物业费怎么算", kind=Kind.INQUIRY)
    happens(scene, inquiry, lambda work, ticket: setattr(ticket, "kind", Kind.COMPLAINT))
    happens(scene, inquiry, watch.relabelled)
    filed = scene.clock.now
    assert clock(scene, inquiry, FIRST).due_at == filed + 4 * HOUR
    scene.clock.forward(hours=5)
    happens(scene, inquiry, lambda work, ticket: setattr(ticket, "kind", Kind.PRAISE))
    happens(scene, inquiry, watch.relabelled)
    first = clock(scene, inquiry, FIRST)
    assert (first.state, first.breached_at) == (ClockState.BREACHED, filed + 4 * HOUR)


def test_withdrawn_owes_nothing_and_broke_nothing(scene: Scene, complaint: int) -> None:
    happens(scene, complaint, watch.dropped)
    assert {clock(scene, complaint, one).state for one in (FIRST, END)} == {ClockState.DROPPED}
    scene.clock.forward(hours=100)
    assert sweep(scene) == 0


def test_dropped_and_taken_up_again_is_as_if_nothing_had_been(scene: Scene, complaint: int) -> None:
    filed = scene.clock.now
    scene.clock.forward(minutes=30)
    dropped = scene.clock.now
    happens(scene, complaint, watch.dropped)
    scene.clock.forward(hours=1)
    happens(scene, complaint, lambda work, ticket: watch.taken_up_again(work, ticket, dropped))
    first = clock(scene, complaint, FIRST)
    assert (first.state, first.due_at, first.next_at) == (
        ClockState.RUNNING,
        filed + 4 * HOUR,
        filed + 3 * HOUR,
    )


@pytest.mark.parametrize("answered", [True, False])
def test_what_is_owed_is_owed_since_then_in_the_ticket_where_it_goes_on(scene: Scene, answered: bool) -> None:
    ticket, filed = scene.ticket(), scene.clock.now
    scene.clock.forward(hours=1)
    into = scene.ticket("电梯坏了", kind=Kind.INQUIRY)
    if answered:
        scene.answer(scene.agent(), into, "马上来")
    scene.clock.forward(hours=2)
    with scene.desk() as work:
        one, other = history.held(work, ticket), history.held(work, into)
        watch.carried_over(work, one, other)
        watch.dropped(work, one)
    owed = clock(scene, into, NEXT if answered else FIRST)
    assert owed.started_at == filed
    assert clock(scene, ticket, FIRST).state == ClockState.DROPPED


def test_what_was_late_is_carried_over_without_a_second_call(scene: Scene, complaint: int) -> None:
    filed = scene.clock.now
    into = scene.ticket("电梯坏了", kind=Kind.SUGGESTION)
    scene.answer(scene.agent(), into, "马上来")
    scene.press(scene.agent(), "set_kind", into, to="complaint")
    scene.clock.forward(hours=4, minutes=10)
    sweep(scene)
    called = len(scene.all(Escalation))
    with scene.desk() as work:
        watch.carried_over(work, history.held(work, complaint), history.held(work, into))
    owed = clock(scene, into, NEXT)
    assert (owed.breached_at, owed.next_at) == (filed + 4 * HOUR, filed + 5 * HOUR)
    sweep(scene)
    assert len(scene.all(Escalation)) == called


def test_an_answer_at_the_very_instant_is_in_time_and_a_moment_later_is_not(scene: Scene) -> None:
    agent = scene.agent()
    just, late = scene.ticket(), scene.ticket("电梯坏了", chat=5002)
    scene.clock.forward(hours=4)
    scene.answer(agent, just, "来了")
    scene.clock.forward(microseconds=1)
    scene.answer(agent, late, "来了")
    assert clock(scene, just, FIRST).state == ClockState.MET
    found = clock(scene, late, FIRST)
    assert (found.state, found.breached_at) == (
        ClockState.BREACHED,
        scene.clock.now - timedelta(microseconds=1),
    )


def test_what_becomes_urgent_climbs_the_urgent_ladder_from_then_on(scene: Scene, complaint: int) -> None:
    filed, agent = scene.clock.now, scene.agent()
    scene.clock.forward(hours=4, minutes=20)
    scene.press(agent, "urgent", complaint)
    scene.clock.forward(hours=3)
    sweep(scene)
    first = clock(scene, complaint, FIRST)
    urgent = filed + 4 * HOUR + timedelta(minutes=20)
    assert steps(scene, first.id) == [
        (0, Rung.OWNER, filed + 3 * HOUR),
        (1, Rung.OWNER, filed + 4 * HOUR),
        (2, Rung.SHIFT_LEAD, urgent + timedelta(minutes=5)),
        (3, Rung.DEPARTMENT_HEAD, urgent + timedelta(minutes=15)),
        (4, Rung.MANAGEMENT, urgent + timedelta(minutes=30)),
    ]


# A first answer that is owed in four hours (complaints at any hour, inquiries in the department's): how late it was, in
# hours, when it became urgent, the kind, and what climbed after that, with the minutes since then. Filed at 17:20 of a
# Monday in Shanghai; the repairs team works until 18:00, and on Tuesday from 8:30.
URGENT_LATE = {
    "just late": (0.1, Kind.COMPLAINT, [(2, 5), (3, 15), (4, 30)]),
    "after the lead was called": (2, Kind.COMPLAINT, [(3, 15), (4, 30)]),
    "after the head was called": (20, Kind.COMPLAINT, [(4, 30)]),
    "when all were called": (30, Kind.COMPLAINT, []),
    "after hours, of what is owed in working time": (7, Kind.INQUIRY, [(4, 30)]),
    "not late yet, and due sooner than urgent ones are": (
        -0.1,
        Kind.COMPLAINT,
        [(1, 6), (2, 11), (3, 21), (4, 36)],
    ),
    "not late yet, and urgent ones are due sooner": (
        -1,
        Kind.COMPLAINT,
        [(1, 15), (2, 20), (3, 30), (4, 45)],
    ),
}


@pytest.mark.parametrize("case", URGENT_LATE)
def test_each_urgent_step_has_its_own_time_from_the_moment_it_became_urgent(scene: Scene, case: str) -> None:
    late, kind, wanted = URGENT_LATE[case]
    ticket, agent = scene.ticket(kind=kind), scene.agent()
    due = clock(scene, ticket, FIRST).due_at
    assert due is not None
    scene.clock.now = urgent = due + late * HOUR
    scene.press(agent, "urgent", ticket)
    before = len(steps(scene, clock(scene, ticket, FIRST).id))
    scene.clock.now += timedelta(minutes=4)
    with scene.desk() as work:  # naming the danger once it is urgent begins nothing anew
        changes.set_urgent(work, history.held(work, ticket), Hazard.GAS, Author.CUSTOMER)
    scene.clock.now += 3 * HOUR
    sweep(scene)
    found = steps(scene, clock(scene, ticket, FIRST).id)
    since = [(step, (at - urgent) / timedelta(minutes=1)) for step, _, at in found if step]
    assert [one for one in since if one[1] > 0] == wanted
    assert all(at <= urgent for _, _, at in found[:before])


def test_a_false_alarm_climbs_no_further_by_the_urgent_ladder(scene: Scene, complaint: int) -> None:
    filed, agent = scene.clock.now, scene.agent()
    scene.press(agent, "urgent", complaint)
    scene.clock.forward(minutes=21)  # due after 15, the shift lead after 20
    scene.press(agent, "not_urgent", complaint)
    scene.clock.forward(hours=10)
    sweep(scene)
    first = clock(scene, complaint, FIRST)
    due = filed + timedelta(minutes=15)
    assert steps(scene, first.id)[1:] == [
        (1, Rung.OWNER, due),
        (2, Rung.SHIFT_LEAD, due + timedelta(minutes=5)),
        (3, Rung.DEPARTMENT_HEAD, due + 4 * HOUR),
    ]


def test_the_calm_before_the_alarm_was_ordinary_however_late_the_sweep(scene: Scene) -> None:
    agent = scene.agent()
    swept, unswept = scene.ticket(), scene.ticket("电梯坏了", chat=5002)
    scene.clock.forward(hours=5, minutes=1)
    happens(scene, swept, lambda work, ticket: clock_steps.catch_up(work, ticket) and None)
    for ticket in (swept, unswept):
        scene.press(agent, "urgent", ticket)
    one, other = (steps(scene, clock(scene, ticket, FIRST).id) for ticket in (swept, unswept))
    assert one == other
    assert [step for step, _, _ in one] == [0, 1, 2]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_sweeps_at_once_and_one_that_is_killed(desk: Desk, glance: Desk, clock: Clock) -> None:
    scene = Scene(desk, glance, clock)
    tickets = [scene.ticket(f"灯坏了 {chat}", chat=chat) for chat in range(6001, 6041)]
    scene.clock.forward(hours=6)

    def killed() -> None:
        with desk() as work:
            clock_sweep.sweep(work)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert not scene.all(Escalation)

    def swept(_: int) -> int:
        with desk() as work:
            return clock_sweep.sweep(work)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(swept, range(8)))
    assert sum(found) == len(tickets)
    assert len(scene.all(Escalation)) == 3 * len(tickets)
    lines = [one for one in scene.all(TicketEvent) if one.move in (Move.WARNED, Move.BREACHED)]
    assert len(lines) == 2 * len(tickets)


def test_each_step_leaves_a_line_of_history(scene: Scene, complaint: int) -> None:
    scene.clock.forward(hours=4)
    sweep(scene)
    with scene.desk() as work:
        query = select(TicketEvent).where(
            TicketEvent.ticket_id == complaint, col(TicketEvent.move).in_((Move.WARNED, Move.BREACHED))
        )
        moves = [(one.move, one.reason) for one in work.session.exec(query)]
    assert moves == [(Move.WARNED, "first_response"), (Move.BREACHED, "first_response")]
