"""What a customer does with their tickets: asks, corrects, presses for haste, adds, withdraws. Never with others'."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Act, Lane, NoticeState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import intake, tickets
from bot.service.work import Work
from tests.builders import ANN, LI, Scene

SHANGHAI = ZoneInfo("Asia/Shanghai")

Deed = Callable[[Work, int, int], Any]

DEEDS: dict[str, Deed] = {
    "status": tickets.status,
    "withdraw": tickets.withdraw,
    "correct": lambda work, chat, ticket: tickets.correct(work, chat, ticket, kind=Kind.PRAISE),
    "set_urgent": lambda work, chat, ticket: tickets.set_urgent(work, chat, ticket, Hazard.FIRE),
    "add_details": lambda work, chat, ticket: tickets.add_details(work, chat, ticket, place="3 栋"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_guess_gets_nothing(scene: Scene, deed: Deed) -> None:
    ticket = scene.ticket()
    scene.write("hello there", ANN)
    before = scene.get(ticket)
    for chat, named in (
        (ANN, ticket),
        (404, ticket),
        (LI, ticket + 1),
        (LI, 0),
        (LI, -5),
        (LI, 2**31),
        (LI, 10**25),
    ):
        with scene.desk() as work:
            assert deed(work, chat, named) is None
    assert scene.get(ticket) == before


def test_status_is_told_without_holding_anything_up(scene: Scene) -> None:
    ticket = scene.ticket("楼上漏水 三天了")
    with scene.glance() as work:
        seen = tickets.status(work, LI, ticket)
        assert tickets.mine(work, LI) == [seen]
        assert tickets.mine(work, 404) == []
    assert seen is not None
    assert (seen.number, seen.first_words, seen.owner) == (f"CD-{ticket}", "楼上漏水 三天了", None)


def test_the_list_is_newest_first_and_never_leaves_out_what_is_open(scene: Scene) -> None:
    first = scene.ticket("一")
    with scene.desk() as work:
        old = work.session.get_one(Ticket, first)
        fields = old.model_dump(exclude={"id", "source_message_id", "state"})
        for _ in range(12):
            work.session.add(Ticket(**fields, state=State.WITHDRAWN))
    with scene.desk() as work:
        listed = [one.id for one in tickets.mine(work, LI)]
        assert [one.id for one in tickets.live(work, LI)] == [first]
    assert len(listed) == 10
    assert listed == sorted(listed, reverse=True)
    assert listed[-1] == first


def test_withdrawn_twice_is_withdrawn_once(scene: Scene) -> None:
    ticket = scene.ticket()
    for _ in range(2):
        with scene.desk() as work:
            done = tickets.withdraw(work, LI, ticket)
        assert done is not None
        assert (done[0], done[1].state) == ("withdrawn", State.WITHDRAWN)
    assert [one.move for one in scene.history(ticket)].count(Move.WITHDRAWN) == 1
    assert [one.act for one in scene.notices("topic_closed")] == [Act.CLOSE]
    assert len(scene.notices("told", template="told_withdrawn")) == 1
    assert scene.notices("card_edit")[-1].buttons == []


def test_a_resolved_ticket_is_not_withdrawn(scene: Scene) -> None:
    ticket = scene.resolved()
    with scene.desk() as work:
        done = tickets.withdraw(work, LI, ticket)
    assert done is not None
    assert done[0] == "closed"
    assert scene.get(ticket).state == State.RESOLVED


def test_a_customers_correction_changes_the_card_and_teaches(scene: Scene) -> None:
    ticket = scene.ticket("车位太窄", category=Category.QUALITY)
    scene.clock.forward(minutes=10)
    for _ in range(2):
        with scene.desk() as work:
            seen = tickets.correct(work, LI, ticket, kind=Kind.SUGGESTION, category=Category.DESIGN)
    assert seen is not None
    assert (seen.kind, seen.category, seen.department) == (Kind.SUGGESTION, Category.DESIGN, "设计部")
    # Two working days of the design office, from Monday at 17:30 when it was filed.
    assert seen.due_at == datetime(2026, 3, 5, 9, 30, tzinfo=SHANGHAI)
    learnt = [
        (one.text, one.field, one.before, one.after, one.author, one.agent_id) for one in scene.corrections()
    ]
    assert learnt == [
        ("车位太窄", "kind", "complaint", "suggestion", Author.CUSTOMER, None),
        ("车位太窄", "category", "quality", "design", Author.CUSTOMER, None),
    ]
    assert len(scene.notices("told", template="told_corrected_by_customer")) == 1
    assert len(scene.notices("card_edit", state=NoticeState.READY)) == 1


def test_a_correction_after_reopening_or_haste_counts_from_when_the_clock_began(scene: Scene) -> None:
    ticket = scene.resolved()
    scene.clock.forward(days=3)
    with scene.desk() as work:
        intake.reopen_theirs(work, LI, ticket, None)
    with scene.desk() as work:
        tickets.correct(work, LI, ticket, kind=Kind.INQUIRY)
    # Four hours of the repairs team's, from Thursday at 17:30 when it was opened again.
    assert scene.get(ticket).due_at == datetime(2026, 3, 6, 12, 0, tzinfo=SHANGHAI)
    with scene.desk() as work:
        tickets.set_urgent(work, LI, ticket, None)
    with scene.desk() as work:
        tickets.correct(work, LI, ticket, kind=Kind.COMPLAINT)
    assert scene.get(ticket).due_at == scene.clock.now + timedelta(minutes=15)


def test_a_correction_after_the_answer_leaves_the_promise_alone(scene: Scene) -> None:
    ticket = scene.ticket()
    scene.answer(scene.agent(), ticket, "师傅在路上")
    due = scene.get(ticket).due_at
    with scene.desk() as work:
        tickets.correct(work, LI, ticket, kind=Kind.INQUIRY)
    assert scene.get(ticket).due_at == due


def test_haste_raises_the_alarm_once(scene: Scene) -> None:
    ticket = scene.ticket()
    for _ in range(2):
        with scene.desk() as work:
            seen = tickets.set_urgent(work, LI, ticket, None)
    assert seen is not None
    assert seen.urgent
    (alarm,) = scene.notices("alarm")
    assert alarm.lane == Lane.ALERT
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert edit.lane == Lane.ALERT
    with scene.desk() as work:
        tickets.set_urgent(work, LI, ticket, Hazard.GAS)
    assert [one.step for one in scene.notices("alarm")] == ["unnamed", "gas"]


def test_haste_in_a_closed_ticket_does_nothing(scene: Scene) -> None:
    ticket = scene.resolved()
    with scene.desk() as work:
        assert tickets.set_urgent(work, LI, ticket, Hazard.FIRE) is not None
    assert not scene.get(ticket).urgent
    assert scene.notices("alarm") == []


def test_details_are_kept_once_and_shown(scene: Scene) -> None:
    ticket = scene.ticket()
    for _ in range(2):
        with scene.desk() as work:
            tickets.add_details(work, LI, ticket, place="3 栋 502" * 100, since="昨晚")
    kept = scene.get(ticket)
    assert (len(kept.place or ""), kept.since) == (300, "昨晚")
    card = scene.notices("card_edit")[
        -1
    ].values  # the words themselves are relayed as what they are: a message
    assert (card["place"], card["since"]) == (kept.place, kept.since)
    assert [one.move for one in scene.history(ticket)].count(Move.DETAILS) == 2
    with scene.desk() as work:
        tickets.add_details(work, LI, ticket, place="", since=None)
    assert scene.get(ticket) == kept


def test_only_the_last_waiting_edit_of_a_card_goes_out(scene: Scene) -> None:
    ticket = scene.ticket()
    for place in ("1 栋", "2 栋", "3 栋"):
        with scene.desk() as work:
            tickets.add_details(work, LI, ticket, place=place)
    edits = scene.notices("card_edit")
    assert [one.state for one in edits] == [NoticeState.CANCELLED] * 2 + [NoticeState.READY]
    assert edits[-1].values["place"] == "3 栋"
    scene.deliver()
    with scene.desk() as work:
        tickets.add_details(work, LI, ticket, place="4 栋")
    assert [one.state for one in scene.notices("card_edit")][-2:] == [NoticeState.SENT, NoticeState.READY]
