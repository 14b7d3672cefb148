"""Two processes look after the ladder at once, or an agent answers meanwhile: each is told once, nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.desk.escalation import Act, Escalation
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Move
from bot.service import clock_sweep, escalations, history, ladder, watch
from bot.service.work import Work
from tests.builders import Scene
from tests.service.rungs import company, digests, said, steps, tick
from tests.service.test_races import at_once

MORNING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


@pytest.fixture
def late(scene: Scene) -> list[int]:
    """Tickets that nobody answered for two days."""
    scene.clock.now = MORNING
    company(scene)
    tickets = [scene.ticket(str(number), chat=6000 + number) for number in range(6)]
    scene.clock.forward(days=2)
    return tickets


def test_two_processes_notice_and_say_everything_once(
    scene: Scene, late: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_sweep, "PIECE", 3)
    monkeypatch.setattr(escalations, "PIECE", 3)
    at_once(scene, clock_sweep.sweep, clock_sweep.sweep)
    tick(scene)
    scene.clock.forward(minutes=10)
    for _ in range(4):
        at_once(scene, escalations.say, escalations.say)
    tick(scene)
    keys = [(one.subject, one.step) for one in steps(scene)]
    assert len(keys) == len(set(keys)) == 6 * 5, "a warning and four steps; they are not to be resolved yet"
    assert sorted(who for who, _ in digests(scene)) == ["Guan", "He", "Lin"]
    assert all(sorted(numbers) == sorted(f"CD-{one}" for one in late) for _, numbers in digests(scene))
    assert {scene.get(one).priority for one in late} == {1}
    told = scene.notices("told", template="told_escalated")
    assert sorted(one.ticket_id or 0 for one in told) == late
    assert len(scene.notices("meeting_note")) == 6


def test_an_answer_that_comes_meanwhile_is_not_in_the_digest(scene: Scene, late: list[int]) -> None:
    tick(scene)
    scene.clock.forward(minutes=10)

    def answer(work: Work) -> None:
        watch.answered(work, history.held(work, late[0]))

    at_once(scene, answer, escalations.say)
    tick(scene)
    told = {number for _, numbers in digests(scene) for number in numbers}
    assert told == {f"CD-{one}" for one in late[1:]}


def test_a_promise_of_a_closed_ticket_calls_people_and_changes_nothing_of_it(scene: Scene) -> None:
    scene.clock.now = MORNING
    users = company(scene)
    ticket = scene.ticket()
    scene.resolve(users["An"], ticket)
    with scene.desk() as work:
        held = history.held(work, ticket)
        promise = Promise(
            ticket_id=ticket,
            agent_id=held.owner_id or 0,
            words="周五来",
            state=PromiseState.BROKEN,
            due_at=work.now - timedelta(hours=2),
            offered_at=work.now,
        )
        work.session.add(promise)
        work.session.flush()
        ladder.climb(work, held, f"promise:{promise.id}", 2, work.now)
    with scene.desk() as work:
        (row,) = work.session.exec(select(Escalation))
        row.acts = list(Act)
        work.session.add(row)
    scene.clock.forward(minutes=10)
    tick(scene)
    assert digests(scene) == [("Lin", [f"CD-{ticket}"])]
    (line,) = said(scene)[0].values["items"]
    assert (line["late"], line["hours"], line["minutes"]) == ("promise", 2, 10)
    moves = {one.move for one in scene.history(ticket)}
    assert not moves & {Move.ASSIGNED, Move.PRIORITY}


def test_killed_in_the_middle_it_goes_on_where_it_was(
    scene: Scene, late: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalations, "PIECE", 4)
    tick(scene)
    scene.clock.forward(minutes=10)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(escalations, "_post_digest", die)
        with pytest.raises(KeyboardInterrupt):
            tick(scene)
    assert digests(scene) == []
    tick(scene)
    assert sorted(who for who, _ in digests(scene)) == ["Guan", "He", "Lin"]
    assert {scene.get(one).priority for one in late} == {1}
