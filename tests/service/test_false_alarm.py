"""A false alarm is taken back by staff: on card, topic and clock, for the model, and not a word to the customer."""

from datetime import timedelta

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Act, NoticeState
from bot.desk.policy_service_levels import Matter
from bot.desk.sla import first_response_due
from bot.desk.ticket import Move
from bot.desk.transcript import Author
from bot.service import corrections_export, intake, tickets
from tests.builders import LI, Scene, ticket_of
from tests.service.test_races import at_once, press
from tests.service.test_staff import agent_id

ORDINARY = timedelta(hours=4)  # until a complaint's first answer, by policy.toml
URGENT = timedelta(minutes=15)


@pytest.fixture
def alarmed(scene: Scene) -> int:
    """A ticket that was read as a gas leak and is none."""
    return ticket_of(scene.matter("闻到煤气味的烤串，真香", hazard=Hazard.GAS))


def deeds(scene: Scene) -> list[str]:
    """What the card's buttons do now."""
    return [one["do"] for one in scene.payloads(scene.notices("card_edit")[-1])]


def test_card_topic_and_clock_are_as_if_it_had_never_been(scene: Scene, alarmed: int) -> None:
    wang, filed_at = scene.agent(), scene.clock.now
    scene.deliver()
    assert scene.get(alarmed).due_at == filed_at + URGENT
    scene.clock.forward(minutes=10)
    told = scene.said_to(LI)
    verdict = scene.press(wang, "not_urgent", alarmed)
    assert (verdict.word, verdict.number) == ("not_urgent", f"CD-{alarmed}")
    now = scene.get(alarmed)
    assert (now.urgent, now.hazard, now.due_at) == (False, None, filed_at + ORDINARY)
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert (edit.values["urgent"], edit.values["hazard"]) == (False, "")
    assert deeds(scene) == ["take", "resolve", "kind", "category", "urgent", "why", "wait", "clock", "more"]
    (renamed,) = scene.notices("topic_renamed")
    assert (renamed.act, renamed.values["urgent"]) == (Act.RENAME, False)
    assert scene.said_to(LI) == told
    assert not scene.notices("told")
    assert [one.state for one in scene.notices("alarm")] == [NoticeState.SENT], "what was said stays said"


def test_history_says_who_and_what_of(scene: Scene, alarmed: int) -> None:
    wang = scene.agent()
    scene.press(wang, "not_urgent", alarmed)
    line = scene.history(alarmed)[-1]
    assert (line.move, line.author, line.agent_id) == (Move.NOT_URGENT, Author.AGENT, agent_id(scene, wang))
    assert (line.before, line.after, line.reason) == ("gas", None, "marked not urgent")


def test_the_model_learns_that_it_was_none(scene: Scene, alarmed: int) -> None:
    scene.press(scene.agent(), "not_urgent", alarmed)
    (kept,) = scene.corrections()
    assert (kept.field, kept.before, kept.after, kept.author) == ("urgent", "True", "False", Author.AGENT)
    with scene.desk() as work:
        (line,) = corrections_export.lines(work)
    assert (line.label, line.urgent, line.source) == ("complaint+quality", False, "agent")
    assert line.said is not None
    assert line.said["urgent"]


def test_staff_outrank_a_customer_who_insists(scene: Scene, alarmed: int) -> None:
    scene.press(scene.agent(), "not_urgent", alarmed)
    scene.clock.forward(minutes=1)
    with scene.desk() as work:
        tickets.set_urgent(work, LI, alarmed, None)
        (line,) = corrections_export.lines(work)
    assert scene.get(alarmed).urgent, "for now it is what the customer says"
    assert not line.urgent


def test_the_last_word_of_staff_is_learned(scene: Scene) -> None:
    ticket, wang = scene.ticket("线头露着"), scene.agent()
    for do, urgent in (("urgent", True), ("not_urgent", False), ("urgent", True)):
        scene.press(wang, do, ticket)
        scene.clock.forward(minutes=1)
        with scene.desk() as work:
            (line,) = corrections_export.lines(work)
        assert line.urgent == urgent


def test_either_pressed_twice_is_pressed_once(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    for do in ("urgent", "urgent", "not_urgent", "not_urgent"):
        assert scene.press(wang, do, ticket).word == do
        assert scene.press(zhao, do, ticket).word == do
    assert [one.move for one in scene.history(ticket)] == [Move.FILED, Move.URGENT, Move.NOT_URGENT]
    assert len(scene.corrections()) == 2


def test_two_agents_at_once_take_it_back_once(scene: Scene, alarmed: int) -> None:
    wang, zhao = scene.agent("王强"), scene.agent("赵敏")
    verdicts = at_once(scene, press(wang, "not_urgent", alarmed), press(zhao, "not_urgent", alarmed))
    assert [one.word for one in verdicts] == ["not_urgent", "not_urgent"]
    assert len(scene.corrections()) == 1
    assert len(scene.notices("topic_renamed")) == 1


def test_one_calls_it_urgent_while_the_other_takes_it_back(scene: Scene, alarmed: int) -> None:
    wang, zhao = scene.agent("王强"), scene.agent("赵敏")
    at_once(scene, press(wang, "not_urgent", alarmed), press(zhao, "urgent", alarmed))
    assert scene.get(alarmed).urgent
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert edit.values["urgent"]
    (renamed,) = scene.notices("topic_renamed", state=NoticeState.READY)
    assert renamed.values["urgent"]


def test_an_alarm_that_nobody_heard_yet_is_not_called_out(scene: Scene, alarmed: int) -> None:
    scene.press(scene.agent(), "not_urgent", alarmed)
    assert [one.state for one in scene.notices("alarm")] == [NoticeState.CANCELLED]


def test_the_same_danger_named_again_is_an_alarm_again(scene: Scene, alarmed: int) -> None:
    scene.deliver()
    scene.press(scene.agent(), "not_urgent", alarmed)
    again, customer = scene.write("煤气味更浓了"), scene.get(alarmed)
    for _ in range(2):
        with scene.desk() as work:
            intake.attach(work, again, alarmed)
            tickets.set_urgent(work, LI, alarmed, Hazard.GAS)
    now = scene.get(alarmed)
    assert (now.urgent, now.hazard, now.due_at) == (True, Hazard.GAS, customer.filed_at + URGENT)
    assert [(one.step, one.state) for one in scene.notices("alarm")] == [
        ("gas", NoticeState.SENT),
        ("gas:1", NoticeState.READY),
    ]


def test_the_clock_begins_at_the_last_reopening_and_heeds_the_kind(scene: Scene, alarmed: int) -> None:
    wang = scene.agent()
    scene.resolve(wang, alarmed)
    scene.clock.forward(hours=5)
    with scene.desk() as work:
        intake.reopen_theirs(work, LI, alarmed, None)
    reopened_at = scene.clock.now
    scene.clock.forward(minutes=5)
    scene.press(wang, "set_kind", alarmed, to=Kind.INQUIRY)
    scene.press(wang, "not_urgent", alarmed)
    with scene.desk() as work:
        due = first_response_due(reopened_at, Matter(Kind.INQUIRY, Category.QUALITY), work.policy)
    assert scene.get(alarmed).due_at == due


def test_an_answer_that_was_given_keeps_its_time(scene: Scene, alarmed: int) -> None:
    wang = scene.agent()
    scene.take(wang, alarmed)
    scene.answer(wang, alarmed, "在路上")
    due = scene.get(alarmed).due_at
    scene.press(wang, "not_urgent", alarmed)
    assert scene.get(alarmed).due_at == due


def test_a_customer_who_calls_it_urgent_changes_the_topics_title(scene: Scene) -> None:
    ticket = scene.ticket()
    with scene.desk() as work:
        tickets.set_urgent(work, LI, ticket, None)
    (renamed,) = scene.notices("topic_renamed")
    assert renamed.values["urgent"]
    assert deeds(scene)[4:6] == ["not_urgent", "why"]


@pytest.mark.parametrize("state", ["resolved", "withdrawn"])
def test_a_closed_ticket_stays_as_it_was(scene: Scene, alarmed: int, state: str) -> None:
    wang = scene.agent()
    if state == "resolved":
        scene.resolve(wang, alarmed)
    else:
        with scene.desk() as work:
            tickets.withdraw(work, LI, alarmed)
    assert scene.press(wang, "not_urgent", alarmed).word == f"is_{state}"
    assert scene.get(alarmed).urgent
    assert not scene.corrections()
    assert deeds(scene) == []
