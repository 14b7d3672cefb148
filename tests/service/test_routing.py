"""Whom the desk asks to take a ticket."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.agent import Agent, Role
from bot.desk.customer import Customer
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import NoticeState
from bot.desk.shift import Leave
from bot.desk.ticket import Move, State
from bot.desk.transcript import Author
from bot.service import history, intake, ratings, routing
from bot.service.work import at_hand
from tests.builders import ANN, LI, Scene, ticket_of
from tests.service.colleagues import colleague, id_of, name_of
from tests.service.test_races import Deed, at_once

QUALITY, SERVICE, DESIGN = Category.QUALITY, Category.SERVICE, Category.DESIGN


def asked(scene: Scene, ticket: int) -> str | None:
    return name_of(scene, scene.get(ticket).assigned_id)


def living_at(scene: Scene, site: str) -> None:
    scene.write("在吗")
    scene.account("H-1", AccountKind.HOME, site=site)
    (account,), (customer,) = scene.all(Account), scene.all(Customer, chat_id=LI)
    with scene.desk() as work:
        link = AccountLink(
            customer_id=customer.id, account_id=account.id, proof=Proof.SAID, linked_at=work.now
        )
        work.session.add(link)


def test_with_no_shifts_nobody_is_named(scene: Scene) -> None:
    colleague(scene, "Lin", shift=None)
    ticket = scene.ticket()
    assert asked(scene, ticket) is None
    assert [one.move for one in scene.history(ticket)] == [Move.FILED]


def test_whoever_is_on_shift_in_the_department_is_asked_and_named_on_the_card(scene: Scene) -> None:
    user = colleague(scene, "Lin")
    colleague(scene, "An", SERVICE)
    colleague(scene, "Bo", shift=None)
    ticket = scene.ticket()
    assert asked(scene, ticket) == "Lin"
    assert (scene.get(ticket).state, scene.get(ticket).owner_id) == (State.OPEN, None)
    (card,) = scene.notices("card")
    assert (card.values["assigned"], card.values["assigned_id"]) == ("Lin", user)
    line = scene.history(ticket)[-1]
    assert (line.move, line.author, line.after, line.reason) == (Move.ASSIGNED, Author.DESK, "Lin", "filed")


def test_without_the_department_service_is_asked_then_who_is_on_call_then_nobody(scene: Scene) -> None:
    colleague(scene, "Chef", role=Role.HEAD)
    assert asked(scene, scene.ticket("一")) is None
    colleague(scene, "Call", DESIGN, shift="on_call")
    assert asked(scene, scene.ticket("二", chat=ANN)) == "Call"
    colleague(scene, "Near", shift="on_call")
    assert asked(scene, scene.ticket("三", chat=5003)) == "Near"
    colleague(scene, "Desk", SERVICE)
    assert asked(scene, scene.ticket("四", chat=5004)) == "Desk"
    colleague(scene, "Mend")
    assert asked(scene, scene.ticket("五", chat=5005)) == "Mend"


def test_site_comes_before_language_and_language_before_load(scene: Scene) -> None:
    living_at(scene, "云栖苑")
    colleague(scene, "Other", sites=["湖畔居"])
    colleague(scene, "Everywhere", languages=["zh"])
    assert asked(scene, scene.ticket("一")) == "Everywhere"
    colleague(scene, "English", sites=["云栖苑"], languages=["en"])
    assert asked(scene, scene.ticket("二", category=QUALITY, kind=Kind.INQUIRY)) == "English"
    colleague(scene, "Both", sites=["云栖苑"], languages=["zh"])
    colleague(scene, "Free", sites=["云栖苑"], languages=["en"])
    scene.clock.forward(hours=1)
    assert asked(scene, scene.ticket("三", kind=Kind.SUGGESTION)) == "Both"
    assert asked(scene, scene.ticket("四", kind=Kind.PRAISE)) == "Both", "one ticket more than Free"


def test_of_whom_no_language_is_known_it_is_taken_that_they_speak_it(scene: Scene) -> None:
    colleague(scene, "An", languages=["en"])
    colleague(scene, "Bo")
    assert asked(scene, scene.ticket("一")) == "Bo"


def test_the_fewest_open_tickets_then_whose_turn_it_is(scene: Scene) -> None:
    colleague(scene, "An")
    colleague(scene, "Bo")
    lead = colleague(scene, "Chen", role=Role.LEAD)
    found = []
    for number in range(4):
        scene.clock.forward(minutes=1)
        found.append(scene.ticket(f"{number}", chat=6000 + number))
    assert [asked(scene, one) for one in found] == ["An", "Bo", "An", "Bo"]
    scene.resolve(lead, found[1])
    scene.clock.forward(minutes=1)
    assert asked(scene, scene.ticket("又漏了", chat=6009)) == "Bo"


def test_whose_turn_it_is_is_known_within_a_transaction(scene: Scene) -> None:
    for name in ("An", "Bo"):
        colleague(scene, name)
    ticket = scene.ticket()
    with scene.desk() as work, at_hand(work, Agent, range(1000)):
        held = history.held(work, ticket)
        held.assigned_id, turns = None, list[str]()
        for minute in range(1, 5):
            found = routing.route(replace(work, now=work.now + timedelta(minutes=minute)), held)
            assert found is not None
            held.assigned_id = None
            turns.append(found.name)
    assert turns == ["Bo", "An", "Bo", "An"]


def test_whose_turn_it_is_is_remembered_when_the_tickets_are_done(scene: Scene) -> None:
    colleague(scene, "An")
    colleague(scene, "Bo")
    boss, turns = scene.agent("赵敏", Role.LEAD), []
    for number in range(4):
        scene.clock.forward(minutes=1)
        ticket = scene.ticket(f"{number}", chat=6000 + number)
        turns.append(asked(scene, ticket))
        scene.resolve(boss, ticket)
    assert turns == ["An", "Bo", "An", "Bo"]


def test_who_has_no_room_is_passed_over_unless_it_is_urgent(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.desk() as work:
        monkeypatch.setitem(work.policy.routing.__dict__, "most_open", 1)
    colleague(scene, "An")
    colleague(scene, "Desk", SERVICE)
    assert [asked(scene, scene.ticket(str(n), chat=6000 + n)) for n in range(3)] == ["An", "Desk", None]
    urgent = scene.ticket("煤气味", chat=6009, hazard=Hazard.GAS)
    assert asked(scene, urgent) == "An"
    (alarm,) = scene.notices("alarm")
    assert alarm.values["assigned"] == "An"


def test_anybody_may_take_it(scene: Scene) -> None:
    colleague(scene, "An")
    ticket, bo = scene.ticket(), colleague(scene, "Bo", SERVICE)
    assert scene.take(bo, ticket).word == "taken"
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert (edit.values["owner"], edit.values["assigned"]) == ("Bo", "")
    an = scene.get(ticket).assigned_id
    assert [load(scene, one) for one in (id_of(scene, bo), an or 0)] == [1, 0]


def load(scene: Scene, number: int) -> int:
    with scene.desk() as work:
        return routing.load_of(work, [work.session.get_one(Agent, number)])[number]


def test_another_category_goes_to_its_own_department(scene: Scene) -> None:
    an = colleague(scene, "An")
    colleague(scene, "Dai", DESIGN)
    ticket = scene.ticket()
    scene.press(an, "set_category", ticket, to="design")
    assert asked(scene, ticket) == "Dai"
    (told,) = scene.notices("told", template="told_assigned")
    assert (told.values["to"], told.values["former"], told.values["reason"]) == ("Dai", "An", "relabelled")
    scene.take(an, ticket)
    scene.press(an, "set_category", ticket, to="quality")
    assert asked(scene, ticket) == "Dai", "whoever took it keeps it"


def test_reassigned_it_leaves_its_holder_and_keeps_its_first_owner(scene: Scene) -> None:
    an = colleague(scene, "An")
    ticket = scene.ticket()
    assert reassign(scene, ticket) is None, "nobody else is there"
    colleague(scene, "Bo")
    assert reassign(scene, ticket) == "Bo"
    assert (asked(scene, ticket), scene.get(ticket).owner_id) == ("Bo", None)
    scene.take(an, ticket)
    assert reassign(scene, ticket) == "Bo"
    now = scene.get(ticket)
    assert (now.state, now.owner_id == id_of(scene, an), now.first_owner_id) == (
        State.TAKEN,
        False,
        id_of(scene, an),
    )
    told = scene.notices("told", template="told_assigned")[-1]
    assert (told.values["to"], told.values["former"], told.values["former_id"]) == ("Bo", "An", an)
    line = scene.history(ticket)[-1]
    assert (line.move, line.before, line.after, line.reason) == (Move.ASSIGNED, "An", "Bo", "late")


def reassign(scene: Scene, ticket: int) -> str | None:
    with scene.desk() as work:
        found = routing.reassign(work, history.held(work, ticket), "late")
        return found.name if found else None


def test_reopened_while_its_owner_is_away_somebody_who_is_there_gets_it(scene: Scene) -> None:
    an = colleague(scene, "An")
    ticket = scene.ticket()
    scene.resolve(an, ticket)
    bo, away, today = colleague(scene, "Bo"), id_of(scene, an), scene.clock.now.date()
    with scene.desk() as work:
        work.session.add(Leave(agent_id=away, from_on=today, until_on=today))
    with scene.desk() as work:
        ratings.rate(work, LI, ticket, 1, 1)
    now = scene.get(ticket)
    assert (name_of(scene, now.owner_id), name_of(scene, now.first_owner_id)) == ("Bo", "An")
    (told,) = scene.notices("told", template="told_reopened")
    assert told.values["owner_id"] == bo


def test_a_customer_who_wants_a_person_gets_whoever_holds_the_ticket(scene: Scene) -> None:
    an = colleague(scene, "An", SERVICE)
    scene.ask_for_person()
    (asked_for,) = scene.notices("handover")
    assert (asked_for.values["holder"], asked_for.values["holder_id"]) == ("An", an)


def test_two_filed_at_once_both_find_somebody(scene: Scene) -> None:
    for name in ("An", "Bo"):
        colleague(scene, name)
    first, second = scene.write("漏水", chat=6001), scene.write("墙裂了", chat=6002)

    def file(message: int) -> Deed:
        reading = intake.Reading(Kind.COMPLAINT, QUALITY, 0.9)
        return lambda work: intake.file_matter(work, message, reading)

    one, other = at_once(scene, file(first), file(second))
    assert asked(scene, ticket_of(one)) == "An"
    assert asked(scene, ticket_of(other)) in ("An", "Bo")
