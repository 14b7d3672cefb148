"""What comes due of a promise: reminded of, kept or broken, climbing the ladder, each once and at its true moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.agent import Role
from bot.desk.escalation import Escalation
from bot.desk.labels import Category
from bot.desk.notice import NoticeState
from bot.desk.promise import PromiseState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import (
    agents,
    changes,
    promise_rows,
    tickets,
)
from tests.builders import LI, Scene
from tests.service.office import FRIDAY, SAID, Office

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def office(scene: Scene) -> Office:
    return Office(scene)


def test_an_offer_that_nobody_answers_lapses_in_silence(office: Office) -> None:
    office.scene.answer(office.agent, office.ticket, SAID)
    office.at(FRIDAY + timedelta(hours=3))
    assert (office.last.state, office.last.ended_at) == (PromiseState.DROPPED, FRIDAY)
    assert not [one for one in office.scene.said_to(LI) if one.kind.startswith("promise")]


def test_reminded_before_in_working_time_and_broken_at_its_own_moment(office: Office) -> None:
    office.promise()
    office.at(FRIDAY - timedelta(hours=2, minutes=1))
    assert not office.said("promise_due")
    office.at(FRIDAY - timedelta(hours=2))
    (due,) = office.scene.notices("promise_due")
    assert (due.values["to_id"], due.ticket_id) == (office.agent, office.ticket)
    office.at(FRIDAY + timedelta(minutes=14))
    assert office.last.state == PromiseState.MADE
    office.at(FRIDAY + timedelta(minutes=15))
    assert (office.last.state, office.last.ended_at) == (PromiseState.BROKEN, FRIDAY)
    (regret,) = office.scene.notices("promise_regret")
    assert (regret.chat_id, regret.language) == (LI, "zh")
    said = f"很抱歉，CD-{office.ticket} 我们答应您今天 15:00 前办到的事"
    assert (regret.text or "").startswith(said)
    assert office.said("promise_was_broken") == ["promise_was_broken"]
    assert office.moves(Move.PROMISE_BROKEN) == [FRIDAY.isoformat()]
    assert office.scene.notices("card_edit")[-1].values["promises"][0]["broken"]


def test_of_an_urgent_matter_the_reminder_comes_at_any_hour(office: Office) -> None:
    with office.scene.desk() as work:
        changes.set_urgent(work, work.session.get_one(Ticket, office.ticket), None, Author.AGENT)
    due = office.promise("师傅周五凌晨五点上门检修").due_at
    office.at(due - timedelta(hours=2, minutes=1))
    assert not office.said("promise_due"), "not on the evening before, when the department closes"
    office.at(due - timedelta(hours=2))
    assert office.said("promise_due") == ["promise_due"]


def test_a_broken_one_climbs_the_ladder_at_its_true_moments(office: Office) -> None:
    promise = office.promise()
    office.at(FRIDAY + timedelta(days=5))  # after a long sleep
    steps = office.scene.all(Escalation, subject=f"promise:{promise.id}")
    assert [one.step for one in steps] == [1, 2, 3, 4]
    local = [one.fired_at.astimezone(ZONE).strftime("%a %H:%M") for one in steps]
    assert local == ["Fri 15:00", "Fri 16:00", "Sat 10:00", "Mon 17:30"]
    assert {one.noticed_at for one in steps} == {FRIDAY + timedelta(days=5)}
    assert len(office.scene.notices("promise_regret")) == 1
    assert not office.said("promise_due")


def test_kept_in_time(office: Office) -> None:
    promise = office.promise()
    office.at(FRIDAY + timedelta(minutes=5))
    assert office.tap("promise_kept") == "promise_kept"
    assert (office.last.state, office.last.next_at) == (PromiseState.KEPT, None)
    (told,) = office.scene.notices("promise_done")
    assert office.scene.payloads(told) == [{"say": f'/promise_not_kept{{"promise": {promise.id}}}'}]
    office.at(FRIDAY + timedelta(days=3))
    assert not office.scene.notices("promise_regret")
    assert not office.scene.all(Escalation, subject=f"promise:{promise.id}")


def test_kept_after_its_time_stays_broken_though_nobody_looked(office: Office) -> None:
    office.promise()
    office.scene.clock.now = FRIDAY + timedelta(hours=3)
    assert office.tap("promise_kept") == "promise_made_good"
    assert (office.last.state, office.last.ended_at) == (PromiseState.BROKEN, FRIDAY)
    assert office.last.settled_at == office.scene.clock.now
    assert office.said("promise_done_late") == ["promise_done_late"]
    (regret,) = office.scene.notices("promise_regret")
    assert regret.state == NoticeState.CANCELLED
    office.at(FRIDAY + timedelta(days=3))
    assert len(office.scene.all(Escalation, subject=f"promise:{office.last.id}")) == 2


def test_a_finger_that_slipped(office: Office) -> None:
    office.promise()
    office.tap("promise_kept")
    assert office.tap("promise_not_yet") == "promise_goes_on"
    assert office.last.state == PromiseState.MADE
    assert office.said("promise_goes_on") == ["promise_goes_on"]


def test_what_was_kept_in_a_withdrawn_matter_stays_so(office: Office) -> None:
    office.promise()
    office.tap("promise_kept")
    with office.scene.desk() as work:
        tickets.withdraw(work, LI, office.ticket)
    assert office.tap("promise_not_yet") == "is_withdrawn"
    assert office.last.state == PromiseState.KEPT
    assert not office.said("promise_goes_on")


def test_regret_waits_for_the_morning(office: Office) -> None:
    office.promise("师傅今晚十点前一定修好")
    due = datetime(2026, 3, 2, 14, tzinfo=UTC)
    assert office.last.due_at == due
    office.at(due + timedelta(minutes=15))
    (regret,) = office.scene.notices("promise_regret")
    assert regret.due_at == datetime(2026, 3, 3, 0, tzinfo=UTC)


def test_waiting_for_the_customer_holds_up_no_promise(office: Office) -> None:
    office.promise()
    assert office.scene.press(office.agent, "wait", office.ticket).word == "waits"
    office.at(FRIDAY + timedelta(minutes=15))
    assert (office.last.state, office.last.ended_at) == (PromiseState.BROKEN, FRIDAY)


def test_two_sweeps_say_it_once(office: Office) -> None:
    office.promise()
    office.at(FRIDAY + timedelta(minutes=20)).sweep()
    assert len(office.scene.notices("promise_regret")) == 1
    assert len(office.moves(Move.PROMISE_BROKEN)) == 1


def test_who_is_away_is_not_called(office: Office) -> None:
    office.promise()
    with office.scene.desk() as work:
        agents.dismiss(work, office.agent)
    lead = office.scene.agent("赵敏", Role.LEAD)
    office.at(FRIDAY - timedelta(hours=1))
    assert office.scene.notices("promise_due")[0].values["to_id"] == lead


def test_of_a_merged_ticket_it_is_spoken_where_the_matter_goes_on(office: Office) -> None:
    office.promise()
    office.scene.clock.forward(hours=5)
    other = office.scene.ticket("保安不让快递进门", category=Category.SERVICE)
    assert other != office.ticket
    with office.scene.desk() as work:
        ticket = work.session.get_one(Ticket, office.ticket)
        ticket.state, ticket.merged_into_id = State.MERGED, other
        work.session.add(ticket)
        assert len(promise_rows.standing(work, work.session.get_one(Ticket, other))) == 1
    office.at(FRIDAY - timedelta(hours=1))
    assert office.scene.notices("promise_due")[0].ticket_id == other


def test_what_was_promised_in_a_chain_of_tickets_ends_with_the_last(office: Office) -> None:
    scene, chain = office.scene, [office.ticket]
    promise = office.promise()
    for said in ("保安不让快递进门", "电梯停了"):
        scene.clock.forward(hours=5)
        chain.append(scene.ticket(said, category=Category.SERVICE))
        with scene.desk() as work:
            ticket = work.session.get_one(Ticket, chain[-2])
            ticket.state, ticket.merged_into_id = State.MERGED, chain[-1]
            work.session.add(ticket)
    with scene.desk() as work:
        last = work.session.get_one(Ticket, chain[-1])
        assert promise_rows.hold(work, promise.id, last) is not None
        assert len(promise_rows.standing(work, last)) == 1
    scene.resolve(office.agent, chain[-1])
    office.at(FRIDAY + timedelta(days=3))
    assert office.last.state == PromiseState.KEPT
    assert not office.said("promise_regret")


def test_what_becomes_urgent_climbs_the_urgent_ladder_from_then_on(office: Office) -> None:
    promise = office.promise()
    office.at(FRIDAY + timedelta(minutes=30))
    with office.scene.desk() as work:
        changes.set_urgent(work, work.session.get_one(Ticket, office.ticket), None, Author.AGENT)
    office.at(FRIDAY + timedelta(minutes=59))
    steps = office.scene.all(Escalation, subject=f"promise:{promise.id}")
    assert [(one.step, one.fired_at) for one in steps[1:]] == [
        (2, FRIDAY + timedelta(minutes=35)),
        (3, FRIDAY + timedelta(minutes=45)),
    ]


def test_it_is_broken_once_though_two_sweep_and_one_says_kept(scene: Scene) -> None:
    office = Office(scene)
    promise = office.promise()
    scene.clock.now = FRIDAY + timedelta(hours=2)

    def kept() -> str:
        return scene.press(office.agent, "promise_kept", office.ticket, promise=promise.id).word

    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(office.sweep), threads.submit(office.sweep), threads.submit(kept)]
        assert done[2].result() == "promise_made_good"
        for one in done[:2]:
            one.result()
    assert len(office.moves(Move.PROMISE_BROKEN)) == 1
    assert len(scene.notices("promise_regret")) == 1
    assert len(scene.all(Escalation, subject=f"promise:{promise.id}")) == 2
    assert office.last.settled_at == scene.clock.now
