"""The ladder as people meet it: one digest to each person, lines in topics, acts, quiet hours, what stops it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Role
from bot.desk.escalation import Act, Escalation, Rung
from bot.desk.labels import Hazard
from bot.desk.notice import Lane, NoticeState
from bot.desk.policy import Policy
from bot.desk.shift import Leave
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Move, Ticket
from bot.desk.ticket_clock import TicketClock
from bot.desk.transcript import Author
from bot.service import changes, escalations, history, ladder, waking, watch
from bot.service.work import Work
from tests.builders import ANN, LI, Scene
from tests.service.colleagues import colleague, id_of
from tests.service.rungs import company, digests, name, said, steps, tick, until

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # of a Tuesday, at the desk in Shanghai


@pytest.fixture
def people(scene: Scene) -> dict[str, int]:
    scene.clock.now = NOON - 5 * HOUR  # what is filed now is late at 11:00 there
    return company(scene)


def hold(scene: Scene, ticket: int, what: str, value: object) -> None:
    with scene.desk() as work:
        setattr(history.held(work, ticket), what, value)


def lines(scene: Scene, ticket: int) -> list[dict[str, object]]:
    return [one.values for one in scene.notices("told", template="told_escalated", ticket_id=ticket)]


def test_it_climbs_from_the_owner_to_the_management_each_once(scene: Scene, people: dict[str, int]) -> None:
    ticket, filed = scene.ticket(), scene.clock.now
    scene.take(people["An"], ticket)
    for minutes in range(0, 60 * 40, 5):
        until(scene, filed + minutes * MINUTE)
    first = [one for one in steps(scene) if one.subject == steps(scene)[0].subject]
    assert [(one.step, one.rung, name(scene, one.agent_id)) for one in first] == [
        (0, Rung.OWNER, "An"),
        (1, Rung.OWNER, "An"),
        (2, Rung.SHIFT_LEAD, "Lin"),
        (3, Rung.DEPARTMENT_HEAD, "He"),
        (4, Rung.MANAGEMENT, "Guan"),
    ]
    assert [one.fired_at - filed for one in first] == [3 * HOUR, 4 * HOUR, 5 * HOUR, 8 * HOUR, 28 * HOUR]
    assert [who for who, _ in digests(scene)] == ["An", "An", "Lin", "He", "Guan"]
    assert [one["name"] for one in lines(scene, ticket)] == ["An", "Lin", "He", "Guan"]
    moves = [one for one in scene.history(ticket) if one.move == Move.ESCALATED]
    assert [(one.author, one.after, one.reason) for one in moves] == [
        (Author.DESK, who, rung) for who, rung in zip(("An", "Lin", "He", "Guan"), Rung, strict=True)
    ]


def test_what_fires_together_is_one_message_to_each_person(scene: Scene, people: dict[str, int]) -> None:
    tickets = [scene.ticket(f"漏水{number}", chat=6000 + number) for number in range(25)]
    for ticket in tickets[:3]:
        scene.take(people["An"], ticket)
    until(scene, NOON - HOUR + 10 * MINUTE)
    assert [(one.values["name"], one.values["count"], one.values["left"]) for one in said(scene)] == [
        ("An", 3, 0),
        ("Lin", 22, 2),
    ]
    (_, lead) = said(scene)
    assert len(lead.values["items"]) == 20
    line = lead.values["items"][0]
    assert (line["late"], line["missing"], line["hours"], line["minutes"]) == (
        "first_response",
        "owner",
        0,
        10,
    )
    assert (lead.lane, lead.ticket_id, lead.values["name_id"]) == (Lane.REPLY, None, people["Lin"])
    assert all(len(lines(scene, ticket)) == 1 for ticket in tickets)
    tick(scene)
    assert len(said(scene)) == 2


def test_digests_wait_for_each_other_and_urgent_ones_for_nothing(
    scene: Scene, people: dict[str, int]
) -> None:
    one = scene.ticket("一")
    scene.clock.forward(minutes=4)
    other = scene.ticket("二", chat=ANN)
    until(scene, NOON - HOUR + 9 * MINUTE)
    assert digests(scene) == [], "warned and late, and the digest is due in a minute"
    until(scene, NOON - HOUR + 10 * MINUTE)
    assert digests(scene) == [("Lin", [f"CD-{one}", f"CD-{other}"])]
    urgent, filed = scene.ticket("煤气味", chat=6001, hazard=Hazard.GAS), scene.clock.now
    until(scene, filed + 15 * MINUTE)
    assert digests(scene)[-1] == ("Lin", [f"CD-{urgent}"])
    assert said(scene)[-1].lane == Lane.ALERT


def test_nobody_is_called_at_night_and_the_morning_is_one_message(
    scene: Scene, people: dict[str, int]
) -> None:
    scene.clock.now = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)  # 19:00 there
    tickets = [scene.ticket(str(number), chat=6000 + number) for number in range(3)]
    urgent = scene.ticket("着火了", chat=6009, hazard=Hazard.FIRE)
    for hours in range(1, 13):
        until(scene, datetime(2026, 3, 3, 11, 0, tzinfo=UTC) + hours * HOUR - MINUTE)
    assert {number for _, numbers in digests(scene) for number in numbers} == {f"CD-{urgent}"}
    scene.resolve(people["Guan"], urgent)
    told = len(said(scene))
    until(scene, datetime(2026, 3, 4, 0, 0, tzinfo=UTC))
    morning = digests(scene)[told:]
    assert sorted(who for who, _ in morning) == ["He", "Lin"]
    assert [set(numbers) for _, numbers in morning] == [{f"CD-{one}" for one in tickets}] * 2


def test_what_became_urgent_in_the_night_is_said_at_once(scene: Scene, people: dict[str, int]) -> None:
    scene.clock.now = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    ticket = scene.ticket()
    urgent = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)
    until(scene, urgent)
    assert digests(scene) == []
    with scene.desk() as work:
        changes.set_urgent(work, history.held(work, ticket), Hazard.GAS, Author.CUSTOMER)
    tick(scene)
    assert digests(scene) == [("Lin", [f"CD-{ticket}"])]
    for minutes in (15, 30):
        until(scene, urgent + minutes * MINUTE)
    assert digests(scene) == [(who, [f"CD-{ticket}"]) for who in ("Lin", "He", "Guan")]
    assert {one.lane for one in said(scene)} == {Lane.ALERT}


@pytest.mark.parametrize("how", ["answered", "resolved", "waits"])
def test_what_was_done_before_it_was_said_calls_nobody(
    scene: Scene, people: dict[str, int], how: str
) -> None:
    scene.clock.now = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    until(scene, datetime(2026, 3, 3, 23, 50, tzinfo=UTC))
    if how == "resolved":
        scene.resolve(people["An"], ticket)
    else:
        scene.answer(people["An"], ticket, "马上来")
    if how == "waits":
        agent = id_of(scene, people["An"])
        with scene.desk() as work:
            watch.wait_for_customer(work, history.held(work, ticket), agent)
    until(scene, datetime(2026, 3, 4, 0, 0, tzinfo=UTC))
    assert (digests(scene), lines(scene, ticket)) == ([], [])
    assert scene.all(Task, kind=TaskKind.MEETING) == []
    assert steps(scene), "they are remembered"
    assert {one.say_at for one in steps(scene)} == {None}


def test_between_topic_and_digest_nothing_is_lost_and_what_is_over_is_taken_out(
    scene: Scene, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    done, late = scene.ticket("一"), scene.ticket("二", chat=ANN)
    with monkeypatch.context() as killed:
        killed.setattr(escalations, "_tell_some", lambda work: 0)
        until(scene, NOON - HOUR + 10 * MINUTE)
    assert digests(scene) == []
    scene.answer(people["An"], done, "来了")
    tick(scene)
    assert digests(scene) == [("Lin", [f"CD-{late}"])]


def test_asleep_for_hours_everybody_hears_once_of_the_highest_step(
    scene: Scene, people: dict[str, int]
) -> None:
    ticket, filed = scene.ticket(), scene.clock.now
    scene.take(people["An"], ticket)
    scene.clock.now = filed + 9 * HOUR
    tick(scene)
    until(scene, filed + 9 * HOUR + 10 * MINUTE)
    assert digests(scene) == [(who, [f"CD-{ticket}"]) for who in ("An", "Lin", "He")]
    assert [one["name"] for one in lines(scene, ticket)] == ["He"]


def test_reopened_it_climbs_anew(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.resolve(people["An"], ticket)
    with scene.desk() as work:
        changes.reopen(work, history.held(work, ticket), Author.CUSTOMER, "还在漏")
    reopened = scene.clock.now
    until(scene, reopened + 4 * HOUR + 10 * MINUTE)
    assert [one.step for one in steps(scene)] == [0, 1]
    assert {one.fired_at >= reopened for one in steps(scene)} == {True}
    assert digests(scene) == [("An", [f"CD-{ticket}"])]


def test_nobody_there_the_next_one_is_called_and_the_row_says_so(scene: Scene) -> None:
    scene.clock.now = NOON - 5 * HOUR
    colleague(scene, "He", role=Role.HEAD, shift=None)
    ticket = scene.ticket()
    until(scene, NOON - HOUR + 10 * MINUTE)
    (step,) = [one for one in steps(scene) if one.step == 1]
    assert (step.rung, step.stands_on, name(scene, step.agent_id)) == (Rung.OWNER, Rung.DEPARTMENT_HEAD, "He")
    (told,) = lines(scene, ticket)
    assert (told["missing"], told["rung"], told["name"]) == ("owner", "department_head", "He")


def test_an_owner_on_leave_is_left_alone(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    agent, today = id_of(scene, people["An"]), date(2026, 3, 3)
    with scene.desk() as work:
        work.session.add(Leave(agent_id=agent, from_on=today, until_on=today, last_id=0))
    until(scene, NOON - HOUR + 10 * MINUTE)
    assert digests(scene) == [("Lin", [f"CD-{ticket}"])]


def test_with_nobody_above_the_whole_group_is_told(scene: Scene) -> None:
    scene.clock.now = NOON - 5 * HOUR
    ticket = scene.ticket()
    until(scene, NOON - HOUR + 10 * MINUTE)
    assert digests(scene) == [("", [f"CD-{ticket}"])]
    assert lines(scene, ticket)[0]["group"] == "1"


def test_who_stands_there_in_the_morning_is_called(scene: Scene, people: dict[str, int]) -> None:
    scene.clock.now = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
    ticket = scene.ticket()
    until(scene, datetime(2026, 3, 3, 18, 30, tzinfo=UTC))
    scene.take(people["An"], ticket)
    until(scene, datetime(2026, 3, 4, 0, 0, tzinfo=UTC))
    assert ("An", [f"CD-{ticket}"]) in digests(scene)


def test_the_owner_of_a_snoozed_ticket_sleeps_and_those_above_do_not(
    scene: Scene, people: dict[str, int]
) -> None:
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    hold(scene, ticket, "snoozed_until", NOON + 2 * HOUR)
    until(scene, NOON + 10 * MINUTE)
    assert [who for who, _ in digests(scene)] == ["Lin"]
    until(scene, NOON + 2 * HOUR + 10 * MINUTE)
    assert [who for who, _ in digests(scene)] == ["Lin", "An"]


def test_woken_early_the_owner_is_reminded_with_the_next_digest(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    hold(scene, ticket, "snoozed_until", NOON + 48 * HOUR)
    until(scene, NOON - HOUR + 10 * MINUTE)
    assert digests(scene) == []
    with scene.desk() as work:
        waking.customer_spoke(work, history.held(work, ticket))
    until(scene, scene.clock.now + 10 * MINUTE)
    assert digests(scene) == [("An", [f"CD-{ticket}"])]


def test_the_lead_raises_the_priority_seen_on_card_and_title(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.deliver()
    until(scene, NOON + 10 * MINUTE)
    assert scene.get(ticket).priority == 1
    (line,) = [one for one in scene.history(ticket) if one.move == Move.PRIORITY]
    assert (line.before, line.after, line.reason) == ("0", "1", "shift_lead")
    for kind in ("card_edit", "topic_renamed"):
        shown = scene.notices(kind, state=NoticeState.READY)[-1]
        assert shown.values["priority"] == 1


def test_an_urgent_one_goes_to_somebody_on_shift_and_keeps_its_first_owner(scene: Scene) -> None:
    an = colleague(scene, "An")
    ticket, filed = scene.ticket("煤气味", hazard=Hazard.GAS), scene.clock.now
    scene.take(an, ticket)
    colleague(scene, "Bo")
    until(scene, filed + 21 * MINUTE)
    now = scene.get(ticket)
    assert (name(scene, now.owner_id), name(scene, now.first_owner_id)) == ("Bo", "An")
    (told,) = scene.notices("told", template="told_assigned")
    assert told.values["reason"] == "late"


def test_two_steps_that_reassign_at_once_give_it_away_once(scene: Scene) -> None:
    an = colleague(scene, "An")
    ticket, filed = scene.ticket("煤气味", hazard=Hazard.GAS), scene.clock.now
    scene.take(an, ticket)
    colleague(scene, "Bo")
    scene.clock.now = filed + timedelta(minutes=20)
    with scene.desk() as work:
        for clock in work.session.exec(select(TicketClock).where(TicketClock.ticket_id == ticket)):
            ladder.climb(work, history.held(work, ticket), f"clock:{clock.id}", 2, work.now)
    tick(scene)
    assert name(scene, scene.get(ticket).owner_id) == "Bo"
    assert len(scene.notices("told", template="told_assigned")) == 1


def test_the_management_calls_a_meeting_with_the_facts(scene: Scene, people: dict[str, int]) -> None:
    ticket, filed = scene.ticket("厨房漏水三天了"), scene.clock.now
    scene.take(people["An"], ticket)
    scene.answer(people["An"], ticket, "// 业主已经很生气")
    for hours in range(1, 30):
        until(scene, filed + hours * HOUR)
    (task,) = scene.all(Task, kind=TaskKind.MEETING)
    assert (task.ticket_id, name(scene, task.agent_id), task.values["number"]) == (
        ticket,
        "Guan",
        f"CD-{ticket}",
    )
    (note,) = scene.notices("meeting_note")
    facts = note.values["facts"]
    assert {"filed", "said", "note", "taken", "breached", "escalated"} <= {one["fact"] for one in facts}
    assert "厨房漏水三天了" in {one["words"] for one in facts}
    assert [one["done_at"] for one in facts] == sorted(one["done_at"] for one in facts)


def test_an_urgent_matters_meeting_is_held_at_any_hour(scene: Scene, people: dict[str, int]) -> None:
    scene.clock.now = NOON + 6 * HOUR  # both departments have closed
    scene.ticket("煤气味", hazard=Hazard.GAS)
    for minutes in range(46):
        until(scene, NOON + 6 * HOUR + minutes * MINUTE)
    (task,) = scene.all(Task, kind=TaskKind.MEETING)
    assert task.due_at == NOON + 14 * HOUR + 45 * MINUTE


def test_a_promise_of_its_own_ladder(scene: Scene, people: dict[str, int], policy: Policy) -> None:
    own = policy.ladder.model_copy(update={"resolution_steps": policy.ladder.steps[:1]})
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(policy.__dict__, "ladder", own)
        ticket, filed = scene.ticket(), scene.clock.now
        scene.take(people["An"], ticket)
        scene.answer(people["An"], ticket, "来了")
        until(scene, filed + 200 * HOUR)
    assert [one.step for one in steps(scene)] == [0, 1]


def test_a_silent_step_does_its_act_and_calls_nobody(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    until(scene, NOON - HOUR)
    with scene.desk() as work:
        for row in work.session.exec(select(Escalation)):
            row.acts = [Act.RAISE_PRIORITY]
            work.session.add(row)
    until(scene, NOON - HOUR + 10 * MINUTE)
    assert (digests(scene), lines(scene, ticket), scene.get(ticket).priority) == ([], [], 1)


def test_other_subjects_climb_the_same_way_and_stop_when_settled(
    scene: Scene, people: dict[str, int]
) -> None:
    ticket = scene.ticket()

    def climb(work: Work, held: Ticket) -> None:
        task = Task(kind=TaskKind.PART, subject="x", due_at=work.now, created_at=work.now, ticket_id=held.id)
        work.session.add(task)
        work.session.flush()
        ladder.climb(work, held, f"task:{task.id}", 2, work.now)

    with scene.desk() as work:
        climb(work, history.held(work, ticket))
    scene.clock.forward(minutes=10)
    with scene.desk() as work:
        (task,) = work.session.exec(select(Task))
        task.done_at = work.now
        work.session.add(task)
    tick(scene)
    assert digests(scene) == []


def test_erased_customers_words_leave_the_digests(scene: Scene, people: dict[str, int]) -> None:
    theirs, other = scene.ticket("我家漏水", chat=LI), scene.ticket("灯不亮", chat=ANN)
    until(scene, NOON - HOUR + 10 * MINUTE)
    with scene.desk() as work:
        escalations.forget(work, [theirs])
    (digest,) = said(scene)
    assert {one["number"]: one["words"] for one in digest.values["items"]} == {
        f"CD-{theirs}": "",
        f"CD-{other}": "灯不亮",
    }
