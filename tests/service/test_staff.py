"""What staff do with the buttons of a card: take, hand on, correct, hurry, resolve."""

from datetime import timedelta

import pytest

from bot.desk.agent import Agent, Role, Transfer
from bot.desk.labels import Category, Kind
from bot.desk.notice import Act, Lane, NoticeState
from bot.desk.ticket import Move, State
from bot.desk.transcript import Author
from bot.service import agents, ticket_deeds, tickets
from bot.service.verdict import Verdict
from tests.builders import LI, Scene
from tests.databases import STAFF_CHAT


def test_one_taker_wins_and_stays_responsible(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    assert scene.take(wang, ticket).word == "taken"
    assert scene.take(wang, ticket).word == "yours_already"
    late = scene.take(zhao, ticket)
    assert (late.word, late.name) == ("taken_by", "王强")
    owner = agent_id(scene, wang)
    now = scene.get(ticket)
    assert (now.state, now.owner_id, now.first_owner_id) == (State.TAKEN, owner, owner)
    lines = [one for one in scene.history(ticket) if one.move == Move.TAKEN]
    assert [(one.author, one.agent_id, one.reason) for one in lines] == [(Author.AGENT, owner, "button")]


def test_a_taken_ticket_offers_to_hand_it_on(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent("王强")
    scene.agent("赵敏")
    scene.take(wang, ticket)
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert [one["do"] for one in scene.payloads(edit)][:2] == ["offer", "resolve"]
    assert scene.press(wang, "offer", ticket).word == "choose"
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert [row[0].get("text") for row in edit.buttons[:-1]] == ["赵敏"]
    assert scene.press(wang, "back", ticket).word == "unchanged"


MENUS = {
    "kind": ["set_kind"] * 3 + ["back"],
    "category": ["set_category"] * 3 + ["back"],
    "resolve": ["resolve_as"] * 6 + ["back"],
}


@pytest.mark.parametrize(("menu", "deeds"), MENUS.items(), ids=MENUS)
def test_menus_offer_what_the_ticket_is_not(scene: Scene, menu: str, deeds: list[str]) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.press(wang, menu, ticket)
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    payloads = scene.payloads(edit)
    assert [one["do"] for one in payloads] == deeds
    assert not {"complaint", "quality"} & {one.get("to") for one in payloads}


def test_a_transfer_moves_only_when_the_receiver_accepts(scene: Scene) -> None:
    ticket = scene.ticket()
    wang, zhao, sun = scene.agent("王强"), scene.agent("赵敏"), scene.agent("孙丽")
    scene.take(wang, ticket)
    offered = scene.press(wang, "offer_to", ticket, to=agent_id(scene, zhao))
    assert (offered.word, offered.name) == ("offered", "赵敏")
    assert scene.get(ticket).owner_id == agent_id(scene, wang)
    (offer,) = scene.notices("offer")
    assert (offer.lane, offer.values["to_id"], offer.chat_id) == (Lane.REPLY, zhao, STAFF_CHAT)
    accept, decline = scene.payloads(offer)
    for other in (wang, sun):
        assert act(scene, other, accept).word == "not_offered_to_you"
        assert act(scene, other, decline).word == "not_offered_to_you"
    assert act(scene, zhao, accept).word == "accepted"
    assert act(scene, zhao, decline).word == "answered_already"
    now = scene.get(ticket)
    assert now.owner_id == agent_id(scene, zhao)
    assert now.first_owner_id == agent_id(scene, wang)
    (line,) = (one for one in scene.history(ticket) if one.move == Move.ACCEPTED)
    assert (line.before, line.after, line.agent_id) == ("王强", "赵敏", now.owner_id)
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert (edit.values["owner"], edit.values["first_owner"]) == ("赵敏", "王强")


def test_a_declined_offer_leaves_the_owner(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    scene.take(wang, ticket)
    scene.press(wang, "offer_to", ticket, to=agent_id(scene, zhao))
    accept, decline = scene.payloads(scene.notices("offer")[0])
    assert act(scene, zhao, decline).word == "declined"
    assert act(scene, zhao, accept).word == "answered_already"
    assert scene.get(ticket).owner_id == agent_id(scene, wang)
    assert len(scene.notices("told", template="told_declined")) == 1


def test_a_later_offer_takes_the_place_of_the_earlier_one(scene: Scene) -> None:
    ticket = scene.ticket()
    wang, zhao, sun = scene.agent("王强"), scene.agent("赵敏"), scene.agent("孙丽")
    scene.take(wang, ticket)
    for receiver in (zhao, sun):
        scene.press(wang, "offer_to", ticket, to=agent_id(scene, receiver))
    first, second = (scene.payloads(one)[0] for one in scene.notices("offer"))
    replaced = act(scene, zhao, first)
    assert (replaced.word, replaced.name) == ("offer_replaced", "孙丽")
    assert act(scene, sun, second).word == "accepted"
    assert act(scene, zhao, first).word == "offer_replaced"
    assert scene.get(ticket).owner_id == agent_id(scene, sun)


def test_who_may_hand_on(scene: Scene) -> None:
    ticket = scene.ticket()
    wang, zhao, lead = scene.agent("王强"), scene.agent("赵敏"), scene.agent("钱经理", Role.LEAD)
    to_zhao = agent_id(scene, zhao)
    assert scene.press(wang, "offer_to", ticket, to=to_zhao).word == "is_open"
    scene.take(wang, ticket)
    refused = scene.press(zhao, "offer_to", ticket, to=to_zhao)
    assert (refused.word, refused.name) == ("not_yours", "王强")
    assert scene.press(wang, "offer_to", ticket, to=agent_id(scene, wang)).word == "yours_already"
    assert scene.press(wang, "offer_to", ticket, to=10**6).word == "gone"
    assert scene.press(lead, "offer_to", ticket, to=to_zhao).word == "offered"
    with scene.desk() as work:
        agents.dismiss(work, zhao)
    assert scene.press(wang, "offer_to", ticket, to=to_zhao).word == "gone"
    assert len(scene.all(Transfer)) == 1


def test_who_may_resolve(scene: Scene) -> None:
    ticket, other = scene.ticket("一"), scene.ticket("二", category=Category.SERVICE)
    wang, zhao, lead = scene.agent("王强"), scene.agent("赵敏"), scene.agent("钱经理", Role.LEAD)
    scene.take(wang, ticket)
    refused = scene.press(zhao, "resolve_as", ticket, reason="fixed")
    assert (refused.word, refused.name, scene.get(ticket).state) == ("not_yours", "王强", State.TAKEN)
    assert scene.press(lead, "resolve_as", ticket, reason="fixed").word == "resolved"
    assert scene.get(ticket).owner_id == agent_id(scene, wang)
    assert scene.press(zhao, "resolve_as", other, reason="explained").word == "resolved"
    assert scene.get(other).first_owner_id == agent_id(scene, zhao)


def test_what_somebody_owned_who_left_is_not_stuck(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    scene.take(wang, ticket)
    with scene.desk() as work:
        agents.dismiss(work, wang)
    assert scene.press(zhao, "resolve_as", ticket, reason="fixed").word == "resolved"


def test_a_resolved_customer_is_told_once_and_asked_for_stars(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent("王强")
    scene.take(wang, ticket)
    assert scene.resolve(wang, ticket, "words", "换了新水管").word == "resolved"
    again = scene.resolve(wang, ticket, "fixed")
    assert (again.word, again.number) == ("is_resolved", f"CD-{ticket}")
    assert scene.press(wang, "resolve_as", ticket, reason="fixed").word == "is_resolved"
    (told,) = scene.notices("resolved")
    assert (told.chat_id, told.template) == (LI, "resolved")
    assert told.values == {"number": f"CD-{ticket}", "reason": "words", "words": "换了新水管"}
    says = [one["say"] for one in scene.payloads(told)]
    assert says == [
        *(f'/rate{{"ticket": {ticket}, "round": 1, "stars": {n}}}' for n in range(1, 6)),
        f'/reopen{{"ticket": {ticket}}}',
    ]
    now = scene.get(ticket)
    assert (now.resolution, now.resolved_at, now.first_answered_at) == (
        "换了新水管",
        scene.clock.now,
        scene.clock.now,
    )
    assert [one.act for one in scene.notices("topic_closed")] == [Act.CLOSE]
    (line,) = (one for one in scene.history(ticket) if one.move == Move.RESOLVED)
    assert line.reason == "words 换了新水管"


def test_a_closed_ticket_has_no_buttons_and_old_ones_do_nothing(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    with scene.desk() as work:
        tickets.withdraw(work, LI, ticket)
    before = len(scene.history(ticket))
    for do in ("take", "urgent", "not_urgent", "kind", "category", "resolve", "offer", "back"):
        verdict = scene.press(wang, do, ticket)
        assert (verdict.word, verdict.number) == ("is_withdrawn", f"CD-{ticket}"), do
    assert scene.press(wang, "resolve_as", ticket, reason="fixed").word == "is_withdrawn"
    assert len(scene.history(ticket)) == before
    assert scene.notices("card_edit")[-1].buttons == []
    assert scene.notices("resolved") == scene.notices("alarm") == []


def test_an_agents_correction_teaches_and_changes_the_card(scene: Scene) -> None:
    ticket, wang = scene.ticket("车位太窄"), scene.agent()
    assert scene.press(wang, "set_category", ticket, to="design").word == "corrected"
    assert scene.press(wang, "set_kind", ticket, to="suggestion").word == "corrected"
    assert scene.press(wang, "set_kind", ticket, to="suggestion").word == "corrected"
    assert (scene.get(ticket).kind, scene.get(ticket).category) == (Kind.SUGGESTION, Category.DESIGN)
    learnt = [
        (one.text, one.field, one.before, one.after, one.author, one.agent_id) for one in scene.corrections()
    ]
    me = agent_id(scene, wang)
    assert learnt == [
        ("车位太窄", "category", "quality", "design", Author.AGENT, me),
        ("车位太窄", "kind", "complaint", "suggestion", Author.AGENT, me),
    ]
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert (edit.values["kind"], edit.values["category"]) == ("suggestion", "design")


def test_an_agent_sets_urgent_once(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    for _ in range(2):
        assert scene.press(wang, "urgent", ticket).word == "urgent"
    assert len(scene.notices("alarm")) == 1
    assert scene.get(ticket).due_at == scene.clock.now + timedelta(minutes=15)
    (line,) = (one for one in scene.history(ticket) if one.move == Move.URGENT)
    assert (line.agent_id, line.reason) == (agent_id(scene, wang), "marked")


@pytest.mark.parametrize(
    "payload", [{"do": "explode"}, {}, {"do": "take", "ticket": None}, {"do": "take", "ticket": 10**20}]
)
def test_a_button_that_means_nothing_is_gone(scene: Scene, payload: dict[str, object]) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    with scene.desk() as work:
        assert ticket_deeds.press(work, wang, {"ticket": ticket} | payload).word == "gone"


def test_who_is_staff(scene: Scene) -> None:
    wang = scene.agent("王强")
    assert known(scene, 12345) is False
    scene.clock.forward(minutes=10)
    assert known(scene, wang)
    scene.clock.forward(seconds=1)
    assert not known(scene, wang)
    with scene.desk() as work:
        assert agents.welcome(work, wang, "").name == "王强"
    assert known(scene, wang)
    with scene.desk() as work:
        agents.dismiss(work, wang)
        agents.dismiss(work, 12345)
    assert not known(scene, wang)
    with scene.desk() as work:
        agents.welcome(work, wang, "王 强")
    assert known(scene, wang)
    assert [one.name for one in scene.all(Agent)] == ["王强"], "the name they were first known by stays"


def test_every_move_says_who_when_and_why(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.take(wang, ticket)
    scene.press(wang, "set_kind", ticket, to="inquiry")
    scene.press(wang, "urgent", ticket)
    scene.answer(wang, ticket, "在路上")
    scene.ask_for_person()
    scene.press(wang, "hand_back", ticket)
    scene.press(wang, "resolve_as", ticket, reason="fixed")
    lines = scene.history(ticket)
    assert [one.move for one in lines] == [
        Move.FILED,
        Move.TAKEN,
        Move.KIND,
        Move.URGENT,
        Move.ANSWERED,
        Move.HANDOVER,
        Move.HANDBACK,
        Move.RESOLVED,
    ]
    assert all(one.reason and one.at and one.author for one in lines)
    assert all(one.agent_id for one in lines if one.author == Author.AGENT)


def agent_id(scene: Scene, user: int) -> int:
    (agent,) = scene.all(Agent, user_id=user)
    return int(agent.id)


def act(scene: Scene, user: int, payload: dict[str, object]) -> Verdict:
    with scene.desk() as work:
        return ticket_deeds.press(work, user, payload)


def known(scene: Scene, user: int) -> bool:
    with scene.desk() as work:
        return agents.known(work, user) is not None
