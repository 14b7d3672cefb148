"""Handing on: accepted in time, or it comes back, at the true moment and once, whoever looks when."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.agent import Role, Transfer
from bot.desk.escalation import Escalation, Rung
from bot.desk.labels import Category, Hazard
from bot.desk.shift import Leave
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.service import changes, routing, ticket_deeds, tickets, transfers
from bot.service.verdict import Verdict
from tests.builders import LI, Scene
from tests.service.colleagues import colleague, id_of, name_of
from tests.service.test_races import at_once

FRIDAY_EVENING = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)  # 16:30 in Shanghai; design works until 18:00


@pytest.fixture
def taken(scene: Scene) -> tuple[int, int, int]:
    """A ticket of 王强, and 赵敏 of the design office; no shifts are planned."""
    wang, zhao = (colleague(scene, name, Category.DESIGN, shift=None) for name in ("王强", "赵敏"))
    ticket = scene.ticket()
    scene.take(wang, ticket)
    return ticket, wang, zhao


def offer(scene: Scene, ticket: int, giver: int, receiver: int) -> Verdict:
    return scene.press(giver, "offer_to", ticket, to=id_of(scene, receiver))


def answer(scene: Scene, user: int, accepted: bool = True) -> str:
    payload = scene.payloads(scene.notices("offer")[-1])[0 if accepted else 1]
    with scene.desk() as work:
        return ticket_deeds.press(work, user, payload).word


def sweep(scene: Scene) -> int:
    with scene.desk() as work:
        return transfers.return_late(work)


def test_it_waits_an_hour_of_the_receivers_working_time(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING + timedelta(hours=1)
    offer(scene, ticket, wang, zhao)
    (transfer,) = scene.all(Transfer)
    assert transfer.due_at == datetime(2026, 3, 9, 1, 30, tzinfo=UTC), (
        "half an hour on Friday, half on Monday"
    )
    (asked,) = scene.notices("offer")
    assert (asked.values["until_at"], asked.values["owner"]) == (transfer.due_at.isoformat(), "王强")
    card = scene.notices("card_edit")[-1].values
    assert (card["offered"], card["offered_until_at"]) == ("赵敏", transfer.due_at.isoformat())
    answer(scene, zhao, accepted=False)
    assert scene.notices("card_edit")[-1].values["offered"] == ""


def test_of_an_urgent_ticket_it_waits_ten_minutes_at_any_hour(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    _, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING + timedelta(hours=10)
    ticket = scene.ticket("煤气味", hazard=Hazard.GAS, category=Category.SERVICE)
    scene.take(wang, ticket)
    offer(scene, ticket, wang, zhao)
    assert scene.all(Transfer)[0].due_at == scene.clock.now + timedelta(minutes=10)


def test_not_accepted_it_comes_back_both_are_told_and_the_lead_is_called(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    ticket, wang, zhao = taken
    lead = colleague(scene, "钱组长", role=Role.LEAD, shift=None)
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(minutes=59, seconds=59)
    due = scene.clock.forward(seconds=1)
    assert sweep(scene) == 0
    scene.clock.forward(hours=9)  # the desk slept
    assert [sweep(scene), sweep(scene)] == [1, 0]
    (transfer,) = scene.all(Transfer)
    assert (transfer.returned_at, transfer.due_at, transfer.accepted_at) == (due, None, None)
    (told,) = scene.notices("told", template="told_returned")
    assert [told.values[one] for one in ("to", "to_id", "by", "by_id", "owner")] == [
        "赵敏",
        zhao,
        "王强",
        wang,
        "王强",
    ]
    assert told.values["returned_at"] == due.isoformat()
    line = scene.history(ticket)[-2]
    assert (line.move, line.author, line.before, line.after) == (Move.RETURNED, Author.DESK, "赵敏", "王强")
    assert scene.history(ticket)[-1].move == Move.ESCALATED
    (step,) = scene.all(Escalation, subject=f"transfer:{transfer.id}")
    assert (step.rung, step.agent_id, step.fired_at) == (Rung.SHIFT_LEAD, id_of(scene, lead), due)
    assert answer(scene, zhao) == "offer_over"
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"


@pytest.mark.parametrize("accepted", [True, False])
def test_an_answer_that_comes_too_late_is_none_also_before_the_sweep(
    scene: Scene, taken: tuple[int, int, int], accepted: bool
) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(hours=1, seconds=1)
    assert answer(scene, zhao, accepted) == "offer_over"
    assert name_of(scene, scene.get(ticket).owner_id) == "王强"
    assert sweep(scene) == 0
    assert len(scene.notices("told", template="told_returned")) == 1


@pytest.mark.parametrize("accepted", [True, False])
def test_answered_in_time_nothing_comes_back(
    scene: Scene, taken: tuple[int, int, int], accepted: bool
) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(minutes=59)
    assert answer(scene, zhao, accepted) == ("accepted" if accepted else "declined")
    scene.clock.forward(hours=100)
    assert sweep(scene) == 0
    now = scene.get(ticket)
    assert name_of(scene, now.owner_id) == ("赵敏" if accepted else "王强")
    assert name_of(scene, now.first_owner_id) == "王强"


def test_an_answer_at_the_very_instant_is_in_time(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.now = scene.all(Transfer)[0].due_at
    assert sweep(scene) == 0
    assert answer(scene, zhao) == "accepted"


def test_an_offer_ends_when_somebody_else_is_given_the_ticket(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    ticket, wang, zhao = taken
    offer(scene, ticket, wang, zhao)
    colleague(scene, "林静", Category.QUALITY)  # the only one on shift
    with scene.desk() as work:
        routing.reassign(work, work.session.get_one(Ticket, ticket), "late")
    assert scene.notices("card_edit")[-1].values["offered"] == ""
    verdict = ended(scene, zhao)
    assert (verdict.word, verdict.name) == ("offer_ended", "林静")
    assert name_of(scene, scene.get(ticket).owner_id) == "林静"
    scene.clock.forward(hours=100)
    assert sweep(scene) == 0


def test_an_offer_of_a_resolved_ticket_is_none_when_it_is_opened_again(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    ticket, wang, zhao = taken
    offer(scene, ticket, wang, zhao)
    scene.resolve(wang, ticket)
    assert ended(scene, zhao).word == "is_resolved"
    with scene.desk() as work:
        changes.reopen(work, work.session.get_one(Ticket, ticket), Author.CUSTOMER, "not solved")
    assert ended(scene, zhao).word == "offer_ended"
    scene.clock.forward(hours=100)
    assert sweep(scene) == 0


def test_what_becomes_urgent_is_to_be_accepted_in_the_urgent_time(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(minutes=10)
    scene.press(wang, "urgent", ticket)
    (transfer,) = scene.all(Transfer)
    assert transfer.due_at == scene.clock.now + timedelta(minutes=10)
    (told,) = scene.notices("told", template="told_offer_sooner")
    assert (told.values["to_id"], told.values["until_at"]) == (zhao, transfer.due_at.isoformat())
    assert scene.notices("card_edit")[-1].values["offered_until_at"] == transfer.due_at.isoformat()


def test_what_is_due_sooner_anyway_stays_as_it_was(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    due = scene.all(Transfer)[0].due_at
    scene.clock.now = due - timedelta(minutes=5)
    scene.press(wang, "urgent", ticket)
    assert scene.all(Transfer)[0].due_at == due
    assert not scene.notices("told", template="told_offer_sooner")


def ended(scene: Scene, user: int) -> Verdict:
    """What the receiver of the last offer hears, pressing its button."""
    payload = scene.payloads(scene.notices("offer")[-1])[0]
    with scene.desk() as work:
        return ticket_deeds.press(work, user, payload)


def test_only_the_last_offer_waits_and_none_of_a_closed_ticket(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    sun = colleague(scene, "孙丽", shift=None)
    offer(scene, ticket, wang, sun)
    offer(scene, ticket, wang, zhao)
    assert [one.due_at is None for one in scene.all(Transfer)] == [True, False]
    with scene.desk() as work:
        tickets.withdraw(work, LI, ticket)
    scene.clock.forward(hours=100)
    assert [sweep(scene), sweep(scene)] == [1, 0]
    assert not scene.notices("told", template="told_returned")
    assert not [one for one in scene.all(Escalation) if one.subject.startswith("transfer:")]


def test_asked_again_before_they_answered_they_are_not_asked_twice(
    scene: Scene, taken: tuple[int, int, int]
) -> None:
    ticket, wang, zhao = taken
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(minutes=10)
    again = offer(scene, ticket, wang, zhao)
    (transfer,) = scene.all(Transfer)
    assert (again.word, again.name) == ("offered_already", "赵敏")
    assert again.values["offered_until_at"] == transfer.due_at.isoformat()
    assert len(scene.notices("offer")) == 1
    answer(scene, zhao, accepted=False)
    assert offer(scene, ticket, wang, zhao).word == "offered"


def test_nobody_on_leave_is_offered_anything(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    away, today = id_of(scene, zhao), scene.clock.now.date()
    with scene.desk() as work:
        work.session.add(Leave(agent_id=away, from_on=today, until_on=today))
    verdict = offer(scene, ticket, wang, zhao)
    assert (verdict.word, verdict.name) == ("is_away", "赵敏")
    scene.press(wang, "offer", ticket)
    texts = [key.get("text") for row in scene.notices("card_edit")[-1].buttons for key in row]
    assert "赵敏" not in texts


def test_who_is_on_shift_is_offered_first(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, _ = taken
    colleague(scene, "周", Category.SERVICE)
    colleague(scene, "白", Category.SERVICE, shift=None)
    colleague(scene, "陈", Category.QUALITY, shift=None)
    scene.press(wang, "offer", ticket)
    texts = [key.get("text") for row in scene.notices("card_edit")[-1].buttons[:-1] for key in row]
    assert texts == ["周", "陈", "白", "赵敏"]


def test_two_sweeps_at_once_bring_it_back_once(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(hours=1, seconds=1)
    at_once(scene, transfers.return_late, transfers.return_late)
    sweep(scene)
    assert len(scene.notices("told", template="told_returned")) == 1
    assert [one.move for one in scene.history(ticket)].count(Move.RETURNED) == 1


def test_an_answer_waits_for_the_sweep_that_has_the_ticket(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(hours=1, seconds=1)
    accept = scene.payloads(scene.notices("offer")[0])[0]
    _, late = at_once(scene, transfers.return_late, lambda work: ticket_deeds.press(work, zhao, accept))
    assert late.word == "offer_over"
    assert len(scene.notices("told", template="told_returned")) == 1


def test_a_sweep_that_was_killed_leaves_all_to_the_next(scene: Scene, taken: tuple[int, int, int]) -> None:
    ticket, wang, zhao = taken
    scene.clock.now = FRIDAY_EVENING
    offer(scene, ticket, wang, zhao)
    scene.clock.forward(hours=1, seconds=1)

    def killed() -> None:
        with scene.desk() as work:
            transfers.return_late(work)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert not scene.notices("told", template="told_returned")
    assert sweep(scene) == 1
